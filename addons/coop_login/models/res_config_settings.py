from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    coop_stay_days = fields.Integer(related="company_id.coop_stay_days", readonly=False)
    coop_number_field_id = fields.Many2one(
        related="company_id.coop_number_field_id", readonly=False
    )
