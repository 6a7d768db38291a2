from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    coop_stay_days = fields.Integer(
        string="Stay logged in (days)",
        default=90,
        required=True,
        help="How long members may stay logged in on their own phone; 0: not at all.",
    )
    coop_daily_login_requests = fields.Integer(
        string="Login links asked for a day",
        groups="base.group_user",
        default=100,
        required=True,
        help="At most, from one network address: the shop's is one for all who are in it.",
    )

    _coop_stay_days_are_some = models.Constraint(
        "CHECK (coop_stay_days BETWEEN 0 AND 365)",
        "One stays logged in for 365 days at most.",
    )
    _coop_login_requests_positive = models.Constraint(
        "CHECK (coop_daily_login_requests > 0)", "Limits are at least one a day."
    )
