from odoo import fields, models


class CoopVracoopExpected(models.Model):
    """The next reception of a product that the distant server expects."""

    _name = "coop.vracoop.expected"
    _description = "Distant reception"
    _order = "day, product_id"
    _rec_name = "product_id"
    _log_access = False

    link_id = fields.Many2one("coop.vracoop.link", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    day = fields.Date(readonly=True, help="In the shop.")

    _one_of_a_product = models.Constraint(
        "UNIQUE (link_id, product_id)", "A product has one next reception."
    )
