"""A login link by mail: asked for on one page, used on another."""

from odoo import http
from odoo.exceptions import AccessDenied, UserError
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    drop_files,
    page_route,
    see_other,
    write_route,
)
from odoo.addons.coop_stock.tools.typed_text import short_line
from odoo.addons.web.controllers.utils import _get_login_redirect_url

from ..models.res_users import LINK_LOGIN
from ..tools.own_path import own_path

LONGEST_ASKED = 200


class LoginLink(http.Controller):
    @page_route("/login/link", auth="public")
    def ask_page(self, sent="", redirect="", **kw):
        return self._ask_page(is_sent=bool(sent), redirect=own_path(redirect, ""))

    @write_route("/login/link", auth="public")
    def ask(self, **form):
        drop_files(form)
        asked = short_line(form.get("who", ""), LONGEST_ASKED)
        redirect = own_path(form.get("redirect"), "")
        if not asked:
            problem = request.env._("Type your e-mail address or your member number.")
            return self._ask_page(status=422, problem=problem, redirect=redirect)
        try:
            # sudo: visitors have no rights on it; they leave a wish, and learn nothing.
            request.env["coop.login.request"].sudo()._coop_ask(
                asked, request.httprequest.remote_addr, redirect
            )
        except UserError as error:
            return self._ask_page(status=429, problem=str(error), who=asked, redirect=redirect)
        return see_other("/login/link?sent=1")

    @page_route("/login/link/<secret>", auth="public")
    def link_page(self, secret, **kw):
        """Show one button: programs that open the links of mails must not use them up."""
        link_sudo = self._find(secret)
        if not link_sudo:
            return self._gone()
        return self._private(
            request.render(
                "coop_login.link_page",
                {
                    "title": request.env._("Log in"),
                    "bar_key": "account",
                    "person": link_sudo.partner_id._coop_public_name(),
                    "stay_days": link_sudo.company_id.coop_stay_days,
                    "secret": secret,
                },
            )
        )

    @write_route("/login/link/<secret>", auth="public")
    def log_in(self, secret, **form):
        link_sudo = self._find(secret)
        user_sudo = link_sudo and link_sudo.partner_id._coop_account()
        if not user_sudo:
            return self._gone()
        credential = {"type": LINK_LOGIN, "login": user_sudo.login, "secret": secret}
        try:
            uid = request.session.authenticate(request.env, credential)["uid"]
        except AccessDenied:
            return self._gone()
        if request.session.uid and form.get("stay"):
            # sudo: members have no rights on it; it is their own browser.
            request.env["coop.login.device"].sudo()._coop_keep()
        return see_other(_get_login_redirect_url(uid, own_path(link_sudo.redirect)))

    def _find(self, secret):
        # sudo: whoever holds the address is not logged in yet; it says who they are.
        return request.env["coop.login.link"].sudo()._coop_of_secret(secret)

    def _ask_page(self, status=200, **values):
        values = {"title": request.env._("Log in"), "bar_key": "account", **values}
        return request.render("coop_login.ask_page", values, status=status)

    def _gone(self):
        return self._ask_page(
            status=404,
            problem=request.env._(
                "This link has been used, or is older than 15 minutes. Ask for another one."
            ),
        )

    def _private(self, response):
        """Keep the address of a page, which is a secret, out of caches and of other sites."""
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
