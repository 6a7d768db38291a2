from odoo.tests import tagged

from .common import LinkCommon


@tagged("post_install", "-at_install")
class TestRejected(LinkCommon):
    def test_one_bad_row_does_not_keep_the_others_out(self):
        bad = self.product_row("12", name="Mauvais")
        bad["list_price"] = "beaucoup"
        told = self.receive("product", self.product_row(), bad, cursor={"until": "x"})
        self.assertEqual(told["created"], 1)
        self.assertEqual([row["ref"] for row in told["rejected"]], ["12"])
        self.assertEqual([(kind, ref) for kind, ref, _why in self.rejected()], [("product", "12")])
        # Known to be there, so that nobody looks for it as gone or new.
        self.assertEqual(self.program.begin()["counts"]["product"], 2)
        told = self.program.present("product", ["10", "12"])
        self.assertEqual((told["gone"], told["unknown"]), (0, []))

    def test_one_that_goes_wrong_at_the_end_does_not_keep_the_others_out(self):
        self.receive("tax", self.tax_row("9"))
        # A tax that is made of itself is refused once all are there.
        bad = self.tax_row("8", name="Boucle", amount_type="group", children=["8"])
        told = self.receive("tax", self.tax_row("7", name="Sept"), bad)
        self.assertEqual(told["created"], 1)
        self.assertEqual([row["ref"] for row in told["rejected"]], ["8"])
        self.assertTrue(self.here("tax", "7"))
        self.assertFalse(self.here("tax", "8"))

    def test_set_right_it_leaves_the_list(self):
        bad = self.product_row("12")
        bad["list_price"] = "beaucoup"
        self.receive("product", bad)
        self.receive("product", self.product_row("12"))
        self.assertFalse(self.rejected())

    def test_set_back_to_what_it_was_it_leaves_the_list(self):
        self.receive("product", self.product_row())
        self.receive("product", self.product_row(list_price="beaucoup"))
        self.assertEqual(len(self.rejected()), 1)
        self.assertEqual(self.receive("product", self.product_row())["unchanged"], 1)
        self.assertFalse(self.rejected())

    def test_what_is_gone_leaves_the_list(self):
        bad = self.product_row("12")
        bad["list_price"] = "beaucoup"
        self.receive("product", bad)
        self.program.present("product", [])
        self.env.invalidate_all()
        self.assertFalse(self.rejected())

    def test_why_is_told_without_the_words_of_the_database(self):
        general = "cannot be kept here; the details are in the server's log"
        for kind, bad, words in (
            ("product", self.product_row("12", list_price="beaucoup"), general),
            ("product", self.product_row("13", name="Ri\0z"), general),
            ("product", self.product_row("14", taxes=["9"]), "“Tax n° 9” was not told"),
            ("category", {"ref": "15", "parent": None}, "“Name” was not told"),
            ("category", {"ref": "16", "name": None, "parent": None}, "needs here: Name."),
        ):
            with self.subTest(ref=bad["ref"]):
                [left_out] = self.receive(kind, bad)["rejected"]
                self.assertIn(words, left_out["why"])

    def test_names_in_other_languages_are_kept_as_they_are(self):
        for name in ("Thé 绿茶", "شاي", "Crème <b>brûlée</b>", "a" * 300):
            with self.subTest(name=name):
                self.receive("product", self.product_row(name=name))
                self.assertEqual(self.here("product", "10").name, name)

    def test_a_product_waits_for_its_tax_and_category(self):
        row = self.product_row(list_price=2.0, taxes=["1"], category="7")
        for kind, brought in (
            ("tax", self.tax_row("1", price_include=False)),
            ("category", {"ref": "7", "name": "Riz", "parent": None}),
        ):
            told = self.receive("product", row, self.product_row("11", name="Lentilles"))
            self.assertEqual([each["ref"] for each in told["rejected"]], ["10"])
            self.assertFalse(self.here("product", "10"))
            self.assertTrue(self.here("product", "11"))
            self.receive(kind, brought)
        told = self.receive("product", row)
        self.assertEqual((told["created"], self.rejected()), (1, []))
        self.assertEqual(self.here("product", "10").categ_id.name, "Riz")
        self.assertEqual(self.price("10"), 2.11)

    def test_products_that_waited_for_a_tax_are_read_again_once_it_comes(self):
        until = {"until": "2026-11-01 08:00:00"}
        self.receive("tax", self.tax_row("1"), cursor=until)
        self.receive("product", self.product_row(taxes=["2"]), cursor=until)
        self.assertEqual([ref for _kind, ref, _why in self.rejected()], ["10"])
        self.receive("tax", self.tax_row("1", amount=5.0), cursor=until)
        self.assertIn("product", self.program.begin()["cursors"])
        self.receive("tax", self.tax_row("2", amount=20.0), cursor=until)
        self.assertEqual(self.program.begin()["cursors"], {"tax": until})

    def test_a_known_product_stays_as_it_was_until_its_new_tax_has_come(self):
        self.receive("tax", self.tax_row("1"))
        self.receive("product", self.product_row(taxes=["1"]))
        product = self.here("product", "10")
        row = self.product_row(taxes=["2"], name="Riz long")
        for _turn in range(2):
            told = self.receive("product", row)
            self.assertEqual(len(told["rejected"]), 1)
            self.assertEqual((product.name, product.taxes_id), ("Riz rond", self.here("tax", "1")))
        self.receive("tax", self.tax_row("2", amount=20.0))
        self.assertEqual(self.receive("product", row)["changed"], 1)
        self.assertEqual(product.taxes_id, self.here("tax", "2"))
