from odoo import api, fields, models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "coop.till.price.cause"]
    _coop_price_fields = frozenset(
        {
            "active",
            "available_in_pos",
            "categ_id",
            "company_id",
            "list_price",
            "taxes_id",
            "uom_id",
        }
    )

    # groups: website_sale lets everyone read products, and these are the coop's own.
    coop_brand = fields.Char(string="Brand", groups="base.group_user")
    coop_shelf_id = fields.Many2one(
        "coop.shelf", string="Shelf", index="btree_not_null", groups="base.group_user"
    )
    coop_price_change_count = fields.Integer(
        compute="_compute_coop_price_change_count", groups="base.group_user"
    )

    @api.depends_context("company")
    def _compute_coop_price_change_count(self):
        counts = dict(
            self.env["coop.till.price"]
            .sudo()  # sudo: the button shows a number to whoever sees the product
            ._read_group(
                [
                    ("product_id.product_tmpl_id", "in", self.ids),
                    ("company_id", "=", self.env.company.id),
                    ("is_change", "=", True),
                ],
                ["product_tmpl_id"],
                ["__count"],
            )
        )
        for template in self:
            template.coop_price_change_count = counts.get(template._origin, 0)

    def action_coop_price_changes(self):
        """Open what the till charged for this product, the latest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("coop_stock.coop_till_price_action")
        return {
            **action,
            "domain": [("product_tmpl_id", "=", self.id)],
            "context": {},
        }

    def _coop_mark_prices(self):
        self.env["coop.till.price.mark"]._coop_add("template", self._ids)
