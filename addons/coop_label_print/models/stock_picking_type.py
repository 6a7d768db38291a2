from odoo import fields, models


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    # What `product.label.layout` offers as well: the labels printed when goods are received.
    product_label_format = fields.Selection(
        selection_add=[("coop_shelf", "Shelf labels")], ondelete={"coop_shelf": "set default"}
    )
