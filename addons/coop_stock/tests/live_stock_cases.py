"""What live stock says, whenever the till moves its stock: at each order, or at closing."""

import random

from odoo import Command, fields

from .till_common import TillCommon


class LiveStockCases(TillCommon):
    mode = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rice = cls.make_product("Riz", list_price=3.0)
        cls.flour = cls.make_product(
            "Farine",
            list_price=2.0,
            to_weight=True,
            uom_id=cls.env.ref("uom.product_uom_kgm").id,
        )
        cls.bag = cls.make_product("Sac", is_storable=False)
        cls.service = cls.make_product("Livraison", is_storable=False, type="service")
        cls.put_in_stock(cls.rice, 10)
        cls.put_in_stock(cls.flour, 10)

    def setUp(self):
        super().setUp()
        self.session = self.open_till(self.mode)

    def live(self, product):
        return self.env["coop.live.stock"]._coop_quantities(product)[product.id]

    def assert_live(self, product, quantity):
        self.assertAlmostEqual(self.live(product), quantity, places=6)

    def test_a_sale_counts_while_its_session_is_open(self):
        self.assert_live(self.rice, 10)
        self.ring_up((self.rice, 3))
        self.assertEqual(self.session.state, "opened")
        self.assert_live(self.rice, 7)

    def test_a_sale_counts_once_when_its_session_closes(self):
        self.ring_up((self.rice, 3))
        self.ring_up((self.rice, 1))
        self.close_till(self.session)
        self.assert_live(self.rice, 6)

    def test_a_refund_brings_goods_back(self):
        order = self.ring_up((self.rice, 4))
        self.refund(order, 1)
        self.assert_live(self.rice, 7)
        self.close_till(self.session)
        self.assert_live(self.rice, 7)

    def test_a_weighed_product_is_counted_to_the_gram(self):
        self.ring_up((self.flour, 0.345))
        self.assert_live(self.flour, 9.655)
        self.close_till(self.session)
        self.assert_live(self.flour, 9.655)

    def test_a_product_that_is_not_tracked_has_no_quantity(self):
        self.ring_up((self.bag, 2), (self.service, 1))
        self.assertIsNone(self.live(self.bag))
        self.assertIsNone(self.live(self.service))

    def test_an_order_that_is_not_paid_counts_nothing(self):
        order = self.ring_up((self.rice, 3), state="draft")
        self.assertEqual(order.state, "draft")
        self.assert_live(self.rice, 10)

    def test_goods_to_ship_later_are_still_in_the_shop(self):
        self.basic_config.write({"ship_later": True})
        order = self.ring_up(
            (self.rice, 2),
            shipping_date=fields.Date.to_string(fields.Date.today()),
            partner_id=self.customer.id,
        )
        self.assertTrue(order.shipping_date)
        self.assertTrue(order.picking_ids)
        self.assertNotIn("done", order.picking_ids.mapped("state"))
        self.assert_live(self.rice, 10)

        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        self.assert_live(self.rice, 8)

    def test_what_two_tills_sell_is_counted_together(self):
        self.ring_up((self.rice, 3))
        other_session = self.open_second_till()
        self.assertEqual(
            other_session.update_stock_at_closing, self.session.update_stock_at_closing
        )
        self.ring_up((self.rice, 2))
        self.assert_live(self.rice, 5)

    def test_an_invoiced_order_counts_once(self):
        order = self.ring_up((self.rice, 3), partner_id=self.customer.id, to_invoice=True)
        self.assertTrue(order.account_move)
        self.assert_live(self.rice, 7)
        self.close_till(self.session)
        self.assert_live(self.rice, 7)

    def test_an_invoiced_order_counts_once_where_costs_are_booked_at_the_sale(self):
        # Its goods then leave at once, even if the others leave at closing.
        self.company.anglo_saxon_accounting = True
        order = self.ring_up((self.rice, 3), partner_id=self.customer.id, to_invoice=True)
        self.ring_up((self.rice, 2))
        self.assertEqual(order.picking_ids.state, "done")
        self.assert_live(self.rice, 5)
        self.close_till(self.session)
        self.assert_live(self.rice, 5)
        self.assertEqual(self.rice.qty_available, 5)

    def test_a_cancelled_order_counts_nothing(self):
        order = self.ring_up((self.rice, 3), state="draft")
        order.action_pos_order_cancel()
        self.assertEqual(order.state, "cancel")
        self.assert_live(self.rice, 10)

    def test_a_waiting_move_in_another_unit_counts_in_that_of_the_product(self):
        cheese = self.make_product("Fromage", tracking="lot")
        self.ring_up((cheese, 2))
        self.close_till(self.session)
        move = self.session.picking_ids.move_ids
        self.assertNotEqual(move.state, "done")
        move.product_uom = self.env.ref("uom.product_uom_dozen")
        self.assert_live(cheese, -24)

    def test_a_serial_number_that_is_said_leaves_the_stock(self):
        scale = self.make_product("Balance", tracking="serial")
        shop = self.company._coop_shop_warehouse().lot_stock_id
        for name in ("S1", "S2"):
            serial = self.env["stock.lot"].create({"name": name, "product_id": scale.id})
            self.env["stock.quant"]._update_available_quantity(scale, shop, 1, lot_id=serial)
        said = [Command.create({"lot_name": "S1"})]
        order = self.ring_up({"product": scale, "quantity": 1, "pack_lot_ids": said})
        self.assertEqual(order.lines.pack_lot_ids.lot_name, "S1")
        self.assert_live(scale, 1)
        self.close_till(self.session)
        self.assertEqual(scale.qty_available, 1)
        self.assert_live(scale, 1)

    def test_variants_count_each_for_itself(self):
        size = self.env["product.attribute"].create({"name": "Taille"})
        sizes = self.env["product.attribute.value"].create(
            [{"name": name, "attribute_id": size.id} for name in ("petit", "grand")]
        )
        line = {"attribute_id": size.id, "value_ids": [Command.set(sizes.ids)]}
        template = self.env["product.template"].create(
            {
                "name": "Savon",
                "is_storable": True,
                "available_in_pos": True,
                "company_id": self.company.id,
                "attribute_line_ids": [Command.create(line)],
            }
        )
        small, big = template.product_variant_ids
        self.put_in_stock(small, 4)
        self.put_in_stock(big, 5)
        self.ring_up((small, 1))
        self.assert_live(small, 3)
        self.assert_live(big, 5)

    def test_many_orders_agree_with_a_count_by_hand_and_at_last_with_odoo(self):
        dice = random.Random(19)
        products = self.rice | self.flour
        for number in range(4):
            products |= self.make_product(f"Produit {number}", list_price=1.0)
        # The count by hand, in grams, so that nothing is lost in fractions.
        left = dict.fromkeys(products[:2], 10000) | dict.fromkeys(products[2:], 0)
        sessions = self.session | self.open_second_till()
        tills = sessions.config_id
        for turn in range(24):
            self.config = dice.choice(tills)
            product = dice.choice(products)
            grams = (
                dice.randrange(1, 4000) if product == self.flour else dice.randrange(1, 4) * 1000
            )
            order = self.ring_up((product, grams / 1000))
            left[product] -= grams
            if turn % 4 == 0:
                self.refund(order, grams / 1000)
                left[product] += grams
            self.assert_live(product, left[product] / 1000)
        for session in sessions:
            self.close_till(session)
        for product in products:
            self.assert_live(product, left[product] / 1000)
            self.assertAlmostEqual(product.qty_available, left[product] / 1000, places=6)

    def test_more_sold_than_there_was_is_below_zero(self):
        self.ring_up((self.rice, 12))
        self.assert_live(self.rice, -2)

    def test_after_all_tills_are_closed_it_is_what_odoo_has(self):
        self.ring_up((self.rice, 3), (self.flour, 1.275), (self.bag, 2))
        self.refund(self.ring_up((self.flour, 0.5)), 0.25)
        self.close_till(self.session)
        other_session = self.open_second_till()
        self.ring_up((self.rice, 1))
        self.close_till(other_session)
        products = (self.rice | self.flour).with_context(
            warehouse_id=self.company._coop_shop_warehouse().id
        )
        live = self.env["coop.live.stock"]._coop_quantities(products)
        for product in products:
            self.assertAlmostEqual(live[product.id], product.qty_available, places=6)

    def test_a_move_that_failed_counts_although_odoo_still_has_the_goods(self):
        # Odoo refuses to move goods that have a serial number to say; the till goes on.
        cheese = self.make_product("Fromage", tracking="lot")
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": cheese.id})
        shop = self.company._coop_shop_warehouse().lot_stock_id
        self.env["stock.quant"]._update_available_quantity(cheese, shop, 5, lot_id=lot)
        self.assert_live(cheese, 5)
        self.ring_up((cheese, 2))
        self.assert_live(cheese, 3)
        self.close_till(self.session)
        pickings = self.session.picking_ids
        self.assertTrue(pickings)
        self.assertNotIn("done", pickings.mapped("state"))
        self.assertEqual(cheese.qty_available, 5)
        self.assert_live(cheese, 3)

        # Somebody puts it right in the back office.
        move = pickings.move_ids
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    "product_id": cheese.id,
                    "lot_id": lot.id,
                    "quantity": 2,
                    "picking_id": pickings.id,
                    "location_id": shop.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
        ]
        move.picked = True
        pickings._action_done()
        self.assertEqual(cheese.qty_available, 3)
        self.assert_live(cheese, 3)

    def test_a_failed_move_that_is_given_up_counts_no_more(self):
        cheese = self.make_product("Fromage", tracking="lot")
        self.ring_up((cheese, 2))
        self.close_till(self.session)
        self.assert_live(cheese, -2)
        self.session.picking_ids.action_cancel()
        self.assert_live(cheese, 0)

    def test_many_products_cost_as_many_queries_as_one(self):
        products = self.env["product.product"]
        for number in range(12):
            product = self.make_product(f"Produit {number}")
            self.put_in_stock(product, number + 1)
            products |= product
        self.ring_up(*[(product, 1) for product in products])
        quantities = self.env["coop.live.stock"]._coop_quantities
        self.assertEqual(
            self.count_queries(quantities, products), self.count_queries(quantities, products[:1])
        )
