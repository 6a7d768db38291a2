from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import SuggestionCommon

EAN = "3017620422003"


@tagged("post_install", "-at_install")
class TestLikelyDouble(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.env["product.template"].search([]).write({"available_in_pos": False})
        self.env["coop.suggestion.likely.double"].search([]).unlink()
        self.butter = self.propose("Beurre de cacahuète")

    def find(self):
        """Search as every night; return what is listed for the team."""
        with self.enter_registry_test_mode():
            self.env.ref("coop_suggestions.ir_cron_likely_doubles").method_direct_trigger()
        return self.listed()

    def listed(self):
        self.env.invalidate_all()
        pairs = self.env["coop.suggestion.likely.double"].with_user(self.team).search([])
        return {
            (pair.suggestion_id.name, (pair.other_id or pair.product_id).name, pair.reason)
            for pair in pairs
        }

    def pair(self):
        return (
            self.env["coop.suggestion.likely.double"].with_user(self.team).search([]).ensure_one()
        )

    def test_resembling_names_and_the_same_barcode_are_found(self):
        self.propose("Beurre de cacahuètes bio", author=self.bob)
        self.propose("Nutella", barcode=EAN)
        self.propose("Pâte à tartiner", author=self.bob, barcode=EAN)
        self.propose("Lessive", author=self.bob)
        self.assertEqual(
            self.find(),
            {
                ("Beurre de cacahuète", "Beurre de cacahuètes bio", "name"),
                ("Nutella", "Pâte à tartiner", "barcode"),
            },
        )

    def test_a_new_suggestion_is_compared_at_once(self):
        self.make_product("Beurre de cacahuète Moulin")
        self.make_product("Choucroute", barcode=EAN)
        self.propose("Beurre de cacahuètes bio", author=self.bob)
        self.propose("Chou cuit", author=self.bob, barcode=EAN)
        at_once = self.listed()
        self.assertEqual(
            at_once,
            {
                ("Beurre de cacahuète", "Beurre de cacahuètes bio", "name"),
                ("Chou cuit", "Choucroute", "barcode"),
            },
        )
        self.assertEqual(
            self.find() - at_once,
            {("Beurre de cacahuète", "Beurre de cacahuète Moulin", "name")},
            "what came into the shop since is found in the night",
        )

    def test_two_barcodes_are_two_products(self):
        self.propose("Confiture de figues", barcode=EAN)
        self.propose("Confiture de figue", author=self.bob, barcode="3017620425035")
        self.assertEqual(self.find(), set())

    def test_a_barcode_of_twelve_digits_is_the_one_of_thirteen(self):
        self.make_product("Sauce piquante", barcode="036000291452")
        self.propose("Tabasco", barcode="0036000291452")
        self.assertEqual(self.find(), {("Tabasco", "Sauce piquante", "barcode")})

    def test_what_is_no_longer_likely_leaves_the_list(self):
        other = self.propose("Beurre de cacahuètes", author=self.bob)
        self.assertTrue(self.find())
        other.name = "Miel de sapin"
        self.assertEqual(self.find(), set())
        other.name = "Beurre de cacahuètes"
        self.assertTrue(self.find())
        self.answer(other)
        self.assertEqual(self.find(), set())

    def test_what_was_dismissed_never_comes_back(self):
        self.propose("Beurre de cacahuètes", author=self.bob)
        pair = self.pair()
        pair.action_dismiss()
        self.assertEqual(pair.dismissed_by_id, self.team)
        self.find()
        self.env["coop.suggestion.likely.double"]._find_of(self.butter)
        self.env.invalidate_all()
        self.assertEqual(self.pair(), pair)
        self.assertTrue(pair.dismissed_on)
        pair.action_put_back()
        self.assertFalse(pair.dismissed_on)

    def test_two_suggestions_are_confirmed_by_merging_them(self):
        other = self.propose("Beurre de cacahuètes", author=self.bob)
        action = self.pair().action_confirm()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.team)
            .with_context(**action["context"])
            .create({})
        )
        wizard.action_merge()
        self.assertEqual(other.double_of_id, self.butter)
        self.assertEqual(self.find(), set())

    def test_a_product_is_confirmed_by_the_answer_that_names_it(self):
        product = self.make_product("Beurre de cacahuètes")
        self.find()
        action = self.pair().action_confirm()
        wizards = self.env[action["res_model"]].with_user(self.team)
        form = Form(wizards.with_context(**action["context"]))
        form.save().action_decide()
        decision = self.butter.decision_ids
        self.assertEqual((decision.answer, decision.product_id), ("not_kept", product))

    def test_a_suggestion_has_a_few_likely_doubles_at_most(self):
        for number in range(9):
            self.make_product(f"Beurre de cacahuète {chr(65 + number) * 4}")
        self.assertEqual(len(self.find()), 5)

    def test_as_many_queries_for_many_as_for_few(self):
        doubles = self.env["coop.suggestion.likely.double"]
        self.propose("Beurre de cacahuètes", author=self.bob)
        self.make_product("Beurre de cacahuète")
        few = self.count_queries(doubles._find)
        for number in range(20):
            self.make_product(f"Produit {number:03}")
        self.make_suggestions(40)
        self.assertEqual(self.count_queries(doubles._find), few)

    def test_only_the_team_dismisses(self):
        self.propose("Beurre de cacahuètes", author=self.bob)
        employee = self.make_user("Emile Caisse", "base.group_user")
        for method in ("action_confirm", "action_dismiss", "action_put_back"):
            with self.assertRaises(AccessError):
                getattr(self.pair().with_user(employee), method)()
