from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _coop_bar_entries(self):
        entries = super()._coop_bar_entries()
        if self._coop_is_shop_account():
            # No member: nothing to suggest, nothing to vote for.
            return entries
        suggestions = {
            "key": "suggestions",
            "name": self.env._("Suggestions"),
            "url": "/suggestions",
            "icon": "fa-lightbulb-o",
        }
        return [suggestions, *entries]

    def _coop_is_team(self):
        return super()._coop_is_team() or self.has_group("coop_suggestions.group_purchasing_team")

    def _coop_volunteer_cards(self):
        return [
            *super()._coop_volunteer_cards(),
            {
                "key": "sheets",
                "title": self.env._("Suggestions on paper"),
                "count": 0,
                "text": self.env._("Sheets to print and hang by the shelves"),
                "url": "/suggestions/sheets",
            },
        ]
