import os
import re
import time
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.http import root
from odoo.tests import tagged

from ..models.coop_login_device import COOKIE
from .common import LoginPageCommon


@tagged("post_install", "-at_install")
class TestDevices(LoginPageCommon):
    """Who says that it is their own phone stays logged in when Odoo ends the session."""

    def log_in(self, partner, stay="1"):
        self.visit()
        self.post(self.link_to(partner), stay=stay)
        self.assertEqual(self.who_is_it().partner_id, partner)

    def end_session(self):
        """Have Odoo's own clean-up find the session's file eight days old."""
        store = root.session_store
        name = store.get_session_filename(self.opener.cookies["session_id"])
        old = time.time() - 8 * 24 * 3600
        os.utime(name, (old, old))
        self.env["ir.http"]._gc_sessions()
        self.assertFalse(os.path.exists(name))

    def test_the_choice_is_not_ticked_and_says_how_long(self):
        page = self.get(self.link_to(self.alice))
        self.assert_shows(page, "keep me logged in", "90 days")
        self.assert_hides(page, "checked")
        self.company.coop_stay_days = 0
        self.assert_hides(self.get(self.link_to(self.alice)), "keep me logged in")

    def test_who_did_not_choose_it_is_logged_out_with_the_session(self):
        self.log_in(self.alice, stay="")
        self.assertNotIn(COOKIE, self.opener.cookies)
        self.end_session()
        self.assertFalse(self.who_is_it())

    def test_who_chose_it_stays_logged_in(self):
        self.log_in(self.alice)
        self.end_session()
        self.assert_page("/my/devices", "this one")
        self.assertEqual(self.who_is_it().partner_id, self.alice)
        self.end_session()
        self.assertEqual(self.get("/web/login?redirect=/stock").headers["Location"], "/stock")
        self.end_session()
        self.assert_page("/stock", "My account")  # a page for visitors knows them, too

    def test_a_form_of_the_first_page_afterwards_is_sent(self):
        self.log_in(self.alice)
        self.end_session()
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/my/devices").text)[1]
        device = self.env["coop.login.device"].search([])
        page = self.post("/my/devices/forget", token=False, csrf_token=token, device=str(device.id))
        self.assert_leads_to(page, "/my/devices")
        self.assertFalse(device.exists())

    def test_what_a_page_fetches_opens_no_session(self):
        self.log_in(self.alice)
        self.end_session()
        for kind in ("empty", "image", "script"):
            self.opener.headers["Sec-Fetch-Dest"] = kind
            self.get("/web/login")
            self.assertFalse(self.who_is_it(), kind)
        self.opener.headers["Sec-Fetch-Dest"] = "document"
        self.assert_page("/my/devices", "this one")

    def test_the_cookie_is_the_browsers_only_and_lasts_as_long_as_the_setting(self):
        self.company.coop_stay_days = 30
        self.visit()
        page = self.post(self.link_to(self.alice), stay="1")
        cookie = next(
            header for header in page.raw.headers.getlist("Set-Cookie") if COOKIE in header
        )
        for word in ("HttpOnly", "SameSite=Lax", f"Max-Age={30 * 24 * 3600}"):
            self.assertIn(word, cookie)
        device = self.env["coop.login.device"].search([])
        days = (device.expires_on - fields.Datetime.now()) / timedelta(days=1)
        self.assertEqual(round(days), 30)
        self.assertNotIn(self.opener.cookies[COOKIE], device.sudo().secret_hash)

    def test_it_ends_after_the_days_that_were_said(self):
        self.log_in(self.alice)
        self.env["coop.login.device"].search([]).expires_on = fields.Datetime.now()
        self.end_session()
        self.assertFalse(self.who_is_it())
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            self.env["coop.login.device"]._gc_devices()
        self.assertFalse(self.env["coop.login.device"].search([]))

    def test_logging_out_ends_it(self):
        self.log_in(self.alice)
        secret = self.opener.cookies[COOKIE]
        self.get("/web/session/logout")
        self.assertFalse(self.env["coop.login.device"].search([]))
        self.opener.cookies[COOKIE] = secret
        self.assertFalse(self.who_is_it())

    def test_leaving_the_coop_ends_it(self):
        self.log_in(self.alice)
        self.end_session()
        self.left(self.alice)
        self.assertFalse(self.who_is_it())

    def test_a_new_password_or_an_archived_account_ends_it_everywhere(self):
        for values in ({"password": "nouveau mot de passe"}, {"active": False}):
            self.log_in(self.bob)
            self.user_of(self.bob).write(values)
            self.assertFalse(self.env["coop.login.device"].search([]), values)

    def test_never_on_the_shop_account_nor_for_an_internal_user(self):
        shop = self.env["res.users"]._coop_create_shop_account("magasin@coop.test")
        internal = self.make_user("Irène Interne", "base.group_user")
        for user in (shop, internal):
            self.visit()
            device = self.env["coop.login.device"].create(
                {
                    "user_id": user.id,
                    "name": "Forged",
                    "secret_hash": f"{user.id}",
                    "expires_on": fields.Datetime.now() + timedelta(days=1),
                }
            )
            device.sudo().secret_hash = (
                "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"  # "secret"
            )
            self.opener.cookies[COOKIE] = "secret"
            self.assertFalse(self.who_is_it(), user.name)
            device.unlink()

    def test_a_lost_phone_is_forgotten_from_another_one(self):
        self.log_in(self.alice)
        lost = self.opener.cookies[COOKIE]
        self.log_in(self.alice)
        [second, first] = self.env["coop.login.device"].search([])
        self.sign_in(self.bob)
        self.assert_leads_to(self.post("/my/devices/forget", device=str(first.id)), "/my/devices")
        self.assertTrue(first.exists(), "another's is not theirs to forget")
        self.sign_in(self.alice)
        self.assert_leads_to(self.post("/my/devices/forget", device=str(first.id)), "/my/devices")
        self.assertFalse(first.exists())
        self.assertTrue(second.exists())
        self.visit()
        self.opener.cookies[COOKIE] = lost
        self.assertFalse(self.who_is_it())
