from datetime import timedelta

from odoo.tests import tagged

from .common import SuggestionCommon

EAN, UPC = "3017620422003", "036000291452"


@tagged("post_install", "-at_install")
class TestSimilar(SuggestionCommon):
    """What resembles a name while it is typed."""

    def setUp(self):
        super().setUp()
        self.product = self.make_product(
            "Beurre de cacahuète", list_price=4.2, barcode=EAN, coop_brand="Moulin"
        )
        self.put_in_stock(self.product, 7)
        self.open = self.propose("Beurre de cacahuète crunchy")
        self.refused = self.propose("Beurre de cacahuète salé", barcode=UPC)
        self.answer(self.refused, "not_kept", reason_id=self.reason.id, ago=timedelta(days=400))
        self.env.flush_all()

    def similar(self, text, barcode="", partner=None):
        self.env.flush_all()
        return self.env["coop.suggestion"]._similar_to(partner or self.bob, text, barcode)

    def ids(self, rows):
        return [row["id"] for row in rows]

    def test_a_typo_finds_products_open_ones_and_those_not_kept(self):
        found = self.similar("beure de cacahuete")
        self.assertEqual(self.ids(found["products"]), [self.product.id])
        self.assertEqual(self.ids(found["open"]), [self.open.id])
        self.assertEqual(self.ids(found["refused"]), [self.refused.id])

    def test_a_product_has_its_live_stock_and_price(self):
        [product] = self.similar("beurre de cacahuete")["products"]
        self.assertEqual((product["quantity"], product["price"]), (7, 4.2))
        self.assertEqual((product["barcode"], product["url"]), (EAN, f"/p/{self.product.id}"))
        self.assertGreater(product["score"], 0.6)

    def test_an_open_one_says_whether_one_has_voted(self):
        self.open._vote(self.bob)
        [row] = self.similar("beurre de cacahuete")["open"]
        self.assertEqual((row["voted"], row["supporters"]), (True, 2))
        [row] = self.similar("beurre de cacahuete", partner=self.alban)["open"]
        self.assertEqual((row["voted"], row["household"]), (False, True))

    def test_one_not_kept_has_its_reason_and_date(self):
        [row] = self.similar("beurre de cacahuete")["refused"]
        self.assertEqual(row["reason"], self.reason.name)
        self.assertTrue(row["date"])

    def test_the_exact_barcode_comes_first_whatever_the_name(self):
        other = self.make_product("Farine de blé")
        found = self.similar("farine de ble", EAN)
        self.assertEqual(self.ids(found["products"])[0], self.product.id)
        self.assertIn(other.id, self.ids(found["products"]))
        found = self.similar("farine de ble", "0" + UPC)
        self.assertEqual(self.ids(found["refused"]), [self.refused.id])

    def test_nothing_typed_finds_nothing(self):
        for text in ("", "   ", "!?", "🥜"):
            with self.subTest(text=text):
                self.assertEqual(self.similar(text), {"products": [], "open": [], "refused": []})

    def test_withdrawn_and_hidden_ones_are_not_found(self):
        for state in ("withdrawn", "blocked"):
            self.open._set_state(state)
            self.assertEqual(self.similar("beurre de cacahuete")["open"], [])

    def test_what_the_shop_sells_no_more_is_not_found(self):
        self.product.active = False
        self.assertEqual(self.similar("beurre de cacahuete")["products"], [])

    def test_an_anonymous_author_is_not_told(self):
        self.propose("Beurre d'amande", author=self.bob, anonymous=True)
        told = repr(self.similar("beurre d'amande", partner=self.alice))
        self.assertNotIn("Bob", told)
        self.assertNotIn("Durand", told)

    def test_the_suggestions_of_another_company_are_not_found(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        (self.open | self.refused).company_id = other
        found = self.similar("beurre de cacahuete", UPC)
        self.assertEqual((found["open"], found["refused"]), ([], []))
        self.assertFalse(self.env["coop.suggestion"]._open_of_barcode(UPC))

    # --- the form

    def test_a_twin_is_what_resembles_enough(self):
        twins = self.env["coop.suggestion"]._twins_of(
            self.bob, {"name": "Beurre de cacahuete", "brand": ""}
        )
        self.assertEqual(self.ids(twins["products"]), [self.product.id])
        twins = self.env["coop.suggestion"]._twins_of(
            self.bob, {"name": "Lessive liquide", "brand": ""}
        )
        self.assertFalse(any(twins.values()))

    def test_an_open_suggestion_is_found_by_its_barcode(self):
        find = self.env["coop.suggestion"]._open_of_barcode
        self.assertFalse(find(UPC))
        self.answer(self.refused, "reopen")
        self.assertEqual(find(UPC), self.refused)
        self.assertEqual(find("0" + UPC), self.refused)
