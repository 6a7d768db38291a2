from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _coop_bar_entries(self):
        suggestions = {
            "key": "suggestions",
            "name": self.env._("Suggestions"),
            "url": "/suggestions",
            "icon": "fa-lightbulb-o",
        }
        return [suggestions, *super()._coop_bar_entries()]

    def _coop_is_team(self):
        return super()._coop_is_team() or self.has_group("coop_suggestions.group_purchasing_team")
