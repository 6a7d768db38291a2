from odoo import api, fields, models

from odoo.addons.coop_stock.tools.search_text import normalise


class CoopSupplierListLine(models.Model):
    """A product in a supplier's price list."""

    _name = "coop.supplier.list.line"
    _description = "Product in a price list"
    _inherit = ["coop.search.mixin"]
    _order = "number, id"

    list_id = fields.Many2one(
        "coop.supplier.list", required=True, readonly=True, ondelete="cascade", index=True
    )
    number = fields.Integer(string="Line", readonly=True, aggregator=None)
    name = fields.Char(string="Product", required=True, readonly=True)
    brand = fields.Char(readonly=True)
    barcode = fields.Char(readonly=True)
    pack = fields.Integer(string="Units a pack", readonly=True, aggregator=None)
    cost = fields.Float(
        string="Unit price excl. VAT", digits=(16, 4), readonly=True, aggregator=None
    )
    # See `tools.price_list.product_key`.
    product_key = fields.Char(required=True, readonly=True, index=True)
    coop_search_text = fields.Char(compute="_compute_coop_search_text", store=True)

    @api.depends("name", "brand")
    def _compute_coop_search_text(self):
        for line in self:
            line.coop_search_text = normalise(f"{line.name or ''} {line.brand or ''}")
