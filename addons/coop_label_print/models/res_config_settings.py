from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    coop_label_format_id = fields.Many2one(
        related="company_id.coop_label_format_id", readonly=False
    )
    coop_shop_over_400m2 = fields.Boolean(related="company_id.coop_shop_over_400m2", readonly=False)
