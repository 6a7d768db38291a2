from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.letter import render_letter
from ..tools.pairing_code import spelled
from .coop_account_pairing import DAYS_OF_LETTER


class CoopAccountPairing(models.Model):
    """The letter, for members whose address by mail is none or no longer theirs."""

    _inherit = "coop.account.pairing"

    def action_print_letter(self):
        """Make a new code on paper; the one before counts no more."""
        self.ensure_one()
        self.check_access("write")
        if not self.partner_id:
            raise UserError(self.env._("Choose the member first."))
        if self.state == "done":
            raise UserError(self.env._("This is settled: undo it first."))
        # sudo: its fields are for nobody to write; this is the team's to settle.
        self.sudo().write(
            {
                "state": "letter",
                "serial": self.serial + 1,
                "tries": 0,
                "expires_on": fields.Datetime.now() + relativedelta(days=DAYS_OF_LETTER),
            }
        )
        return {"type": "ir.actions.act_url", "url": f"/login/pairings/{self.id}/letter.pdf"}

    def _coop_letter(self):
        """Return the letter that stands, as a PDF."""
        self.ensure_one()
        env = self.with_context(lang=self.partner_id.lang or self.env.lang).env
        company, partner = self.company_id, self.partner_id.sudo()
        code = self._coop_code()
        told = self.told_username or self.told_email or self.subject
        return render_letter(
            {
                "coop": [company.name, *_lines(company.partner_id._display_address())],
                "address": [partner.name, *_lines(partner._display_address(True))],
                "date": format_date(env, company._coop_today(), date_format="long"),
                "title": env._("Your account at %s", company.name),
                "paragraphs": [
                    env._("Hello %s,", partner.name),
                    env._(
                        "to log in to the member space with your account “%(account)s” of "
                        "%(provider)s, confirm once that it is yours: log in there, and type this "
                        "code.",
                        account=told,
                        # sudo: providers are for administrators; this is its name.
                        provider=self.sudo().provider_id.name,
                    ),
                    env._("You did not ask for this? Throw the letter away, and tell us."),
                ],
                "code": spelled(code),
                "url": f"{self.get_base_url()}/login/letter/{code}",
                "url_words": env._("Or scan this with the phone on which you log in."),
                "until": env._(
                    "The code works once, until %s.",
                    format_date(env, company._coop_local(self.expires_on).date()),
                ),
            }
        )


def _lines(address):
    return [line.strip() for line in address.splitlines() if line.strip()]
