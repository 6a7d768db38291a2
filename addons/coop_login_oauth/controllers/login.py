"""The way to another site and back."""

import json
import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

from odoo import SUPERUSER_ID, http
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.auth_oauth.controllers.main import OAuthController, OAuthLogin
from odoo.addons.coop_login.tools.own_path import own_path
from odoo.addons.coop_stock.controllers.member_space import kind_page, page_route


class Login(OAuthLogin):
    @http.route()
    def web_login(self, *args, **kw):
        response = super().web_login(*args, **kw)
        if response.is_qweb:
            self._coop_lead(response.qcontext)
        return response

    def get_auth_signup_qcontext(self):
        return self._coop_lead(super().get_auth_signup_qcontext())

    def get_auth_signup_config(self):
        return {**super().get_auth_signup_config(), "signup_enabled": False}

    def _coop_lead(self, values):
        """Have the buttons of a page lead through `begin`, which notes who sets out."""
        redirect = own_path(request.params.get("redirect"), "")
        query = f"?{urlencode({'redirect': redirect})}" if redirect else ""
        # sudo: whoever logs in may not read settings.
        values["stay_days"] = request.env.company.sudo().coop_stay_days
        for provider in values.get("providers") or []:
            provider["auth_link"] = f"/login/with/{provider['id']}{query}"
        return values

    @page_route("/login/with/<int:provider_id>", auth="public")
    def begin(self, provider_id, stay="", redirect="", **kw):
        """Set out to another site: only who set out here comes back here."""
        request.session["coop_oauth"] = {
            "nonce": secrets.token_urlsafe(),
            "stay": bool(stay),
            "redirect": own_path(redirect),
        }
        for provider in self.list_providers():
            if provider["id"] == provider_id:
                # OpenID Connect's own, that stands in its answer, too.
                query = parse_qs(urlsplit(provider["auth_link"]).query)
                begun = request.session["coop_oauth"]
                request.session["coop_oauth"] = {**begun, "id_nonce": query.get("nonce", [""])[0]}
                return request.redirect(provider["auth_link"], code=303, local=False)
        raise request.not_found()

    def get_state(self, provider):
        state = super().get_state(provider)
        if begun := request.session.get("coop_oauth"):
            state["n"] = begun["nonce"]
        return state

    @page_route("/login/refused", auth="public")
    def refused(self, why="", **kw):
        _ = request.env._
        desk = _("If that is a mistake, tell the members' desk.")
        sentences = {
            "former": _("Your account is not, or no longer, that of a member."),
            "refused": _("The coop has not recognised your account."),
            "cancelled": _("You did not allow the coop to know who you are."),
            "stale": _("This login had waited too long, or began elsewhere: begin anew."),
            "failed": _("The site with your account does not answer well: try again later."),
        }
        why = why if why in sentences else "failed"
        sentence = sentences[why]
        if why in ("former", "refused"):
            sentence = f"{sentence} {desk}"
        return kind_page(
            _("You are not logged in"),
            sentence,
            status=200,
            bar_key="account",
            actions=[{"url": "/web/login", "label": _("Log in")}],
        )


class Signin(OAuthController):
    @http.route()
    def signin(self, **kw):
        if not set(kw) - {"debug"}:
            # The answer stands behind the # of the address, which Odoo's script reads.
            return super().signin(**kw)
        begun = request.session.get("coop_oauth") or {}
        request.session.pop("coop_pairing", None)
        why = self._why_not(kw, begun)
        response = None if why else super().signin(**kw)
        request.session.pop("coop_oauth", None)
        why = why or request.session.pop("coop_oauth_refused", None)
        paired = "coop_pairing" not in request.session
        if not why and paired and "oauth_error=" in (response.location or ""):
            why = "failed"  # Odoo's own words for it name what no member knows
        if why:
            return request.redirect(f"/login/refused?why={why}", code=303)
        if pairing := request.session.get("coop_pairing"):
            # Kept for the moment at which the pairing is confirmed.
            request.session["coop_pairing"] = {
                **pairing,
                "stay": begun.get("stay"),
                "redirect": begun.get("redirect"),
            }
            pairings_sudo = request.env(user=SUPERUSER_ID, su=True)["coop.account.pairing"]
            pairings_sudo.browse(pairing["id"])._coop_begin()
            return request.redirect("/login/pair", code=303)
        if request.session.uid and begun.get("stay"):
            # sudo: members have no rights on it; it is their own browser.
            request.env["coop.login.device"].sudo()._coop_keep()
        return response

    def _why_not(self, answer, begun):
        """Return why an answer is not looked at, or ""."""
        try:
            state = json.loads(answer["state"])
            nonce, _database, _provider = str(state["n"]), state["d"], int(state["p"])
        except (KeyError, TypeError, ValueError):
            return "stale"
        # Else somebody could have another log in, and pair, with an account of theirs.
        if not consteq(nonce, begun.get("nonce", "-")):
            return "stale"
        if answer.get("error"):
            return "cancelled" if answer["error"] == "access_denied" else "failed"
        return ""
