from odoo import models


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    # What a product sold is asked on each list and page: without it, all lines would be read.
    _coop_product_idx = models.Index("(product_id)")
