from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestPropose(SuggestionCommon):
    def test_the_authors_own_vote_is_cast_at_once(self):
        suggestion = self.propose(frequency="weekly")
        self.assertEqual(suggestion.author_id, self.alice)
        self.assertEqual(suggestion.state, "open")
        self.assertEqual(suggestion.vote_ids.partner_id, self.alice)
        self.assertEqual(suggestion.vote_ids.frequency, "weekly")
        self.assertEqual(suggestion.supporters, 1)

    def test_an_author_hears_the_answer_unless_they_say_no(self):
        heard = self.propose("Riz", follow=True)
        self.assertEqual(heard.follow_ids.partner_id, self.alice)
        unheard = self.propose("Sel", follow=False)
        self.assertFalse(unheard.follow_ids)

    def test_nobody_is_subscribed_to_odoos_messages(self):
        self.assertFalse(self.propose().message_follower_ids)

    def test_a_member_proposes_five_products_a_day_and_no_sixth(self):
        for number in range(5):
            self.propose(f"Produit {number}")
        with self.assertRaises(UserError):
            self.propose("Produit 5")
        self.assertTrue(self.propose("Produit 5", author=self.bob))

    def test_the_limit_is_a_setting(self):
        self.company.coop_daily_proposals = 1
        self.propose("Un")
        with self.assertRaises(UserError):
            self.propose("Deux")

    def test_tomorrow_is_another_day(self):
        self.company.coop_daily_proposals = 1
        with freeze_time("2026-07-14 21:59:00"):
            self.propose("Ce soir")
            with self.assertRaises(UserError):
                self.propose("Encore")
        with freeze_time("2026-07-14 22:00:00"):
            self.assertTrue(self.propose("Encore"))

    def test_the_same_name_again_is_the_retry_of_a_lost_answer(self):
        first = self.propose()
        self.assertEqual(self.propose(), first)
        self.assertEqual(len(first.vote_ids), 1)
        self.assertEqual(self.env["coop.daily.count"]._coop_hold(self.alice, "suggestion"), 1)

    def test_a_retry_is_no_sixth_proposal(self):
        self.company.coop_daily_proposals = 1
        first = self.propose()
        self.assertEqual(self.propose(), first)

    def test_the_same_name_of_another_member_is_another_suggestion(self):
        self.assertNotEqual(self.propose(author=self.bob), self.propose())

    def test_the_same_name_on_another_day_is_another_suggestion(self):
        with freeze_time("2026-07-14 21:59:00"):
            first = self.propose()
        with freeze_time("2026-07-14 22:00:00"):
            self.assertNotEqual(self.propose(), first)

    def test_a_withdrawn_suggestion_can_be_made_again_the_same_day(self):
        first = self.propose()
        first._withdraw(self.alice)
        again = self.propose()
        self.assertNotEqual(again, first)
        self.assertEqual(again.state, "open")
