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

    def test_what_is_gone_leaves_the_list(self):
        bad = self.product_row("12")
        bad["list_price"] = "beaucoup"
        self.receive("product", bad)
        self.program.present("product", [])
        self.env.invalidate_all()
        self.assertFalse(self.rejected())

    def test_names_in_other_languages_are_kept_as_they_are(self):
        for name in ("Thé 绿茶", "شاي", "Crème <b>brûlée</b>", "a" * 300):
            with self.subTest(name=name):
                self.receive("product", self.product_row(name=name))
                self.assertEqual(self.here("product", "10").name, name)
