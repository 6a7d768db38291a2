from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    coop_member_domain = fields.Char(related="company_id.coop_member_domain", readonly=False)
    coop_member_number_field = fields.Selection(
        related="company_id.coop_member_number_field", readonly=False, required=True
    )
    coop_member_count = fields.Integer(compute="_compute_coop_member_count")
    coop_sign_up_is_open = fields.Boolean(compute="_compute_coop_sign_up_is_open")
    coop_tz = fields.Selection(related="company_id.coop_tz", readonly=False, required=True)
    coop_shop_readers = fields.Selection(
        related="company_id.coop_shop_readers", readonly=False, required=True
    )
    coop_reviews = fields.Boolean(related="company_id.coop_reviews", readonly=False)
    coop_reviews_bought = fields.Boolean(related="company_id.coop_reviews_bought", readonly=False)
    coop_stock_shown = fields.Selection(
        related="company_id.coop_stock_shown", readonly=False, required=True
    )
    coop_till_id = fields.Many2one(related="company_id.coop_till_id", readonly=False)

    coop_shop_account_login = fields.Char(compute="_compute_coop_shop_account_login")

    @api.depends("coop_member_domain", "company_id")
    def _compute_coop_member_count(self):
        for settings in self:
            # Of what stands in the form, saved or not.
            company = settings.env["res.company"].new(
                {"coop_member_domain": settings.coop_member_domain}
            )
            settings.coop_member_count = (
                self.env["res.partner"].sudo().search_count(company._coop_member_domain())
            )

    def _compute_coop_sign_up_is_open(self):
        scope = self.env["res.users"]._get_signup_invitation_scope()
        self.coop_sign_up_is_open = scope == "b2c"

    @api.depends("company_id")
    def _compute_coop_shop_account_login(self):
        for settings in self:
            users = self.env["res.users"].with_company(settings.company_id)
            settings.coop_shop_account_login = users._coop_shop_account().login
