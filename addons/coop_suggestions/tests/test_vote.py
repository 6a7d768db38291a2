from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestVote(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose()

    def test_a_double_click_is_one_vote(self):
        self.suggestion._vote(self.bob)
        self.suggestion._vote(self.bob)
        self.assertEqual(len(self.vote_of(self.suggestion, self.bob)), 1)
        self.assertEqual(self.suggestion.supporters, 2)

    def test_a_vote_repeated_keeps_its_date_and_frequency(self):
        vote = self.vote(self.suggestion, self.bob, "monthly")
        date = vote.voted_on = "2026-01-02 03:04:05"
        self.env.flush_all()
        self.suggestion._vote(self.bob)
        self.assertEqual(str(vote.voted_on), date)
        self.assertEqual(vote.frequency, "monthly")

    def test_how_often_one_would_buy_can_be_said_later_and_changed(self):
        vote = self.vote(self.suggestion, self.bob)
        self.assertFalse(vote.frequency)
        self.suggestion._vote(self.bob, "sometimes")
        self.assertEqual(vote.frequency, "sometimes")
        self.suggestion._vote(self.bob, "weekly")
        self.assertEqual(vote.frequency, "weekly")

    def test_an_unknown_frequency_is_none(self):
        vote = self.vote(self.suggestion, self.bob, "every second <b>")
        self.assertFalse(vote.frequency)

    def test_a_vote_is_taken_back_once_and_again(self):
        self.suggestion._vote(self.bob)
        self.suggestion._unvote(self.bob)
        self.suggestion._unvote(self.bob)
        self.assertFalse(self.vote_of(self.suggestion, self.bob))
        self.assertEqual(self.suggestion.supporters, 1)

    def test_taking_back_leaves_the_votes_of_others(self):
        self.suggestion._vote(self.bob)
        self.suggestion._unvote(self.alice)
        self.assertEqual(self.suggestion.vote_ids.partner_id, self.bob)

    def test_a_vote_subscribes_to_nothing(self):
        self.suggestion._vote(self.bob)
        self.assertFalse(self.suggestion.follow_ids)
        self.assertFalse(self.suggestion.message_follower_ids)

    def test_votes_go_on_until_the_answer(self):
        for state in ("open", "asked", "put_off"):
            with self.subTest(state=state):
                self.suggestion._set_state(state)
                self.suggestion._vote(self.bob)
                self.assertTrue(self.vote_of(self.suggestion, self.bob))
                self.suggestion._unvote(self.bob)
                self.assertFalse(self.vote_of(self.suggestion, self.bob))

    def test_after_the_answer_votes_stay_as_they_were(self):
        for state in ("kept", "not_kept", "passed_on", "withdrawn", "blocked"):
            with self.subTest(state=state):
                self.suggestion._set_state(state)
                with self.assertRaises(UserError):
                    self.suggestion._vote(self.bob)
                with self.assertRaises(UserError):
                    self.suggestion._unvote(self.alice)
                self.assertEqual(self.suggestion.vote_ids.partner_id, self.alice)

    def test_a_decision_that_waits_to_be_published_stops_no_vote(self):
        self.decide(self.suggestion)
        self.suggestion._vote(self.bob)
        self.assertEqual(self.suggestion.supporters, 2)

    def test_a_follow_is_set_and_unset_once_and_again(self):
        follows = self.env["coop.suggestion.follow"]
        follows._set(self.suggestion, self.bob)
        follows._set(self.suggestion, self.bob)
        self.assertEqual(self.suggestion.follow_ids.partner_id, self.bob)
        follows._unset(self.suggestion, self.bob)
        follows._unset(self.suggestion, self.bob)
        self.assertFalse(self.suggestion.follow_ids)
