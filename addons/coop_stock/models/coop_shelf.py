from odoo import fields, models


class CoopShelf(models.Model):
    """A place where products stand; the sequence is the order of walking."""

    _name = "coop.shelf"
    _description = "Shelf"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(
        string="Walking order", default=10, help="The order in which one walks through the shop."
    )
    active = fields.Boolean(default=True)
    referent_ids = fields.Many2many(
        "res.users",
        string="Referents",
        domain=[("share", "=", False)],
        help="Who in the purchasing team looks after this shelf.",
    )
    product_tmpl_ids = fields.One2many("product.template", "coop_shelf_id", string="Products")
