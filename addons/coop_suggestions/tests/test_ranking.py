from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import SuggestionCommon

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 12:00:00")
class TestRanking(SuggestionCommon):
    """The score is the sum over households of 0.5 to the power of age over half-life."""

    def setUp(self):
        super().setUp()
        self.people = [self.make_partner(f"Personne {i}", ref=f"P{i}") for i in range(6)]

    def make(self, name, *ages, proposed=DAY):
        """Make a suggestion with a vote of each age, by different households."""
        suggestion = self.env["coop.suggestion"].create({"name": name, "author_id": self.alice.id})
        suggestion.proposed_on -= proposed
        for person, age in zip(self.people, ages, strict=False):
            self.vote(suggestion, person, ago=age)
        return suggestion

    def score(self, suggestion):
        suggestion._flush_for_statistics()
        rows = self.env.execute_query(suggestion._statistics_sql())
        return {row[0]: row[-1] for row in rows}.get(suggestion.id)

    def test_a_vote_weighs_half_after_a_half_life(self):
        self.assertAlmostEqual(self.score(self.make("Neuf", 0 * DAY)), 1)
        self.assertAlmostEqual(self.score(self.make("Demi", 180 * DAY)), 0.5)
        self.assertAlmostEqual(self.score(self.make("Quart", 360 * DAY)), 0.25)

    def test_a_worked_example(self):
        # 0.5^0 + 0.5^(90/180) + 0.5^(180/180) + 0.5^(540/180) = 1 + 0.7071 + 0.5 + 0.125
        suggestion = self.make("Exemple", 0 * DAY, 90 * DAY, 180 * DAY, 540 * DAY)
        self.assertAlmostEqual(self.score(suggestion), 2.3321067811865475)

    def test_the_half_life_is_a_setting(self):
        suggestion = self.make("Exemple", 30 * DAY, 60 * DAY)
        self.company.coop_half_life = 30
        self.assertAlmostEqual(self.score(suggestion), 0.75)

    def test_hours_count_too(self):
        suggestion = self.make("Exemple", timedelta(hours=12))
        self.company.coop_half_life = 1
        self.assertAlmostEqual(self.score(suggestion), 0.5**0.5)

    def test_a_household_weighs_once_from_its_earliest_vote(self):
        suggestion = self.make("Exemple", 0 * DAY, 180 * DAY)
        self.people[0].parent_id = self.people[1]
        self.assertAlmostEqual(self.score(suggestion), 0.5)

    def test_who_left_weighs_nothing(self):
        suggestion = self.make("Exemple", 0 * DAY, 180 * DAY)
        self.people[0].active = False
        self.assertAlmostEqual(self.score(suggestion), 0.5)

    def rank_of(self, *suggestions):
        for suggestion in suggestions:
            suggestion.invalidate_recordset()
        return [suggestion.rank for suggestion in suggestions]

    def test_the_higher_score_comes_first_not_more_votes(self):
        many_old = self.make("Anciens", 360 * DAY, 360 * DAY, 360 * DAY)
        one_new = self.make("Nouveau", 0 * DAY)
        self.assertEqual(self.rank_of(one_new, many_old), [1, 2])

    def test_of_equal_scores_more_supporters_come_first(self):
        one = self.make("Un", 0 * DAY, proposed=9 * DAY)
        two = self.make("Deux", 180 * DAY, 180 * DAY)
        self.assertEqual(self.score(one), self.score(two))
        self.assertEqual(self.rank_of(two, one), [1, 2])

    def test_of_equal_supporters_the_older_suggestion_comes_first(self):
        young = self.make("Jeune", 5 * DAY, proposed=5 * DAY)
        old = self.make("Vieux", 5 * DAY, proposed=6 * DAY)
        self.assertEqual(self.rank_of(old, young), [1, 2])

    def test_no_two_have_the_same_rank(self):
        twins = [self.make("Jumeau", 5 * DAY) for _twin in range(3)]
        self.assertEqual(sorted(self.rank_of(*twins)), [1, 2, 3])

    def test_one_without_any_supporter_has_its_rank_too(self):
        voted = self.make("Voulu", 300 * DAY)
        unvoted = self.make("Sans vote", proposed=300 * DAY)
        self.assertEqual(self.rank_of(voted, unvoted), [1, 2])

    def test_only_those_that_wait_for_an_answer_are_ranked(self):
        kept = self.make("Retenu", 0 * DAY, 0 * DAY, 0 * DAY)
        put_off = self.make("Remis", 0 * DAY, 0 * DAY)
        asked = self.make("Précision", 0 * DAY)
        kept._set_state("kept")
        put_off._set_state("put_off")
        asked._set_state("asked")
        self.assertEqual(self.rank_of(kept, put_off, asked), [0, 1, 2])

    def test_the_rank_follows_a_vote_at_once_and_the_vote_taken_back(self):
        first = self.make("Premier", 0 * DAY)
        second = self.make("Second", 1 * DAY)
        self.assertEqual(self.rank_of(first, second), [1, 2])
        second._vote(self.bob)
        self.assertEqual(self.rank_of(first, second), [2, 1])
        second._unvote(self.bob)
        self.assertEqual(self.rank_of(first, second), [1, 2])

    def test_nothing_of_it_is_stored(self):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            ("coop_suggestion",),
        )
        columns = {row[0] for row in self.env.cr.fetchall()}
        self.assertIn("proposed_on", columns)
        names = {"rank", "supporters", "supporters_recent", "weekly", "monthly", "sometimes"}
        self.assertFalse(columns & (names | {"score", "days_waiting"}))
