from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .till_common import TillCommon


@tagged("post_install", "-at_install")
class TestConsumption(TillCommon):
    """What was sold, by the days and weeks of the shop."""

    def setUp(self):
        super().setUp()
        self.company.coop_tz = "Europe/Paris"
        self.shelf = self.env["coop.shelf"].create({"name": "Céréales"})
        self.rice = self.make_product("Riz", list_price=3.0, coop_shelf_id=self.shelf.id)
        self.put_in_stock(self.rice, 100)
        self.session = self.open_till("closing")

    def sell(self, quantity, moment):
        """Ring up an order, as if it had been rung up at a moment (UTC)."""
        order = self.ring_up((self.rice, quantity))
        order.date_order = moment
        return order

    def days(self, product=None):
        rows = self.env["coop.consumption"].search(
            [("product_id", "=", (product or self.rice).id)], order="day"
        )
        return [(row.day, row.quantity, row.turnover) for row in rows]

    def test_a_row_is_what_a_day_sold(self):
        self.sell(2, "2026-06-15 08:00:00")
        self.sell(3, "2026-06-15 15:00:00")
        self.sell(1, "2026-06-16 15:00:00")
        self.assertEqual(self.days(), [(date(2026, 6, 15), 5, 15), (date(2026, 6, 16), 1, 3)])
        [row] = self.env["coop.consumption"].search([("day", "=", "2026-06-15")])
        self.assertEqual(
            (row.shelf_id, row.product_tmpl_id), (self.shelf, self.rice.product_tmpl_id)
        )
        self.assertEqual(row.warehouse_id, self.company._coop_shop_warehouse())

    def test_a_day_begins_at_midnight_in_the_shop_in_summer_and_winter(self):
        self.sell(1, "2026-06-15 21:59:59")
        self.sell(2, "2026-06-15 22:00:00")
        self.sell(4, "2026-12-15 22:59:59")
        self.sell(8, "2026-12-15 23:00:00")
        self.assertEqual(
            [row[:2] for row in self.days()],
            [
                (date(2026, 6, 15), 1),
                (date(2026, 6, 16), 2),
                (date(2026, 12, 15), 4),
                (date(2026, 12, 16), 8),
            ],
        )

    def test_the_day_on_which_the_clock_changes_is_one_day(self):
        self.sell(1, "2026-10-24 22:30:00")  # 0:30, 25 October
        self.sell(2, "2026-10-25 22:30:00")  # 23:30, 25 October
        self.sell(4, "2026-10-25 23:30:00")  # 0:30, 26 October
        self.assertEqual(
            [row[:2] for row in self.days()], [(date(2026, 10, 25), 3), (date(2026, 10, 26), 4)]
        )

    def test_refunds_are_deducted_and_open_sessions_count(self):
        self.refund(self.ring_up((self.rice, 6)), 2)
        self.assertEqual(self.session.state, "opened")
        [(_day, quantity, turnover)] = self.days()
        self.assertEqual((quantity, turnover), (4, 12))
        self.close_till(self.session)
        self.assertEqual([row[1:] for row in self.days()], [(4, 12)])

    def test_what_is_not_paid_is_not_sold(self):
        self.ring_up((self.rice, 5), state="draft")
        self.assertEqual(self.days(), [])

    def test_weeks_run_from_monday_to_sunday(self):
        with freeze_time("2026-06-17 10:00:00"):
            for quantity, moment in (
                (1, "2026-05-31 21:00:00"),  # Sunday, before the weeks asked for
                (2, "2026-05-31 22:00:00"),  # Monday
                (4, "2026-06-07 21:59:00"),  # Sunday
                (8, "2026-06-07 22:00:00"),  # Monday
                (16, "2026-06-17 09:00:00"),  # today
            ):
                self.sell(quantity, moment)
            weeks = self.rice._coop_sales_by_week(3)
        self.assertEqual(
            weeks[self.rice.id],
            [(date(2026, 6, 1), 6), (date(2026, 6, 8), 8), (date(2026, 6, 15), 16)],
        )

    def test_the_lists_weeks_begin_on_monday_whatever_the_language(self):
        self.sell(1, "2026-06-14 10:00:00")  # Sunday
        self.sell(2, "2026-06-15 10:00:00")  # Monday
        groups = self.env["coop.consumption"]._read_group(
            [("product_id", "=", self.rice.id)], ["week:day"], ["quantity:sum"]
        )
        self.assertEqual(groups, [(date(2026, 6, 8), 1), (date(2026, 6, 15), 2)])

    def test_what_sold_nothing_has_its_empty_weeks(self):
        salt = self.make_product("Sel")
        self.assertEqual([sold for _monday, sold in salt._coop_sales_by_week(2)[salt.id]], [0, 0])
        self.assertEqual(self.env["product.product"]._coop_sales_by_week(2), {})

    def test_days_of_cover(self):
        self.sell(56, fields.Datetime.now() - timedelta(days=1))  # 2 a day, 44 left
        self.assertEqual(self.rice.coop_days_of_cover, 22)
        self.assertEqual(self.make_product("Sel").coop_days_of_cover, 0)

    def test_what_sells_faster_than_it_lasts_is_soon_sold_out(self):
        self.sell(96, fields.Datetime.now() - timedelta(days=1))  # 4 left, 3.4 a day
        self.assertEqual(self.rice._coop_stock_shown()[self.rice.id]["level"], "low")

    def test_another_shop_sells_for_itself(self):
        self.ring_up((self.rice, 3))
        market = self.env["stock.warehouse"].create(
            {"name": "Marché", "code": "MAR", "company_id": self.company.id}
        )
        read = self.env["coop.live.stock"]._coop_read
        self.assertGreater(read(self.rice.ids)[self.rice.id].sold_a_day, 0)
        self.assertEqual(read(self.rice.ids, market)[self.rice.id].sold_a_day, 0)

    def test_who_keeps_the_stock_reads_it_and_members_do_not(self):
        self.ring_up((self.rice, 3))
        keeper = self.make_user(
            "Karim Stock",
            "base.group_user,stock.group_stock_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        consumption = self.env["coop.consumption"]
        domain = [("product_id", "=", self.rice.id)]
        self.assertEqual(consumption.with_user(keeper).search_count(domain), 1)
        administrator = self.make_user(
            "Inès Admin",
            "coop_stock.group_coop_administrator",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.assertEqual(consumption.with_user(administrator).search_count(domain), 1)
        far = self.env["res.company"].create({"name": "Autre coop"})
        elsewhere = self.make_user(
            "Zoé Loin",
            "base.group_user,stock.group_stock_user",
            company_id=far.id,
            company_ids=[(6, 0, far.ids)],
        )
        self.assertEqual(consumption.with_user(elsewhere).search_count(domain), 0)
        member = self.make_member("Awa Membre").user_ids
        with self.assertRaises(AccessError):
            consumption.with_user(member).search(domain)
