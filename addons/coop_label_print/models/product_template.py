from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    coop_label_count = fields.Integer(compute="_compute_coop_label_count", groups="base.group_user")

    def _compute_coop_label_count(self):
        for template in self:
            # Archived variants have hung, too.
            variants = template.with_context(active_test=False).product_variant_ids
            template.coop_label_count = sum(variants.mapped("coop_label_count"))

    def action_coop_labels(self):
        """Open which labels were printed of this product, the latest first."""
        return self.with_context(active_test=False).product_variant_ids.action_coop_labels()
