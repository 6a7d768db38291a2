from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    # groups: website_sale lets everyone read products, and these are the coop's own.
    coop_brand = fields.Char(string="Brand", groups="base.group_user")
    coop_shelf_id = fields.Many2one(
        "coop.shelf", string="Shelf", index="btree_not_null", groups="base.group_user"
    )
