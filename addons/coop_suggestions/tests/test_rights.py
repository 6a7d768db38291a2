from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SuggestionCommon

OPERATIONS = ("read", "write", "create", "unlink")
# What the team reads, and what else it may do; all else it does through methods of ours.
TEAM = {
    "coop.suggestion": {"read", "write"},
    "coop.suggestion.vote": {"read"},
    "coop.suggestion.follow": {"read"},
    "coop.suggestion.addition": {"read"},
    "coop.suggestion.decision": {"read"},
    "coop.review.meeting": set(OPERATIONS),
    "coop.review.meeting.line": set(OPERATIONS),
    "coop.suggestion.likely.double": {"read"},
    "coop.suggestion.merge": {"read"},
    "coop.trial": {"read"},
    "coop.trial.verdict": {"read"},
    "coop.paper.entry": {"read"},
    "coop.refusal.reason": {"read"},
    "coop.ready.sentence": {"read"},
    "coop.hidden.comment": {"read"},
    "coop.decide": set(OPERATIONS),
    "coop.hide": set(OPERATIONS),
    "coop.merge.doubles": set(OPERATIONS),
    "coop.supplier.list": {"read"},
    "coop.supplier.list.line": {"read"},
    "coop.supplier.offer": {"read"},
    "coop.price.question": {"read"},
    "coop.price.answer": {"read"},
    "coop.price.list.import": set(OPERATIONS),
    "coop.price.list.import.column": set(OPERATIONS),
    "coop.ask.price": set(OPERATIONS),
    "coop.mail.choice": set(),
    "coop.digest.sent": set(),
    "coop.decide.trial": set(OPERATIONS),
    "coop.link.product": set(OPERATIONS),
    "coop.make.product": set(OPERATIONS),
}
ADMINISTRATOR = {
    **TEAM,
    "coop.refusal.reason": set(OPERATIONS),
    "coop.ready.sentence": set(OPERATIONS),
    "coop.mail.choice": {"read"},
    "coop.digest.sent": {"read"},
}


@tagged("post_install", "-at_install")
class TestRights(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose()
        self.as_team = self.suggestion.with_user(self.team)
        self.employee = self.make_user("Emile Caisse", "base.group_user")

    def our_models(self):
        return [
            model
            for model in self.env.values()
            if model._original_module == "coop_suggestions" and not model._abstract
        ]

    def test_members_and_visitors_have_no_rights_on_our_models(self):
        volunteer = self.make_user("Vera Bénévole")
        volunteer.partner_id.action_coop_make_volunteer()
        people = self.user_of(self.alice) | volunteer | self.env.ref("base.public_user")
        models = self.our_models()
        self.assertEqual({model._name for model in models}, TEAM.keys())
        for model in models:
            for user in people | self.employee:
                for operation in OPERATIONS:
                    with self.subTest(model=model._name, user=user.name, operation=operation):
                        self.assertFalse(model.with_user(user).has_access(operation))

    def test_the_team_and_administrators_have_just_what_they_need(self):
        admin = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        for user, rights in ((self.team, TEAM), (admin, ADMINISTRATOR)):
            for model in self.our_models():
                for operation in OPERATIONS:
                    with self.subTest(model=model._name, user=user.name, operation=operation):
                        self.assertEqual(
                            model.with_user(user).has_access(operation),
                            operation in rights[model._name],
                        )

    def test_a_member_reads_no_suggestion_not_even_their_own(self):
        own = self.suggestion.with_user(self.user_of(self.alice))
        with self.assertRaises(AccessError):
            own.read(["name"])
        with self.assertRaises(AccessError):
            own.search([])
        with self.assertRaises(AccessError):
            own.message_post(body="Bonjour")

    def test_a_member_reads_no_comment_of_another_with_its_address(self):
        self.suggestion._comment(self.bob, "Oui !")
        message = self.env["mail.message"].search(
            [*self.suggestion._comments_domain(), ("author_id", "=", self.bob.id)]
        )
        with self.assertRaises(AccessError):
            message.with_user(self.user_of(self.alice)).read(["email_from", "body"])
        self.assertTrue(message.with_user(self.team).read(["body"]))

    def test_the_team_puts_a_suggestion_in_order(self):
        shelf = self.env["coop.shelf"].create({"name": "Vrac"})
        self.as_team.write({"name": "Beurre de cacahuètes", "shelf_id": shelf.id, "brand": "X"})
        self.assertEqual(self.suggestion.name, "Beurre de cacahuètes")
        self.assertEqual(self.suggestion.author_id, self.alice)

    def test_nobody_forges_a_state_an_author_or_a_date(self):
        for values in (
            {"state": "kept"},
            {"author_id": self.bob.id},
            {"anonymous": True},
            {"proposed_on": "2020-01-01"},
            {"previous_id": self.suggestion.id},
            {"hidden_reason": "x"},
            {"state_before_hidden": "kept"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.as_team.write(values)
            with self.subTest(beside=values), self.assertRaises(AccessError):
                self.as_team.write({"name": "Autre", **values})
        self.assertEqual(self.suggestion.name, "Beurre de cacahuète")

    def test_nobody_forges_a_vote_a_follow_a_decision_or_a_precision(self):
        mine = {"partner_id": self.team.partner_id.id}
        for field, values in (
            ("vote_ids", mine),
            ("follow_ids", mine),
            ("decision_ids", {"answer": "next_order", "publish_on": "2020-01-01"}),
            ("addition_ids", {"text": "x"}),
        ):
            with self.subTest(field=field), self.assertRaises(AccessError):
                self.as_team.write({field: [Command.create(values)]})
        with self.assertRaises(AccessError):
            self.as_team.write({"vote_ids": [Command.clear()]})
        with self.assertRaises(AccessError):
            self.as_team.vote_ids.write({"frequency": "weekly"})
        with self.assertRaises(AccessError):
            self.as_team.vote_ids.unlink()

    def test_the_team_can_neither_make_nor_delete_suggestions(self):
        with self.assertRaises(AccessError):
            self.as_team.create({"name": "Riz", "author_id": self.bob.id})
        with self.assertRaises(AccessError):
            self.as_team.copy()
        with self.assertRaises(AccessError):
            self.as_team.unlink()

    def test_who_may_make_one_makes_their_own(self):
        # An addon may give employees the right: still nobody proposes as another.
        self.env["ir.model.access"].create(
            {
                "name": "coop.suggestion employees",
                "model_id": self.env["ir.model"]._get_id("coop.suggestion"),
                "group_id": self.env.ref("base.group_user").id,
                "perm_read": True,
                "perm_create": True,
            }
        )
        made = (
            self.env["coop.suggestion"]
            .with_user(self.employee)
            .create({"name": "Riz", "author_id": self.bob.id, "state": "kept"})
        )
        self.assertEqual(made.author_id, self.employee.partner_id)
        self.assertEqual(made.state, "open")

    def test_names_of_supporters_are_for_the_team(self):
        self.assertEqual(self.as_team.vote_ids.partner_id, self.alice)
        with self.assertRaises(AccessError):
            self.env["coop.suggestion.vote"].with_user(self.employee).search([])
