from odoo import fields, models


class CoopReviewReport(models.Model):
    """That a member finds something wrong with a review, and what."""

    _name = "coop.review.report"
    _description = "Report of a review"
    _order = "id desc"
    _rec_name = "reason"

    review_id = fields.Many2one(
        "coop.review", required=True, readonly=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Reported by",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    reason = fields.Char(required=True, readonly=True)
    reported_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _once_a_person = models.Constraint(
        "UNIQUE (review_id, partner_id)", "One report a person and review."
    )
