from odoo import fields, models


class CoopHideReview(models.TransientModel):
    """Why a review is hidden; its author reads it."""

    _name = "coop.hide.review"
    _description = "Hide a review"

    review_id = fields.Many2one("coop.review")
    reason = fields.Char(required=True, help="The author gets these words, and reads them there.")

    def action_hide(self):
        """Hide it: kept, and its author told why."""
        self.review_id._hide(self.reason)
        return {"type": "ir.actions.act_window_close"}
