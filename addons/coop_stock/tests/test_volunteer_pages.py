import re

from odoo.tests import HttpCase, tagged

from .common import PageHelpers
from .shelf_common import ShelfCommon

PLACE = re.compile(r'data-product="(\d+)"')


@tagged("post_install", "-at_install")
class TestVolunteerPages(PageHelpers, ShelfCommon, HttpCase):
    def answer(self, answer, product=None):
        return self.post(f"/volunteer/checks/{(product or self.oats).id}/answer", answer=answer)

    def test_volunteers_enter_and_members_read_why_not(self):
        pages = ("/volunteer", "/volunteer/checks")
        for path in pages:
            self.assertEqual(self.get(path).status_code, 303, "a visitor signs in first")
        self.sign_in(self.alice)
        for path in pages:
            page = self.get(path)
            self.assertEqual(page.status_code, 403)
            self.assert_shows(page, "for shop volunteers")
        self.checks._coop_report(self.oats, self.bob)
        self.assertEqual(self.answer("back_on_shelf").status_code, 403)
        self.assertTrue(self.checks.search([("answer", "=", False)]))
        self.sign_in(self.vera)
        for path in pages:
            self.assert_page(path)

    def test_with_nothing_to_check_the_page_says_thank_you(self):
        self.sign_in(self.vera)
        for path in ("/volunteer", "/volunteer/checks"):
            self.assert_page(path, "Nothing to check. Thank you!")

    def test_what_members_miss_is_listed_and_answered(self):
        for partner in (self.alice, self.bob):
            self.checks._coop_report(self.oats, partner)
        self.sign_in(self.vera)
        page = self.assert_page("/volunteer/checks", "Flocons &lt;b&gt;", "2 times", "Épicerie")
        self.assertEqual(PLACE.findall(page.text), [str(self.oats.id)])
        self.assert_hides(page, "Alice", "Bob")
        done = self.answer("back_on_shelf")
        self.assert_leads_to(done, f"/volunteer/checks?done=back_on_shelf&product={self.oats.id}")
        page = self.assert_page(done.headers["Location"], "Whoever asked", "Just answered", "Undo")
        self.assertFalse(PLACE.findall(page.text))

    def test_the_second_reads_what_the_first_answered(self):
        self.checks._coop_report(self.oats, self.alice)
        self.sign_in(self.vera)
        self.answer("really_missing")
        done = self.answer("back_on_shelf")
        self.assert_page(done.headers["Location"], "answered already", "really missing")

    def test_an_answer_is_undone(self):
        self.checks._coop_report(self.oats, self.alice)
        self.sign_in(self.vera)
        self.answer("back_on_shelf")
        done = self.post(f"/volunteer/checks/{self.oats.id}/undo")
        self.assert_page(done.headers["Location"], "The answer is undone")
        done = self.post(f"/volunteer/checks/{self.oats.id}/undo")
        self.assert_page(done.headers["Location"], "can no longer be undone")
        self.assertTrue(self.checks.search([("answer", "=", False)]))

    def test_strange_answers_change_nothing(self):
        self.checks._coop_report(self.oats, self.alice)
        self.sign_in(self.vera)
        for answer in ("", "x", "\x00", "back_on_shelf ", "é" * 5000):
            self.assert_leads_to(self.answer(answer), "/volunteer/checks")
        for number in (0, 2**31, 10**30):
            for action in ("answer", "undo"):
                page = self.post(f"/volunteer/checks/{number}/{action}", answer="back_on_shelf")
                self.assertEqual(page.status_code, 303)
        for query in ("done=already&product=x", "done=already&product=-1", "done=%00", "done=x"):
            self.assert_page(f"/volunteer/checks?{query}")
        self.assertTrue(self.checks.search([("answer", "=", False)]))


