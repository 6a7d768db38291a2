from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestOwnWords(SuggestionCommon):
    """What an author may still do with their own suggestion."""

    def setUp(self):
        super().setUp()
        self.suggestion = self.propose()

    def test_one_changes_or_withdraws_until_somebody_else_votes(self):
        self.assertTrue(self.suggestion._author_may_edit(self.alice))
        self.suggestion._vote(self.bob)
        self.assertFalse(self.suggestion._author_may_edit(self.alice))
        with self.assertRaises(UserError):
            self.suggestion._withdraw(self.alice)
        self.assertEqual(self.suggestion.state, "open")

    def test_one_may_again_when_that_vote_is_taken_back(self):
        self.suggestion._vote(self.bob)
        self.suggestion._unvote(self.bob)
        self.suggestion._withdraw(self.alice)
        self.assertEqual(self.suggestion.state, "withdrawn")

    def test_ones_own_vote_binds_nobody_also_when_it_is_taken_back(self):
        self.suggestion._unvote(self.alice)
        self.assertTrue(self.suggestion._author_may_edit(self.alice))

    def test_withdrawing_twice_is_withdrawing_once(self):
        self.suggestion._withdraw(self.alice)
        self.suggestion._withdraw(self.alice)
        self.assertEqual(self.suggestion.state, "withdrawn")

    def test_nobody_changes_or_withdraws_what_another_proposed(self):
        self.assertFalse(self.suggestion._author_may_edit(self.bob))
        with self.assertRaises(UserError):
            self.suggestion._withdraw(self.bob)
        with self.assertRaises(UserError):
            self.suggestion._add_precision(self.bob, "Un mot")

    def test_what_was_asked_can_be_changed_and_what_has_its_answer_cannot(self):
        for state, may in (
            ("open", True),
            ("asked", True),
            ("put_off", False),
            ("kept", False),
            ("not_kept", False),
            ("withdrawn", False),
            ("blocked", False),
        ):
            with self.subTest(state=state):
                self.suggestion._set_state(state)
                self.assertEqual(self.suggestion._author_may_edit(self.alice), may)

    def test_a_precision_is_dated_and_stands_on_the_page(self):
        self.suggestion._vote(self.bob)
        self.suggestion._add_precision(self.alice, "En pot de verre")
        [addition] = self.suggestion._page_for(self.bob)["additions"]
        self.assertEqual(addition["text"], "En pot de verre")
        self.assertTrue(addition["day"])

    def test_the_same_precision_twice_is_one(self):
        self.suggestion._add_precision(self.alice, "En pot de verre")
        self.suggestion._add_precision(self.alice, "En pot de verre")
        self.assertEqual(len(self.suggestion.addition_ids), 1)

    def test_one_adds_precisions_within_a_days_limit(self):
        self.company.coop_daily_comments = 2
        for text in ("Un", "Deux", "Deux"):
            self.suggestion._add_precision(self.alice, text)
        with self.assertRaises(UserError):
            self.suggestion._add_precision(self.alice, "Trois")
        self.assertEqual(len(self.suggestion.addition_ids), 2)

    def test_a_precision_that_was_asked_for_opens_it_again(self):
        self.answer(self.suggestion, "ask", text="Quelle marque ?")
        self.assertEqual(self.suggestion.state, "asked")
        self.suggestion._add_precision(self.alice, "N'importe laquelle")
        self.assertEqual(self.suggestion.state, "open")

    def test_a_precision_leaves_put_off_what_is_put_off(self):
        self.answer(self.suggestion, "put_off", put_off_until="2030-01-01")
        self.suggestion._add_precision(self.alice, "Pour l'hiver")
        self.assertEqual(self.suggestion.state, "put_off")

    def test_no_precision_after_the_answer(self):
        for state in ("kept", "not_kept", "passed_on", "withdrawn", "blocked"):
            with self.subTest(state=state):
                self.suggestion._set_state(state)
                with self.assertRaises(UserError):
                    self.suggestion._add_precision(self.alice, "Trop tard")
        self.assertFalse(self.suggestion.addition_ids)

    def test_a_withdrawn_suggestion_keeps_its_page_for_its_author_only(self):
        self.suggestion._withdraw(self.alice)
        find = self.env["coop.suggestion"]._find_for
        self.assertEqual(find(self.alice, self.suggestion.id), self.suggestion)
        self.assertFalse(find(self.bob, self.suggestion.id))
        self.assertTrue(find(self.bob, self.suggestion.id, team=True))
