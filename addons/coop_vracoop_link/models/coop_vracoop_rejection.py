from odoo import fields, models

from .coop_vracoop_record import KINDS


class CoopVracoopRejection(models.Model):
    """A distant row that could not be taken over, and why, in a volunteer's words."""

    _name = "coop.vracoop.rejection"
    _description = "Row left out"
    _order = "last_on desc, id desc"

    link_id = fields.Many2one("coop.vracoop.link", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(
        [*KINDS, ("photo", "Photo"), ("barcode", "Barcode"), ("departure", "Departures")],
        required=True,
        readonly=True,
    )
    ref = fields.Char(string="Distant id", required=True, readonly=True)
    name = fields.Char(readonly=True)
    why = fields.Char(readonly=True)
    first_on = fields.Datetime(string="Since", default=fields.Datetime.now, readonly=True)
    last_on = fields.Datetime(string="Last time", default=fields.Datetime.now, readonly=True)

    _one_of_a_ref = models.Constraint(
        "UNIQUE (link_id, kind, ref)", "A row is left out for one reason at a time."
    )
