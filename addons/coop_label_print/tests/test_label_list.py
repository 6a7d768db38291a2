from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.coop_label_print.models.coop_label_list import _NOTHING, _Version

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelList(LabelCommon):
    def test_only_what_has_no_label_yet_is_to_print_at_first(self):
        self.assertEqual(self.reasons(), {self.salt: ("new",)})

    def test_a_new_price_is_told_with_the_old_one(self):
        self.oats.list_price = 2.49
        self.assertEqual(self.words(self.oats), ["price 2,35 € → 2,49 €"])

    def test_the_same_value_written_again_is_no_reason(self):
        self.oats.write(
            {"list_price": 2.35, "name": "Flocons d'avoine", "barcode": "3760020507350"}
        )
        self.assertNotIn(self.oats, self.reasons())

    def test_a_change_taken_back_is_no_reason(self):
        self.oats.list_price = 2.49
        self.assertIn(self.oats, self.reasons())
        self.oats.list_price = 2.35
        self.assertNotIn(self.oats, self.reasons())

    def test_each_thing_that_a_label_says_is_a_reason(self):
        changes = {
            "name": {"name": "Flocons"},
            "price": {"list_price": 3},
            "origin": {"country_id": self.env.ref("base.fr").id},
            "shelf": {"coop_shelf_id": self.first_shelf.id},
            "barcode": {"barcode": "2000000000008"},
            "organic": {"coop_is_organic": True},
            "other": {"coop_allergens": "gluten"},
        }
        for reason, values in changes.items():
            with self.subTest(reason=reason):
                before = self.oats.read(values, load=False)[0]
                del before["id"]
                self.oats.write(values)
                self.assertEqual(self.reasons().get(self.oats), (reason,))
                self.oats.write(before)
                self.assertNotIn(self.oats, self.reasons())

    def test_another_way_to_sell_it_is_a_reason(self):
        self.oats.coop_in_bulk = True
        self.assertEqual(self.reasons()[self.oats], ("content", "format"))

    def test_a_content_changes_the_price_per_kilo_too(self):
        self.oats.net_weight = 0.45
        self.assertEqual(self.reasons()[self.oats], ("price", "content"))
        self.assertEqual(self.words(self.oats), ["price", "content 500 g → 450 g"])

    def test_another_place_on_the_same_shelf_is_no_reason(self):
        self.oats.coop_shelf_place = 7
        self.assertNotIn(self.oats, self.reasons())

    def test_a_translated_name_is_a_reason(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.company.partner_id.lang = "fr_FR"
        self.shown._coop_start_here()
        self.oats.with_context(lang="fr_FR").name = "Gros flocons"
        self.assertEqual(self.reasons(), {self.oats: ("name",)})

    def test_a_tax_rate_is_a_reason_of_each_price(self):
        tax = self.env["account.tax"].create({"name": "Taxe", "amount": 5.5})
        self.oats.taxes_id = tax
        self.shown._coop_start_here()
        tax.amount = 10
        self.assertEqual(self.reasons(), {self.oats: ("price",)})

    def test_what_others_wrote_by_sql_is_found(self):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE product_template SET coop_allergens = 'gluten' WHERE id = %s",
                self.oats.product_tmpl_id.id,
            )
        )
        self.assertEqual(self.reasons()[self.oats], ("other",))

    def test_what_lacks_is_told(self):
        self.assertEqual(self.row_of(self.salt).problems, ("unit_price_missing",))
        self.salt.list_price = 0
        self.assertEqual(self.row_of(self.salt).problems, ("price_missing",))

    def test_the_first_day_a_shelf_can_start_from_what_hangs(self):
        self.oats.list_price = 2.49
        self.rice.list_price = 3
        self.assertEqual(self.shown._coop_start_here(self.first_shelf), 1)
        self.assertEqual(set(self.reasons()), {self.oats, self.salt})

    def test_what_is_no_longer_sold_is_not_to_print(self):
        self.salt.active = False
        self.assertFalse(self.reasons())

    # --- what was found before is not done again

    def find(self, kept=_NOTHING, labels=1, stock=1):
        self.env.flush_all()
        return self.labels.sudo()._coop_find(kept, _Version((labels,), (stock,)))

    def found(self, kept):
        return {row.product_id: row.reasons for row in kept.rows}

    def test_only_what_changed_is_made_and_compared_anew(self):
        before = self.find()
        self.rice.list_price = 3
        after = self.find(before, labels=2)
        self.assertEqual(self.found(after), {self.rice.id: ("price",), self.salt.id: ("new",)})
        self.assertIs(after.said[self.oats.id], before.said[self.oats.id])
        self.assertIsNot(after.said[self.rice.id], before.said[self.rice.id])

    def test_a_label_put_up_leaves_what_was_found_before(self):
        before = self.find()
        job = self.print_labels(self.salt)
        job._coop_confirm()
        after = self.find(before, labels=2)
        self.assertEqual(self.found(after), {})
        self.assertIs(after.hung[self.oats.id], before.hung[self.oats.id])

    def test_a_sale_reads_the_stock_alone(self):
        before = self.find()
        self.rice.list_price = 3
        self.put_in_stock(self.salt, -5)
        after = self.find(before, stock=2)
        self.assertEqual(self.found(after), {self.salt.id: ("new",)})
        self.assertTrue(after.rows[0].waits)

    def test_the_stock_is_read_of_what_was_not_asked_before(self):
        before = self.find()
        self.rice.list_price = 3
        self.put_in_stock(self.rice, -5)
        after = self.find(before, labels=2)
        self.assertEqual([row.waits for row in after.rows], [True, False])

    def test_who_finds_it_again_finds_the_same_as_who_finds_it_first(self):
        kept = self.find()
        steps = (
            lambda: self.oats.write({"name": "Gros flocons", "barcode": False}),
            lambda: self.requests._coop_ask(self.rice, self.alice, "missing"),
            lambda: self.salt.write({"active": False}),
            lambda: self.first_shelf.write({"name": "Graines", "sequence": 9}),
            lambda: self.print_labels(self.rice)._coop_confirm(),
        )
        for number, step in enumerate(steps):
            step()
            kept = self.find(kept, labels=number + 2)
            self.assertEqual(kept.rows, self.find().rows)
