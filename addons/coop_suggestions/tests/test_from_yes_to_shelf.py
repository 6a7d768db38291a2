from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .trial_common import TrialCommon


@tagged("post_install", "-at_install")
class TestFromYesToShelf(TrialCommon):
    def setUp(self):
        super().setUp()
        self.suggestion.write({"brand": "Jean Hervé", "shelf_id": self.shelf.id})
        self.answer(self.suggestion)
        self.as_team = self.suggestion.with_user(self.team)

    def wizard(self, **values):
        return (
            self.env["coop.make.product"]
            .with_user(self.team)
            .with_context(default_suggestion_id=self.suggestion.id)
            .create(values)
        )

    def make(self, **values):
        self.wizard(**values).action_make()
        return self.suggestion.product_id

    def test_a_product_is_made_of_what_members_wrote(self):
        supplier = self.make_partner("Grossiste")
        product = self.make(
            barcode="3 017620 422003", partner_id=supplier.id, purchase_price=3.2, list_price=4.9
        )
        self.assertEqual(product.name, self.suggestion.name)
        self.assertEqual((product.coop_brand, product.coop_shelf_id), ("Jean Hervé", self.shelf))
        self.assertEqual((product.barcode, product.list_price), ("3017620422003", 4.9))
        self.assertEqual(product.seller_ids.partner_id, supplier)
        self.assertEqual(product.seller_ids.price, 3.2)
        self.assertEqual(self.suggestion.trial_ids.state, "waiting")

    def test_buyers_see_it_and_members_and_tills_not_yet(self):
        product = self.make(list_price=4.9)
        self.assertTrue(product.purchase_ok)
        self.assertFalse(product.sale_ok or product.available_in_pos)
        self.assertNotIn(product.id, self.env["coop.live.stock"]._coop_read())
        self.assertFalse(product.coop_for_sale_since)
        self.as_team.action_put_on_sale()
        self.assertIn(product.id, self.env["coop.live.stock"]._coop_read())

    def test_sent_twice_it_is_one_product(self):
        wizard = self.wizard()
        wizard.action_make()
        wizard.action_make()
        self.wizard(name="Encore un").action_make()
        found = self.env["product.product"].search([("name", "=", self.suggestion.name)])
        self.assertEqual(found, self.suggestion.product_id)

    def test_a_bad_barcode_is_said_beside_the_field(self):
        wizard = self.wizard(barcode="3017620422004")
        self.assertIn("not a whole barcode", wizard.barcode_problem)
        with self.assertRaisesRegex(UserError, "not a whole barcode"):
            wizard.action_make()
        self.assertEqual(wizard.barcode, "3017620422004")
        self.assertFalse(self.suggestion.product_id)

    def test_another_products_barcode_leads_to_that_one(self):
        self.product.barcode = "3017620422003"
        wizard = self.wizard(barcode="3017620422003")
        self.assertIn(self.product.name, wizard.barcode_problem)
        with self.assertRaises(UserError):
            wizard.action_make()
        wizard.action_link_same()
        self.assertEqual(self.suggestion.product_id, self.product)

    def test_what_is_not_kept_gets_no_product(self):
        other = self.propose("Riz")
        wizard = self.wizard(suggestion_id=other.id, name="Riz")
        with self.assertRaises(UserError):
            wizard.action_make()
        self.assertFalse(other.product_id)

    def test_prices_are_not_below_zero(self):
        for name in ("list_price", "purchase_price"):
            with self.assertRaises(UserError):
                self.make(**{name: -1})

    def test_an_existing_product_is_linked_that_of_its_barcode_first(self):
        self.product.barcode = self.suggestion.barcode = "3017620422003"
        action = self.as_team.action_link_product()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.team)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(wizard.product_id, self.product)
        wizard.action_link()
        self.assertEqual(self.suggestion.trial_ids.product_id, self.product)

    def test_without_a_price_it_is_not_put_on_sale(self):
        with self.assertRaises(UserError):
            self.as_team.action_put_on_sale()
        product = self.make(list_price=0)
        with self.assertRaisesRegex(UserError, "no selling price"):
            self.as_team.action_put_on_sale()
        self.assertFalse(product.available_in_pos)

    def test_what_cannot_be_had_goes_back_to_a_decision_published_as_any(self):
        self.suggestion.product_id = self.product
        action = self.as_team.action_not_found()
        context = action["context"]
        wizard = self.env["coop.decide"].with_user(self.team).with_context(**context).create({})
        self.assertIn("nobody delivers it", wizard.text)
        wizard.action_decide()
        self.assertEqual(self.suggestion.state, "kept")
        self.publish(self.suggestion.draft_decision_id)
        self.assertEqual(self.suggestion.state, "open")
        self.assertFalse(self.suggestion.trial_ids)
        self.assertIn("nobody delivers it", self.mails_to(self.alice)[:1].body_html)

    def test_only_the_team_does_it(self):
        employee = self.make_user("Emile Caisse", "base.group_user")
        as_employee = self.suggestion.with_user(employee)
        for act in ("link_product", "make_product", "put_on_sale", "not_found"):
            with self.subTest(act=act), self.assertRaises(AccessError):
                getattr(as_employee, f"action_{act}")()
