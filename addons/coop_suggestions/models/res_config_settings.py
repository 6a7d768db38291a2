from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    coop_half_life = fields.Integer(related="company_id.coop_half_life", readonly=False)
    coop_daily_proposals = fields.Integer(related="company_id.coop_daily_proposals", readonly=False)
    coop_daily_comments = fields.Integer(related="company_id.coop_daily_comments", readonly=False)
    coop_publish_delay = fields.Integer(related="company_id.coop_publish_delay", readonly=False)
    coop_again_months = fields.Integer(related="company_id.coop_again_months", readonly=False)
    coop_usual_margin = fields.Float(related="company_id.coop_usual_margin", readonly=False)
    coop_usual_sale_tax_id = fields.Many2one(
        related="company_id.coop_usual_sale_tax_id", readonly=False
    )
    coop_trial_weeks = fields.Integer(related="company_id.coop_trial_weeks", readonly=False)
