from odoo import fields, models


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    coop_vracoop_link_id = fields.Many2one(
        "coop.vracoop.link", ondelete="cascade", readonly=True, index="btree_not_null", copy=False
    )
    coop_vracoop_ref = fields.Char(string="Distant id", readonly=True, copy=False)
