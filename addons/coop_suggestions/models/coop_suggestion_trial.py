from odoo import api, models


class CoopSuggestion(models.Model):
    _inherit = "coop.suggestion"

    @api.model
    def _coop_digest_trials(self, partner):
        """Return what a member's weekly letter says of trials that end.

        :return: a list of ``{"suggestion_id", "name", "url", "words"}``
        """
        return []
