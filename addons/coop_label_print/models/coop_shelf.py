from odoo import fields, models


class CoopShelf(models.Model):
    _inherit = "coop.shelf"

    coop_price_per_100 = fields.Boolean(
        string="Prices per 100 g",
        help="Labels of this shelf tell the price of 100 g or 100 ml, not of the kilogram or"
        " litre: for goods sold in small quantities, such as spices, where the law asks for it"
        " (arrêté du 16 novembre 1999).",
    )
