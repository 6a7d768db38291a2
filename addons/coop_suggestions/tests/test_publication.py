from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common import ADDON, SuggestionCommon

STATES = {
    "next_order": "kept",
    "to_be_sourced": "kept",
    "not_kept": "not_kept",
    "ask": "asked",
    "put_off": "put_off",
    "passed_on": "passed_on",
    "reopen": "open",
}


@tagged("post_install", "-at_install")
class TestPublication(CronMixinCase, SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose()

    def values_of(self, answer):
        return {
            "not_kept": {"reason_id": self.reason.id},
            "put_off": {"put_off_until": "2030-01-01"},
            "passed_on": {"passed_on_to": "Le bureau"},
            "ask": {"text": "Quelle marque ?"},
        }.get(answer, {})

    def test_a_decision_is_published_ten_minutes_later_and_no_sooner(self):
        with freeze_time("2026-06-15 12:00:00"):
            decision = self.decide(self.suggestion)
        with freeze_time("2026-06-15 12:09:59"):
            self.publish_due()
            self.assertFalse(decision.published_on)
            self.assertEqual(self.suggestion.state, "open")
        with freeze_time("2026-06-15 12:10:00"):
            self.publish_due()
            self.assertEqual(str(decision.published_on), "2026-06-15 12:10:00")
            self.assertEqual(self.suggestion.state, "kept")

    def test_the_delay_is_a_setting(self):
        self.company.coop_publish_delay = 0
        decision = self.decide(self.suggestion)
        self.publish_due()
        self.assertTrue(decision.published_on)

    def test_the_scheduled_action_is_called_when_it_is_time(self):
        with self.capture_triggers(f"{ADDON}.ir_cron_publish_decisions") as capture:
            decision = self.decide(self.suggestion)
        self.assertEqual(capture.records.mapped("call_at"), [decision.publish_on])

    def test_each_answer_makes_its_state(self):
        for answer, state in STATES.items():
            with self.subTest(answer=answer):
                [suggestion] = self.make_suggestions(1)
                self.answer(suggestion, answer, **self.values_of(answer))
                self.assertEqual(suggestion.state, state)

    def test_what_is_not_due_waits_while_the_rest_is_published(self):
        later = self.propose("Riz")
        decision = self.decide(self.suggestion)
        waiting = self.decide(later)
        self.publish(decision)
        self.assertTrue(decision.published_on)
        self.assertFalse(waiting.published_on)

    def test_a_published_decision_is_on_the_page(self):
        self.answer(self.suggestion, "not_kept", text="Plus de place.", reason_id=self.reason.id)
        page = self.suggestion._page_for(self.bob)
        [answer] = page["answers"]
        self.assertIn(self.reason.name, answer["headline"])
        self.assertEqual(answer["text"], "Plus de place.")
        self.assertFalse(page["votes_open"])

    def test_the_answer_names_the_product_that_is_like_it(self):
        product = self.make_product("Purée d'amande")
        self.answer(
            self.suggestion,
            "not_kept",
            reason_id=self.needs_product.id,
            product_id=product.id,
        )
        [answer] = self.suggestion._page_for(self.bob)["answers"]
        self.assertEqual(answer["product"], {"id": product.id, "name": product.name})
        product.active = False
        [answer] = self.suggestion._page_for(self.bob)["answers"]
        self.assertIsNone(answer["product"])

    def test_a_published_decision_never_changes(self):
        decision = self.answer(self.suggestion)
        for user in (self.env.user, self.team):
            for values in ({"text": "Autre"}, {"answer": "not_kept"}, {"published_on": False}):
                with self.subTest(user=user.name, values=values), self.assertRaises(UserError):
                    decision.with_user(user).write(values)
        with self.assertRaises(UserError):
            decision.unlink()
        with self.assertRaises(UserError):
            decision.with_user(self.team).action_undo()
        self.assertTrue(decision.exists())

    def test_an_unpublished_decision_is_undone_but_never_rewritten(self):
        decision = self.decide(self.suggestion)
        with self.assertRaises(UserError):
            decision.write({"text": "Autre"})
        with self.assertRaises(UserError):
            decision.write({"user_id": self.env.user.id, "published_on": fields.Datetime.now()})
        decision.with_user(self.team).action_undo()
        self.assertFalse(decision.exists())

    def test_an_answer_is_followed_by_another_and_stays_readable(self):
        self.answer(self.suggestion, "not_kept", ago=timedelta(days=40), reason_id=self.reason.id)
        self.answer(self.suggestion, "next_order", text="Nous avons changé d'avis.")
        self.assertEqual(self.suggestion.state, "kept")
        headlines = [row["text"] for row in self.suggestion._page_for(self.bob)["answers"]]
        self.assertEqual(headlines[0], "Nous avons changé d'avis.")
        self.assertEqual(len(headlines), 2)

    def test_a_reopened_suggestion_takes_votes_again(self):
        self.answer(self.suggestion, "not_kept", reason_id=self.reason.id)
        with self.assertRaises(UserError):
            self.suggestion._vote(self.bob)
        self.answer(self.suggestion, "reopen")
        self.suggestion._vote(self.bob)
        self.assertEqual(self.suggestion.supporters, 2)

    def test_one_withdrawn_meanwhile_stays_withdrawn(self):
        decision = self.decide(self.suggestion)
        self.suggestion._withdraw(self.alice)
        self.publish(decision)
        self.assertTrue(decision.published_on)
        self.assertEqual(self.suggestion.state, "withdrawn")

    def test_publishing_again_changes_nothing(self):
        decision = self.answer(self.suggestion)
        moment = decision.published_on
        self.publish_due()
        self.assertEqual(decision.published_on, moment)

    def test_the_state_in_the_back_office_is_logged(self):
        self.answer(self.suggestion)
        self.env.flush_all()
        changes = self.suggestion.message_ids.tracking_value_ids
        self.assertIn("state", changes.field_id.mapped("name"))
