"""Members with an account elsewhere, and a site on loopback that answers as gestion-compte does."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

from odoo.http import root
from odoo.tests import HttpCase

from odoo.addons.coop_login.tests.common import LoginHelpers
from odoo.addons.coop_stock.tests.common import CoopCommon, PageHelpers

CODE = re.compile(r"<strong[^>]*>(\d{6})</strong>")


class Site(BaseHTTPRequestHandler):
    """Answers with what stands for a token: a person, {"user": false}, or what is no JSON."""

    def do_GET(self):
        token = parse_qs(urlsplit(self.path).query).get("access_token", [""])[0]
        answer = self.server.people.get(token)
        self.send_response(401 if answer is None else 200)
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def log_message(self, *_args):
        pass


class OauthCommon(LoginHelpers, PageHelpers, CoopCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
        cls.site.people = {}
        threading.Thread(target=cls.site.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.site.server_close)
        cls.addClassCleanup(cls.site.shutdown)
        address = f"http://127.0.0.1:{cls.site.server_port}"
        cls.provider = cls.env["auth.oauth.provider"].create(
            {
                "name": "gestion-compte",
                "body": "Mon compte coop",
                "client_id": "odoo",
                "auth_endpoint": f"{address}/oauth/v2/auth",
                "validation_endpoint": f"{address}/api/v4/user",
                "scope": "oauth_login",
                "enabled": True,
                "coop_id_means": "account",
            }
        )
        cls.env.ref("coop_login_oauth.mail_template_code").auto_delete = False
        cls.pairings = cls.env["coop.account.pairing"]
        cls.alice.ref, cls.bob.ref = "17", "18"

    def set_out(self, stay="", redirect=""):
        """Touch the button of the login page; return the state that the other site gives back."""
        page = self.get(f"/login/with/{self.provider.id}?stay={stay}&redirect={redirect}")
        return parse_qs(urlsplit(page.headers["Location"]).query)["state"][0]

    def log_in_there(self, person, **how):
        """Come back from the other site, which answers with a person; return Odoo's answer."""
        self.visit()
        state = self.set_out(**how)
        return self.come_back(person, state)

    def come_back(self, person, state, token="token"):
        self.site.people[token] = person
        query = f"/auth_oauth/signin?access_token={token}&token_type=bearer"
        return self.get(f"{query}&state={quote(state)}")

    def visit(self):
        self.authenticate(None, None)

    def post_here(self, url, **fields):
        """Post a form with the token of the browser's session, which a login has changed."""
        page = self.get("/login/link")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        return self.post(url, token=False, csrf_token=token, **fields)

    def code_to(self, partner):
        """Return the code in the newest mail to a person, None where there is none."""
        mails = self.mails_to(partner).sorted("id")
        return CODE.search(mails[-1].body_html)[1] if mails else None

    def pairing_of(self, subject):
        return self.pairings.search([("subject", "=", str(subject))])

    def pair(self, person, partner):
        """Log in there for the first time, and confirm it by mail."""
        self.log_in_there(person)
        if self.provider.coop_id_means == "account":
            self.post_here("/login/pair", number=partner.ref)
        return self.post_here("/login/pair", code=self.code_to(partner))

    def who_is_it(self):
        """Return whose the browser's session is, none where it has none."""
        session = root.session_store.get(self.opener.cookies["session_id"])
        return self.env["res.users"].browse(session.uid or ()).partner_id

    def assert_refused(self, page, why):
        self.assert_leads_to(page, f"/login/refused?why={why}")
        self.assertFalse(self.who_is_it())


MARTIN = {"id": 4711, "username": "amartin", "email": "alice@ailleurs.test", "name": "Alice"}
