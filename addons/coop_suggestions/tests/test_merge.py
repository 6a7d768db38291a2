from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import SuggestionCommon

DAY = timedelta(days=1)


class MergeCommon(SuggestionCommon):
    def merge(self, kept, closed, user=None):
        """Merge as the team does; return the merge."""
        merges = self.env["coop.suggestion.merge"].with_user(user or self.team)
        merge = merges._merge(*(each.with_user(user or self.team) for each in (kept, closed)))
        self.env.invalidate_all()
        return merge

    def undo(self, merge):
        merge.with_user(self.team).action_undo()
        self.env.invalidate_all()

    def facts(self, *suggestions):
        """Return all that members and the team read of suggestions and that a merge may touch."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            (
                suggestion.state,
                suggestion.double_of_id.id,
                suggestion.put_off_until,
                suggestion.rank,
                suggestion.supporters,
                suggestion.weekly,
                sorted(
                    (vote.id, vote.partner_id.id, vote.voted_on, vote.frequency or "")
                    for vote in suggestion.all_vote_ids
                ),
                sorted(suggestion._follows_with_doubles().partner_id.ids),
                [
                    (comment["text"], comment["signature"], comment["date"])
                    for comment in suggestion._comments_for(self.carl)
                ],
            )
            for suggestion in suggestions
        ]


@tagged("post_install", "-at_install")
class TestMerge(MergeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carl = cls.make_member("Carl Tiers")
        cls.dora = cls.make_member("Dora Quart")

    def setUp(self):
        super().setUp()
        self.kept = self.propose("Beurre de cacahuète", ago=20 * DAY)
        self.closed = self.propose("Beurre de cacahuètes", author=self.bob, ago=10 * DAY)

    def test_votes_keep_their_dates_and_count_for_the_kept_one(self):
        self.vote(self.closed, self.carl, "weekly", ago=100 * DAY)
        votes = self.closed.vote_ids
        dates = dict(zip(votes.ids, votes.mapped("voted_on"), strict=True))
        self.merge(self.kept, self.closed)
        self.assertEqual((self.kept.supporters, self.kept.weekly), (3, 1))
        self.assertEqual(self.kept.supporters_recent, 2, "a vote of 100 days ago stays so old")
        self.assertEqual({vote.id: vote.voted_on for vote in votes}, dates)
        self.assertEqual(self.closed.state, "double")

    def test_who_voted_for_both_counts_once_from_the_earliest_with_the_highest(self):
        self.vote(self.kept, self.carl, "sometimes", ago=5 * DAY)
        self.vote(self.closed, self.carl, "weekly", ago=200 * DAY)
        self.merge(self.kept, self.closed)
        self.assertEqual((self.kept.supporters, self.kept.weekly, self.kept.sometimes), (3, 1, 0))
        self.assertEqual(self.kept.supporters_recent, 2)
        own = self.kept._votes_of(self.carl, self.kept.ids)[self.kept.id]
        self.assertEqual((own["voted"], own["frequency"]), (True, "weekly"))

    def test_a_household_that_voted_for_both_counts_once(self):
        mate = self.make_member("Cora Tiers", parent_id=self.carl.id)
        self.vote(self.kept, self.carl)
        self.vote(self.closed, mate, "monthly")
        self.merge(self.kept, self.closed)
        self.assertEqual((self.kept.supporters, self.kept.monthly), (3, 1))
        self.assertTrue(self.kept._votes_of(self.carl, self.kept.ids)[self.kept.id]["household"])

    def test_the_rank_is_right_after_a_merge_and_after_its_undoing(self):
        other = self.propose("Riz noir", author=self.carl, ago=DAY)
        self.vote(other, self.dora, ago=DAY)
        self.assertEqual((other.rank, self.kept.rank), (1, 3))
        merge = self.merge(self.kept, self.closed)
        for person in (self.carl, self.dora):
            self.vote(self.kept, person)
        self.assertEqual((self.kept.rank, other.rank, self.closed.rank), (1, 2, 0))
        ordered = self.env["coop.suggestion"].search(
            [("id", "in", (self.kept | other).ids)], order="supporters desc"
        )
        self.assertEqual(ordered, self.kept | other)
        self.undo(merge)
        self.assertTrue(self.closed.rank)

    def test_undone_all_is_exactly_as_before(self):
        self.vote(self.kept, self.carl, "sometimes", ago=5 * DAY)
        self.vote(self.closed, self.carl, "weekly", ago=200 * DAY)
        self.follow(self.kept, self.carl)
        self.follow(self.closed, self.carl)
        self.follow(self.closed, self.dora)
        self.kept._comment(self.carl, "Ici")
        self.closed._comment(self.dora, "Là")
        before = self.facts(self.kept, self.closed)
        merge = self.merge(self.kept, self.closed)
        [kept] = self.facts(self.kept)
        self.assertEqual(kept[4], 3)
        self.assertEqual(kept[7], sorted((self.carl | self.dora).ids))
        self.assertEqual([text for text, _by, _on in kept[8]], ["Ici", "Là"])
        self.undo(merge)
        self.assertEqual(self.facts(self.kept, self.closed), before)
        self.undo(merge)
        self.assertEqual(self.facts(self.kept, self.closed), before, "safe to repeat")

    def test_what_came_to_the_kept_one_since_stays_with_it(self):
        merge = self.merge(self.kept, self.closed)
        self.vote(self.kept, self.carl, "weekly")
        self.closed._vote(self.dora)
        self.kept._comment(self.carl, "Depuis")
        self.closed._comment(self.dora, "Par l'ancien lien")
        self.follow(self.kept, self.dora)
        self.undo(merge)
        self.assertEqual(self.kept.vote_ids.partner_id, self.alice | self.carl | self.dora)
        self.assertEqual(self.closed.vote_ids.partner_id, self.bob)
        self.assertEqual(len(self.kept._comments_for(self.bob)), 2)
        self.assertEqual(self.closed._comments_for(self.bob), [])
        self.assertEqual(self.kept.follow_ids.partner_id, self.dora)

    def test_who_voted_for_the_closed_one_votes_no_second_time(self):
        merge = self.merge(self.kept, self.closed)
        self.kept._vote(self.bob, "weekly")
        self.assertEqual(self.kept.vote_ids.partner_id, self.alice)
        self.assertEqual(self.kept.weekly, 1, "what they say now is how often they would buy it")
        self.undo(merge)
        self.assertEqual(self.kept.supporters, 1)
        self.assertEqual(self.closed.supporters, 1)

    def test_a_vote_taken_back_is_taken_back_for_both(self):
        self.vote(self.kept, self.carl)
        self.vote(self.closed, self.carl)
        merge = self.merge(self.kept, self.closed)
        self.closed._unvote(self.carl)
        self.assertEqual(self.kept.supporters, 2)
        self.undo(merge)
        self.assertFalse(self.vote_of(self.kept, self.carl) | self.vote_of(self.closed, self.carl))

    def test_a_put_off_one_is_put_off_again_when_undone(self):
        day = fields.Date.today() + timedelta(days=60)
        self.answer(self.closed, "put_off", put_off_until=day)
        merge = self.merge(self.kept, self.closed)
        self.assertFalse(self.closed.put_off_until)
        self.undo(merge)
        self.assertEqual((self.closed.state, self.closed.put_off_until), ("put_off", day))

    # --- several, chains, circles

    def test_several_doubles_of_one_are_undone_in_any_order(self):
        third = self.propose("Purée de cacahuète", author=self.carl)
        self.vote(self.closed, self.dora, "sometimes", ago=9 * DAY)
        self.vote(third, self.dora, "weekly", ago=3 * DAY)
        before = self.facts(self.kept, self.closed, third)
        first, second = self.merge(self.kept, self.closed), self.merge(self.kept, third)
        self.assertEqual((self.kept.supporters, self.kept.weekly), (4, 1))
        self.undo(first)
        self.assertEqual((self.kept.supporters, self.closed.supporters), (3, 2))
        self.undo(second)
        self.assertEqual(self.facts(self.kept, self.closed, third), before)

    def test_a_chain_leads_to_its_end(self):
        last = self.propose("Cacahuètes en pot", author=self.carl)
        inner = self.merge(self.kept, self.closed)
        outer = self.merge(last, self.kept)
        self.assertEqual((self.closed | self.kept)._leads(), last)
        self.assertEqual((self.closed.supporters, last.supporters), (3, 3))
        self.closed._vote(self.dora)
        self.assertEqual(self.vote_of(last, self.dora).suggestion_id, last)
        self.undo(outer)
        self.assertEqual(self.closed._lead(), self.kept)
        self.assertEqual((self.kept.supporters, last.supporters), (2, 2))
        self.undo(inner)
        self.assertEqual(self.closed._lead(), self.closed)

    def test_an_inner_merge_is_undone_while_the_outer_stands(self):
        last = self.propose("Cacahuètes en pot", author=self.carl)
        inner = self.merge(self.kept, self.closed)
        self.merge(last, self.kept)
        self.undo(inner)
        self.assertEqual((self.closed.state, self.closed.supporters), ("open", 1))
        self.assertEqual(last.supporters, 2)

    def test_a_circle_is_refused_with_a_sentence(self):
        self.merge(self.kept, self.closed)
        with self.assertRaisesRegex(UserError, "was merged into"):
            self.merge(self.closed, self.kept)
        with self.assertRaisesRegex(UserError, "one and the same"):
            self.merge(self.kept, self.kept)

    def test_into_one_that_is_itself_a_double_is_refused(self):
        third = self.propose("Purée de cacahuète", author=self.carl)
        self.merge(self.kept, self.closed)
        with self.assertRaisesRegex(UserError, "“Beurre de cacahuètes” was merged into"):
            self.merge(self.closed, third)

    def test_the_same_merge_twice_is_one(self):
        self.assertEqual(self.merge(self.kept, self.closed), self.merge(self.kept, self.closed))

    def test_what_does_not_wait_for_an_answer_is_not_merged(self):
        self.decide(self.closed)
        with self.assertRaisesRegex(UserError, "waits to be published"):
            self.merge(self.kept, self.closed)
        self.publish(self.closed.draft_decision_id)
        for pair in ((self.kept, self.closed), (self.closed, self.kept)):
            with self.assertRaisesRegex(UserError, "no longer waits"):
                self.merge(*pair)

    def test_nobody_decides_on_a_double(self):
        self.merge(self.kept, self.closed)
        with self.assertRaisesRegex(ValidationError, "decide on that one"):
            self.decide(self.closed)

    # --- people

    def test_only_the_team_merges_and_undoes(self):
        merge = self.merge(self.kept, self.closed)
        employee = self.make_user("Emile Caisse", "base.group_user")
        with self.assertRaises(AccessError):
            self.merge(self.kept, self.closed, user=employee)
        with self.assertRaises(AccessError):
            merge.with_user(employee).action_undo()

    def test_who_asked_under_the_double_hears_the_answer_once(self):
        for person in (self.carl, self.dora):
            person.email = f"m{person.id}@example.com"
            self.follow(self.closed, person)
        self.follow(self.kept, self.carl)
        self.merge(self.kept, self.closed)
        self.answer(self.kept)
        self.assertEqual(len(self.mails_to(self.carl)), 1)
        [mail] = self.mails_to(self.dora)
        self.assertIn(f"/suggestions/{self.kept.id}", mail.body_html)

    def test_hearing_nothing_is_of_both(self):
        self.follow(self.closed, self.carl)
        merge = self.merge(self.kept, self.closed)
        self.env["coop.suggestion.follow"]._unset(self.kept, self.carl)
        self.assertFalse(self.kept._follows_with_doubles())
        self.undo(merge)
        self.assertFalse(self.closed.follow_ids)

    def test_an_anonymous_author_is_never_named_by_a_merge(self):
        """Neither under the kept one, nor once undone; and no earlier comment tells on them."""
        self.closed.anonymous = True
        self.kept._comment(self.bob, "Avant")
        self.closed._comment(self.bob, "Sous la sienne")
        old = self.env["mail.message"].search(
            [("res_id", "=", self.kept.id), *self.kept._comments_domain()]
        )
        old.date = fields.Datetime.now() - DAY
        merge = self.merge(self.kept, self.closed)
        self.kept._comment(self.bob, "Après")
        expected = {"Avant": "", "Sous la sienne": "the author", "Après": "the author"}

        def signatures(suggestion):
            return {c["text"]: c["signature"] for c in suggestion._comments_for(self.carl)}

        named = signatures(self.kept)
        self.assertNotEqual(named["Avant"], "the author")
        expected["Avant"] = named["Avant"]
        self.assertEqual(named, expected)
        self.undo(merge)
        del expected["Sous la sienne"]
        self.assertEqual(signatures(self.kept), expected)

    def test_the_author_withdraws_neither(self):
        self.merge(self.kept, self.closed)
        with self.assertRaisesRegex(UserError, "same product"):
            self.closed._withdraw(self.bob)
        self.assertFalse(self.kept._author_may_edit(self.alice), "others want it, too")

    def test_a_double_that_was_hidden_meanwhile_is_shown_as_before(self):
        merge = self.merge(self.kept, self.closed)
        self.closed.with_user(self.team)._hide("Essai")
        self.assertEqual(self.kept.supporters, 2, "its votes count on")
        self.undo(merge)
        self.assertEqual(self.closed.state, "blocked")
        self.closed.with_user(self.team).action_show_again()
        self.assertEqual(self.closed.state, "open")

    # --- the team's screen

    def wizard(self, *suggestions):
        action = self.env["coop.suggestion"].union(*suggestions).with_user(self.team)
        context = action.action_merge_doubles()["context"]
        return (
            self.env["coop.merge.doubles"].with_user(self.team).with_context(**context).create({})
        )

    def test_the_one_with_more_supporters_is_kept_else_the_older(self):
        self.assertEqual(self.wizard(self.kept, self.closed).keep, "left")
        self.assertEqual(self.wizard(self.closed, self.kept).keep, "right")
        self.vote(self.closed, self.carl)
        wizard = self.wizard(self.kept, self.closed)
        self.assertEqual(wizard.keep, "right")
        self.assertIn("Beurre de cacahuètes", wizard.comparison)
        wizard.action_merge()
        self.assertEqual(self.kept.double_of_id, self.closed)

    def test_two_at_a_time(self):
        third = self.propose("Purée de cacahuète", author=self.carl)
        with self.assertRaisesRegex(UserError, "two can be merged"):
            self.wizard(self.kept, self.closed, third)

    def test_undone_from_the_form_of_either(self):
        self.merge(self.kept, self.closed)
        self.closed.with_user(self.team).action_undo_merge()
        self.assertEqual(self.closed.state, "open")
        self.merge(self.kept, self.closed)
        self.kept.with_user(self.team).merge_ids.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.closed.state, "open")
