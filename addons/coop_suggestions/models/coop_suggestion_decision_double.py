from odoo import api, models
from odoo.exceptions import ValidationError


class CoopSuggestionDecision(models.Model):
    _inherit = "coop.suggestion.decision"

    @api.constrains("suggestion_id")
    def _check_no_double(self):
        for suggestion in self.suggestion_id.filtered("leads_to_id"):
            raise ValidationError(
                self.env._(
                    "“%(name)s” is a double of “%(lead)s”: decide on that one.",
                    name=suggestion.name,
                    lead=suggestion.leads_to_id.name,
                )
            )
