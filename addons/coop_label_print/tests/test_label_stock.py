from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelStock(LabelCommon):
    """What waits as it is long out of stock, and what comes back to the shop."""

    def empty(self, product, days_ago):
        """Have the five of a product in stock leave it so many days ago."""
        self.move(product, -5, days_ago)

    def compare_all(self):
        self.labels._coop_compare_all(self.shop)

    def test_what_moved_in_the_last_thirty_days_does_not_wait(self):
        self.oats.list_price = 2.49
        self.assertFalse(self.row_of(self.oats).waits)
        self.empty(self.oats, days_ago=29)
        self.assertFalse(self.row_of(self.oats).waits)

    def test_what_is_out_for_thirty_days_waits(self):
        self.oats.list_price = 2.49
        self.empty(self.oats, days_ago=31)
        self.assertTrue(self.row_of(self.oats).waits)

    def test_what_never_came_waits_until_it_arrives(self):
        pepper = self.make_product("Poivre")
        self.assertTrue(self.row_of(pepper).waits)
        self.move(pepper, 3, days_ago=0)
        self.assertFalse(self.row_of(pepper).waits)

    def test_what_moved_in_another_shop_waits(self):
        self.oats.list_price = 2.49
        self.empty(self.oats, days_ago=31)
        other = self.env["stock.warehouse"].create({"name": "Autre", "code": "AUT"})
        self.shop, here = other, self.shop
        self.move(self.oats, 2, days_ago=0)
        self.shop = here
        self.assertTrue(self.row_of(self.oats).waits)

    def test_what_was_asked_for_never_waits(self):
        self.empty(self.oats, days_ago=31)
        self.requests._coop_ask(self.oats, self.alice, "missing")
        self.assertFalse(self.row_of(self.oats).waits)

    def test_what_no_stock_is_kept_of_never_waits(self):
        self.salt.is_storable = False
        self.assertFalse(self.row_of(self.salt).waits)

    def test_what_was_long_out_is_printed_once_it_is_back(self):
        self.empty(self.oats, days_ago=31)
        self.compare_all()
        self.assertNotIn(self.oats, self.reasons())
        self.move(self.oats, 2, days_ago=0)
        self.assertEqual(self.reasons()[self.oats], ("back",))
        self.assertEqual(self.words(self.oats), ["back in the shop"])
        self.assertFalse(self.row_of(self.oats).waits)
        self.print_labels(self.oats)._coop_confirm()
        self.assertNotIn(self.oats, self.reasons())

    def test_it_is_back_also_where_something_else_changed(self):
        self.empty(self.oats, days_ago=31)
        self.compare_all()
        self.oats.list_price = 2.49
        self.assertTrue(self.row_of(self.oats).waits)
        self.move(self.oats, 2, days_ago=0)
        self.assertEqual(self.reasons()[self.oats], ("price", "back"))

    def test_what_was_out_for_some_days_is_not_printed_again(self):
        self.empty(self.oats, days_ago=3)
        self.compare_all()
        self.move(self.oats, 2, days_ago=0)
        self.assertNotIn(self.oats, self.reasons())

    def test_the_day_it_was_first_found_out_is_kept(self):
        self.empty(self.oats, days_ago=31)
        self.compare_all()
        label = self.shown.search([("product_id", "=", self.oats.id)])
        day = label.away_since = fields.Date.today() - timedelta(days=9)
        self.compare_all()
        self.assertEqual(label.away_since, day)

    def test_every_night_each_shop_of_each_company_is_compared(self):
        self.empty(self.oats, days_ago=31)
        other = self.env["res.company"].create({"name": "Autre coop"})
        shop = other._coop_shop_warehouse()
        self.shown.with_company(other)._coop_start_here()
        with self.enter_registry_test_mode():
            self.env.ref("coop_label_print.ir_cron_compare_labels").method_direct_trigger()
        away = self.shown.search([("away_since", "!=", False)])
        self.assertIn((self.oats, self.shop), [(row.product_id, row.warehouse_id) for row in away])
        # Nothing was ever in the other coop's shop.
        of_other = self.shown.search([("warehouse_id", "=", shop.id)])
        self.assertTrue(of_other)
        self.assertEqual(of_other & away, of_other)
