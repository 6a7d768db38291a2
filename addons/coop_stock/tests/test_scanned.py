from odoo.tests import tagged

from .common import CoopCommon

EAN = "3017620422003"


@tagged("post_install", "-at_install")
class TestScanned(CoopCommon):
    """Any code on a pack, a scale's label or a shelf label leads to the product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product("Flocons", barcode=EAN)
        cls.scanned = cls.env["product.product"]._coop_find_scanned

    def test_a_barcode_leads_to_its_product(self):
        self.assertEqual(self.scanned(EAN), self.product)
        self.assertEqual(self.scanned("0" + EAN), self.product)

    def test_a_shelf_label_leads_to_its_product(self):
        self.assertEqual(self.scanned(f"https://coop.test/p/{self.product.id}"), self.product)
        self.assertEqual(self.scanned(f"https://coop.test/p/b/{EAN}"), self.product)

    def test_the_label_of_a_scale_leads_to_what_was_weighed(self):
        apples = self.make_product("Pommes", barcode="2100042000001")
        # 1.234 kg of it.
        self.assertEqual(self.scanned("2100042012349"), apples)

    def test_what_is_not_of_this_coop_or_not_there_is_not_found(self):
        found_nothing = self.env["product.product"]
        for text in ("", None, "x" * 10_000, "\x00", "2100042012349", "https://coop.test/p/1%00"):
            with self.subTest(text=str(text)[:30]):
                self.assertEqual(self.scanned(text), found_nothing)
        self.product.company_id = self.env["res.company"].create({"name": "Autre coop"})
        for text in (EAN, f"https://coop.test/p/{self.product.id}"):
            with self.subTest(text=text):
                self.assertEqual(self.scanned(text), found_nothing)

    def test_archived_products_are_found_only_when_asked_for(self):
        self.product.active = False
        for text in (EAN, f"https://coop.test/p/{self.product.id}"):
            with self.subTest(text=text):
                self.assertFalse(self.scanned(text))
                self.assertEqual(self.scanned(text, archived=True), self.product)
