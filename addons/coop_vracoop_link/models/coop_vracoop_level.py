from odoo import fields, models


class CoopVracoopLevel(models.Model):
    """What the shop has of a product, less what its open tills have sold, as last read."""

    _name = "coop.vracoop.level"
    _description = "Distant stock level"
    _order = "product_id"
    _rec_name = "product_id"
    _log_access = False

    link_id = fields.Many2one("coop.vracoop.link", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)

    _one_of_a_product = models.Constraint(
        "UNIQUE (link_id, product_id)", "A product has one level."
    )