@tagged("post_install", "-at_install")
class TestProductReport(PageHelpers, ShelfCommon, HttpCase):
    def test_a_member_asks_to_be_told_and_takes_it_back(self):
        self.sign_in(self.alice)
        url = f"/p/{self.rice.id}"
        self.assert_page(url, "Tell me when it is back")
        done = self.post(f"{url}/alert")
        self.assert_leads_to(done, f"{url}?done=alerted")
        self.assert_page(done.headers["Location"], "one mail when it is back", "Do not tell me")
        done = self.post(f"{url}/alert", stop="1")
        self.assert_leads_to(done, f"{url}?done=unalerted")
        self.assertFalse(self.alerts.search([("ended_on", "=", False)]))

    def test_an_alert_that_stands_can_be_stopped_when_it_is_back(self):
        self.alerts._coop_ask(self.rice, self.alice)
        self.put_in_stock(self.rice, 4)
        self.sign_in(self.alice)
        self.assert_page(f"/p/{self.rice.id}", "Do not tell me")

    def test_what_is_there_is_refused_on_the_page_itself(self):
        self.sign_in(self.alice)
        page = self.post(f"/p/{self.oats.id}/alert")
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "nothing to wait for", "Flocons")
        page = self.post(f"/p/{self.rice.id}/missing")
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "it is sold out")

    def test_a_member_says_that_it_is_not_on_its_shelf(self):
        self.sign_in(self.alice)
        url = f"/p/{self.oats.id}"
        self.assert_page(url, "Not on its shelf?")
        done = self.post(f"{url}/missing", hear="1")
        self.assert_leads_to(done, f"{url}?done=reported")
        page = self.assert_page(done.headers["Location"], "Somebody on a shift", "you will hear")
        self.assert_hides(page, "Not on its shelf?")
        self.sign_in(self.bob)
        self.assert_page(url, "Not on its shelf?")

    def test_visitors_sign_in_and_former_members_only_look(self):
        page = self.assert_page(f"/p/{self.rice.id}", f"/web/login?redirect=/p/{self.rice.id}")
        self.assert_hides(page, "/alert")
        self.assert_hides(self.get(f"/p/{self.oats.id}"), "/missing", "/web/login?redirect")
        self.set_member_rule([("id", "=", self.bob.id)])
        self.sign_in(self.alice)
        self.assert_hides(self.get(f"/p/{self.rice.id}"), "/alert", "/web/login")
        self.assertEqual(self.post(f"/p/{self.rice.id}/alert").status_code, 403)
        self.assertEqual(self.post(f"/p/{self.oats.id}/missing").status_code, 403)

    def test_a_login_in_between_leads_back_to_the_page(self):
        self.sign_in(self.alice)
        for action in ("alert", "missing"):
            self.assert_leads_to(self.get(f"/p/{self.rice.id}/{action}"), f"/p/{self.rice.id}")


@tagged("post_install", "-at_install")
class TestStopAlerts(PageHelpers, ShelfCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.salt = self.make_product("Sel")
        for partner in (self.alice, self.bob):
            for product in (self.rice, self.salt):
                self.alerts._coop_ask(product, partner)
        own = self.standing(self.alice)[:1]
        self.url = own._coop_stop_url().removeprefix(own.get_base_url())

    def standing(self, partner):
        return self.alerts.search([("partner_id", "=", partner.id), ("ended_on", "=", False)])

    def one_click(self):
        """Post as a mail program does: no session, no token."""
        return self.post(self.url, token=False, **{"List-Unsubscribe": "One-Click"})

    def test_the_link_shows_a_button_and_stops_nothing_by_itself(self):
        page = self.assert_page(self.url, "You wait for 2 products", "Stop my alerts")
        self.assert_hides(page, "Alice", "Riz")
        self.assertEqual(len(self.standing(self.alice)), 2)

    def test_one_click_stops_all_of_that_person_and_is_safe_to_repeat(self):
        for _click in range(2):
            page = self.one_click()
            self.assertEqual(page.status_code, 200)
            self.assert_shows(page, "The alerts are stopped")
        self.assertFalse(self.standing(self.alice))
        self.assertEqual(len(self.standing(self.bob)), 2)
        self.put_in_stock(self.rice, 3)
        self.tell_who_waits()
        self.assertFalse(self.mails_to(self.alice))
        self.assertTrue(self.mails_to(self.bob))

    def test_a_forged_address_leads_nowhere(self):
        for token in ("x", "A" * 80, self.url.rpartition("/")[2][:-2], "%00", "é" * 200):
            with self.subTest(token=token):
                for page in (
                    self.get(f"/alerts/stop/{token}"),
                    self.post(f"/alerts/stop/{token}", token=False, a="b"),
                ):
                    self.assertEqual(page.status_code, 404)
                    self.assert_shows(page, "leads nowhere")
        self.assertEqual(len(self.standing(self.alice)), 2)
