from odoo import Command, api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.coop_stock.models.hold_rows import hold_rows


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _coop_people_meant(self, typed):
        """Return the members whose e-mail address or member number was typed, in sudo.

        Two people who share a mailbox are both meant by its address.
        """
        if "@" not in typed:
            return self._coop_of_number(typed).filtered("email_normalized")
        address = email_normalize(typed)
        if not address:
            return self.browse().sudo()
        domain = Domain("email_normalized", "=", address)
        # sudo: whoever asks is not logged in; a mail to the address held is all that comes of it.
        return self.sudo().search(domain & self.env.company._coop_member_domain())

    @api.model
    def _coop_of_number(self, number):
        """Return the one member of a number, in sudo; none where there is no such or several."""
        person, _problem = self._coop_of_numbers([number])[number]
        # sudo: as above.
        return person.sudo()

    def _coop_account(self):
        """Return this member's own account, in sudo, made if they have none.

        None where there is an account that was archived, that is not a member's (an internal
        user's, the shop's), or whose login would be somebody else's: never a second one.
        """
        self.ensure_one()
        partner_sudo = self.sudo()  # sudo: members may not read accounts, visitors make theirs.
        hold_rows(partner_sudo)
        accounts_sudo = partner_sudo.with_context(active_test=False).user_ids
        if not accounts_sudo and partner_sudo._coop_is_member():
            accounts_sudo = partner_sudo._coop_create_account()
        if len(accounts_sudo) != 1 or not accounts_sudo._coop_logs_in_as_member():
            return accounts_sudo.browse()
        return accounts_sudo

    def _coop_create_account(self):
        """Make a portal account as Odoo's "Grant portal access" does, without its mail."""
        users = self.env["res.users"].with_context(no_reset_password=True)
        login = self._coop_free_login()
        if not login:
            return users.browse()
        company = self.company_id or self.env.company
        return users._create_user_from_template(
            {
                "login": login,
                "email": self.email_normalized,
                "partner_id": self.id,
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
            }
        )

    def _coop_free_login(self):
        """Return a login for this person that is nobody else's: their address, or their number."""
        if not self.email_normalized:
            return ""
        users = self.env["res.users"].with_context(active_test=False)
        people = self.with_context(active_test=False)
        shared = people.search_count(
            [("email_normalized", "=", self.email_normalized), ("id", "!=", self.id)], limit=1
        )
        # sudo: visitors may not read settings.
        number = self[self.env.company.sudo().coop_member_number_field]
        logins = [str(number or "")] if shared else [self.email_normalized]
        return next(
            (each for each in logins if each and not users.search_count([("login", "=", each)])), ""
        )
