from odoo.tests import tagged

from odoo.addons.auth_signup.models.res_users import SignupError

from .common import MARTIN, OauthCommon


class SignUpCases:
    """Nobody makes an account by themselves, whatever the settings say."""

    def open_sign_up(self):
        self.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")

    def count(self):
        archived = {"active_test": False}
        return [
            self.env[model].with_context(**archived).search_count([])
            for model in ("res.users", "res.partner")
        ]

    def test_an_unknown_account_makes_no_contact_and_no_user(self):
        self.open_sign_up()
        before = self.count()
        for person in (MARTIN, {"id": 1, "email": "alice@coop.test"}, {"id": 2}):
            page = self.log_in_there(person)
            self.assert_leads_to(page, "/login/pair")
            self.assertFalse(self.who_is_it())
        self.assertEqual(self.count(), before)

    def test_the_page_of_signing_up_stays_closed(self):
        self.open_sign_up()
        before = self.count()
        self.assertEqual(self.get("/web/signup").status_code, 404)
        self.assert_hides(self.get("/web/login"), "/web/signup")
        self.visit()
        form = {"login": "x@coop.test", "name": "X", "password": "pw", "confirm_password": "pw"}
        self.assertEqual(self.post("/web/signup", **form).status_code, 404)
        self.assertEqual(self.count(), before)

    def test_who_was_invited_still_sets_a_password(self):
        users = self.env["res.users"]
        with self.assertRaises(SignupError):
            users.signup({"login": "x@coop.test", "name": "X", "password": "pw"})
        self.stranger.signup_prepare()
        token = self.stranger._generate_signup_token()
        users.signup({"login": "zoe@coop.test", "password": "un mot de passe"}, token)
        self.assertEqual(self.user_of(self.stranger).login, "zoe@coop.test")


@tagged("post_install", "-at_install")
class TestSignUp(SignUpCases, OauthCommon):
    allow_inherited_tests_method = True
