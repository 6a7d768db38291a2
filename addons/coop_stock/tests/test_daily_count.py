from freezegun import freeze_time

from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestDailyCount(CoopCommon):
    def setUp(self):
        super().setUp()
        self.counts = self.env["coop.daily.count"]

    def count(self, partner, kind="comment", times=1):
        for _time in range(times):
            self.counts._coop_hold(partner, kind)
            self.counts._coop_add(partner, kind)

    def test_holding_counts_nothing(self):
        self.assertEqual(self.counts._coop_hold(self.alice, "comment"), 0)
        self.assertEqual(self.counts._coop_hold(self.alice, "comment"), 0)

    def test_each_act_is_counted(self):
        self.count(self.alice, times=3)
        self.assertEqual(self.counts._coop_hold(self.alice, "comment"), 3)

    def test_people_and_kinds_are_counted_apart(self):
        self.count(self.alice)
        self.assertEqual(self.counts._coop_hold(self.bob, "comment"), 0)
        self.assertEqual(self.counts._coop_hold(self.alice, "suggestion"), 0)

    def test_the_count_begins_anew_at_midnight_in_the_shop(self):
        # 21:59 in UTC is one minute before midnight in Paris, in summer.
        with freeze_time("2026-07-14 21:59:00"):
            self.count(self.alice, times=2)
            self.assertEqual(self.counts._coop_hold(self.alice, "comment"), 2)
        with freeze_time("2026-07-14 22:00:00"):
            self.assertEqual(self.counts._coop_hold(self.alice, "comment"), 0)

    def test_one_row_a_person_kind_and_day(self):
        self.count(self.alice, times=4)
        rows = self.counts.search([("partner_id", "=", self.alice.id)])
        self.assertEqual(rows.mapped("count"), [4])

    def test_counts_are_forgotten_after_a_week(self):
        with freeze_time("2026-07-01 12:00:00"):
            self.count(self.alice)
        with freeze_time("2026-07-02 12:00:00"):
            self.count(self.alice)
        with freeze_time("2026-07-09 12:00:00"):
            self.counts._gc_counts()
        rows = self.counts.search([("partner_id", "=", self.alice.id)])
        self.assertEqual(rows.mapped(lambda row: str(row.day)), ["2026-07-02"])
