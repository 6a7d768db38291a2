from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LinkCommon


@tagged("post_install", "-at_install")
class TestPush(LinkCommon):
    def setUp(self):
        super().setUp()
        self.wish = self.make_product(
            "Pâte à tartiner", sale_ok=False, available_in_pos=False, barcode="3560070278831"
        )

    def asked(self):
        return self.program.begin()["asked_push"]

    def test_only_what_is_asked_for_is_made_there(self):
        self.assertEqual(self.asked(), [])
        self.wish._coop_ask_vracoop()
        [wish] = self.asked()
        self.assertEqual(wish["key"], f"COOP-{self.wish.id}")
        self.assertEqual((wish["name"], wish["barcode"]), ("Pâte à tartiner", "3560070278831"))

    def test_once_it_is_there_it_is_asked_for_no_more_and_is_the_same_product(self):
        self.wish._coop_ask_vracoop()
        self.program.pushed(f"COOP-{self.wish.id}", "77")
        self.env.invalidate_all()
        self.assertEqual(self.asked(), [])
        self.assertTrue(self.wish.coop_is_in_vracoop)
        self.receive(
            "product", self.product_row("77", name="Pâte à tartiner bio", barcode="3560070278831")
        )
        self.assertEqual(self.here("product", "77"), self.wish)
        self.assertEqual(self.wish.name, "Pâte à tartiner bio")
        self.assertTrue(self.wish.available_in_pos)
        self.assertFalse(self.rejected())

    def test_though_the_answer_was_lost_it_is_the_same_product(self):
        self.wish._coop_ask_vracoop()
        self.receive(
            "product",
            self.product_row("77", code=f"COOP-{self.wish.id}", barcode="3560070278831"),
        )
        self.assertEqual(self.here("product", "77"), self.wish)
        self.assertEqual(self.asked(), [])

    def test_told_twice_it_is_noted_once(self):
        self.wish._coop_ask_vracoop()
        self.assertTrue(self.program.pushed(f"COOP-{self.wish.id}", "77"))
        self.assertFalse(self.program.pushed(f"COOP-{self.wish.id}", "77"))
        self.assertEqual(len(self.link.record_ids), 1)

    def test_deleted_there_later_it_is_not_made_again(self):
        self.wish._coop_ask_vracoop()
        self.program.pushed(f"COOP-{self.wish.id}", "77")
        self.receive("product", self.product_row("77"), self.product_row("78"))
        self.program.present("product", ["78"])
        self.env.invalidate_all()
        self.assertFalse(self.wish.coop_is_in_vracoop)
        self.wish.active = True
        self.assertEqual(self.asked(), [])
        # Made there again by somebody, under the reference that it was given.
        self.receive("product", self.product_row("79", code=f"COOP-{self.wish.id}"))
        self.assertEqual(self.here("product", "79"), self.wish)

    def test_of_two_with_its_reference_one_is_it(self):
        self.wish._coop_ask_vracoop()
        code = f"COOP-{self.wish.id}"
        told = self.receive(
            "product", self.product_row("77", code=code), self.product_row("78", code=code)
        )
        self.assertEqual(told["created"], 2)
        self.assertEqual(self.here("product", "77"), self.wish)
        self.assertNotEqual(self.here("product", "78"), self.wish)
        self.receive("level", {"ref": "77", "quantity": 3.0}, {"ref": "78", "quantity": 4.0})
        self.assertEqual(self.program.begin()["counts"]["product"], 2)

    def test_its_price_is_told_incl_vat_and_its_category_by_name(self):
        tax = self.env["account.tax"].create(
            {
                "name": "TVA 5,5 % en sus",
                "amount": 5.5,
                "price_include_override": "tax_excluded",
                "company_id": self.env.company.id,
            }
        )
        category = self.env["product.category"].create({"name": "Tartinades"})
        self.wish.write(
            {"lst_price": 2.0, "taxes_id": [Command.set(tax.ids)], "categ_id": category.id}
        )
        self.wish._coop_ask_vracoop()
        [wish] = self.asked()
        self.assertEqual((wish["price"], wish["category"]), (2.11, "Tartinades"))
        tax.price_include_override = "tax_included"
        self.assertEqual(self.asked()[0]["price"], 2.0)

    def test_without_a_link_nothing_is_asked(self):
        self.link.unlink()
        with self.assertRaises(UserError):
            self.wish._coop_ask_vracoop()
