from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.secret import new_secret, secret_hash

MINUTES_VALID = 15
# A day and person.
MOST_A_DAY = 5


class CoopLoginLink(models.Model):
    """A link in a mail that logs a member in: once, for a quarter of an hour.

    Only a hash of its secret is kept.
    """

    _name = "coop.login.link"
    _description = "Login link"
    _order = "id desc"

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    secret_hash = fields.Char(required=True, groups=fields.NO_ACCESS)
    expires_on = fields.Datetime(required=True)
    used_on = fields.Datetime(readonly=True)
    redirect = fields.Char(help="The page to go to after the login.")

    _one_secret = models.Constraint("UNIQUE (secret_hash)", "A secret is one link's.")

    @api.model
    def _coop_write_mail(self, partner, redirect=False):
        """Write a mail with a link to the address that is held for a member; some a day at most.

        :return: the `mail.mail`, to be sent once the link is committed; an empty one where the
            member has had all of today's
        """
        mails = self.env["mail.mail"]
        limits = self.env["coop.daily.count"]
        if limits._coop_hold(partner, "login_link") >= MOST_A_DAY:
            return mails
        limits._coop_add(partner, "login_link")
        secret = new_secret()
        link = self.create(
            {
                "partner_id": partner.id,
                "company_id": self.env.company.id,
                "secret_hash": secret_hash(secret),
                "expires_on": fields.Datetime.now() + relativedelta(minutes=MINUTES_VALID),
                "redirect": redirect,
            }
        )
        template = self.env.ref("coop_login.mail_template_link")
        url = f"{link.get_base_url()}/login/link/{secret}"
        return mails.browse(template.with_context(coop_login_url=url).send_mail(link.id))

    @api.model
    def _coop_of_secret(self, secret):
        """Return the link that still stands for a secret, or none."""
        return self.search(
            [
                ("secret_hash", "=", secret_hash(secret)),
                ("used_on", "=", False),
                ("expires_on", ">", fields.Datetime.now()),
            ]
        )

    @api.model
    def _coop_spend(self, secret, partner):
        """Use up a person's link; return whether it still stood.

        Of two requests at once, one waits for the other: Odoo then runs it again, and it finds the
        link used.
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE coop_login_link
                   SET used_on = now() AT TIME ZONE 'UTC'
                 WHERE secret_hash = %s
                   AND partner_id = %s
                   AND used_on IS NULL
                   AND expires_on > %s
             RETURNING id
                """,
                secret_hash(secret),
                partner.id,
                fields.Datetime.now(),
            ),
            log_exceptions=False,
        )
        spent = bool(self.env.cr.fetchall())
        self.invalidate_model(["used_on"])
        return spent

    @api.autovacuum
    def _gc_links(self):
        since = fields.Datetime.now() - relativedelta(days=1)
        self.sudo().search([("expires_on", "<", since)]).unlink()
