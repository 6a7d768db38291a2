from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.misc import hmac

from odoo.addons.coop_stock.models.hold_rows import hold_rows
from odoo.addons.coop_stock.tools.typed_text import short_line

from ..tools.hidden_address import hidden_address
from ..tools.pairing_code import letter_code, mail_code, typed_code

MINUTES_OF_MAIL = 15
DAYS_OF_LETTER = 30
# Wrong codes and numbers; then the team looks at it.
MOST_TRIES = 5
# Mails with a code, a day and person.
MOST_MAILS = 5
LONGEST_TOLD = 200
DAYS_KEPT = 90
# What the codes are made from, with the database's own secret.
SIGNED_FOR = "coop_login_oauth.pairing"


class CoopAccountPairing(models.Model):
    """An account elsewhere, and the member it belongs to once that is confirmed.

    What the other site says of a person is noted for the team, and believed in nothing: the code
    goes to the address that Odoo holds, by mail or on paper, and is typed where that account is
    logged in. Whoever confirms thus has both.
    """

    _name = "coop.account.pairing"
    _description = "Account elsewhere"
    _order = "state, write_date desc, id desc"
    _rec_name = "subject"

    provider_id = fields.Many2one(
        "auth.oauth.provider", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    subject = fields.Char(string="Its id", required=True, readonly=True)
    told_username = fields.Char(string="Its login", readonly=True)
    told_name = fields.Char(string="Its name", readonly=True)
    told_email = fields.Char(string="Its e-mail", readonly=True, help="Unconfirmed.")
    state = fields.Selection(
        [
            ("new", "Number to say"),
            ("code", "Code mailed"),
            ("letter", "Letter sent"),
            ("to_pair", "To pair"),
            ("done", "Paired"),
            ("refused", "Refused"),
        ],
        default="new",
        required=True,
        readonly=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        index=True,
        ondelete="cascade",
        help="Whose it is said to be; whose it is once it is paired.",
    )
    partner_email = fields.Char(related="partner_id.email", string="E-mail of the member")
    paired_on = fields.Datetime(readonly=True)
    serial = fields.Integer(readonly=True, help="Of the code: only the last one counts.")
    expires_on = fields.Datetime(string="Code good until", readonly=True)
    tries = fields.Integer(readonly=True)

    _one_subject = models.Constraint(
        "UNIQUE (provider_id, subject)", "This account is known already."
    )

    def write(self, vals):
        if not self.env.su and set(vals) - {"partner_id"}:
            raise UserError(self.env._("Only the member can be chosen here."))
        if not self.env.su and any(each.state in ("done", "refused") for each in self):
            raise UserError(self.env._("This is settled: undo it first."))
        return super().write(vals)

    # --- the person at the login

    @api.model
    def _coop_meet(self, provider, subject, told):
        """Return the pairing of an account that has just logged in elsewhere, new or known.

        :param provider: one `auth.oauth.provider`
        :param str subject: its id there
        :param dict told: what the provider says of it
        """
        known = self._coop_told_of(told)
        pairing = self.search([("provider_id", "=", provider.id), ("subject", "=", subject)])
        if pairing:
            pairing.write(known)
        else:
            pairing = self.create(
                {
                    "provider_id": provider.id,
                    "subject": subject,
                    "company_id": self.env.company.id,
                    **known,
                }
            )
        if pairing.state == "done":
            # The id may mean another person than it did: nobody gets in by it until confirmed.
            pairing._coop_take_from_accounts()
            pairing.write({"state": "new", "partner_id": False, "paired_on": False, "tries": 0})
        return pairing

    def _coop_begin(self):
        """Ask whose this account is: by a code at once, where its id says it."""
        self.ensure_one()
        if self.provider_id.coop_id_means == "account":
            if self.state == "code":
                # Logging in anew corrects a number that was mistyped.
                self.state = "new"
        elif self.state == "new":
            self._coop_say_number(self.subject)
        elif self.state == "code" and self._coop_code_is_late():
            self._coop_mail_code()

    @api.model
    def _coop_note_paired(self, user, told):
        """Note an account that an administrator paired by hand, on the user's form."""
        self.create(
            {
                "provider_id": user.oauth_provider_id.id,
                "subject": user.oauth_uid,
                "company_id": user.company_id.id,
                "partner_id": user.partner_id.id,
                "state": "done",
                "paired_on": fields.Datetime.now(),
                **self._coop_told_of(told),
            }
        )

    @api.model
    def _coop_told_of(self, told):
        return {
            "told_username": self._coop_told(told, "username", "preferred_username"),
            "told_name": self._coop_told(told, "name"),
            "told_email": self._coop_told(told, "email"),
        }

    @api.model
    def _coop_told(self, told, *names):
        value = next((told[name] for name in names if isinstance(told.get(name), str)), "")
        return short_line(value, LONGEST_TOLD)

    def _coop_knows_username(self, told):
        """Whether an account still has the login that it was paired with, as far as it is told."""
        username = self._coop_told(told, "username", "preferred_username")
        return not self.told_username or not username or self.told_username == username

    def _coop_say_number(self, number):
        """Mail a code to the member of a number, if there is one; nobody learns whether."""
        self.ensure_one()
        hold_rows(self)
        if self.state not in ("new", "code"):
            return
        if self.tries >= MOST_TRIES:
            self._coop_leave_to_desk()
            return
        self.partner_id = self.env["res.partner"]._coop_of_number(number)
        by_itself = self.provider_id.coop_id_means == "number"
        if by_itself and not self.partner_id.email_normalized:
            # No code can come: the team, who sees the list, may send a letter.
            self._coop_leave_to_desk()
            return
        if not by_itself:
            self.tries += 1
        self.state = "code"
        self._coop_mail_code()

    def _coop_mails_are_spent(self):
        """Whether no more codes are mailed to the member today.

        Where a number is typed, that would tell whose it is: the page does not say it there.
        """
        if self.provider_id.coop_id_means != "number":
            return False
        limits = self.env["coop.daily.count"]
        return limits._coop_count(self.partner_id, "pairing") >= MOST_MAILS

    def _coop_mail_code(self):
        """Mail a code to the address that Odoo holds for the member that is meant."""
        self.ensure_one()
        partner = self.partner_id
        limits = self.env["coop.daily.count"]
        if partner and limits._coop_hold(partner, "pairing") >= MOST_MAILS:
            return
        self.write(
            {
                "serial": self.serial + 1,
                "expires_on": fields.Datetime.now() + relativedelta(minutes=MINUTES_OF_MAIL),
            }
        )
        if not partner.email_normalized:
            return
        limits._coop_add(partner, "pairing")
        template = self.env.ref("coop_login_oauth.mail_template_code")
        template.with_context(coop_code=self._coop_code()).send_mail(self.id)
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _coop_code(self):
        """Return the code that stands now; it is kept nowhere.

        It is good for one member only: that of a mail to one's own address pairs no other.
        """
        stands = [self.id, self.serial, self.state, self.partner_id.id]
        secret = hmac(self.env(su=True), SIGNED_FOR, stands)
        return letter_code(secret) if self.state == "letter" else mail_code(secret)

    def _coop_code_is_late(self):
        return not self.expires_on or self.expires_on <= fields.Datetime.now()

    def _coop_confirm(self, typed):
        """Pair the account if the code is right; return what is wrong in a sentence, or "".

        Requests of one account are put one after the other, so that many at once have no more
        tries than one.
        """
        self.ensure_one()
        hold_rows(self)
        if self.state not in ("code", "letter"):
            return self.env._("There is no code to type here.")
        if self._coop_code_is_late():
            return self.env._("This code is too old: ask for another one.")
        if not consteq(typed_code(typed), self._coop_code()) or not self.partner_id:
            self.tries += 1
            if self.tries >= MOST_TRIES:
                self._coop_leave_to_desk()
            return self.env._("This is not the code: look at it once more.")
        return self._coop_pair()

    def _coop_pair(self):
        """Give the account to the member; return what prevents it in a sentence, or ""."""
        self.ensure_one()
        user_sudo = self.partner_id._coop_account()
        if not user_sudo:
            self._coop_leave_to_desk()
            return self.env._("Your account is not ready: the members' desk will help you.")
        others = self.search(
            [
                ("provider_id", "=", self.provider_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "done"),
                ("id", "!=", self.id),
            ]
        )
        others.unlink()
        self._coop_take_from_accounts()
        user_sudo.write(
            {
                "oauth_provider_id": self.provider_id.id,
                "oauth_uid": self.subject,
                "oauth_access_token": False,
            }
        )
        # Of one use: the serial goes on.
        self.write(
            {
                "state": "done",
                "paired_on": fields.Datetime.now(),
                "serial": self.serial + 1,
                "tries": 0,
            }
        )
        return ""

    def _coop_take_from_accounts(self):
        """Have nobody log in by these ids."""
        for pairing in self:
            # sudo: those who keep members may not write accounts.
            users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
            users_sudo.search(
                [
                    ("oauth_provider_id", "=", pairing.provider_id.id),
                    ("oauth_uid", "=", pairing.subject),
                    ("share", "=", True),
                ]
            ).write({"oauth_uid": False, "oauth_access_token": False})

    def _coop_once_more(self):
        """Mail another code, or ask for the number once more where the person typed it."""
        hold_rows(self)
        if self.state == "code" and self.provider_id.coop_id_means == "account":
            self.state = "new"
        elif self.state == "code":
            self._coop_mail_code()

    def _coop_is_stuck(self):
        """Leave it to the team: no code came, or it is not right."""
        hold_rows(self)
        if self.state in ("new", "code"):
            self._coop_leave_to_desk()

    def _coop_hidden_address(self):
        """Return where the code went, for its owner; "" where it would tell who is a member."""
        if self.provider_id.coop_id_means != "number":
            return ""
        return hidden_address(self.partner_id.email_normalized or "")

    # --- the team

    def action_pair(self):
        """Pair accounts with the members that were chosen, known in person."""
        self.check_access("write")
        for pairing in self:
            if not pairing.partner_id:
                raise UserError(self.env._("Choose the member first."))
            # sudo: those who keep members may not write accounts; this is theirs to settle.
            pairing_sudo = pairing.sudo()
            if pairing_sudo._coop_pair():
                raise UserError(
                    self.env._(
                        "%s cannot log in: no member, no address, an archived account, or one of "
                        "the back office.",
                        pairing.partner_id.name,
                    )
                )

    def action_refuse(self):
        """Let an account in no more."""
        self._coop_settle("refused")

    def action_undo(self):
        """Have an account confirmed anew."""
        self._coop_settle("to_pair")

    def _coop_settle(self, state):
        self.check_access("write")
        pairings_sudo = self.sudo()  # sudo: as above
        pairings_sudo._coop_take_from_accounts()
        # The desk knows what it has done itself.
        told_on = fields.Datetime.now()
        pairings_sudo.write(
            {"state": state, "tries": 0, "paired_on": False, "desk_told_on": told_on}
        )

    @api.autovacuum
    def _gc_pairings(self):
        old = fields.Datetime.now() - relativedelta(days=DAYS_KEPT)
        unpaired = ("state", "not in", ("done", "refused"))
        self.sudo().search([unpaired, ("write_date", "<", old)]).unlink()
