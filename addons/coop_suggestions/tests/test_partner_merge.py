from datetime import datetime

from odoo.tests import tagged

from .common import SuggestionCommon

EARLY, MIDDLE, LATE = (datetime(2026, month, 1, 12) for month in (1, 2, 3))


@tagged("post_install", "-at_install")
class TestPartnerMerge(SuggestionCommon):
    """Odoo's merge of contacts deletes all rows of the loser when one of them collides."""

    def setUp(self):
        super().setUp()
        self.one = self.make_partner("Camille Roux", ref="101", email="camille@coop.test")
        self.two = self.make_partner("C. Roux", ref="102", email="camille@coop.test")
        self.both, self.only_one, self.only_two = (
            self.propose(name) for name in ("Commun", "À l'une", "À l'autre")
        )

    def vote_on(self, suggestion, partner, moment, frequency=False):
        self.vote(suggestion, partner, frequency).voted_on = moment

    def merge(self, winner, *losers):
        """Merge contacts with Odoo's wizard."""
        partners = winner.union(*losers)
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [(6, 0, partners.ids)], "dst_partner_id": winner.id}
        )
        self.env.flush_all()
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertTrue(winner.exists())
        self.assertFalse(self.env["res.partner"].union(*losers).exists())

    def test_votes_that_do_not_collide_are_all_kept(self):
        self.vote_on(self.only_one, self.one, EARLY, "weekly")
        self.vote_on(self.only_two, self.two, LATE, "monthly")
        self.merge(self.one, self.two)
        self.assertEqual(self.vote_of(self.only_one, self.one).voted_on, EARLY)
        moved = self.vote_of(self.only_two, self.one)
        self.assertEqual((moved.voted_on, moved.frequency), (LATE, "monthly"))

    def test_votes_that_collide_become_one_and_the_others_stay(self):
        self.vote_on(self.both, self.one, LATE, "sometimes")
        self.vote_on(self.both, self.two, EARLY, "monthly")
        self.vote_on(self.only_two, self.two, MIDDLE)
        self.merge(self.one, self.two)
        kept = self.vote_of(self.both, self.one)
        self.assertEqual((kept.voted_on, kept.frequency), (EARLY, "monthly"))
        self.assertEqual(self.vote_of(self.only_two, self.one).voted_on, MIDDLE)
        # The author's, and this one.
        self.assertEqual(self.both.supporters, 2)

    def test_the_highest_frequency_stays_whoever_said_it(self):
        self.vote_on(self.both, self.one, EARLY, "weekly")
        self.vote_on(self.both, self.two, LATE)
        self.merge(self.two, self.one)
        kept = self.vote_of(self.both, self.two)
        self.assertEqual((kept.voted_on, kept.frequency), (EARLY, "weekly"))

    def test_no_frequency_stays_none(self):
        self.vote_on(self.both, self.one, LATE)
        self.vote_on(self.both, self.two, EARLY)
        self.merge(self.one, self.two)
        kept = self.vote_of(self.both, self.one)
        self.assertEqual((kept.voted_on, kept.frequency), (EARLY, False))

    def test_three_are_merged_into_one(self):
        third = self.make_partner("Camille R.", ref="103", email="camille@coop.test")
        self.vote_on(self.both, self.one, LATE)
        self.vote_on(self.both, self.two, MIDDLE, "sometimes")
        self.vote_on(self.both, third, EARLY, "monthly")
        self.vote_on(self.only_one, self.two, MIDDLE)
        self.vote_on(self.only_one, third, LATE)
        self.merge(self.one, self.two, third)
        kept = self.vote_of(self.both, self.one)
        self.assertEqual((kept.voted_on, kept.frequency), (EARLY, "monthly"))
        self.assertEqual(self.vote_of(self.only_one, self.one).voted_on, MIDDLE)

    def test_follows_survive_too(self):
        self.follow(self.both, self.one)
        self.follow(self.both, self.two)
        self.follow(self.only_two, self.two)
        self.merge(self.one, self.two)
        self.assertEqual(self.both.follow_ids.partner_id, self.one)
        self.assertEqual(self.only_two.follow_ids.partner_id, self.one)

    def test_the_votes_of_others_are_not_touched(self):
        self.vote_on(self.both, self.bob, MIDDLE, "weekly")
        self.vote_on(self.both, self.one, EARLY)
        self.vote_on(self.both, self.two, LATE)
        self.merge(self.one, self.two)
        other = self.vote_of(self.both, self.bob)
        self.assertEqual((other.voted_on, other.frequency), (MIDDLE, "weekly"))
        self.assertEqual(len(self.both.vote_ids), 3)

    def test_what_they_proposed_and_wrote_goes_along(self):
        suggestion = self.propose("De Camille", author=self.two)
        suggestion._comment(self.two, "Un mot")
        self.merge(self.one, self.two)
        self.assertEqual(suggestion.author_id, self.one)
        [comment] = suggestion._comments_for(self.one)
        self.assertEqual((comment["text"], comment["removable"]), ("Un mot", True))

    def test_people_who_did_the_same_today_can_be_merged(self):
        self.env["coop.daily.count"]._coop_add(self.one, "comment")
        self.env["coop.daily.count"]._coop_add(self.two, "comment")
        self.merge(self.one, self.two)
        counts = self.env["coop.daily.count"].search([("partner_id", "=", self.one.id)])
        self.assertEqual(len(counts), 1)

    def test_the_choice_of_mails_made_last_stands_and_nothing_is_told_anew(self):
        choices, sent = self.env["coop.mail.choice"], self.env["coop.digest.sent"]
        choices._choose(self.one, answers=False)
        choices._choose(self.two, weekly=True)
        sent._add([(self.one.id, "new", "1"), (self.two.id, "new", "1"), (self.two.id, "new", "2")])
        self.env.cr.execute(
            "UPDATE coop_mail_choice SET write_date = %s WHERE partner_id = %s",
            (EARLY, self.one.id),
        )
        self.merge(self.one, self.two)
        self.assertEqual(
            choices._choices_of(self.one), {"answers": True, "weekly": True, "shelf_ids": []}
        )
        told = sent.search([("partner_id", "=", self.one.id)])
        self.assertEqual(sorted(told.mapped("item")), ["1", "2"])
