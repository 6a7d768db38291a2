from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.coop_suggestions.tests.common import SuggestionCommon
from odoo.addons.coop_vracoop_link.tests.common import LinkCommon


@tagged("post_install", "-at_install")
class TestAsk(SuggestionCommon, LinkCommon):
    def setUp(self):
        super().setUp()
        self.product = self.make_product(
            "Beurre de cacahuète", sale_ok=False, available_in_pos=False
        )
        self.suggestion = self.propose("Beurre de cacahuète")
        self.answer(self.suggestion)

    def ask(self):
        self.suggestion.with_user(self.team).action_ask_vracoop()

    def test_its_product_is_asked_of_the_vracoop_once(self):
        self.suggestion.product_id = self.product
        self.ask()
        self.ask()
        [wish] = self.program.begin()["asked_push"]
        self.assertEqual(wish["name"], "Beurre de cacahuète")
        self.assertFalse(self.suggestion.is_in_vracoop)
        self.program.pushed(wish["key"], "77")
        self.env.invalidate_all()
        self.assertTrue(self.suggestion.is_in_vracoop)

    def test_without_a_product_nothing_is_asked(self):
        with self.assertRaises(UserError):
            self.ask()

    def test_only_the_team_asks(self):
        self.suggestion.product_id = self.product
        other = self.make_user("Otto Caisse", "point_of_sale.group_pos_user")
        with self.assertRaises(AccessError):
            self.suggestion.with_user(other).action_ask_vracoop()

    def test_the_first_sale_over_there_begins_the_trial(self):
        self.suggestion.product_id = self.product
        self.ask()
        self.program.pushed(f"COOP-{self.product.id}", "77")
        self.receive("product", self.product_row("77", name="Beurre de cacahuète"))
        today = self.env.company._coop_today()
        self.receive(
            "day", {"ref": "77", "day": str(today), "quantity": 2.0, "turnover": 5.0, "lost": 0.0}
        )
        with self.enter_registry_test_mode():
            self.env.ref("coop_suggestions.ir_cron_follow_trials").method_direct_trigger()
        self.env.invalidate_all()
        trial = self.suggestion.trial_ids
        self.assertEqual((trial.state, trial.started_on), ("running", today))
        self.receive(
            "day",
            {
                "ref": "77",
                "day": str(today),
                "quantity": 3.0,
                "turnover": 7.5,
                "lost": 1.0,
                "received": 12.0,
            },
        )
        figures = trial._read_figures()[trial]
        self.assertEqual((figures.sold, figures.lost), (3.0, 1.0))
