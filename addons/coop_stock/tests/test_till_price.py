from odoo import Command
from odoo.tests import tagged

from .till_common import TillCommon


@tagged("post_install", "-at_install")
class TestTillPrice(TillCommon):
    def tax(self, rate, included):
        """Make a tax such as a shop has."""
        return self.env["account.tax"].create(
            {
                "name": f"TVA {rate} {included}",
                "amount": rate,
                "price_include_override": "tax_included" if included else "tax_excluded",
            }
        )

    def make_taxed(self, price, *taxes, **values):
        taxes = self.env["account.tax"].union(*taxes)
        return self.make_product(
            f"Produit {price}", list_price=price, taxes_id=[Command.set(taxes.ids)], **values
        )

    def use_pricelist(self, **rule):
        """Have the till use a price list of one rule."""
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Prix du magasin",
                "currency_id": self.company.currency_id.id,
                "item_ids": [Command.create({"compute_price": "percentage", **rule})],
            }
        )
        self.basic_config.write(
            {
                "use_pricelist": True,
                "available_pricelist_ids": [Command.set(pricelist.ids)],
                "pricelist_id": pricelist.id,
            }
        )
        self.assertEqual(self.env["product.product"]._coop_till(), self.basic_config)
        return pricelist

    def price(self, product):
        return product._coop_till_prices()[product.id]

    def test_a_price_with_its_tax_in_it_is_the_price(self):
        self.assertAlmostEqual(self.price(self.make_taxed(10, self.tax(5.5, True))), 10)
        self.assertAlmostEqual(self.price(self.make_taxed(10, self.tax(20, True))), 10)

    def test_a_tax_that_is_not_in_the_price_is_added(self):
        self.assertAlmostEqual(self.price(self.make_taxed(10, self.tax(5.5, False))), 10.55)
        self.assertAlmostEqual(self.price(self.make_taxed(10, self.tax(20, False))), 12)

    def test_a_product_without_tax_costs_its_price(self):
        self.assertAlmostEqual(self.price(self.make_taxed(10)), 10)

    def test_a_price_is_rounded_to_the_cent(self):
        # 1.99 and 5.5 % of it: 2.09945
        self.assertAlmostEqual(self.price(self.make_taxed(1.99, self.tax(5.5, False))), 2.1)

    def test_the_tills_price_list_counts_before_tax(self):
        self.use_pricelist(percent_price=10)
        self.assertAlmostEqual(self.price(self.make_taxed(10, self.tax(20, True))), 9)
        self.assertAlmostEqual(self.price(self.make_taxed(10, self.tax(20, False))), 10.8)

    def test_a_rule_for_one_product_leaves_the_others(self):
        dear, cheap = self.make_taxed(10), self.make_taxed(8)
        self.use_pricelist(
            compute_price="fixed",
            fixed_price=7,
            applied_on="0_product_variant",
            product_id=dear.id,
        )
        self.assertEqual((dear | cheap)._coop_till_prices(), {dear.id: 7, cheap.id: 8})

    def test_a_price_list_that_the_till_does_not_use_counts_nothing(self):
        self.use_pricelist(percent_price=50)
        self.basic_config.use_pricelist = False
        self.assertAlmostEqual(self.price(self.make_taxed(10)), 10)

    def test_the_price_is_what_the_till_charges(self):
        self.use_pricelist(percent_price=10)
        product = self.make_taxed(4.44, self.tax(5.5, False))
        price = self.price(product)
        self.open_till("closing")
        order = self.ring_up((product, 1))
        self.assertAlmostEqual(order.amount_total, price)

    def test_taxes_of_another_company_are_not_added(self):
        other = self.setup_other_company()["company"]
        foreign = (
            self.env["account.tax"]
            .with_company(other)
            .create({"name": "Ailleurs", "amount": 30, "company_id": other.id})
        )
        product = self.make_taxed(10, self.tax(5.5, False))
        product.sudo().taxes_id += foreign
        self.assertAlmostEqual(self.price(product), 10.55)

    def test_a_member_reads_prices_without_rights_on_products(self):
        member = self.make_user(
            "Alice Martin", company_id=self.company.id, company_ids=[Command.set(self.company.ids)]
        )
        product = self.make_taxed(10, self.tax(20, False))
        self.assertAlmostEqual(product.with_user(member)._coop_till_prices()[product.id], 12)

    def test_a_coop_without_a_till_shows_the_list_price(self):
        self.env["pos.config"].search([]).active = False
        self.assertFalse(self.env["product.product"]._coop_till())
        self.assertAlmostEqual(self.price(self.make_taxed(10, self.tax(20, False))), 12)

    def test_many_prices_cost_as_many_queries_as_few(self):
        self.use_pricelist(percent_price=10)
        taxes = self.tax(5.5, False), self.tax(20, True)
        products = self.env["product.product"]
        for number in range(20):
            products |= self.make_taxed(number + 1, taxes[number % 2])
        few = products[:2]._coop_till_prices
        self.assertEqual(self.count_queries(products._coop_till_prices), self.count_queries(few))
