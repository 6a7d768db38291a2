import logging

from dateutil.relativedelta import relativedelta
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class CoopLoginRequest(models.Model):
    """Somebody's wish for a login link, kept as typed until a scheduled action answers it.

    The page only keeps it: its answer, and the time that it takes, are the same whoever is asked
    for, so that nobody learns who is a member.
    """

    _name = "coop.login.request"
    _description = "Login link asked for"
    _order = "id"

    asked = fields.Char(help="An e-mail address or a member number; emptied when it is answered.")
    redirect = fields.Char(help="The page to go to after the login.")
    ip_address = fields.Char(required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)

    @api.model
    def _coop_ask(self, asked, ip_address, redirect=False):
        """Keep a wish, and wake up the scheduled action that answers it.

        :param str asked: an e-mail address or a member number
        :raises UserError: when too many came from this network address today
        """
        since = fields.Datetime.now() - relativedelta(days=1)
        of_today = [("ip_address", "=", ip_address), ("create_date", ">", since)]
        # sudo: visitors may not read settings.
        most = self.env.company.sudo().coop_daily_login_requests
        if self.search_count(of_today, limit=most) >= most:
            raise UserError(
                self.env._(
                    "Too many links were asked for from this connection today: try again "
                    "tomorrow, or ask at the members' desk."
                )
            )
        self.create(
            {
                "asked": asked,
                "redirect": redirect,
                "ip_address": ip_address,
                "company_id": self.env.company.id,
            }
        )
        self.env.ref("coop_login.ir_cron_send_links")._trigger()

    @api.model
    def _cron_send(self):
        """Send the links that were asked for, each by itself: what one ends in stops no other."""
        waiting = self.search([("asked", "!=", False)])
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for request in waiting:
            answered = 1
            try:
                with self.env.cr.savepoint():
                    mails = request._coop_answer()
            except OperationalError as error:
                # Another one was at it at the same time: tried again the next time.
                _logger.info("The request %s waits: %s", request.id, error)
                answered = 0
            except Exception:
                # Not tried for ever: whoever gets no link asks for another one.
                _logger.exception("No login link could be sent for the request %s", request.id)
                request.asked = False
            else:
                # At once, as a quarter of an hour is short, but no sooner than the link works.
                mails.send_after_commit()
            self.env["ir.cron"]._commit_progress(answered)

    def _coop_answer(self):
        """Write a mail with a link to each member who is meant; return the `mail.mail`."""
        self.ensure_one()
        asked, self.asked = self.asked, False
        env = self.with_company(self.company_id).env
        mails = env["mail.mail"]
        for partner in env["res.partner"]._coop_people_meant(asked):
            mails += env["coop.login.link"]._coop_write_mail(partner, self.redirect)
        return mails

    @api.autovacuum
    def _gc_requests(self):
        # They hold network addresses: no longer than the limit needs them.
        since = fields.Datetime.now() - relativedelta(days=1)
        self.sudo().search([("create_date", "<", since)]).unlink()
