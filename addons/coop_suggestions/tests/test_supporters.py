from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestSupporters(SuggestionCommon):
    """Supporters are the households of today's members."""

    def setUp(self):
        super().setUp()
        self.suggestion = self.propose(ago=timedelta(days=10))

    def households(self):
        """Return what is counted, as ``[(household, day of the vote, frequency)]``."""
        self.suggestion._flush_for_statistics()
        rows = self.env.execute_query(self.suggestion._households_sql())
        return [
            (self.env["res.partner"].browse(household), voted_on, frequency)
            for suggestion_id, household, voted_on, frequency in rows
            if suggestion_id == self.suggestion.id
        ]

    def test_two_of_a_household_are_one_supporter(self):
        self.vote(self.suggestion, self.alban)
        self.assertEqual(len(self.suggestion.vote_ids), 2)
        self.assertEqual(self.suggestion.supporters, 1)
        self.vote(self.suggestion, self.bob)
        self.assertEqual(self.suggestion.supporters, 2)

    def test_a_household_counts_from_its_earliest_vote(self):
        early = self.vote(self.suggestion, self.alban, ago=timedelta(days=100))
        [(household, voted_on, _frequency)] = self.households()
        self.assertEqual(household, self.alice)
        self.assertEqual(voted_on, early.voted_on)

    def test_a_household_counts_with_its_highest_frequency(self):
        self.vote(self.suggestion, self.alice, "sometimes")
        self.vote(self.suggestion, self.alban, "weekly")
        self.assertEqual((self.suggestion.weekly, self.suggestion.sometimes), (1, 0))
        self.suggestion._vote(self.alban, "monthly")
        self.assertEqual((self.suggestion.weekly, self.suggestion.monthly), (0, 1))

    def test_a_vote_without_frequency_is_in_no_column(self):
        self.assertEqual(self.suggestion.supporters, 1)
        counts = self.suggestion.weekly, self.suggestion.monthly, self.suggestion.sometimes
        self.assertEqual(counts, (0, 0, 0))

    def test_a_household_that_forms_is_counted_once_from_now_on(self):
        self.vote(self.suggestion, self.bob)
        self.assertEqual(self.suggestion.supporters, 2)
        self.bob.parent_id = self.alice
        self.suggestion.invalidate_recordset()
        self.assertEqual(self.suggestion.supporters, 1)

    def test_a_household_that_parts_is_two_again(self):
        self.vote(self.suggestion, self.alban)
        self.alban.parent_id = False
        self.suggestion.invalidate_recordset()
        self.assertEqual(self.suggestion.supporters, 2)

    def test_colleagues_are_no_household(self):
        employer = self.make_partner("Usine SA", is_company=True)
        self.vote(self.suggestion, self.bob)
        (self.alice | self.bob).parent_id = employer
        self.suggestion.invalidate_recordset()
        self.assertEqual(self.suggestion.supporters, 2)

    def test_a_mate_whose_head_left_still_counts(self):
        self.vote(self.suggestion, self.alban)
        self.user_of(self.alice).active = False
        self.suggestion.invalidate_recordset()
        self.assertEqual(self.suggestion.supporters, 1)

    def test_who_left_counts_no_more_and_again_when_back(self):
        self.vote(self.suggestion, self.bob)
        self.user_of(self.bob).active = False
        self.suggestion.invalidate_recordset()
        self.assertEqual(self.suggestion.supporters, 1)
        self.assertTrue(self.vote_of(self.suggestion, self.bob))
        self.user_of(self.bob).active = True
        self.suggestion.invalidate_recordset()
        self.assertEqual(self.suggestion.supporters, 2)

    def test_an_archived_person_counts_no_more_and_again_when_back(self):
        person = self.make_partner("Rémi Retour", ref="77")
        self.vote(self.suggestion, person)
        self.assertEqual(self.suggestion.supporters, 2)
        person.active = False
        self.suggestion.invalidate_recordset()
        self.assertEqual(self.suggestion.supporters, 1)
        person.active = True
        self.suggestion.invalidate_recordset()
        self.assertEqual(self.suggestion.supporters, 2)

    def test_supporters_of_ninety_days(self):
        now = fields.Datetime.now()
        self.suggestion.vote_ids.voted_on = now - timedelta(days=90, minutes=1)
        self.vote(self.suggestion, self.bob, ago=timedelta(days=90) - timedelta(minutes=1))
        self.assertEqual(self.suggestion.supporters, 2)
        self.assertEqual(self.suggestion.supporters_recent, 1)

    def test_a_member_sees_that_their_household_has_voted(self):
        def votes_of(partner):
            return self.env["coop.suggestion"]._votes_of(partner, self.suggestion.ids)[
                self.suggestion.id
            ]

        self.suggestion._vote(self.alice, "weekly")
        self.assertEqual(
            votes_of(self.alice), {"voted": True, "frequency": "weekly", "household": False}
        )
        self.assertEqual(votes_of(self.alban), {"voted": False, "frequency": "", "household": True})
        self.assertEqual(votes_of(self.bob), {"voted": False, "frequency": "", "household": False})

    def test_the_vote_of_a_mate_who_left_is_not_the_households(self):
        self.user_of(self.alice).active = False
        votes = self.env["coop.suggestion"]._votes_of(self.alban, self.suggestion.ids)
        self.assertFalse(votes[self.suggestion.id]["household"])
