from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 12:00:00")  # a Monday
class TestExpected(CoopCommon):
    """What is sold out and under way says when it comes."""

    def setUp(self):
        super().setUp()
        self.product = self.make_product("Riz")
        self.shop = self.company._coop_shop_warehouse()

    def expect_goods(self, moment, quantity=6, target=None, usage="supplier"):
        """Have a delivery confirmed for a moment (UTC)."""
        source = self.env["stock.location"].search([("usage", "=", usage)], limit=1)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.shop.in_type_id.id,
                "location_id": source.id,
                "location_dest_id": (target or self.shop.lot_stock_id).id,
            }
        )
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "picking_id": picking.id,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        move._action_confirm()
        move.date = moment
        return move

    def read_stock(self):
        return self.env["coop.live.stock"]._coop_read(self.product.ids)[self.product.id]

    def words(self, lang="en_US"):
        self.env["res.lang"]._activate_lang(lang)
        product = self.product.with_context(lang=lang)
        return product._coop_stock_shown()[product.id]["words"]

    def test_sold_out_without_a_delivery_is_out(self):
        self.assertEqual(self.read_stock().level, "out")

    def test_a_delivery_says_its_day(self):
        self.expect_goods("2026-06-18 08:00:00")
        self.assertEqual(self.read_stock().level, "on_order")
        self.assertEqual(self.read_stock().expected_on, date(2026, 6, 18))
        self.assertEqual(self.words(), "ordered, expected around Thursday")
        self.assertEqual(self.words("fr_FR"), "commandé, attendu vers jeudi")

    def test_the_first_of_several_counts_and_the_day_is_the_shops(self):
        self.expect_goods("2026-06-30 08:00:00")
        self.expect_goods("2026-06-17 22:30:00")  # half past midnight in the shop
        self.assertEqual(self.read_stock().expected_on, date(2026, 6, 18))

    def test_later_than_a_week_it_is_a_date(self):
        self.expect_goods("2026-06-22 08:00:00")
        self.assertEqual(self.words("fr_FR"), "commandé, attendu vers le 22 juin")

    def test_a_delivery_of_today_or_late_is_said_so(self):
        move = self.expect_goods("2026-06-15 15:00:00")
        self.assertEqual(self.words(), "ordered, expected today")
        move.date = datetime(2026, 6, 10, 8)
        self.assertEqual(self.words(), "ordered, expected soon")

    def test_what_is_in_stock_is_in_stock_whatever_comes(self):
        self.put_in_stock(self.product, 9)
        self.expect_goods("2026-06-18 08:00:00")
        self.assertEqual(self.read_stock().level, "in_stock")

    def test_a_delivery_cancelled_done_or_for_elsewhere_is_not_waited_for(self):
        self.expect_goods("2026-06-18 08:00:00")._action_cancel()
        market = self.env["stock.warehouse"].create({"name": "Marché", "code": "MAR"})
        self.expect_goods("2026-06-18 08:00:00", target=market.lot_stock_id)
        self.assertEqual(self.read_stock().level, "out")
        move = self.expect_goods("2026-06-18 08:00:00")
        move.quantity = 6
        move.picked = True
        move._action_done()
        self.assertEqual(self.read_stock().expected_on, None)
        self.assertEqual(self.read_stock().quantity, 6)

    def test_another_shop_has_its_own_stock(self):
        market = self.env["stock.warehouse"].create({"name": "Marché", "code": "MAR"})
        self.env["stock.quant"]._update_available_quantity(self.product, market.lot_stock_id, 50)
        self.assertEqual(self.read_stock().quantity, 0)
        stock = self.env["coop.live.stock"]._coop_read(self.product.ids, market)
        self.assertEqual(stock[self.product.id].quantity, 50)

    def test_the_shop_one_chose_is_the_companys(self):
        market = self.env["stock.warehouse"].create({"name": "Marché", "code": "MAR"})
        elsewhere = self.env["res.company"].create({"name": "Autre coop"})
        foreign = self.env["stock.warehouse"].search([("company_id", "=", elsewhere.id)])
        chosen = {
            shop: self.company.with_context(coop_warehouse_id=shop.id)._coop_shop_warehouse()
            for shop in (market, foreign)
        }
        self.assertEqual(chosen, {market: self.shop, foreign: self.shop}, "no till sells there")
        self.env["pos.config"].create({"name": "Caisse", "picking_type_id": market.pos_type_id.id})
        company = self.company.with_context(coop_warehouse_id=market.id)
        self.assertEqual(company._coop_shop_warehouse(), market)
