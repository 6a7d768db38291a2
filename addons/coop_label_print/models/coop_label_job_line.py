from odoo import api, fields, models

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

    # --- what hung when

    @api.model
    def _coop_hung_of(self, products, day=None):
        """Return what the labels of products said, the latest first, in the request's shop.

        :param day: only what hung on this date of the shop, or None
        :return: ``[{"line", "name", "price", "since", "until"}]``: `since` and `until` dates of the
            shop, `until` None for what hangs
        """
        company = self.env.company
        lines = self.search(
            [
                ("product_id", "in", products.ids),
                ("job_id.warehouse_id", "=", company._coop_shop_warehouse().id),
                ("state", "=", "hung"),
            ],
            order="answered_on DESC, id DESC",
        ).filtered(lambda line: line._coop_content().kind != "poster")
        pages = self.env["coop.label.page"]
        found, until = [], {}
        for line in lines:
            since = company._coop_local(line.answered_on).date()
            ended = until.get(line.product_id)
            until[line.product_id] = since
            if day is None or (since <= day and (ended is None or day <= ended)):
                content = line._coop_content()
                found.append(
                    {
                        "line": line,
                        "name": content.name,
                        "price": pages._coop_price_words(content),
                        "since": since,
                        "until": ended,
                    }
                )
        return found
