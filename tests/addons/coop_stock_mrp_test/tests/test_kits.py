from odoo import Command
from odoo.tests import tagged

from odoo.addons.coop_stock.tests.till_common import TillCommon


@tagged("post_install", "-at_install")
class TestKits(TillCommon):
    """A kit is what its components allow; selling it takes them, whenever stock moves."""

    def setUp(self):
        super().setUp()
        kilogram = self.env.ref("uom.product_uom_kgm")
        self.jam = self.make_product("Confiture")
        self.flour = self.make_product("Farine", uom_id=kilogram.id)
        self.card = self.make_product("Carte", is_storable=False)
        self.basket = self.make_product("Panier", is_storable=False, list_price=10)
        self.bag = self.make_product("Sachet", is_storable=False)
        gram = self.env.ref("uom.product_uom_gram")
        # A bag holds 250 g of flour; a basket two jams, two bags and a card.
        self.make_kit(self.bag, (self.flour, 250, gram))
        self.make_kit(self.basket, (self.jam, 2, None), (self.bag, 2, None), (self.card, 1, None))
        self.put_in_stock(self.jam, 10)
        self.put_in_stock(self.flour, 2)

    def make_kit(self, product, *parts):
        return self.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "product_qty": 1,
                "type": "phantom",
                "company_id": self.company.id,
                "bom_line_ids": [
                    Command.create(
                        {
                            "product_id": part.id,
                            "product_qty": quantity,
                            "product_uom_id": (unit or part.uom_id).id,
                        }
                    )
                    for part, quantity, unit in parts
                ],
            }
        )

    def live(self, product):
        return self.env["coop.live.stock"]._coop_quantities(product)[product.id]

    def assert_live(self, basket, jam, flour):
        found = (self.live(self.basket), self.live(self.jam), round(self.live(self.flour), 6))
        self.assertEqual(found, (basket, jam, flour))

    def test_a_kit_is_what_its_scarcest_component_allows(self):
        # Five by the jams, four by the flour.
        self.assert_live(4, 10, 2)

    def test_components_leave_when_a_kit_is_sold_and_the_till_moves_stock_at_closing(self):
        session = self.open_till("closing")
        self.ring_up((self.basket, 2), (self.jam, 1))
        self.assert_live(2, 5, 1)
        self.close_till(session)
        self.assert_live(2, 5, 1)
        self.assertEqual((self.jam.qty_available, self.flour.qty_available), (5, 1))

    def test_components_leave_once_when_the_till_moves_stock_at_each_sale(self):
        session = self.open_till("real")
        self.ring_up((self.basket, 2))
        self.assert_live(2, 6, 1)
        self.close_till(session)
        self.assert_live(2, 6, 1)

    def test_a_kit_brought_back_brings_its_components_back(self):
        self.open_till("closing")
        self.refund(self.ring_up((self.basket, 2)), 1)
        self.assert_live(3, 8, 1.5)

    def test_what_is_sold_out_of_a_component_is_sold_out_of_the_kit(self):
        self.open_till("closing")
        self.ring_up((self.jam, 10))
        stock = self.env["coop.live.stock"]._coop_read(self.basket.ids)[self.basket.id]
        self.assertEqual((stock.quantity, stock.level), (0, "out"))

    def test_a_whole_kit_is_not_lost_to_binary_fractions(self):
        self.make_kit(box := self.make_product("Boîte"), (self.flour, 0.2, None))
        self.put_in_stock(self.flour, -1.4)
        self.assertEqual((self.live(self.flour), self.live(box)), (0.6, 3))  # 0.6 / 0.2 < 3

    def test_a_kit_of_another_company_is_no_kit_here(self):
        elsewhere = self.env["res.company"].create({"name": "Autre coop"})
        bread = self.make_product("Pain", is_storable=True)
        bread.company_id = False
        self.put_in_stock(bread, 3)
        kit = self.make_kit(bread, (self.jam, 1, None))
        kit.company_id = elsewhere
        self.assertEqual(self.live(bread), 3)
