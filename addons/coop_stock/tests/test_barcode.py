from odoo.tests import tagged

from .common import CoopCommon

UPC = "036000291452"
EAN = "3017620422003"


@tagged("post_install", "-at_install")
class TestBarcode(CoopCommon):
    def find(self, barcode, **kwargs):
        return self.env["product.product"]._coop_find_barcode(barcode, **kwargs)

    def test_a_product_is_found_by_its_barcode(self):
        product = self.make_product("Pâte à tartiner", barcode=EAN)
        self.assertEqual(self.find(EAN), product)
        self.assertFalse(self.find("3017620422010"))

    def test_no_barcode_is_no_products(self):
        self.make_product("Vrac", barcode=False)
        self.assertFalse(self.find(""))

    def test_an_american_code_is_found_however_it_is_written(self):
        short = self.make_product("Mouchoirs", barcode=UPC)
        self.assertEqual(self.find(UPC), short)
        self.assertEqual(self.find("0" + UPC), short)
        short.barcode = "0" + UPC
        self.assertEqual(self.find(UPC), short)

    def test_an_archived_product_is_found_when_asked_for(self):
        product = self.make_product("Ancien", barcode=EAN)
        product.active = False
        self.assertFalse(self.find(EAN))
        self.assertEqual(self.find(EAN, archived=True), product)

    def test_a_product_of_another_company_is_not_found(self):
        product = self.make_product("Ailleurs", barcode=EAN)
        self.assertTrue(self.find(EAN))
        product.company_id = self.env["res.company"].create({"name": "Autre coop"})
        self.assertFalse(self.find(EAN))
