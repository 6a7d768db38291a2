from itertools import chain

from freezegun import freeze_time

from odoo.tests import tagged

from ..models.coop_suggestion_listing import PAGE_SIZE
from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestFairOrder(SuggestionCommon):
    """Each member looks through open suggestions in an order of their own, new each week."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suggestions = cls.make_suggestions(2 * PAGE_SIZE + 5)

    def pages(self, partner, **kwargs):
        """Return the ids of each page, and the total that each told."""
        ids, totals = [], set()
        for page in (1, 2, 3):
            rows, total = self.env["coop.suggestion"]._list_for(partner, page=page, **kwargs)
            ids.append([row["id"] for row in rows])
            totals.add(total)
        self.assertEqual(totals, {len(self.suggestions)})
        return ids

    def order(self, partner):
        return list(chain(*self.pages(partner)))

    def test_all_suggestions_come_once_over_the_pages(self):
        for order in ("fair", "new", "wanted"):
            with self.subTest(order=order):
                pages = self.pages(self.alice, order=order)
                self.assertEqual([len(page) for page in pages], [PAGE_SIZE, PAGE_SIZE, 5])
                self.assertEqual(sorted(chain(*pages)), sorted(self.suggestions.ids))

    def test_a_member_sees_the_same_order_all_week(self):
        # Midnight in Paris is 23:00 in UTC, in winter. The 18th is a Sunday.
        with freeze_time("2026-01-11 23:00:00"):
            monday = self.order(self.alice)
        with freeze_time("2026-01-18 22:59:59"):
            sunday = self.order(self.alice)
        with freeze_time("2026-01-18 23:00:00"):
            next_monday = self.order(self.alice)
        self.assertEqual(monday, sunday)
        self.assertNotEqual(sunday, next_monday)

    @freeze_time("2026-01-14 12:00:00")
    def test_each_member_sees_another_order(self):
        orders = {tuple(self.order(partner)) for partner in (self.alice, self.bob, self.alban)}
        self.assertEqual(len(orders), 3)

    @freeze_time("2026-01-14 12:00:00")
    def test_votes_move_nothing_in_the_fair_order(self):
        before = self.order(self.alice)
        for partner in (self.alice, self.bob):
            self.env["coop.suggestion"].browse(before[-1])._vote(partner)
        self.assertEqual(self.order(self.alice), before)

    def test_a_page_after_the_last_is_empty(self):
        rows, _total = self.env["coop.suggestion"]._list_for(self.alice, page=4)
        self.assertEqual(rows, [])
