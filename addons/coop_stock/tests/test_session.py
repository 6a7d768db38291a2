from odoo.tests import HttpCase, tagged

from .common import CoopCommon, PageHelpers


@tagged("post_install", "-at_install")
class TestSession(PageHelpers, CoopCommon, HttpCase):
    def test_signing_out_clears_what_was_begun_on_a_shared_computer(self):
        self.sign_in(self.alice)
        page = self.get("/my")
        self.assertNotIn("coop_forget_drafts", page.headers.get("Set-Cookie", ""))
        out = self.get("/web/session/logout")
        self.assertIn("coop_forget_drafts=1", out.headers["Set-Cookie"])

    def test_odoos_own_pages_of_the_account_have_the_bar(self):
        self.sign_in(self.alice)
        self.assert_page("/my", "o_coop_bar")
