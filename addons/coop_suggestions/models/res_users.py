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
