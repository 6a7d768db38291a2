from odoo import api, fields, models


class ProductProduct(models.Model):
    """The labels that were printed of a product, on its form."""

    _inherit = "product.product"

    coop_label_count = fields.Integer(compute="_compute_coop_label_count", groups="base.group_user")

    @api.depends_context("company")
    def _compute_coop_label_count(self):
        counts = dict(
            self.env["coop.label.job.line"]
            .sudo()  # sudo: the button shows a number to whoever sees the product
            ._read_group(
                [
                    ("product_id", "in", self.ids),
                    ("job_id.company_id", "=", self.env.company.id),
                ],
                ["product_id"],
                ["__count"],
            )
        )
        for product in self:
            product.coop_label_count = counts.get(product._origin, 0)

    def action_coop_labels(self):
        """Open which labels were printed of these products, the latest first."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_label_print.coop_label_job_line_action"
        )
        return {**action, "domain": [("product_id", "in", self.ids)], "context": {}}
