from odoo import api, fields, models


class CoopAccountPairing(models.Model):
    """The members' desk hears of the accounts that wait for it: by one mail a day at most."""

    _inherit = "coop.account.pairing"

    desk_told_on = fields.Datetime(string="Desk told", readonly=True)

    def _coop_leave_to_desk(self):
        """Have the account wait for the desk, which has not heard of it yet."""
        self.write({"state": "to_pair", "desk_told_on": False})
        # sudo: nobody is logged in yet.
        self.env.ref("coop_login_oauth.ir_cron_tell_desk").sudo()._trigger()

    @api.model
    def _cron_tell_desk(self):
        """Tell each company's desk of who has begun to wait since it was told last."""
        untold = self.search([("state", "=", "to_pair"), ("desk_told_on", "=", False)])
        for company, pairings in untold.grouped("company_id").items():
            pairings._coop_tell_desk(company)

    def _coop_tell_desk(self, company):
        """Queue one mail to each person of the desk; that it was done stands on the accounts.

        Nothing is told twice a day, nor where the desk has no address: then these are untold.
        """
        limits = self.env["coop.daily.count"].with_company(company)
        people = self._coop_desk(company)
        if not people or limits._coop_hold(company.partner_id, "desk"):
            return
        limits._coop_add(company.partner_id, "desk")
        waiting = self.search_count([("state", "=", "to_pair"), ("company_id", "=", company.id)])
        template = self.env.ref("coop_login_oauth.mail_template_desk")
        template = template.with_context(coop_company=company, coop_waiting=waiting)
        for user in people:
            template.send_mail(user.id)
        self.desk_told_on = fields.Datetime.now()
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _coop_desk(self, company):
        """Return the users who may pair accounts of a company and can be written to."""
        group = self.env.ref("coop_stock.group_coop_administrator")
        users = self.env["res.users"].search(
            [("all_group_ids", "in", group.ids), ("company_ids", "in", company.ids)]
        )
        return users.filtered(
            lambda user: user.email_normalized and not user.partner_id._coop_address_rests()
        )
