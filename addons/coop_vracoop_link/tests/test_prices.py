from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import LinkCommon


@tagged("post_install", "-at_install")
class TestPrices(LinkCommon):
    def test_the_price_is_that_of_the_distant_till(self):
        self.bring_till()
        self.receive("tax", self.tax_row("2", name="TVA 20 %", amount=20.0, price_include=False))
        self.receive(
            "product",
            self.product_row("10", list_price=2.5, taxes=["1"]),
            self.product_row("11", list_price=2.5, taxes=["2"]),
        )
        self.assertEqual(self.price("10"), 2.5)
        self.assertEqual(self.price("11"), 3.0)
        self.receive("rule", self.rule_row())
        self.assertEqual(self.price("10"), 2.25)
        self.assertEqual(self.price("11"), 2.7)

    def test_a_dated_rule_counts_in_its_time(self):
        self.bring_till()
        self.receive("product", self.product_row())
        start = fields.Datetime.now() + timedelta(days=1)
        end = start + timedelta(days=1)
        self.receive("rule", self.rule_row(date_start=str(start)[:19], date_end=str(end)[:19]))
        self.assertEqual(self.price("10"), 2.5)
        with freeze_time(start + timedelta(hours=1)):
            self.assertEqual(self.price("10"), 2.25)
        with freeze_time(end + timedelta(hours=1)):
            self.assertEqual(self.price("10"), 2.5)

    def test_rules_change_and_go(self):
        self.bring_till()
        self.receive("product", self.product_row())
        self.receive("rule", self.rule_row())
        self.receive("rule", self.rule_row(percent_price=20.0))
        self.assertEqual(self.price("10"), 2.0)
        self.assertEqual(len(self.here("pricelist", "50").item_ids), 1)
        self.assertEqual(self.program.present("rule", [])["gone"], 1)
        self.env.invalidate_all()
        self.assertEqual(self.price("10"), 2.5)

    def test_of_two_rules_that_fit_the_later_one_counts_whichever_changed(self):
        self.bring_till()
        self.receive("product", self.product_row())
        self.receive(
            "rule",
            self.rule_row("100", percent_price=10.0),
            self.rule_row("101", percent_price=20.0),
        )
        self.assertEqual(self.price("10"), 2.0)
        self.receive("rule", self.rule_row("100", percent_price=50.0))
        self.assertEqual(self.price("10"), 2.0)

    def test_a_rule_of_a_variant_counts_before_one_of_its_product(self):
        self.bring_till()
        self.receive("product", self.product_row())
        fixed = {"compute_price": "fixed", "product": "10", "template_products": ["10"]}
        self.receive(
            "rule",
            self.rule_row("100", applied_on="0_product_variant", fixed_price=1.8, **fixed),
            self.rule_row("101", applied_on="1_product", fixed_price=1.9, **fixed),
        )
        self.assertEqual(self.price("10"), 1.8)

    def test_a_rule_whose_end_was_taken_off_goes_on(self):
        self.bring_till()
        self.receive("product", self.product_row())
        self.receive("rule", self.rule_row(date_end="2026-01-01 00:00:00"))
        self.assertEqual(self.price("10"), 2.5)
        self.receive("rule", self.rule_row())
        self.assertEqual(self.price("10"), 2.25)

    def test_rules_of_a_category_and_of_a_variant(self):
        self.bring_till()
        self.receive(
            "category",
            {"ref": "31", "name": "Riz", "parent": "30"},
            {"ref": "30", "name": "Épicerie", "parent": None},
        )
        self.assertEqual(self.here("category", "31").parent_id, self.here("category", "30"))
        self.receive("product", self.product_row("10", category="31"), self.product_row("11"))
        self.receive(
            "rule",
            self.rule_row("100", applied_on="2_product_category", category="30"),
            self.rule_row(
                "101",
                applied_on="0_product_variant",
                product="11",
                compute_price="fixed",
                fixed_price=1.8,
            ),
        )
        self.assertEqual(self.price("10"), 2.25)
        self.assertEqual(self.price("11"), 1.8)

    def test_a_rule_of_a_product_with_variants_holds_for_those_that_come_later(self):
        self.bring_till()
        self.receive("product", self.product_row("10", template="t1"))
        self.receive(
            "rule",
            self.rule_row(applied_on="1_product", template_products=["10"]),
        )
        self.end_turn()
        self.receive("product", self.product_row("11", template="t1"))
        self.assertEqual(self.price("11"), 2.25)

    def test_a_rule_based_on_another_list(self):
        self.bring_till()
        self.receive("pricelist", {"ref": "51", "name": "Base", "active": True})
        self.receive("product", self.product_row())
        self.receive(
            "rule",
            self.rule_row("100", pricelist="51", percent_price=20.0),
            self.rule_row(
                "101",
                compute_price="formula",
                base="pricelist",
                base_pricelist="51",
                price_discount=50.0,
            ),
        )
        self.assertEqual(self.price("10"), 1.0)

    def test_a_rule_of_what_was_not_told_is_left_out_and_said(self):
        self.bring_till()
        self.receive(
            "rule",
            self.rule_row(applied_on="0_product_variant", product="404"),
            self.rule_row("101"),
        )
        [(kind, ref, why)] = self.rejected()
        self.assertEqual((kind, ref), ("rule", "100"))
        self.assertIn("404", why)
        self.assertTrue(self.here("rule", "101"))
        self.assertEqual(self.program.begin()["counts"]["rule"], 2)

    def test_a_till_that_maps_taxes_charges_the_mapped_ones(self):
        self.bring_till()
        self.receive("tax", self.tax_row("2", name="TVA 20 %", amount=20.0, price_include=False))
        self.receive("tax", self.tax_row("3", name="TVA 10 %", amount=10.0, price_include=False))
        self.receive("product", self.product_row(taxes=["2"]))
        self.assertEqual(self.price("10"), 3.0)
        till = {"ref": "5", "name": "Caisse 1", "pricelist": "50", "taxes_mapped": {"2": ["3"]}}
        self.receive("till", till)
        self.assertEqual(self.price("10"), 2.75)
        self.receive("till", {**till, "taxes_mapped": {}})
        self.assertEqual(self.price("10"), 3.0)

    def bring_products_taxed_on_top(self):
        """Bring products 10 and 11, with 20 % and 10 % on top of their price."""
        self.bring_till()
        self.receive(
            "tax",
            self.tax_row("2", name="TVA 20 %", amount=20.0, price_include=False),
            self.tax_row("3", name="TVA 10 %", amount=10.0, price_include=False),
        )
        self.receive(
            "product",
            self.product_row("10", taxes=["2"]),
            self.product_row("11", taxes=["3"]),
        )

    def test_a_tax_that_the_till_leaves_out_is_left_out_alone(self):
        self.bring_products_taxed_on_top()
        till = {"ref": "5", "name": "Caisse 1", "pricelist": "50"}
        self.receive("till", {**till, "taxes_mapped": {"2": []}})
        self.assertEqual((self.price("10"), self.price("11")), (2.5, 2.75))
        # From 19 on a position without taxes leaves all of them out.
        self.receive("till", {**till, "taxes_mapped": {"1": [], "2": [], "3": []}})
        self.assertEqual((self.price("10"), self.price("11")), (2.5, 2.5))
        self.receive("till", {**till, "taxes_mapped": {"3": []}})
        self.assertEqual((self.price("10"), self.price("11")), (3.0, 2.5))
        self.receive("till", {**till, "taxes_mapped": {}})
        self.assertEqual((self.price("10"), self.price("11")), (3.0, 2.75))

    def test_a_tax_that_replaces_another_may_itself_be_left_out(self):
        self.bring_products_taxed_on_top()
        self.receive("product", self.product_row("12", taxes=["1"]))
        till = {"ref": "5", "name": "Caisse 1", "pricelist": "50"}
        self.receive("till", {**till, "taxes_mapped": {"2": ["3"], "3": []}})
        self.assertEqual([self.price(ref) for ref in ("10", "11", "12")], [2.75, 2.5, 2.5])

    def test_a_replaced_tax_comes_off_the_price_where_the_till_does_so(self):
        self.bring_till()
        self.receive(
            "tax",
            self.tax_row("2", name="TVA 20 %", amount=20.0, price_include=False),
            self.tax_row("3", name="TVA 20 % comprise", amount=20.0),
        )
        self.receive("product", self.product_row(taxes=["1"]))
        till = {"ref": "5", "name": "Caisse 1", "pricelist": "50"}
        # Up to 18: 2.50 EUR are 2.37 without 5.5 % and 2.84 with 20 %.
        for targets, adapted, kept in (
            ([], 2.37, 2.5),
            (["2"], 2.84, 3.0),
            (["3"], 2.84, 2.5),
            (["1"], 2.5, 2.5),
        ):
            with self.subTest(targets=targets):
                mapped = {"taxes_mapped": {"1": targets}}
                self.receive("till", {**till, **mapped, "adapts_price": True})
                self.assertEqual(self.price("10"), adapted)
                self.receive("till", {**till, **mapped, "adapts_price": False})
                self.assertEqual(self.price("10"), kept)

    def test_a_corrected_tax_counts_where_it_replaces_another(self):
        self.bring_till()
        wrong = self.tax_row("2", name="TVA 10 %", amount=1.0, price_include=True)
        self.receive("tax", wrong)
        self.receive("product", self.product_row(taxes=["1"]))
        till = {"ref": "5", "name": "Caisse 1", "pricelist": "50", "adapts_price": True}
        till["taxes_mapped"] = {"1": ["2"]}
        self.receive("till", till)
        self.assertEqual(self.price("10"), 2.39)
        self.receive("tax", {**wrong, "amount": 10.0})
        # Told with each turn, whether it changed or not.
        self.receive("till", till)
        self.assertEqual(self.price("10"), 2.61)

    def test_a_tax_replaced_by_one_that_was_not_told_stays(self):
        self.bring_till()
        self.receive("tax", self.tax_row("2", name="TVA 20 %", amount=20.0, price_include=False))
        self.receive("product", self.product_row(taxes=["2"]))
        till = {"ref": "5", "name": "Caisse 1", "pricelist": "50", "taxes_mapped": {"2": ["404"]}}
        self.receive("till", till)
        self.assertEqual(self.price("10"), 3.0)

    def test_taxes_named_as_those_here_are_kept_apart(self):
        taxes = self.env["account.tax"]
        if not taxes.search([("name", "=", "TVA 5,5 %"), ("type_tax_use", "=", "sale")]):
            taxes.create({"name": "TVA 5,5 %", "amount": 1.0})
        self.bring_till()
        self.assertEqual(self.here("tax", "1").amount, 5.5)

    def test_a_tax_made_of_others(self):
        self.bring_till()
        self.receive(
            "tax",
            self.tax_row("9", name="Groupe", amount_type="group", children=["7", "8"]),
            self.tax_row("7", name="Sept", amount=7.0, price_include=False),
            self.tax_row("8", name="Huit", amount=8.0, price_include=False),
        )
        self.receive("product", self.product_row(list_price=100.0, taxes=["9"]))
        self.assertEqual(self.price("10"), 115.0)

    def test_a_till_that_is_chosen_again_sets_the_prices_again(self):
        first = {"ref": "5", "name": "Caisse 1", "pricelist": "50", "taxes_mapped": {}}
        second = {"ref": "6", "name": "Caisse 2", "pricelist": None, "taxes_mapped": {}}
        self.bring_till()
        self.receive("product", self.product_row())
        self.receive("rule", self.rule_row())
        self.receive("till", first)
        self.assertEqual(self.price("10"), 2.25)
        self.link.till = "Caisse 2"
        self.receive("till", second)
        self.assertEqual(self.price("10"), 2.5)
        self.link.till = "Caisse 1"
        self.receive("till", first)
        self.assertEqual((self.price("10"), self.link.till_id.name), (2.25, "Caisse 1"))
