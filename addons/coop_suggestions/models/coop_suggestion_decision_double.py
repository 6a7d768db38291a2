from odoo import api, models
from odoo.exceptions import ValidationError


class CoopSuggestionDecision(models.Model):
    _inherit = "coop.suggestion.decision"

    @api.model_create_multi
    def create(self, vals_list):
        # Against a merge at the same moment: one of the two waits, and sees the other.
        ids = {vals["suggestion_id"] for vals in vals_list if vals.get("suggestion_id")}
        self.env["coop.suggestion"].browse(ids)._hold()
        return super().create(vals_list)

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
