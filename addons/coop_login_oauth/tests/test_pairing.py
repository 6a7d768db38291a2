from odoo import fields
from odoo.tests import tagged

from ..models.coop_account_pairing import MOST_MAILS, MOST_TRIES
from .common import MARTIN, OauthCommon


@tagged("post_install", "-at_install")
class TestPairing(OauthCommon):
    """The first login is confirmed at the address that Odoo holds; then it is one touch."""

    def test_a_member_says_their_number_once_and_confirms_by_mail(self):
        people = self.env["res.partner"].search_count([])
        self.assert_leads_to(self.log_in_there(MARTIN), "/login/pair")
        self.assert_page("/login/pair", "Type your member number once", 'name="number"')
        self.post_here("/login/pair", number="17")
        self.assert_page("/login/pair", "If this is a member", 'name="code"')
        self.assertFalse(self.who_is_it())
        code = self.code_to(self.alice)
        self.assert_leads_to(self.post_here("/login/pair", code=f" {code[:3]} {code[3:]}"), "/my")
        self.assertEqual(self.who_is_it(), self.alice)
        self.log_in_there(MARTIN)
        self.assertEqual(self.who_is_it(), self.alice, "and from then on at once")
        self.assertEqual(len(self.mails_to(self.alice)), 1)
        self.assertEqual(self.env["res.partner"].search_count([]), people)

    def test_where_the_id_is_the_number_the_code_comes_by_itself(self):
        self.provider.coop_id_means = "number"
        self.log_in_there({"id": "0042", "username": "maud", "email": "evil@coop.test"})
        self.assert_page("/login/pair", "m…@c….test", 'name="code"')
        self.assertFalse(self.env["mail.mail"].search([("email_to", "ilike", "evil")]))
        self.post_here("/login/pair", code=self.code_to(self.maud))
        self.assertEqual(self.who_is_it(), self.maud)
        self.assertEqual(self.user_of(self.maud).login, "maud@coop.test", "made with it")

    def test_the_page_is_the_same_whether_a_number_is_a_members(self):
        pages = []
        for number in ("17", "9999"):
            self.log_in_there({"id": f"n{number}"})
            self.post_here("/login/pair", number=number)
            page = self.get("/login/pair").text
            pages.append(page[page.index("<h1") : page.index("csrf_token")])
        self.assertEqual(*pages)

    def test_who_knows_a_number_but_not_the_mailbox_gets_nothing(self):
        self.log_in_there({"id": 666, "username": "eve"})
        self.post_here("/login/pair", number="17")
        for guess in range(MOST_TRIES):
            wrong = f"{(int(self.code_to(self.alice)) + 1 + guess) % 10**6:06}"
            page = self.post_here("/login/pair", code=wrong)
            self.assertIn(page.status_code, (422, 303))
        self.assertEqual(self.pairing_of(666).state, "to_pair")
        self.post_here("/login/pair", code=self.code_to(self.alice))
        self.assertFalse(self.who_is_it(), "even the right one comes too late")
        self.assertFalse(self.user_of(self.alice).oauth_uid)

    def test_ones_own_code_does_not_open_anothers_account(self):
        # Bob has a number of his own, and then says Alice's, who is mailed to no more today.
        for _time in range(MOST_MAILS):
            self.env["coop.daily.count"]._coop_add(self.alice, "pairing")
        self.log_in_there({"id": 666, "username": "bob"})
        self.post_here("/login/pair", number="18")
        own = self.code_to(self.bob)
        self.post_here("/login/pair", again="1")
        self.post_here("/login/pair", number="17")
        self.assertEqual(self.pairing_of(666).partner_id, self.alice)
        self.assertEqual(self.post_here("/login/pair", code=own).status_code, 422)
        self.assertFalse(self.who_is_it())

    def test_a_mistyped_number_is_typed_once_more(self):
        self.log_in_there(MARTIN)
        self.post_here("/login/pair", number="71")
        self.post_here("/login/pair", again="1")
        self.post_here("/login/pair", number="17")
        self.post_here("/login/pair", code=self.code_to(self.alice))
        self.assertEqual(self.who_is_it(), self.alice)

    def test_numbers_are_not_tried_out(self):
        self.log_in_there({"id": 666})
        for number in range(MOST_TRIES + 2):
            self.post_here("/login/pair", number=str(number))
            self.post_here("/login/pair", again="1")
        self.assertEqual(self.pairing_of(666).state, "to_pair")

    def test_a_person_gets_some_mails_a_day_only(self):
        self.provider.coop_id_means = "number"
        self.log_in_there({"id": "17"})
        self.assert_page("/login/pair", "Get another code")
        for _time in range(MOST_MAILS + 2):
            self.post_here("/login/pair", again="1")
        self.assertEqual(len(self.mails_to(self.alice)), MOST_MAILS)
        page = self.assert_page("/login/pair", f"{MOST_MAILS} codes have been", 'name="code"')
        self.assert_shows(page, "I get no code")
        self.assertNotIn("Get another code", page.text)
        self.post_here("/login/pair", code=self.code_to(self.alice))
        self.assertEqual(self.who_is_it(), self.alice, "the last one stands")

    def test_no_page_tells_whose_number_gets_no_more_mails(self):
        for _time in range(MOST_MAILS):
            self.env["coop.daily.count"]._coop_add(self.alice, "pairing")
        self.log_in_there({"id": 666})
        self.post_here("/login/pair", number="17")
        self.assertNotIn("codes have been", self.get("/login/pair").text)

    def test_a_code_is_good_for_a_quarter_of_an_hour_and_once(self):
        self.log_in_there(MARTIN)
        self.post_here("/login/pair", number="17")
        code = self.code_to(self.alice)
        self.pairing_of(4711).expires_on = fields.Datetime.now()
        self.assertEqual(self.post_here("/login/pair", code=code).status_code, 422)
        self.assert_page("/login/pair", "too old", "Get another code")
        self.post_here("/login/pair", again="1")
        self.post_here("/login/pair", number="17")
        self.assertNotEqual(self.code_to(self.alice), code)

    def test_a_code_is_typed_where_that_account_is_logged_in(self):
        self.log_in_there(MARTIN)
        self.post_here("/login/pair", number="17")
        self.visit()
        self.assert_page("/login/pair", "Log in first")
        self.post_here("/login/pair", code=self.code_to(self.alice))
        self.assertEqual(self.pairing_of(4711).state, "code")

    def test_whom_no_code_reaches_waits_for_the_team(self):
        self.log_in_there(MARTIN)
        self.post_here("/login/pair", number="17")
        self.post_here("/login/pair", stuck="1")
        self.assert_page("/login/pair", "members' desk has been told")
        self.assertEqual(self.pairing_of(4711).state, "to_pair")
        self.provider.coop_id_means = "number"
        self.alice.email = False
        for subject in ("17", "nobody"):
            self.log_in_there({"id": subject})
            self.assertEqual(self.pairing_of(subject).state, "to_pair")

    def test_what_the_id_means_is_not_taken_for_the_other(self):
        """Member 18's account has the number 17 after gestion-compte's upgrade."""
        self.provider.coop_id_means = "number"
        self.pair({"id": 17, "username": "amartin"}, self.alice)
        self.assertEqual(self.who_is_it(), self.alice)
        # Upgraded, and the setting forgotten: the login is another's.
        self.log_in_there({"id": 17, "username": "bdurand"})
        self.assertFalse(self.who_is_it())
        self.log_in_there({"id": 17, "username": "bdurand"})
        self.assertFalse(self.who_is_it(), "nor the second time")
        self.provider.coop_id_means = "account"
        self.assertFalse(self.pairings.search([]))
        self.pair({"id": 17, "username": "bdurand"}, self.bob)
        self.assertEqual(self.who_is_it(), self.bob)
        self.assertFalse(self.user_of(self.alice).oauth_uid)

    def test_changing_what_the_id_means_unpairs_everybody(self):
        self.pair(MARTIN, self.alice)
        self.provider.coop_id_means = "account"
        self.assertEqual(self.user_of(self.alice).oauth_uid, "4711", "as it was: nothing")
        self.provider.coop_id_means = "number"
        self.assertFalse(self.user_of(self.alice).oauth_uid)

    def test_a_new_account_there_takes_the_place_of_the_old_one(self):
        self.pair(MARTIN, self.alice)
        self.pair({"id": 4712, "username": "alice2"}, self.alice)
        self.assertEqual(self.user_of(self.alice).oauth_uid, "4712")
        self.assert_leads_to(self.log_in_there(MARTIN), "/login/pair")

    def test_who_left_pairs_nothing(self):
        self.log_in_there(MARTIN)
        self.post_here("/login/pair", number="17")
        self.left(self.alice)
        self.post_here("/login/pair", code=self.code_to(self.alice))
        self.assertFalse(self.who_is_it())
        self.assertFalse(self.user_of(self.alice).oauth_uid)

    def test_what_is_typed_wrongly_is_said_and_stays(self):
        self.log_in_there(MARTIN)
        self.assertEqual(self.post_here("/login/pair", number=" ").status_code, 422)
        self.post_here("/login/pair", number="17")
        page = self.post_here("/login/pair", code="<b>12")
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "not the code", 'value="&lt;b&gt;12"')
