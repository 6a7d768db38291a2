from odoo.tests import tagged

from .live_stock_cases import LiveStockCases


@tagged("post_install", "-at_install")
class TestLiveStockReal(LiveStockCases):
    """Tills that move their stock with each order."""

    allow_inherited_tests_method = True
    mode = "real"

    def test_each_order_moves_stock(self):
        self.assertFalse(self.session.update_stock_at_closing)
        order = self.ring_up((self.rice, 3))
        self.assertEqual(order.picking_ids.mapped("state"), ["done"])
        self.assertEqual(self.rice.qty_available, 7)
        self.assert_live(self.rice, 7)
