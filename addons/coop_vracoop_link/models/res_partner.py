from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    coop_distant_number = fields.Char(
        string="Number in the Vracoop", readonly=True, copy=False, groups="base.group_user"
    )
    coop_distant_is_member = fields.Boolean(
        string="Member in the Vracoop",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="By the rule that the link to the distant Vracoop states.",
    )
