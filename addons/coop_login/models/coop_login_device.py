from contextlib import nullcontext

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessDenied
from odoo.http import request, root

from ..tools.secret import new_secret, secret_hash

COOKIE = "coop_stay"
DEVICE_LOGIN = "coop_login_device"


class CoopLoginDevice(models.Model):
    """A phone on which a member asked to stay logged in: a cookie of its own, for some weeks.

    Odoo ends a session after seven idle days, by removing its file. The cookie then opens a new
    one, as long as the person still is a member. Only a hash of its secret is kept.
    """

    _name = "coop.login.device"
    _description = "Device that stays logged in"
    _order = "id desc"

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, help="The browser and its system, as they say.")
    secret_hash = fields.Char(required=True, groups=fields.NO_ACCESS)
    expires_on = fields.Datetime(required=True)

    _one_secret = models.Constraint("UNIQUE (secret_hash)", "A secret is one device's.")

    @api.model
    def _coop_keep(self):
        """Have the browser of this request stay logged in, where its account may."""
        user = self.env.user
        days = self.env.company.coop_stay_days
        # Who uses a second factor wants it asked for.
        if not days or not user._coop_logs_in_as_member() or user._mfa_type():
            return
        self._coop_forget_cookie()
        secret = new_secret()
        agent = request.httprequest.user_agent
        words = [(agent.browser or "").capitalize(), (agent.platform or "").capitalize()]
        self.create(
            {
                "user_id": user.id,
                "name": ", ".join(filter(None, words)) or self.env._("A browser"),
                "secret_hash": secret_hash(secret),
                "expires_on": fields.Datetime.now() + relativedelta(days=days),
            }
        )
        request.future_response.set_cookie(
            COOKIE,
            secret,
            max_age=days * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=request.httprequest.scheme == "https",
        )

    @api.model
    def _coop_of_secret(self, secret):
        """Return the device that a cookie stands for, or none."""
        return self.search(
            [
                ("secret_hash", "=", secret_hash(secret)),
                ("expires_on", ">", fields.Datetime.now()),
            ]
        )

    @api.model
    def _coop_forget_cookie(self):
        """Forget the device of this request's browser, if it is one."""
        if secret := request.cookies.get(COOKIE):
            self._coop_of_secret(secret).unlink()
            request.future_response.set_cookie(COOKIE, max_age=0)

    @api.model
    def _coop_log_in(self):
        """Open a session for the browser of this request if its cookie says whose it is."""
        secret = request.cookies.get(COOKIE)
        user = self._coop_of_secret(secret).user_id if secret else None
        if not user or not user._coop_logs_in_as_member() or user._mfa_type():
            return
        credential = {"type": DEVICE_LOGIN, "login": user.login, "secret": secret}
        # A login is noted in the database; a page that only reads may have got a replica.
        cursor = request.env.cr
        writes = nullcontext(cursor)
        if cursor.readonly:
            cursor.rollback()  # to see, from now on, what is written
            writes = self.env.registry.cursor(readonly=False)
        with writes as writing_cursor:
            try:
                request.session.authenticate(api.Environment(writing_cursor, None, {}), credential)
            except AccessDenied:
                return
        request.env = api.Environment(cursor, request.session.uid, request.session.context)
        # Now, not when the answer is sent: the forms of this page get the new session's token.
        root.session_store.rotate(request.session, request.env)

    @api.autovacuum
    def _gc_devices(self):
        self.sudo().search([("expires_on", "<", fields.Datetime.now())]).unlink()
