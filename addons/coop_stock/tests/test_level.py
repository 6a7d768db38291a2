from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestLevel(CoopCommon):
    def setUp(self):
        super().setUp()
        self.product = self.make_product("Riz")

    def level(self, product=None):
        product = product or self.product
        return product._coop_stock_shown()[product.id]["level"]

    def test_the_level_follows_the_stock(self):
        self.assertEqual(self.level(), "out")
        self.put_in_stock(self.product, 3)
        self.assertEqual(self.level(), "low")
        self.put_in_stock(self.product, 1)
        self.assertEqual(self.level(), "in_stock")

    def test_members_read_it_in_words(self):
        words = self.product.with_context(lang="en_US")._coop_stock_words
        self.assertEqual(words("low", 2.0), "only 2 left")
        self.assertEqual(words("low", 2.5), "soon sold out")
        self.assertEqual(words("low", 12.0), "soon sold out")
        self.assertEqual(words("low"), "soon sold out")
        self.assertEqual(words("out", 0.0), "sold out")
        self.assertEqual(words("in_stock", 12.0), "12 in the shop")
        self.assertEqual(words("in_stock"), "in the shop")

    def test_a_figure_is_shown_unless_the_coop_shows_levels_only(self):
        self.put_in_stock(self.product, 8)
        self.assertEqual(self.shown(), (8, "8 in the shop"))
        self.company.coop_stock_shown = "levels"
        self.assertEqual(self.shown(), (None, "in the shop"))
        self.put_in_stock(self.product, -6)
        self.assertEqual(self.shown(), (None, "soon sold out"))

    def shown(self):
        product = self.product.with_context(lang="en_US")
        shown = product._coop_stock_shown()[product.id]
        return shown["quantity"], shown["words"]

    def test_what_is_weighed_or_in_bulk_shows_levels_only(self):
        self.put_in_stock(self.product, 8)
        for field in ("to_weight", "coop_in_bulk"):
            with self.subTest(field=field):
                self.product[field] = True
                self.assertEqual(self.shown(), (None, "in the shop"))
                self.product[field] = False

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
        self.assertEqual(self.level(product), "low")
