from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestSearch(CoopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.butter = cls.make_product("Beurre de cacahuète", coop_brand="Jardin Bio")
        cls.jam = cls.make_product("Confiture de fraises")

    def find(self, text):
        """Return what a member would be shown, best first."""
        self.env.flush_all()
        products = self.env["product.product"]
        found = products._coop_search_similar(text, products._coop_sold_here_sql())
        return products.browse([id_ for id_, _score in found])

    def test_slips_and_accents_are_forgiven(self):
        for typed in ("beure de cacahuete", "BEURRE DE CACAHUÈTE", "cacahuette", "beur de ca"):
            with self.subTest(typed=typed):
                self.assertEqual(self.find(typed)[:1], self.butter)

    def test_what_resembles_nothing_finds_nothing(self):
        self.assertFalse(self.find("xylophone quantique"))
        self.assertFalse(self.find(""))
        self.assertFalse(self.find("%_'\";--"))

    def test_the_brand_is_searched_too(self):
        self.jam.coop_brand = "Mamie Zinzin"
        self.assertIn(self.jam, self.find("confiture zinzin"))

    def test_only_what_the_tills_of_this_coop_sell_is_found(self):
        self.assertTrue(self.find("confiture de fraises"))
        self.jam.available_in_pos = False
        self.assertFalse(self.find("confiture de fraises"))
        self.jam.available_in_pos = True
        self.assertTrue(self.find("confiture de fraises"))
        self.jam.company_id = self.env["res.company"].create({"name": "Autre coop"})
        self.assertFalse(self.find("confiture de fraises"))
        self.jam.company_id = self.company
        self.assertTrue(self.find("confiture de fraises"))
        self.jam.product_tmpl_id.active = False
        self.assertFalse(self.find("confiture de fraises"))

    def test_a_list_is_filtered_by_words(self):
        products = self.env["product.product"]
        found = products._coop_search_ids("fraise", products._coop_sold_here_sql())
        self.assertIn(self.jam.id, found)
        self.assertNotIn(self.butter.id, found)

    def test_a_very_long_text_is_no_error(self):
        self.find("confiture " * 10_000)
