from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .till_common import TillCommon


@tagged("post_install", "-at_install")
class TestWeeklySales(TillCommon):
    def setUp(self):
        super().setUp()
        self.rice = self.make_product("Riz", list_price=3.0)
        self.session = self.open_till("closing")

    def sales(self, product=None):
        product = product or self.rice
        return product._coop_weekly_sales()[product.id]

    def sell(self, quantity, ago):
        """Ring up an order of the past."""
        order = self.ring_up((self.rice, quantity))
        order.date_order = fields.Datetime.now() - ago
        return order

    def test_it_is_a_quarter_of_what_four_weeks_sold(self):
        self.sell(4, timedelta(hours=1))
        self.sell(6, timedelta(days=20))
        self.assertAlmostEqual(self.sales(), 2.5)

    def test_it_looks_back_the_28_days_of_the_shop_and_no_further(self):
        midnight = fields.Datetime.now() - self.company._coop_day_start_utc(
            self.company._coop_today() - timedelta(days=27)
        )
        self.sell(4, midnight - timedelta(minutes=1))
        self.sell(8, midnight + timedelta(minutes=1))
        self.assertAlmostEqual(self.sales(), 1)

    def test_a_sale_of_a_minute_ago_counts_although_its_session_is_open(self):
        self.ring_up((self.rice, 2))
        self.assertEqual(self.session.state, "opened")
        self.assertAlmostEqual(self.sales(), 0.5)

    def test_it_stays_the_same_when_the_till_closes(self):
        self.ring_up((self.rice, 2))
        self.close_till(self.session)
        self.assertAlmostEqual(self.sales(), 0.5)

    def test_what_came_back_is_deducted(self):
        self.refund(self.ring_up((self.rice, 6)), 2)
        self.assertAlmostEqual(self.sales(), 1)

    def test_an_order_that_is_not_paid_is_no_sale(self):
        self.ring_up((self.rice, 6), state="draft")
        self.assertEqual(self.sales(), 0)

    def test_what_was_never_sold_sells_nothing(self):
        self.assertEqual(self.sales(self.make_product("Sel")), 0)
        self.assertEqual(self.env["product.product"]._coop_weekly_sales(), {})
