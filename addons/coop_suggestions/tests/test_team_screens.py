from odoo.tests import Form, tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestTeamScreens(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose()
        self.as_team = self.suggestion.with_user(self.team)

    def test_each_screen_opens_for_the_team(self):
        for model in ("coop.suggestion", "coop.suggestion.decision", "coop.review.meeting"):
            views = (
                self.env[model]
                .with_user(self.team)
                .get_views([(False, "list"), (False, "form"), (False, "search")])
            )
            self.assertEqual(set(views["views"]), {"list", "form", "search"})

    def test_the_form_shows_who_wants_it_and_what_was_said(self):
        self.vote(self.suggestion, self.bob, "weekly")
        self.suggestion._comment(self.bob, "Oui !")
        self.decide(self.suggestion)
        form = Form(self.as_team)
        self.assertEqual((form.supporters, form.weekly), (2, 1))
        self.assertEqual(form.rank, 1)
        self.assertTrue(form.draft_decision_id)
        self.assertEqual(len(self.as_team.comment_ids), 1)

    def test_the_form_saves_what_the_team_puts_in_order(self):
        with Form(self.as_team) as form:
            form.brand = "Moulin"
        self.assertEqual(self.suggestion.brand, "Moulin")

    def test_a_decision_is_undone_by_a_button_of_the_form(self):
        self.decide(self.suggestion)
        self.as_team.action_undo_decision()
        self.assertFalse(self.suggestion.decision_ids)

    def test_hiding_asks_for_a_reason(self):
        action = self.as_team.action_hide()
        self.assertEqual(action["res_model"], "coop.hide")
        self.assertEqual(action["context"]["default_suggestion_id"], self.suggestion.id)

    def test_the_kanban_has_a_column_for_each_state(self):
        suggestions = self.as_team.with_context(read_group_expand=True)
        groups = suggestions.web_read_group([], ["state"], ["__count"])
        states = [group["state"] for group in groups["groups"]]
        self.assertIn("open", states)
        self.assertIn("not_kept", states)

    def test_the_waiting_decision_is_shown_beside_each(self):
        other = self.propose("Riz")
        decision = self.decide(self.suggestion)
        both = self.suggestion | other
        both.invalidate_recordset()
        self.assertEqual(both.draft_decision_id, decision)
        self.assertFalse(other.draft_decision_id)
