from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ADDON, SuggestionCommon


@tagged("post_install", "-at_install")
class TestDecide(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose()

    def test_a_decision_is_signed_dated_and_waits_unseen(self):
        with freeze_time("2026-06-15 12:00:00"):
            decision = self.decide(self.suggestion, text="Bonne idée.")
        self.assertEqual(decision.user_id, self.team)
        self.assertEqual(str(decision.decided_on), "2026-06-15 12:00:00")
        self.assertEqual(str(decision.publish_on), "2026-06-15 12:10:00")
        self.assertFalse(decision.published_on)
        self.assertEqual(self.suggestion.state, "open")
        page = self.suggestion._page_for(self.alice)
        self.assertEqual((page["answers"], page["answer"], page["votes_open"]), ([], "", True))

    def test_several_get_the_same_answer_at_once(self):
        others = self.make_suggestions(3)
        decisions = self.refuse(others, text="Plus de place.")
        self.assertEqual(len(decisions), 3)
        self.assertEqual(decisions.suggestion_id, others)
        self.assertEqual(set(decisions.mapped("text")), {"Plus de place."})
        self.assertEqual(decisions.reason_id, self.reason)
        self.assertFalse(self.suggestion.draft_decision_id)

    def test_an_answer_lacks_nothing_that_members_need(self):
        product = self.make_product("Purée d'amande")
        other = self.env.ref(f"{ADDON}.reason_other").id
        cases = [
            ("not_kept", {}, {"reason_id": self.reason.id}),
            (
                "not_kept",
                {"reason_id": self.needs_product.id, "product_id": False},
                {"reason_id": self.needs_product.id, "product_id": product.id},
            ),
            (
                "not_kept",
                {"reason_id": other, "text": False},
                {"reason_id": other, "text": "Le producteur arrête."},
            ),
            ("put_off", {}, {"put_off_until": "2030-01-01"}),
            ("passed_on", {}, {"passed_on_to": "Le bureau"}),
            ("ask", {"text": False}, {"text": "Quelle marque ?"}),
        ]
        for answer, lacking, whole in cases:
            with self.subTest(answer=answer, values=lacking):
                [suggestion] = self.make_suggestions(1)
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    self.decide(suggestion, answer, **lacking)
                self.assertFalse(suggestion.decision_ids)
                self.assertTrue(self.decide(suggestion, answer, **whole))

    def test_an_accepted_product_or_a_reopening_needs_no_words(self):
        for answer in ("next_order", "to_be_sourced", "reopen"):
            with self.subTest(answer=answer):
                [suggestion] = self.make_suggestions(1)
                self.assertTrue(self.decide(suggestion, answer, text=False))

    def test_what_belongs_to_another_answer_is_left_out(self):
        decision = self.decide(
            self.suggestion,
            "next_order",
            reason_id=self.reason.id,
            put_off_until="2030-01-01",
            passed_on_to="Le bureau",
        )
        self.assertFalse(decision.reason_id)
        self.assertFalse(decision.put_off_until)
        self.assertFalse(decision.passed_on_to)

    def test_a_second_decider_is_told_of_the_first_decision(self):
        self.decide(self.suggestion)
        colleague = self.make_user("Cyril Achats", "coop_suggestions.group_purchasing_team")
        with self.assertRaisesRegex(UserError, "Tara Achats") as caught:
            self.refuse(self.suggestion, user=colleague)
        self.assertIn(self.suggestion.name, str(caught.exception))
        self.assertEqual(len(self.suggestion.decision_ids), 1)

    def test_one_of_several_decided_already_stops_all(self):
        other = self.propose("Riz")
        self.decide(self.suggestion)
        with self.assertRaises(UserError):
            self.decide(self.suggestion | other)
        self.assertFalse(other.decision_ids)

    def test_two_who_decide_at_the_same_moment_leave_one_decision(self):
        # Both looked before either decided: the wizard sees nothing, the database does.
        self.assertFalse(self.suggestion.with_user(self.team).draft_decision_id)
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO coop_suggestion_decision
                        (suggestion_id, answer, user_id, decided_on, publish_on)
                 VALUES (%s, 'next_order', %s, now(), now())
            """,
            (self.suggestion.id, self.env.uid),
        )
        with self.assertRaises(UserError), mute_logger("odoo.sql_db"):
            self.refuse(self.suggestion)
        self.env.invalidate_all()
        self.assertEqual(self.suggestion.decision_ids.answer, "next_order")

    def test_withdrawn_and_hidden_ones_need_no_answer(self):
        for state in ("withdrawn", "blocked"):
            with self.subTest(state=state):
                self.suggestion._set_state(state)
                with self.assertRaises(UserError):
                    self.decide(self.suggestion)

    def test_only_the_purchasing_team_decides(self):
        self.assertTrue(self.decide(self.propose("Riz")))
        employee = self.make_user("Emile Caisse", "base.group_user")
        for user in (employee, self.user_of(self.alice)):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.decide(self.suggestion, user=user)
        admin = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        self.assertTrue(self.decide(self.suggestion, user=admin))

    def test_a_decision_is_undone_unseen_before_it_is_published(self):
        decision = self.decide(self.suggestion)
        self.suggestion.with_user(self.team).action_undo_decision()
        self.assertFalse(decision.exists())
        self.publish_due()
        self.assertEqual(self.suggestion.state, "open")
        self.assertTrue(self.refuse(self.suggestion))

    def test_only_the_purchasing_team_undoes(self):
        decision = self.decide(self.suggestion)
        employee = self.make_user("Emile Caisse", "base.group_user")
        for user in (employee, self.user_of(self.alice)):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                decision.with_user(user).action_undo()
        decision.with_user(self.team).action_undo()
        self.assertFalse(decision.exists())

    # --- the window that asks

    def form(self, suggestions=None):
        suggestions = suggestions or self.suggestion
        action = suggestions.with_user(self.team).action_decide()
        self.assertEqual(action["res_model"], "coop.decide")
        return Form(self.env["coop.decide"].with_user(self.team).with_context(**action["context"]))

    def test_a_ready_sentence_is_proposed_for_each_reason(self):
        sentence = self.env["coop.ready.sentence"].search([("reason_id", "=", self.reason.id)])[:1]
        with self.form() as form:
            form.answer = "not_kept"
            form.reason_id = self.reason
            self.assertEqual(form.text, sentence.text)
            form.text = "En d'autres mots."
        self.assertEqual(form.record.text, "En d'autres mots.")

    def test_the_product_like_it_is_proposed_where_the_reason_names_one(self):
        product = self.make_product("Beurre de cacahuète lisse")
        self.env.flush_all()
        self.env["coop.suggestion"]._cron_refresh_resembling()
        self.assertEqual(self.suggestion.resembling_product_id, product)
        with self.form() as form:
            form.answer = "not_kept"
            form.reason_id = self.needs_product
            self.assertEqual(form.product_id, product)

    def test_the_window_says_how_long_it_can_be_undone(self):
        self.company.coop_publish_delay = 25
        self.assertEqual(self.form().publish_delay, 25)

    def test_reopening_opens_the_window_with_its_answer(self):
        action = self.suggestion.with_user(self.team).action_reopen()
        self.assertEqual(action["context"]["default_answer"], "reopen")
