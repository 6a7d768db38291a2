from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _coop_bar_entries(self):
        entries = super()._coop_bar_entries()
        if not self._coop_is_shop_account():
            return entries
        labels = {
            "key": "labels",
            "name": self.env._("Labels"),
            "url": "/labels",
            "icon": "fa-tags",
        }
        return [labels, *entries]

    def _coop_volunteer_cards(self):
        today = self.env["coop.label.page"]._coop_today()
        count = len(today.to_print)
        text = self.env._("All labels are right. Thank you!")
        if count:
            pages = self.env["coop.label.page"]
            text = " · ".join(words for _key, _n, words in pages._coop_by_reason(today.to_print))
        elif today.printed:
            text = self.env._("Printed, still to put up: %s", len(today.printed))
        card = {
            "key": "labels",
            "title": self.env._("Labels to change"),
            "count": count,
            "text": text,
            "url": "/labels",
        }
        return [card, *super()._coop_volunteer_cards()]
