from odoo.tests import tagged

from .live_stock_cases import LiveStockCases


@tagged("post_install", "-at_install")
class TestLiveStockClosing(LiveStockCases):
    """Tills that move their stock when they close."""

    allow_inherited_tests_method = True
    mode = "closing"

    def test_stock_moves_at_closing_and_counts_before(self):
        self.assertTrue(self.session.update_stock_at_closing)
        order = self.ring_up((self.rice, 3))
        self.assertFalse(order.picking_ids)
        self.assertEqual(self.rice.qty_available, 10)
        self.assert_live(self.rice, 7)
        self.close_till(self.session)
        self.assertEqual(self.rice.qty_available, 7)
        self.assert_live(self.rice, 7)

    def test_the_mode_is_that_of_the_session_and_not_of_the_settings(self):
        self.ring_up((self.rice, 3))
        self.company.point_of_sale_update_stock_quantities = "real"
        self.assert_live(self.rice, 7)

    def test_a_till_of_another_warehouse_takes_nothing_from_the_shop(self):
        market = self.env["stock.warehouse"].create({"name": "Marché", "code": "MAR"})
        self.assertNotEqual(self.company._coop_shop_warehouse(), market)
        self.basic_config.current_session_id.config_id.picking_type_id = market.pos_type_id
        self.ring_up((self.rice, 3))
        self.assert_live(self.rice, 10)

    def test_a_till_of_another_company_takes_nothing_from_the_shop(self):
        self.ring_up((self.rice, 3))
        elsewhere = self.env["res.company"].create({"name": "Autre coop"})
        quantities = self.env["coop.live.stock"].with_company(elsewhere)._coop_quantities
        self.rice.company_id = False
        self.assertEqual(quantities(self.rice), {self.rice.id: 0})
        self.assert_live(self.rice, 7)
