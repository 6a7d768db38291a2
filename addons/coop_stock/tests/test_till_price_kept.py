from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .till_common import TillCommon

NOON = datetime(2030, 5, 6, 12)
SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestTillPriceKept(TillCommon):
    """Whatever changes a price, it is read right at once, then recorded with its moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prices = cls.env["coop.till.price"].sudo()  # as the scheduled action
        cls.tax = cls.env["account.tax"].create(
            {"name": "TVA 5,5", "amount": 5.5, "price_include_override": "tax_included"}
        )
        cls.categ = cls.env["product.category"].create({"name": "Vrac"})
        cls.product = cls.make_product(
            "Riz",
            list_price=10,
            standard_price=4,
            taxes_id=[Command.set(cls.tax.ids)],
            categ_id=cls.categ.id,
        )
        cls.other = cls.make_product("Sel", list_price=2, taxes_id=[Command.set(cls.tax.ids)])
        cls.list = cls.env["product.pricelist"].create(
            {"name": "Magasin", "currency_id": cls.company.currency_id.id}
        )
        cls.basic_config.write(
            {
                "use_pricelist": True,
                "available_pricelist_ids": [Command.set(cls.list.ids)],
                "pricelist_id": cls.list.id,
            }
        )
        cls.company.coop_till_id = cls.basic_config
        cls.record()

    @classmethod
    def record(cls):
        cls.prices._cron_record()

    def rule(self, **values):
        return self.env["product.pricelist.item"].create(
            {
                "pricelist_id": self.list.id,
                "compute_price": "percentage",
                "percent_price": 10,
                **values,
            }
        )

    def price(self, product=None):
        product = product or self.product
        return self.prices._coop_prices([product.id])[product.id]

    def history(self, product=None):
        """Return the recorded prices, the oldest first."""
        rows = self.prices.search(
            [
                ("product_id", "=", (product or self.product).id),
                ("warehouse_id", "=", self.company._coop_shop_warehouse().id),
            ],
            order="valid_from, id",
        )
        return rows.mapped("price")

    def kept_alone(self, product=None):
        """Return what is kept, whatever has been marked."""
        product = product or self.product
        rows = self.prices._coop_kept([], self.company._coop_shop_warehouse(), [product.id])
        return rows[0][1]

    def assert_becomes(self, price, product=None):
        """The price is read right at once, before it is recorded, and after."""
        before = self.kept_alone(product)
        self.assertNotAlmostEqual(before, price, msg="the change changes nothing")
        self.assertAlmostEqual(self.price(product), price)
        self.assertAlmostEqual(self.kept_alone(product), before)
        self.record()
        self.assertAlmostEqual(self.kept_alone(product), price)
        self.assertAlmostEqual(self.price(product), price)
        self.assertAlmostEqual(self.history(product)[-1], price)

    # --- what is noticed

    def test_the_list_price(self):
        self.product.list_price = 11
        self.assert_becomes(11)
        self.product.product_tmpl_id.list_price = 0
        self.assert_becomes(0)

    def test_the_price_set_on_a_variant(self):
        self.product.lst_price = 12
        self.assert_becomes(12)

    def test_the_cost_where_a_rule_is_based_on_it(self):
        self.rule(compute_price="formula", base="standard_price", price_markup=50)
        self.assert_becomes(6)
        self.product.standard_price = 5
        self.assert_becomes(7.5)

    def test_the_taxes_of_a_product(self):
        twenty = self.tax.copy({"amount": 20, "price_include_override": "tax_excluded"})
        self.product.taxes_id = twenty
        self.assert_becomes(12)
        self.product.taxes_id = False
        self.assert_becomes(10)

    def test_the_rate_of_a_tax_and_whether_it_is_in_the_price(self):
        self.tax.price_include_override = "tax_excluded"
        self.assert_becomes(10.55)
        self.tax.amount = 20
        self.assert_becomes(12)

    def test_the_taxes_of_a_group(self):
        eco = self.env["account.tax"].create(
            {"name": "Éco", "amount_type": "fixed", "amount": 0.25, "type_tax_use": "none"}
        )
        eco.price_include_override = "tax_excluded"
        group = self.env["account.tax"].create(
            {
                "name": "Groupe",
                "amount_type": "group",
                "children_tax_ids": [Command.set(self.tax.ids)],
            }
        )
        self.product.taxes_id = group
        self.record()
        group.children_tax_ids += eco
        self.assert_becomes(10.25)

    def test_what_a_value_of_a_variant_costs_more(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Poids",
                "value_ids": [Command.create({"name": name}) for name in ("petit", "grand")],
            }
        )
        template = self.env["product.template"].create(
            {
                "name": "Farine",
                "available_in_pos": True,
                "list_price": 10,
                "company_id": self.company.id,
                "taxes_id": [Command.clear()],
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        big = template.product_variant_ids[1]
        self.record()
        big.product_template_attribute_value_ids.price_extra = 3
        self.assert_becomes(13, big)

    def test_rules_made_changed_and_deleted(self):
        rule = self.rule(applied_on="1_product", product_tmpl_id=self.product.product_tmpl_id.id)
        self.assert_becomes(9)
        rule.percent_price = 20
        self.assert_becomes(8)
        rule.write({"product_tmpl_id": self.other.product_tmpl_id.id})
        self.assert_becomes(10)
        self.assertAlmostEqual(self.price(self.other), 1.6)
        rule.unlink()
        self.record()
        self.assertAlmostEqual(self.kept_alone(self.other), 2)

    def test_a_rule_for_a_category_counts_for_those_below_it(self):
        below = self.env["product.category"].create({"name": "Riz", "parent_id": self.categ.id})
        self.product.categ_id = below
        self.record()
        self.rule(applied_on="2_product_category", categ_id=self.categ.id)
        self.assert_becomes(9)
        self.assertAlmostEqual(self.price(self.other), 2)
        below.parent_id = False
        self.assert_becomes(10)

    def test_a_change_of_category(self):
        self.rule(applied_on="2_product_category", categ_id=self.categ.id)
        self.assert_becomes(9)
        self.product.categ_id = self.other.categ_id
        self.assert_becomes(10)

    def test_a_price_list_on_which_the_tills_is_based(self):
        base = self.env["product.pricelist"].create(
            {"name": "Base", "currency_id": self.company.currency_id.id}
        )
        self.basic_config.available_pricelist_ids += base
        self.rule(compute_price="formula", base="pricelist", base_pricelist_id=base.id)
        self.record()
        self.env["product.pricelist.item"].create(
            {
                "pricelist_id": base.id,
                "compute_price": "fixed",
                "fixed_price": 7,
                "applied_on": "0_product_variant",
                "product_id": self.product.id,
            }
        )
        self.assert_becomes(7)
        # A till that does not load the list on which a rule is based cannot ask it.
        self.basic_config.available_pricelist_ids -= base
        self.assert_becomes(10)

    def test_the_price_list_of_the_till_and_whether_it_is_used(self):
        self.rule()
        self.assert_becomes(9)
        self.basic_config.use_pricelist = False
        self.assert_becomes(10)
        sale = self.list.copy({"name": "Soldes"})
        sale.item_ids.percent_price = 30
        self.basic_config.write(
            {
                "use_pricelist": True,
                "available_pricelist_ids": [Command.link(sale.id)],
                "pricelist_id": sale.id,
            }
        )
        self.assert_becomes(7)

    def test_the_till_that_is_chosen(self):
        self.rule()
        self.assert_becomes(9)
        second = self.env["pos.config"].create({"name": "Caisse 2"})
        self.company.coop_till_id = second
        self.assert_becomes(10)
        self.company.coop_till_id = False
        self.assertNotEqual(self.env["product.product"]._coop_till(), second)

    def test_an_archived_till_is_not_asked(self):
        second = self.env["pos.config"].create({"name": "Caisse 2"})
        self.company.coop_till_id = second
        self.assertEqual(self.env["product.product"]._coop_till(), second)
        second.active = False
        self.assertNotEqual(self.env["product.product"]._coop_till(), second)

    def test_the_fiscal_position_that_the_till_begins_with(self):
        position = self.env["account.fiscal.position"].create({"name": "Outre-mer"})
        self.env["account.tax"].create(
            {
                "name": "TVA 20",
                "amount": 20,
                "price_include_override": "tax_excluded",
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.tax.ids)],
            }
        )
        self.basic_config.write(
            {
                "tax_regime_selection": True,
                "fiscal_position_ids": [Command.set(position.ids)],
                "default_fiscal_position_id": position.id,
            }
        )
        self.assert_becomes(12)

    def test_a_new_product_and_one_that_comes_back(self):
        self.assertEqual(self.history(self.product), [10])
        self.product.active = False
        self.assertNotIn(self.product.id, self.prices._coop_prices())
        self.product.list_price = 14
        self.record()
        self.assertAlmostEqual(self.price(), 14, msg="computed: nobody records what is not sold")
        self.product.active = True
        self.record()
        self.assertEqual(self.history(), [10, 14])

    def test_whether_the_companys_prices_include_taxes(self):
        self.company.account_price_include = "tax_included"
        self.tax.price_include_override = False
        self.record()
        self.company.account_price_include = "tax_excluded"
        self.env.invalidate_all()  # Odoo's taxes look at the company in the next request only
        self.assert_becomes(10.55)

    def test_what_changes_no_price_leaves_no_mark(self):
        self.record()
        self.product.write({"name": "Riz rond", "description_sale": "Bon"})
        self.tax.flush_recordset()
        self.assertFalse(self.env["coop.till.price.mark"].sudo()._coop_due())
        self.product.list_price = 5
        self.assertTrue(self.env["coop.till.price.mark"].sudo()._coop_due())

    def test_what_is_undone_leaves_no_price(self):
        savepoint = self.cr.savepoint()
        self.product.list_price = 20
        self.assertAlmostEqual(self.price(), 20)
        savepoint.rollback()
        savepoint.close()
        self.env.invalidate_all()
        self.assertAlmostEqual(self.price(), 10)

    # --- moments

    def test_a_dated_rule_counts_from_its_first_second_to_its_last(self):
        with freeze_time(NOON - timedelta(hours=1)):
            self.rule(date_start=NOON, date_end=NOON + timedelta(hours=1))
            self.record()
            self.assertAlmostEqual(self.kept_alone(), 10)
        for moment, price in (
            (NOON - SECOND, 10),
            (NOON, 9),
            (NOON + timedelta(hours=1), 9),
            (NOON + timedelta(hours=1) + SECOND, 10),
        ):
            with freeze_time(moment), self.subTest(moment=moment):
                self.assertAlmostEqual(self.price(), price, msg="before the recording runs")

    def test_boundaries_are_recorded_with_their_moment_however_late(self):
        with freeze_time(NOON - timedelta(hours=1)):
            self.rule(date_start=NOON, date_end=NOON + timedelta(hours=1))
            self.record()
        with freeze_time(NOON + timedelta(hours=5)):
            self.record()
        rows = self.prices.search(
            [("product_id", "=", self.product.id), ("is_change", "=", True)], order="valid_from"
        )
        self.assertEqual(
            rows.mapped(lambda row: (row.old_price, row.price, row.valid_from)),
            [(10, 9, NOON), (9, 10, NOON + timedelta(hours=1) + SECOND)],
        )

    def test_a_change_before_a_boundary_is_recorded_before_it(self):
        with freeze_time(NOON - timedelta(hours=1)):
            self.rule(date_start=NOON)
            self.record()
        with freeze_time(NOON - SECOND):
            self.product.list_price = 20
            self.prices._coop_prices()
        with freeze_time(NOON + timedelta(hours=5)):
            self.record()
        self.assertEqual(self.history(), [10, 20, 18])

    def test_the_recording_is_woken_up_at_each_boundary(self):
        cron = self.env.ref("coop_stock.ir_cron_record_till_prices")
        with freeze_time(NOON - timedelta(hours=1)):
            self.rule(date_start=NOON)
            triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(NOON, triggers.mapped("call_at"))

    def test_a_change_is_dated_when_it_was_made(self):
        with freeze_time(NOON):
            self.product.list_price = 11
            self.prices._coop_prices()
        with freeze_time(NOON + timedelta(hours=1)):
            self.record()
        row = self.prices.search([("product_id", "=", self.product.id)], limit=1)
        self.assertEqual((row.old_price, row.price, row.valid_from), (10, 11, NOON))
        self.assertEqual(row.search([("price", "=", 10)]).filtered("valid_to").valid_to, NOON)

    def test_the_night_finds_what_sql_changed(self):
        self.env.flush_all()
        self.cr.execute(
            "UPDATE product_template SET list_price = 17 WHERE id = %s",
            (self.product.product_tmpl_id.id,),
        )
        self.env.invalidate_all()
        self.assertAlmostEqual(self.price(), 10)
        self.prices._cron_compare()
        self.assert_becomes(17)

    def test_the_night_finds_boundaries_that_sql_wrote(self):
        with freeze_time(NOON - timedelta(hours=1)):
            rule = self.rule(percent_price=10)
            self.record()
            self.env.flush_all()
            self.cr.execute(
                "UPDATE product_pricelist_item SET date_end = %s WHERE id = %s", (NOON, rule.id)
            )
            self.env.invalidate_all()
            self.prices._cron_compare()
            self.record()
        with freeze_time(NOON + SECOND):
            self.assert_becomes(10)

    def test_recording_again_writes_nothing(self):
        self.prices._cron_compare()
        self.record()
        self.assertEqual(self.history(), [10])

    # --- the lowest of thirty days

    def test_the_lowest_price_before_the_present_one(self):
        with freeze_time(NOON):
            product = self.make_product("Thé", list_price=8)
            self.record()
        product.create_date = NOON
        self.assertEqual(product._coop_lowest_prices(), {product.id: None})
        for days, price in ((5, 7), (10, 9), (50, 6)):
            with freeze_time(NOON + timedelta(days=days)):
                product.list_price = price
                self.record()
        with freeze_time(NOON + timedelta(days=51)):
            self.assertEqual(product._coop_lowest_prices(), {product.id: 9})
            self.assertEqual(product._coop_lowest_prices(days=41), {product.id: 7})
            product.list_price = 5
            self.assertEqual(product._coop_lowest_prices(), {product.id: 6}, "not recorded yet")

    def test_a_product_older_than_its_history_has_no_lowest_price(self):
        with freeze_time(NOON):
            self.product.list_price = 8
            self.record()
        rows = self.prices.search([("product_id", "=", self.product.id)])
        first = rows[-1]
        self.product.create_date = first.valid_from - timedelta(days=400)
        first.sudo().valid_from = NOON - timedelta(days=29)
        self.env.flush_all()
        self.assertEqual(self.product._coop_lowest_prices(), {self.product.id: None})
        first.sudo().valid_from = NOON - timedelta(days=30)
        self.env.flush_all()
        self.assertEqual(self.product._coop_lowest_prices(), {self.product.id: 10})

    # --- companies and rights

    def test_a_product_has_a_price_in_each_company(self):
        other = self.setup_other_company()["company"]
        shop = other._coop_shop_warehouse()
        product = self.env["product.product"].create(
            {"name": "Miel", "available_in_pos": True, "list_price": 10}
        )
        self.record()
        tax = (
            self.env["account.tax"]
            .with_company(other)
            .create(
                {
                    "name": "TVA",
                    "amount": 20,
                    "company_id": other.id,
                    "price_include_override": "tax_excluded",
                }
            )
        )
        product.taxes_id = tax
        there = self.prices.with_company(other)
        here_before = self.price(product)
        there_before = there._coop_prices([product.id])[product.id]
        tax.amount = 50
        self.record()
        rows = self.prices.search([("product_id", "=", product.id), ("valid_to", "=", False)])
        found = {row.company_id: row.price for row in rows}
        self.assertAlmostEqual(found[self.company], here_before)
        self.assertAlmostEqual(found[other], there_before / 1.2 * 1.5)
        self.assertAlmostEqual(there._coop_prices([product.id])[product.id], found[other])
        self.assertEqual(rows.filtered(lambda row: row.company_id == other).warehouse_id, shop)

    def test_staff_reads_of_its_own_company_and_nobody_writes(self):
        row = self.prices.search([("product_id", "=", self.product.id)], limit=1)
        own = {"company_id": self.company.id, "company_ids": [Command.set(self.company.ids)]}
        far = self.setup_other_company()["company"]
        foreign = {"company_id": far.id, "company_ids": [Command.set(far.ids)]}
        for number, group in enumerate(
            (
                "stock.group_stock_user",
                "point_of_sale.group_pos_user",
                "coop_stock.group_coop_administrator",
            )
        ):
            user = self.make_user("Ana Prix", group, login=f"prix{number}", **own)
            with self.subTest(group=group):
                self.assertEqual(row.with_user(user).price, 10)
                with self.assertRaises(AccessError):
                    row.with_user(user).write({"price": 1})
                with self.assertRaises(AccessError):
                    row.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    row.with_user(user).copy()
                stranger = self.make_user("Bea Ici", group, login=f"loin{number}", **foreign)
                with self.assertRaises(AccessError):
                    row.with_user(stranger).read(["price"])

    def test_a_member_gets_prices_and_reads_no_history(self):
        member = self.make_user(
            "Max Membre", company_id=self.company.id, company_ids=[Command.set(self.company.ids)]
        )
        self.product.list_price = 13
        self.assertAlmostEqual(
            self.prices.with_user(member)._coop_prices([self.product.id])[self.product.id], 13
        )
        with self.assertRaises(AccessError):
            self.prices.with_user(member).search([])

    def test_the_product_form_leads_to_its_changes(self):
        template = self.product.product_tmpl_id
        self.assertEqual(template.coop_price_change_count, 0)
        self.product.list_price = 11
        self.record()
        template.invalidate_recordset(["coop_price_change_count"])
        self.assertEqual(template.coop_price_change_count, 1)
        action = template.action_coop_price_changes()
        found = self.prices.search(action["domain"])
        self.assertEqual(found.product_id, self.product)
        self.assertEqual(found.mapped("price"), [11, 10])

    def test_changes_are_grouped_by_shelf_and_of_this_week(self):
        shelf = self.env["coop.shelf"].sudo().create({"name": "Vrac"})
        self.product.sudo().coop_shelf_id = shelf
        self.product.list_price = 11
        self.record()
        domain = [("is_change", "=", True), ("valid_from", ">=", "=monday")]
        groups = self.prices._read_group(domain, ["coop_shelf_id"], ["__count"])
        self.assertIn((shelf, 1), groups)
        with freeze_time(NOON):
            self.assertFalse(self.prices.search(domain))

    # --- speed

    def test_kept_prices_cost_two_queries(self):
        for number in range(20):
            self.make_product(f"Produit {number}", list_price=number)
        self.record()
        self.assertEqual(len(self.prices._coop_prices()) >= 20, True)
        queries = self.count_queries(self.prices._coop_prices)
        # The two, and who the shop is.
        self.assertLessEqual(queries, 2 + self.count_queries(self.company._coop_shop_warehouse))
