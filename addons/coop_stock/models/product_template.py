from odoo import fields, models


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

    def _coop_mark_prices(self):
        self.env["coop.till.price.mark"]._coop_add("product_tmpl_id", self._ids)
