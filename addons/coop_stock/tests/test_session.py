from odoo.tests import HttpCase, tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestSession(CoopCommon, HttpCase):
    def test_signing_out_clears_what_was_begun_on_a_shared_computer(self):
        self.authenticate(self.user_of(self.alice).login, None)
        page = self.url_open("/my", allow_redirects=False)
        self.assertNotIn("coop_forget_drafts", page.headers.get("Set-Cookie", ""))
        out = self.url_open("/web/session/logout", allow_redirects=False)
        self.assertIn("coop_forget_drafts=1", out.headers["Set-Cookie"])

    def test_odoos_own_pages_of_the_account_have_the_bar(self):
        self.authenticate(self.user_of(self.alice).login, None)
        page = self.url_open("/my")
        self.assertEqual(page.status_code, 200)
        self.assertIn("o_coop_bar", page.text)
