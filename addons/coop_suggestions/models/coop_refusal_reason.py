from odoo import fields, models


class CoopRefusalReason(models.Model):
    """Why a suggestion is not kept, in words that members read."""

    _name = "coop.refusal.reason"
    _description = "Reason not to keep a suggestion"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    needs_product = fields.Boolean(
        string="Names a product", help="The answer says which product of the shop is like it."
    )
    needs_words = fields.Boolean(
        string="Asks for a sentence", help="It says nothing by itself: members are told why."
    )
    active = fields.Boolean(default=True)
