from odoo import fields, models

KINDS = [
    ("name", "Product"),
    ("brand", "Brand"),
    ("barcode", "Barcode"),
    ("pack", "Units a pack"),
    ("price", "Price excl. VAT"),
]


class CoopPriceListImportColumn(models.TransientModel):
    """A column of a price list that is being imported, and what it holds."""

    _name = "coop.price.list.import.column"
    _description = "Column of a price list"
    _order = "place, id"
    _rec_name = "title"

    wizard_id = fields.Many2one(
        "coop.price.list.import", required=True, ondelete="cascade", index=True
    )
    place = fields.Integer(readonly=True)
    title = fields.Char(readonly=True)
    samples = fields.Char(string="In the first lines", readonly=True)
    kind = fields.Selection(KINDS, string="It holds")
