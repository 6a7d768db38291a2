"""The first login: whose account it is, confirmed by a code."""

from odoo import http
from odoo.exceptions import AccessDenied
from odoo.http import content_disposition, request

from odoo.addons.coop_login.tools.own_path import own_path
from odoo.addons.coop_stock.controllers.member_space import (
    drop_files,
    kind_page,
    page_route,
    see_other,
    write_route,
)
from odoo.addons.coop_stock.tools.typed_text import LARGEST_ID, short_line
from odoo.addons.web.controllers.utils import _get_login_redirect_url

from ..models.coop_account_pairing import MINUTES_OF_MAIL, MOST_MAILS

LONGEST_TYPED = 60


class Pairing(http.Controller):
    @page_route("/login/pair", auth="public")
    def pair_page(self, **kw):
        return self._page(self._pairing())

    @write_route("/login/pair", auth="public")
    def pair(self, **form):
        drop_files(form)
        pairing_sudo = self._pairing()
        number = short_line(form.get("number", ""), LONGEST_TYPED)
        code = short_line(form.get("code", ""), LONGEST_TYPED)
        problem = ""
        if not pairing_sudo:
            return self._page(pairing_sudo)
        if form.get("stuck"):
            pairing_sudo._coop_is_stuck()
        elif form.get("again"):
            pairing_sudo._coop_once_more()
        elif pairing_sudo.state == "new":
            if not number:
                return self._page(pairing_sudo, request.env._("Type your member number."), 422)
            pairing_sudo._coop_say_number(number)
        elif pairing_sudo.state in ("code", "letter"):
            if not code:
                return self._page(pairing_sudo, request.env._("Type the code."), 422)
            problem = pairing_sudo._coop_confirm(code)
            if pairing_sudo.state == "done":
                return self._log_in(pairing_sudo)
        if problem:
            return self._page(pairing_sudo, problem, 422, code=code)
        return see_other("/login/pair")

    @page_route("/login/letter/<code>", auth="public")
    def letter_page(self, code, **kw):
        """What the letter's QR code leads to: the code is typed already."""
        return self._page(self._pairing(), code=short_line(code, LONGEST_TYPED))

    @page_route("/login/pairings/<int:pairing_id>/letter.pdf")
    def letter(self, pairing_id, **kw):
        """The letter itself, for the team, who may read the list."""
        pairings = request.env["coop.account.pairing"]
        if not pairings.has_access("read"):
            return kind_page(
                request.env._("This page is for the members' desk"),
                request.env._("It is a letter to a member."),
                status=403,
            )
        if not 0 < pairing_id <= LARGEST_ID:
            raise request.not_found()
        pairing = pairings.search([("id", "=", pairing_id), ("state", "=", "letter")])
        if not pairing:
            raise request.not_found()
        pdf = pairing._coop_letter()
        name = content_disposition(request.env._("Letter %s.pdf", pairing.partner_id.name))
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", name),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(pdf, headers)

    def _pairing(self):
        """Return the pairing of the account that this browser has just logged in with, or none."""
        # sudo: nobody is logged in yet; the session says whose it is.
        pairings_sudo = request.env["coop.account.pairing"].sudo()
        begun = request.session.get("coop_pairing") or {}
        return pairings_sudo.browse(begun.get("id")).exists()

    def _page(self, pairing_sudo, problem="", status=200, code=""):
        values = {
            "title": request.env._("First login"),
            "bar_key": "account",
            "pairing": pairing_sudo,
            "problem": problem,
            "code": code,
            "minutes": MINUTES_OF_MAIL,
            "most_mails": MOST_MAILS,
        }
        response = request.render("coop_login_oauth.pair_page", values, status=status)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _log_in(self, pairing_sudo):
        begun = request.session.pop("coop_pairing")
        user_sudo = pairing_sudo.partner_id._coop_account()
        user_sudo.oauth_access_token = begun["token"]
        credential = {"type": "oauth_token", "login": user_sudo.login, "token": begun["token"]}
        try:
            uid = request.session.authenticate(request.env, credential)["uid"]
        except AccessDenied:
            return see_other("/login/refused?why=former")
        if request.session.uid and begun.get("stay"):
            # sudo: members have no rights on it; it is their own browser.
            request.env["coop.login.device"].sudo()._coop_keep()
        return see_other(_get_login_redirect_url(uid, own_path(begun.get("redirect"))))
