from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    coop_stay_days = fields.Integer(related="company_id.coop_stay_days", readonly=False)
    coop_daily_login_requests = fields.Integer(
        related="company_id.coop_daily_login_requests", readonly=False
    )
