from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestLevel(CoopCommon):
    def setUp(self):
        super().setUp()
        self.product = self.make_product("Riz")

    def test_levels(self):
        level = self.env["product.product"]._coop_level
        for quantity, expected in (
            (None, "in_stock"),
            (3.001, "in_stock"),
            (3, "low"),
            (0.001, "low"),
            (0, "out"),
            (-2, "out"),
        ):
            with self.subTest(quantity=quantity):
                self.assertEqual(level(quantity), expected)

    def test_the_level_follows_the_stock(self):
        levels = self.product._coop_levels
        self.assertEqual(levels(), {self.product.id: "out"})
        self.put_in_stock(self.product, 3)
        self.assertEqual(levels(), {self.product.id: "low"})
        self.put_in_stock(self.product, 1)
        self.assertEqual(levels(), {self.product.id: "in_stock"})

    def test_only_whole_pieces_are_counted_out_to_members(self):
        words = self.product.with_context(lang="en_US")._coop_level_words
        self.assertEqual(words(2.0), "only 2 left")
        self.assertEqual(words(2.5), "soon sold out")
        self.assertEqual(words(0), "sold out")
        self.assertEqual(words(None), "in the shop")

    def test_what_lies_outside_the_shop_does_not_count(self):
        self.put_in_stock(self.product, 2)
        market = self.env["stock.warehouse"].create({"name": "Marché", "code": "MAR"})
        self.env["stock.quant"]._update_available_quantity(self.product, market.lot_stock_id, 50)
        quantities = self.env["coop.live.stock"]._coop_quantities(self.product)
        self.assertEqual(quantities, {self.product.id: 2})

    def test_what_lies_in_the_shops_reserve_counts(self):
        reserve = self.env["stock.location"].create(
            {
                "name": "Réserve",
                "location_id": self.company._coop_shop_warehouse().view_location_id.id,
            }
        )
        self.env["stock.quant"]._update_available_quantity(self.product, reserve, 2)
        quantities = self.env["coop.live.stock"]._coop_quantities(self.product)
        self.assertEqual(quantities, {self.product.id: 2})

    def test_a_member_reads_levels_without_rights_on_stock(self):
        self.put_in_stock(self.product, 3)
        product = self.product.with_user(self.user_of(self.alice))
        self.assertEqual(product._coop_levels(), {product.id: "low"})
