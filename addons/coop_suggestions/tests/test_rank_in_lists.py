from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestRankInLists(SuggestionCommon):
    """The purchasing team's list sorts by figures that are stored nowhere."""

    def setUp(self):
        super().setUp()
        self.last = self.propose("Dernier", ago=timedelta(days=300))
        self.first = self.propose("Premier", ago=timedelta(days=100))
        self.second = self.propose("Second", ago=timedelta(days=200))
        self.vote(self.first, self.bob, "weekly")
        self.all = self.first | self.second | self.last
        self.team_model = self.env["coop.suggestion"].with_user(self.team)

    def sorted_by(self, order, extra=()):
        domain = [("id", "in", self.all.ids), *extra]
        return self.team_model.search(domain, order=order).sudo()

    def read_ranks(self, order, **kwargs):
        result = self.team_model.web_search_read(
            [("id", "in", self.all.ids)], {"rank": {}, "supporters": {}}, order=order, **kwargs
        )
        return [(row["id"], row["rank"]) for row in result["records"]]

    def test_a_search_sorts_by_rank(self):
        self.assertEqual(self.sorted_by("rank").ids, (self.first | self.second | self.last).ids)
        self.assertEqual(
            self.sorted_by("rank desc").ids, (self.last | self.second | self.first).ids
        )

    def test_a_list_sorts_by_rank_and_shows_it(self):
        self.assertEqual(
            self.read_ranks("rank"), [(self.first.id, 1), (self.second.id, 2), (self.last.id, 3)]
        )

    def test_pages_of_a_list_fit_together(self):
        pages = [self.read_ranks("rank", limit=1, offset=offset)[0][0] for offset in range(3)]
        self.assertEqual(pages, [self.first.id, self.second.id, self.last.id])

    def test_a_vote_moves_it_in_the_list_at_once(self):
        self.last._vote(self.bob)
        self.last._vote(self.alban)
        self.assertEqual(self.read_ranks("rank")[1], (self.last.id, 2))

    def test_decided_ones_come_last(self):
        self.first._set_state("kept")
        self.assertEqual(self.sorted_by("rank").ids, (self.second | self.last | self.first).ids)

    def test_lists_sort_by_the_other_figures_too(self):
        self.vote(self.last, self.bob)
        self.assertEqual(self.sorted_by("weekly desc, id")[0], self.first)
        self.assertEqual(self.sorted_by("supporters, id")[0], self.second)
        for name in ("supporters_recent", "monthly", "sometimes"):
            with self.subTest(order=name):
                self.assertEqual(len(self.sorted_by(f"{name} desc, rank")), 3)

    def test_lists_sort_by_days_waiting(self):
        waits = [self.last.days_waiting, self.second.days_waiting, self.first.days_waiting]
        self.assertEqual(waits, [300, 200, 100])
        self.assertEqual(
            self.sorted_by("days_waiting desc").ids, (self.last | self.second | self.first).ids
        )
        self.assertEqual(
            self.sorted_by("days_waiting").ids, (self.first | self.second | self.last).ids
        )

    def test_who_does_not_wait_comes_after_all_who_do(self):
        self.last._set_state("not_kept")
        self.assertEqual(self.last.days_waiting, 0)
        self.assertEqual(self.sorted_by("days_waiting desc, id")[0], self.second)

    def test_a_list_in_groups_sorts_by_rank(self):
        groups = self.team_model.web_read_group(
            [("id", "in", self.all.ids)],
            ["state"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification={"rank": {}},
        )
        counts = {group["state"]: group["__count"] for group in groups["groups"]}
        self.assertEqual(counts["open"], 3)

    def test_the_wait_begins_when_it_is_proposed_or_reopened(self):
        self.answer(self.last, "not_kept", reason_id=self.reason.id)
        self.assertEqual(self.last.days_waiting, 0)
        self.answer(self.last, "reopen")
        self.assertEqual(self.last.state, "open")
        self.assertEqual(self.last.days_waiting, 0)
        self.assertLess(fields.Datetime.now() - self.last.waiting_since, timedelta(hours=1))
