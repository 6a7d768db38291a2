from odoo.tests import tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelContents(LabelCommon):
    def content(self, product):
        return product._coop_label_contents()[product.id]

    def test_a_label_says_price_content_and_price_per_kilo(self):
        content = self.content(self.oats)
        self.assertEqual(content.name, "Flocons d'avoine")
        self.assertEqual((content.price, content.unit_price, content.unit), (2.35, 4.7, "kg"))
        self.assertEqual((content.net_content, content.shelf), ("500 g", "Épicerie"))
        self.assertTrue(content.url.endswith("/p/b/3760020507350"))

    def test_the_price_per_kilo_goes_by_the_drained_weight(self):
        self.oats.coop_drained_weight = 0.25
        content = self.content(self.oats)
        self.assertEqual(content.unit_price, 9.4)
        self.assertEqual((content.net_content, content.drained_content), ("500 g", "250 g"))

    def test_a_shelf_of_small_quantities_tells_the_price_of_100_grams(self):
        self.second_shelf.coop_price_per_100 = True
        content = self.content(self.oats)
        self.assertEqual((content.unit_price, content.unit, content.unit_amount), (0.47, "kg", 0.1))
        self.assertEqual(self.content(self.rice).unit_amount, 1)
        self.oats.write({"net_weight": 0, "coop_piece_count": 5})
        content = self.content(self.oats)
        self.assertEqual(
            (content.unit_price, content.unit, content.unit_amount), (0.47, "piece", 1)
        )

    def test_without_content_there_is_no_price_per_kilo_rather_than_a_wrong_one(self):
        content = self.content(self.salt)
        self.assertEqual((content.price, content.unit_price, content.unit), (2.5, None, ""))

    def test_what_costs_nothing_has_no_price(self):
        self.oats.list_price = 0
        content = self.content(self.oats)
        self.assertEqual((content.price, content.unit_price), (None, None))

    def test_the_origin_speaks_the_language_of_the_coop_whoever_prints(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.company.partner_id.lang = "fr_FR"
        germany = self.env.ref("base.de")
        germany.with_context(lang="fr_FR").name = "Allemagne"
        self.oats.country_id = germany
        product = self.oats.with_context(lang="en_US")
        self.assertEqual(self.content(product).origin, "Allemagne")

    def test_bulk_and_vegetables_are_laid_out_as_the_law_wants_them(self):
        self.oats.coop_in_bulk = True
        self.rice.coop_class = "1"
        self.assertEqual(self.content(self.oats).kind, "bulk")
        content = self.content(self.rice)
        self.assertEqual((content.kind, content.category), ("vegetables", "Cat. I"))

    def test_labels_come_in_walking_order_in_a_fixed_number_of_queries(self):
        products = self.salt | self.oats | self.rice
        first = list(products._coop_label_contents())
        self.assertEqual(first, [self.rice.id, self.oats.id, self.salt.id])
        self.assertEqual(
            self.count_queries(self.oats._coop_label_contents),
            self.count_queries(products._coop_label_contents),
        )

    def test_archived_products_have_no_label(self):
        self.oats.active = False
        self.assertFalse(self.oats._coop_label_contents())
