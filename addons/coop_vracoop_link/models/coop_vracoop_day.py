from odoo import fields, models


class CoopVracoopDay(models.Model):
    """What happened to a product on a day of the distant shop, in its unit."""

    _name = "coop.vracoop.day"
    _description = "Distant day of a product"
    _order = "day desc, product_id"
    _rec_name = "product_id"
    _log_access = False

    link_id = fields.Many2one("coop.vracoop.link", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    day = fields.Date(required=True, readonly=True)
    quantity = fields.Float(
        string="Sold", digits="Product Unit", readonly=True, help="At the till, refunds deducted."
    )
    turnover = fields.Float(string="Turnover incl. VAT", digits=(16, 2), readonly=True)
    lost = fields.Float(
        digits="Product Unit", readonly=True, help="Scrapped, or missing when it was counted."
    )
    received = fields.Float(digits="Product Unit", readonly=True, help="Came in from outside.")
    found = fields.Float(
        digits="Product Unit", readonly=True, help="More than was known when it was counted."
    )

    _one_of_a_day = models.Constraint(
        "UNIQUE (link_id, product_id, day)", "A product has one row a day."
    )
    _day_idx = models.Index("(link_id, day)")
