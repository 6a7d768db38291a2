from odoo import fields, models


class CoopLabelShown(models.Model):
    """What hangs, as the team sees it in the back office."""

    _name = "coop.label.shown"
    _inherit = ["coop.label.shown", "coop.label.told.price"]

    coop_shelf_id = fields.Many2one(related="product_id.coop_shelf_id")
