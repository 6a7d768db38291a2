from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    coop_stay_days = fields.Integer(
        string="Stay logged in (days)",
        default=90,
        required=True,
        help="How long members may stay logged in on their own phone; 0: not at all.",
    )
    coop_number_field_id = fields.Many2one(
        "ir.model.fields",
        string="Member number",
        groups="base.group_user",
        domain="[('model', '=', 'res.partner'), ('ttype', 'in', ('char', 'integer')),"
        " ('store', '=', True)]",
        default=lambda self: self.env["ir.model.fields"]._get("res.partner", "ref"),
        ondelete="set null",
        help="The field of a contact that holds the member number.",
    )

    _coop_stay_days_are_some = models.Constraint(
        "CHECK (coop_stay_days BETWEEN 0 AND 365)",
        "One stays logged in for 365 days at most.",
    )
