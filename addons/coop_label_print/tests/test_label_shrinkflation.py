from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelShrinkflation(LabelCommon):
    """Oats of 500 g at 2,35 € a pack, 4,70 € a kilo, of which less is sold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.coop_shop_over_400m2 = True

    def sentence(self):
        content = self.oats._coop_label_contents()[self.oats.id]
        return content.shrinkflation.replace("\xa0", " ")

    def hang(self):
        self.print_labels(self.oats)._coop_confirm()

    def test_less_at_a_higher_price_per_kilo_is_said(self):
        self.oats.net_weight = 0.45
        self.assertEqual(
            self.sentence(),
            "Pour ce produit, la quantité vendue est passée de 500 g à 450 g et son prix au kg a"
            " augmenté de 11,06 % ou 0,52 €.",
        )

    def test_where_labels_tell_the_price_of_100_grams_it_is_said_per_kilo_all_the_same(self):
        said = []
        for per_100 in (False, True):
            self.second_shelf.coop_price_per_100 = per_100
            self.oats.net_weight = 0.5
            self.hang()
            self.oats.net_weight = 0.45
            said.append(self.sentence())
        self.assertIn("son prix au kg a augmenté de 11,06 %", said[0])
        self.assertEqual(said[1], said[0])

    def test_less_at_the_same_price_per_kilo_is_not_said(self):
        self.oats.write({"net_weight": 0.4, "list_price": 1.88})
        self.assertEqual(self.sentence(), "")

    def test_a_shop_of_up_to_400_m2_says_nothing(self):
        self.company.coop_shop_over_400m2 = False
        self.oats.net_weight = 0.45
        self.assertEqual(self.sentence(), "")

    def test_bulk_says_nothing(self):
        self.oats.write({"net_weight": 0.45, "coop_in_bulk": True})
        self.assertEqual(self.sentence(), "")

    def test_it_is_said_for_two_months_from_the_first_label_that_says_less(self):
        self.oats.net_weight = 0.45
        self.hang()
        self.assertNotIn(self.oats, self.reasons())
        said = self.sentence()
        self.assertIn("de 500 g à 450 g", said)
        # Another label of the same content does not begin the two months anew.
        with freeze_time(fields.Datetime.now() + timedelta(days=40)):
            self.oats.coop_allergens = "gluten"
            self.hang()
            self.assertEqual(self.sentence(), said)
        with freeze_time(fields.Datetime.now() + timedelta(days=58)):
            self.assertEqual(self.sentence(), said)
        with freeze_time(fields.Datetime.now() + timedelta(days=63)):
            self.assertEqual(self.sentence(), "")
            self.assertEqual(self.reasons()[self.oats], ("content",))
            self.assertEqual(self.words(self.oats), ["content"])

    def test_it_is_said_no_more_once_as_much_is_sold_as_before(self):
        self.oats.net_weight = 0.45
        self.hang()
        self.oats.net_weight = 0.5
        self.assertEqual(self.sentence(), "")
        self.hang()
        self.assertFalse(self.shown.search([("product_id", "=", self.oats.id)]).shrunk_on)

    def test_it_is_said_no_more_once_the_price_per_kilo_is_as_before(self):
        self.oats.net_weight = 0.45
        self.hang()
        self.oats.list_price = 2.11
        self.assertEqual(self.sentence(), "")

    def test_less_again_is_said_of_what_hung_last(self):
        self.oats.net_weight = 0.45
        self.hang()
        self.oats.net_weight = 0.4
        self.assertIn("de 450 g à 400 g", self.sentence())

    def test_pieces_are_a_quantity_too(self):
        self.oats.write({"net_weight": 0, "coop_piece_count": 6})
        self.hang()
        self.oats.coop_piece_count = 5
        content = self.oats._coop_label_contents()[self.oats.id]
        self.assertEqual(content.net_content, "5 pièces")
        self.assertIn("son prix à la pièce a augmenté", self.sentence())
