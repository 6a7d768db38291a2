from odoo.tests import tagged

from odoo.addons.coop_login.tests.common import LoginPageCommon
from odoo.addons.coop_login_oauth.tests.common import MARTIN, OauthCommon
from odoo.addons.coop_login_oauth.tests.test_sign_up import SignUpCases


@tagged("post_install", "-at_install")
class TestSignUpWithWebsite(SignUpCases, OauthCommon):
    """A website has a setting of its own that opens signing up; it opens nothing here."""

    allow_inherited_tests_method = True

    def open_sign_up(self):
        self.env["website"].search([]).auth_signup_uninvited = "b2c"
        return super().open_sign_up()

    def test_a_member_pairs_and_logs_in(self):
        self.open_sign_up()
        self.pair(MARTIN, self.maud)
        self.assertEqual(self.who_is_it(), self.maud)
        self.log_in_there(MARTIN)
        self.assertEqual(self.who_is_it(), self.maud)


@tagged("post_install", "-at_install")
class TestLinkWithWebsite(LoginPageCommon):
    def test_a_link_logs_in_and_makes_the_account(self):
        link = self.link_to(self.maud)
        self.visit()
        self.assert_leads_to(self.post(link, stay="1"), "/my")
        self.assertEqual(self.who_is_it().partner_id, self.maud)
