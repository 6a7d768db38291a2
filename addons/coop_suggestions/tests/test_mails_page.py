from odoo.tests import tagged

from .page_common import SuggestionPages

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@tagged("post_install", "-at_install")
class TestMailsPage(SuggestionPages):
    def setUp(self):
        super().setUp()
        self.choices = self.env["coop.mail.choice"]
        self.shelf = self.env["coop.shelf"].create({"name": "Tartinables"})
        self.sign_in(self.bob)

    def chosen(self, partner=None):
        self.env.invalidate_all()
        found = self.choices._choices_of(partner or self.bob)
        return found["answers"], found["weekly"], found["shelf_ids"]

    def test_who_chose_nothing_gets_answers_and_no_letter(self):
        self.assertEqual(self.chosen(), (True, False, []))
        self.assert_page("/my", 'href="/my/mails"')
        page = self.assert_page("/my/mails", "bob@coop.test", "Tartinables")
        self.assertEqual(page.text.count('checked="checked"'), 1)

    def test_a_choice_is_kept_however_often_it_is_sent(self):
        for _time in range(2):
            page = self.post("/my/mails", weekly="1", shelf=[self.shelf.id])
            self.assert_leads_to(page, "/my/mails?done=kept")
        self.assertEqual(self.chosen(), (False, True, self.shelf.ids))
        self.assertEqual(self.chosen(self.alice), (True, False, []))
        self.post("/my/mails", answers="1")
        self.assertEqual(self.chosen(), (True, False, []))

    def test_what_is_no_shelf_is_passed_over(self):
        page = self.post("/my/mails", weekly="1", shelf=["x", "-1", "9" * 30, str(self.shelf.id)])
        self.assert_leads_to(page, "/my/mails?done=kept")
        self.assertEqual(self.chosen(), (False, True, self.shelf.ids))

    def test_a_login_that_interrupted_a_form_leads_to_the_page(self):
        for action in ("alert", "again"):
            self.assert_leads_to(self.get(f"/my/mails/{action}"), "/my/mails")

    def test_the_page_of_a_suggestion_tells_of_the_choice(self):
        suggestion = self.propose("Huile")
        suggestion._vote(self.bob)
        self.assert_page(self.url(suggestion), "in one letter a week")
        self.choices._choose(self.bob, weekly=True)
        self.assert_hides(self.get(self.url(suggestion)), "in one letter a week")
        self.follow(suggestion, self.bob)
        self.assert_hides(self.get(self.url(suggestion)), "You have stopped")
        self.choices._choose(self.bob, answers=False)
        self.assert_page(self.url(suggestion), "You have stopped the answers by mail")

    # --- alerts

    def test_alerts_are_listed_and_stopped_one_by_one(self):
        rice, salt = self.make_product("Riz <b>rond</b>"), self.make_product("Sel")
        alerts = self.env["coop.stock.alert"]
        for product, partner in ((rice, self.bob), (salt, self.bob), (rice, self.alice)):
            alerts._coop_ask(product, partner)
        self.assert_page("/my/mails", "Riz &lt;b&gt;rond", "Sel")
        mine = alerts._coop_standing_for(self.bob).filtered(lambda a: a.product_id == rice)
        for _time in range(2):
            page = self.post("/my/mails/alert", alert=str(mine.id))
            self.assert_leads_to(page, "/my/mails?done=alert")
        self.env.invalidate_all()
        self.assertEqual(alerts._coop_standing_for(self.bob).product_id, salt)
        hers = alerts._coop_standing_for(self.alice)
        for other in (str(hers.id), "", "x", "9" * 30):
            self.assert_leads_to(self.post("/my/mails/alert", alert=other), "/my/mails?done=alert")
        self.env.invalidate_all()
        self.assertEqual(alerts._coop_standing_for(self.alice), hers)

    # --- an address that rests

    def test_a_resting_address_is_told_and_tried_again(self):
        self.bob.message_bounce = 2
        self.assert_hides(self.get("/my/mails"), "come back")
        self.bob.message_bounce = 3
        self.assert_page("/my/mails", "come back", "bob@coop.test", "Try again")
        for _time in range(2):
            self.assert_leads_to(self.post("/my/mails/again"), "/my/mails?done=again")
        self.env.invalidate_all()
        self.assertFalse(self.bob.message_bounce)
        self.assert_hides(self.get("/my/mails"), "come back")

    # --- stopped from a mail

    def test_one_click_without_an_account_stops_its_kind_only(self):
        self.choices._choose(self.bob, weekly=True)
        self.authenticate(None, None)
        path = "/mails/stop/" + self.choices._stop_url(self.bob, "weekly").rpartition("/")[2]
        page = self.assert_page(path, "Stop the letter of the week")
        self.assertEqual(self.chosen(), (True, True, []), "looking changes nothing")
        for _time in range(2):
            page = self.post(path, token=False, **ONE_CLICK)
            self.assertEqual(page.status_code, 200)
        self.assertEqual(self.chosen(), (True, False, []))
        path = "/mails/stop/" + self.choices._stop_url(self.bob, "answers").rpartition("/")[2]
        self.post(path, token=False, **ONE_CLICK)
        self.assertEqual(self.chosen(), (False, False, []))
        self.assertEqual(self.chosen(self.alice), (True, False, []))

    def test_an_address_that_was_changed_leads_nowhere(self):
        token = self.choices._stop_url(self.bob, "weekly").rpartition("/")[2]
        alert = self.env["coop.stock.alert"]
        alert._coop_ask(self.make_product("Riz"), self.bob)
        of_alert = alert._coop_standing_for(self.bob)._coop_stop_url().rpartition("/")[2]
        for other in ("x", "A" * 80, token[:-2], of_alert, "%00", "é"):
            with self.subTest(token=other):
                self.assertEqual(self.get(f"/mails/stop/{other}").status_code, 404)
                page = self.post(f"/mails/stop/{other}", token=False, **ONE_CLICK)
                self.assertEqual(page.status_code, 404)
