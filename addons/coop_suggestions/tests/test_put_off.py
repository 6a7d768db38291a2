from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import ADDON, SuggestionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 12:00:00")
class TestPutOff(SuggestionCommon):
    """The team's filters: what waits for a decision, and since when."""

    def setUp(self):
        super().setUp()
        self.suggestion = self.propose()

    def found_by(self, name):
        """Return what a filter of the team's list finds."""
        arch = self.env.ref(f"{ADDON}.coop_suggestion_view_search").arch
        [node] = etree.fromstring(arch).xpath(f"//filter[@name='{name}']")
        domain = safe_eval(node.get("domain"), {"uid": self.team.id})
        self.env.flush_all()
        return self.env["coop.suggestion"].with_user(self.team).search(domain).sudo()

    def test_what_is_put_off_comes_back_on_its_day(self):
        self.assertIn(self.suggestion, self.found_by("to_decide"))
        decision = self.decide(self.suggestion, "put_off", put_off_until="2026-09-01")
        with freeze_time("2026-06-15 12:10:00"):
            self.publish_due()
        self.assertTrue(decision.published_on)
        self.assertEqual(str(self.suggestion.put_off_until), "2026-09-01")
        for day, waits in (("2026-08-31", False), ("2026-09-01", True)):
            with self.subTest(day=day), freeze_time(f"{day} 12:00:00"):
                self.assertEqual(self.suggestion in self.found_by("to_decide"), waits)

    def test_votes_go_on_while_it_is_put_off(self):
        self.answer(self.suggestion, "put_off", put_off_until="2026-09-01")
        self.suggestion._vote(self.bob)
        self.assertEqual(self.suggestion.supporters, 2)

    def test_the_date_is_gone_with_the_next_answer(self):
        self.answer(self.suggestion, "put_off", put_off_until="2026-09-01", ago=timedelta(days=1))
        self.assertTrue(self.suggestion.put_off_until)
        self.answer(self.suggestion, "next_order")
        self.assertFalse(self.suggestion.put_off_until)

    def test_what_has_a_decision_that_waits_is_not_to_be_decided(self):
        decision = self.decide(self.suggestion)
        self.assertNotIn(self.suggestion, self.found_by("to_decide"))
        self.assertIn(self.suggestion, self.found_by("unpublished"))
        decision.with_user(self.team).action_undo()
        self.assertIn(self.suggestion, self.found_by("to_decide"))
        self.assertNotIn(self.suggestion, self.found_by("unpublished"))

    def test_what_was_asked_comes_back_with_the_authors_answer(self):
        self.answer(self.suggestion, "ask", text="Quelle marque ?")
        self.assertNotIn(self.suggestion, self.found_by("to_decide"))
        self.assertIn(self.suggestion, self.found_by("asked"))
        self.suggestion._add_precision(self.alice, "N'importe laquelle")
        self.assertIn(self.suggestion, self.found_by("to_decide"))

    def test_what_has_its_answer_is_not_to_be_decided(self):
        for answer, values, name in (
            ("next_order", {}, "kept"),
            ("not_kept", {"reason_id": self.reason.id}, "not_kept"),
        ):
            with self.subTest(answer=answer):
                [suggestion] = self.make_suggestions(1)
                self.answer(suggestion, answer, **values)
                self.assertNotIn(suggestion, self.found_by("to_decide"))
                self.assertIn(suggestion, self.found_by(name))

    def test_what_waits_over_thirty_days(self):
        young = self.propose("Jeune", ago=timedelta(days=29))
        old = self.propose("Vieux", ago=timedelta(days=32))
        found = self.found_by("waiting")
        self.assertIn(old, found)
        self.assertNotIn(young, found)

    def test_the_shelves_that_one_looks_after(self):
        shelf = self.env["coop.shelf"].create({"name": "Vrac", "referent_ids": [(4, self.team.id)]})
        self.assertNotIn(self.suggestion, self.found_by("my_shelves"))
        self.suggestion.shelf_id = shelf
        self.assertIn(self.suggestion, self.found_by("my_shelves"))
