import json

from odoo.tests import tagged

from odoo.addons.coop_login.models.coop_login_device import COOKIE

from .common import MARTIN, OauthCommon


@tagged("post_install", "-at_install")
class TestSignIn(OauthCommon):
    """Who is paired logs in with one touch; others never do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_of(cls, cls.alice).write(
            {"oauth_provider_id": cls.provider.id, "oauth_uid": "4711"}
        )

    def test_the_login_page_leads_there_and_back(self):
        page = self.get("/web/login?redirect=/stock")
        self.assert_shows(page, "Mon compte coop", f"/login/with/{self.provider.id}")
        self.assert_hides(page, "Odoo.com", "response_type")
        page = self.log_in_there(MARTIN, redirect="/stock")
        self.assertTrue(page.headers["Location"].endswith("/stock"), page.headers["Location"])
        self.assertEqual(self.who_is_it(), self.alice)
        self.assertEqual(self.pairing_of(4711).partner_id, self.alice)

    def test_one_stays_logged_in_on_ones_own_phone(self):
        self.log_in_there(MARTIN)
        self.assertNotIn(COOKIE, self.opener.cookies)
        self.log_in_there(MARTIN, stay="1")
        self.assertIn(COOKIE, self.opener.cookies)

    def test_who_left_is_refused(self):
        for answer in ({"user": False}, {}, {"id": None}):
            self.assert_refused(self.log_in_there(answer), "former")
        self.left(self.alice)
        self.assert_refused(self.log_in_there(MARTIN), "former")
        page = self.get("/login/refused?why=former")
        self.assert_shows(page, "no longer, that of a member", "members&#39; desk")

    def test_an_archived_account_is_refused(self):
        self.user_of(self.alice).active = False
        self.assert_refused(self.log_in_there(MARTIN), "former")

    def test_the_shop_account_is_refused(self):
        shop = self.env["res.users"]._coop_create_shop_account("magasin@coop.test")
        shop.write({"oauth_provider_id": self.provider.id, "oauth_uid": "5"})
        self.assert_refused(self.log_in_there({"id": 5}), "former")

    def test_an_administrator_pairs_internal_users_by_hand(self):
        internal = self.make_user("Irène Interne", "base.group_user")
        internal.write({"oauth_provider_id": self.provider.id, "oauth_uid": "6"})
        self.log_in_there({"id": 6, "username": "irene"})
        self.assertEqual(self.who_is_it(), internal.partner_id)
        self.log_in_there({"id": 6, "username": "somebody"})
        self.assertFalse(self.who_is_it())
        self.assertEqual(internal.oauth_uid, "6", "an internal user stays as the form says")

    def test_a_site_that_does_not_answer_well(self):
        for answer in (b"<html>", b"[]", None, {"id": "x" * 300}, {"id": "a\nb"}):
            self.assert_refused(self.log_in_there(answer), "failed")

    def test_only_who_set_out_here_comes_back_here(self):
        self.visit()
        foreign = self.set_out()
        self.visit()
        for state in (foreign, "", "{", "[]", '{"d": "x"}', json.dumps({"n": 1, "p": 1, "d": 1})):
            self.assert_refused(self.come_back(MARTIN, state), "stale")
        self.set_out()
        self.assert_refused(self.come_back(MARTIN, foreign), "stale")

    def test_one_who_says_no_there(self):
        self.visit()
        state = self.set_out()
        page = self.get(f"/auth_oauth/signin?error=access_denied&state={state}")
        self.assert_refused(page, "cancelled")

    def test_each_refusal_is_said(self):
        for why in ("former", "refused", "cancelled", "stale", "failed", "<b>", ""):
            self.assert_shows(self.get(f"/login/refused?why={why}"), "You are not logged in")
