from odoo import fields, models

from ..tools.label_content import LabelContent


class CoopLabelJobLine(models.Model):
    """A label of a job, with exactly what was printed on it; kept for the history."""

    _name = "coop.label.job.line"
    _description = "Printed label"
    # The latest job first, as jobs are sorted, and its labels as they were made: in walking order.
    _order = "job_id, id"
    _rec_name = "product_id"

    job_id = fields.Many2one(
        "coop.label.job", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="job_id.company_id")
    # What it said is in the content: a deleted product leaves its history.
    product_id = fields.Many2one(
        "product.product", readonly=True, ondelete="set null", index="btree_not_null"
    )
    format_id = fields.Many2one(
        "coop.label.format", required=True, readonly=True, ondelete="restrict"
    )
    copies = fields.Integer(default=1, readonly=True)
    content = fields.Json(required=True, readonly=True)
    old_content = fields.Json(
        readonly=True, help="What hung when it was printed; empty for a new product."
    )
    state = fields.Selection(
        [("waiting", "To put up"), ("hung", "Put up"), ("missing", "Not put up")],
        required=True,
        default="waiting",
        readonly=True,
    )
    answered_on = fields.Datetime(string="Confirmed on", readonly=True)

    _copies_printed = models.Constraint(
        "CHECK (copies BETWEEN 1 AND 100)", "Of each label 1 to 100 can be printed."
    )

    def _coop_content(self):
        """Return the `LabelContent` that was printed."""
        self.ensure_one()
        return LabelContent.from_json(self.content)

    def _coop_old_content(self):
        """Return the `LabelContent` that hung before, or None."""
        self.ensure_one()
        return LabelContent.from_json(self.old_content) if self.old_content else None
