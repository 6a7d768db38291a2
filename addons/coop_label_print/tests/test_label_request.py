from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.coop_label_request import DAILY_REQUESTS
from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelRequest(LabelCommon):
    def ask(self, product=None, reason="missing"):
        self.requests._coop_ask(product or self.oats, self.alice, reason)

    def test_a_label_asked_for_is_to_print_until_it_hangs(self):
        self.ask()
        self.ask()
        self.assertEqual(len(self.requests.search([])), 1)
        self.assertEqual(self.reasons()[self.oats], ("missing",))
        job = self.print_labels(self.oats)
        job._coop_confirm()
        self.assertNotIn(self.oats, self.reasons())

    def test_who_is_asked_for_does_not_wait_until_it_is_back_in_stock(self):
        self.put_in_stock(self.oats, -5)
        self.ask(reason="wrong_price")
        self.assertFalse(self.row_of(self.oats).waits)

    def test_what_is_not_sold_here_and_other_reasons_are_refused(self):
        self.salt.active = False
        for product, reason in (self.salt, "missing"), (self.oats, "ugly"):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self.ask(product, reason)

    def test_a_person_asks_for_so_many_a_day(self):
        for number in range(DAILY_REQUESTS):
            self.ask(self.make_product(f"Produit {number}"))
        with self.assertRaises(UserError):
            self.ask()

    def test_members_have_no_rights_and_the_team_may_look(self):
        member, team = self.user_of(self.alice), self.make_user("Tom", "stock.group_stock_user")
        for name in ("job", "job.line", "shown", "request"):
            model = self.env[f"coop.label.{name}"]
            with self.subTest(model=name):
                with self.assertRaises(AccessError):
                    model.with_user(member).search([])
                model.with_user(team).search([])
                with self.assertRaises(AccessError):
                    model.with_user(team).search([]).check_access("write")
