from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.coop_suggestions.tests.common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestOrder(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.supplier = self.make_partner("Grossiste")
        self.product = self.make_product(
            "Beurre de cacahuète bio",
            seller_ids=[
                Command.create({"partner_id": self.supplier.id, "min_qty": 6, "price": 3.2})
            ],
        )
        self.suggestion = self.kept("Beurre de cacahuète")

    def kept(self, name):
        suggestion = self.propose(name)
        self.answer(suggestion)
        suggestion.product_id = self.product
        return suggestion

    def order(self, suggestion=None):
        suggestion = suggestion or self.suggestion
        suggestion.with_user(self.team).action_order()
        return suggestion.purchase_line_id

    def orders(self):
        return self.env["purchase.order"].search([("partner_id", "=", self.supplier.id)])

    def test_a_new_order_is_made_where_none_is_in_preparation(self):
        line = self.order()
        self.assertEqual(line.order_id, self.orders())
        self.assertEqual((line.order_id.state, line.product_id), ("draft", self.product))
        self.assertEqual((line.product_qty, line.price_unit), (6, 3.2))

    def test_it_goes_onto_the_order_that_is_in_preparation(self):
        draft = self.env["purchase.order"].create({"partner_id": self.supplier.id})
        self.assertEqual(self.order().order_id, draft)

    def test_what_is_ordered_already_is_not_added_to(self):
        sent = self.env["purchase.order"].create({"partner_id": self.supplier.id})
        sent.button_cancel()
        self.assertNotEqual(self.order().order_id, sent)

    def test_sent_twice_it_is_one_line(self):
        self.assertEqual(self.order(), self.order())
        self.assertEqual(len(self.orders().order_line), 1)

    def test_two_suggestions_of_one_product_share_the_line(self):
        self.assertEqual(self.order(self.kept("Pâte de cacahuète")), self.order())
        self.assertEqual(len(self.orders().order_line), 1)

    def test_without_a_supplier_or_a_product_it_says_so(self):
        self.product.seller_ids.unlink()
        with self.assertRaisesRegex(UserError, "no supplier"):
            self.order()
        self.suggestion.product_id = False
        with self.assertRaisesRegex(UserError, "product first"):
            self.order()
        self.assertFalse(self.orders())

    def test_what_is_not_kept_is_not_ordered(self):
        other = self.propose("Riz")
        other.product_id = self.product
        with self.assertRaises(UserError):
            self.order(other)

    def test_only_the_team_orders(self):
        employee = self.make_user("Emile Caisse", "base.group_user")
        with self.assertRaises(AccessError):
            self.suggestion.with_user(employee).action_order()
        self.assertFalse(self.team.has_group("purchase.group_purchase_user"))
        self.assertTrue(self.order())

    def test_a_team_member_without_purchase_opens_the_form(self):
        self.order()
        views = self.suggestion.with_user(self.team).get_views([(False, "form")])
        self.assertNotIn("purchase_order_id", views["views"]["form"]["arch"])
