from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.coop_login_link import MOST_A_DAY
from .common import LoginCommon, LoginPageCommon


@tagged("post_install", "-at_install")
class TestLoginLinkMail(LoginCommon):
    def test_a_member_is_written_to_at_the_address_that_the_coop_holds(self):
        for typed in ("maud@coop.test", " MAUD@coop.test ", "0042"):
            before = self.mails_to(self.maud)
            self.ask(typed)
            mail = self.mails_to(self.maud) - before
            self.assertEqual(len(mail), 1, typed)
            self.assertIn("/login/link/", mail.body_html)
        self.assertFalse(self.user_of(self.maud), "no account as long as nobody used the link")

    def test_nobody_else_is(self):
        internal = self.make_user("Irène Interne", "base.group_user").partner_id
        self.left(self.alice)
        before = self.env["mail.mail"].search_count([])
        for typed in ("zoe@coop.test", "alice@coop.test", "9999", "no@address", "@", "%", "o'"):
            self.ask(typed)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertFalse(internal._coop_account())

    def test_what_was_typed_is_kept_no_longer_than_it_is_needed(self):
        self.ask("maud@coop.test")
        request = self.env["coop.login.request"].search([])
        self.assertFalse(request.asked)
        request._gc_requests()
        self.assertTrue(request.exists())
        with freeze_time(fields.Datetime.now() + timedelta(days=1, minutes=1)):
            request._gc_requests()
        self.assertFalse(request.exists())

    def test_a_link_that_cannot_be_sent_keeps_no_other_from_being_sent(self):
        self.env.ref(
            "coop_login.mail_template_link"
        ).body_html = """<p t-out="1 / int(object.partner_id.ref != '0042')"/>"""
        requests = self.env["coop.login.request"]
        for typed in ("maud@coop.test", self.alice.email):
            requests._coop_ask(typed, "192.0.2.1")
        with (
            self.assertLogs("odoo.addons.coop_login.models.coop_login_request", "ERROR"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("coop_login.ir_cron_send_links").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.mails_to(self.maud))
        self.assertFalse(self.env["coop.login.link"].search([("partner_id", "=", self.maud.id)]))
        self.assertEqual(len(self.mails_to(self.alice)), 1)
        self.assertFalse(requests.search([("asked", "!=", False)]), "nor is it tried for ever")

    def test_a_person_gets_some_a_day_only(self):
        for _time in range(MOST_A_DAY + 2):
            self.ask("0042")
        self.assertEqual(len(self.mails_to(self.maud)), MOST_A_DAY)

    def test_so_does_a_network_address(self):
        requests = self.env["coop.login.request"]
        self.company.coop_daily_login_requests = 2
        for _time in range(2):
            requests._coop_ask("x", "192.0.2.1")
        with self.assertRaises(UserError):
            requests._coop_ask("maud@coop.test", "192.0.2.1")
        requests._coop_ask("maud@coop.test", "192.0.2.2")

    def test_the_database_does_not_hold_the_secret(self):
        secret = self.link_to(self.maud).rpartition("/")[2]
        self.env.flush_all()
        self.env.cr.execute("SELECT link::text FROM coop_login_link link")
        self.assertFalse([row for (row,) in self.env.cr.fetchall() if secret in row])

    def test_two_people_with_one_mailbox_get_a_link_each(self):
        paul = self.make_partner("Paul Sans Compte", email="maud@coop.test", ref="0043")
        self.ask("maud@coop.test")
        for partner, greeted in ((self.maud, "Maud S."), (paul, "Paul S.")):
            self.assertIn(greeted, self.mails_to(partner).body_html)

    def test_a_link_is_spent_once(self):
        secret = self.link_to(self.maud).rpartition("/")[2]
        links = self.env["coop.login.link"]
        self.assertFalse(links._coop_spend(secret, self.alice), "by its person only")
        self.assertTrue(links._coop_spend(secret, self.maud))
        self.assertFalse(links._coop_spend(secret, self.maud))


@tagged("post_install", "-at_install")
class TestLoginLinkPages(LoginPageCommon):
    def test_the_answer_is_the_same_whoever_is_asked_for(self):
        answers = set()
        for typed in ("maud@coop.test", "0042", "nobody@coop.test", "9999", "alice@coop.test"):
            self.visit()
            page = self.post("/login/link", who=typed)
            answers.add((page.status_code, page.headers["Location"], page.text))
        self.assertEqual(len(answers), 1)
        self.assert_page("/login/link?sent=1", "a link is on its way")

    def test_odoos_login_page_has_the_form(self):
        self.assert_page("/web/login", 'action="/login/link"', "Get a login link")

    def test_what_was_typed_stays_when_it_cannot_be_sent(self):
        self.visit()
        page = self.post("/login/link", who="  ")
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "Type your e-mail address", 'name="who"')
        self.company.coop_daily_login_requests = 1
        self.post("/login/link", who="x")
        page = self.post("/login/link", who="Maud & Co")
        self.assertEqual(page.status_code, 429)
        self.assert_shows(page, "Too many links", 'value="Maud &amp; Co"')

    def test_a_first_link_makes_the_account_and_logs_in_once(self):
        link = self.link_to(self.maud)
        self.visit()
        self.assert_page(link, "Hello Maud S.", "Log me in")
        self.assert_page(link, "Log me in")  # as a mail program would before the person
        self.assert_leads_to(self.post(link), "/my")
        self.assertEqual(self.who_is_it().partner_id, self.maud)
        self.visit()
        page = self.post(link)
        self.assertEqual(page.status_code, 404)
        self.assert_shows(page, "has been used", "Get a login link")
        self.assertFalse(self.who_is_it())

    def test_a_link_leads_to_the_page_that_was_asked_for(self):
        link = self.link_to(self.maud, redirect="/stock?q=riz")
        self.visit()
        self.assert_leads_to(self.post(link), "/stock?q=riz")

    def test_a_link_is_good_for_a_quarter_of_an_hour(self):
        link = self.link_to(self.alice)
        self.env["coop.login.link"].search([]).expires_on = fields.Datetime.now()
        self.visit()
        self.assertEqual(self.get(link).status_code, 404)
        self.assertEqual(self.post(link).status_code, 404)
        self.assertFalse(self.who_is_it())

    def test_who_left_since_the_link_was_sent_does_not_get_in(self):
        link = self.link_to(self.alice)
        self.left(self.alice)
        self.visit()
        self.assertEqual(self.post(link).status_code, 404)
        self.assertFalse(self.who_is_it())

    def test_a_second_factor_is_still_asked_for(self):
        link = self.link_to(self.alice)
        self.env["ir.config_parameter"].set_param("auth_totp.policy", "all_required")
        self.user_of(self.alice).totp_secret = "A" * 32
        self.visit()
        page = self.post(link, stay="1")
        self.assertIn("/web/login/totp", page.headers["Location"])
        self.assertFalse(self.who_is_it())
        self.assertFalse(self.env["coop.login.device"].search([]))

    def test_nothing_is_posted_without_a_token(self):
        link = self.link_to(self.alice)
        self.visit()
        self.assertEqual(self.post(link, token=False).status_code, 400)
        self.assertEqual(self.post("/login/link", token=False, who="0042").status_code, 400)

    def test_the_way_of_passwords_takes_no_links(self):
        secret = self.link_to(self.alice).rpartition("/")[2]
        login = self.user_of(self.alice).login
        for kind in ("coop_login_link", "coop_login_device"):
            self.visit()
            self.post("/web/login", login=login, type=kind, secret=secret, password=secret)
            self.assertFalse(self.who_is_it())
