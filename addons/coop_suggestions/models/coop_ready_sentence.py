from odoo import fields, models

from .coop_suggestion_decision import ANSWERS


class CoopReadySentence(models.Model):
    """A sentence to choose and change when answering."""

    _name = "coop.ready.sentence"
    _description = "Ready sentence of an answer"
    _order = "sequence, id"
    _rec_name = "text"

    text = fields.Char(required=True, translate=True)
    answer = fields.Selection(ANSWERS, required=True)
    reason_id = fields.Many2one("coop.refusal.reason", ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
