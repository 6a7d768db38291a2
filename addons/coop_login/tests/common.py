"""Members who log in without a password."""

import re

from odoo.http import root
from odoo.tests import HttpCase

from odoo.addons.coop_stock.tests.common import CoopCommon, PageHelpers

LINK = re.compile(r'href="[^"]*(/login/link/[^"]+)"')
FORMER = [("category_id", "=", False), "|", ("ref", "!=", False), ("user_ids.active", "=", True)]


class LoginHelpers:
    """Asks for links and reads the mails with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Mails that are sent would be deleted.
        cls.env.ref("coop_login.mail_template_link").auto_delete = False
        cls.maud = cls.make_partner("Maud Sans Compte", email="Maud@coop.test ", ref="0042")

    def mails_to(self, partner):
        return self.env["mail.mail"].search([("recipient_ids", "in", partner.ids)])

    def ask(self, typed, address="192.0.2.1", redirect=False):
        """Ask for a link as the page does, and have the scheduled action answer."""
        requests = self.env["coop.login.request"]
        requests._coop_ask(typed, address, redirect)
        waiting = requests.search([("asked", "!=", False)])
        for request in waiting:
            request._coop_answer()

    def link_to(self, partner, typed=None, redirect=False):
        """Return the path in the newest mail to a person, who asked for it."""
        self.ask(typed or partner.email, redirect=redirect)
        return LINK.search(self.mails_to(partner).sorted("id")[-1].body_html)[1]

    def left(self, partner):
        """Have a member leave the coop."""
        self.set_member_rule([("id", "!=", partner.id), *FORMER])


class LoginCommon(LoginHelpers, CoopCommon):
    pass


class LoginPageCommon(LoginHelpers, PageHelpers, CoopCommon, HttpCase):
    def who_is_it(self):
        """Return the account of the browser's session, none where it has none."""
        self.get("/my/devices")
        session = root.session_store.get(self.opener.cookies["session_id"])
        return self.env["res.users"].browse(session.uid or ())

    def visit(self):
        """Be somebody whom the coop does not know yet, with a session of their own."""
        self.authenticate(None, None)
