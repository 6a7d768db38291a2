from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .meeting_common import MeetingCommon


@tagged("post_install", "-at_install")
class TestMeetingAgenda(MeetingCommon):
    def test_its_name_says_its_day_in_the_coops_language(self):
        self.company.partner_id.lang = "fr_FR"
        meeting = self.make_meeting(date="2026-03-03")
        self.assertEqual(meeting.name, "Réunion du 3 mars 2026")

    def test_the_agenda_has_those_put_off_then_by_turns_the_most_wanted_and_the_longest_waiting(
        self,
    ):
        due = self.propose("Remise", ago=timedelta(days=20))
        self.answer(due, "put_off", put_off_until=self.today)
        oldest = self.propose("Ancienne", ago=timedelta(days=300))
        older = self.propose("Moins ancienne", ago=timedelta(days=200))
        wanted = self.propose("Voulue")
        for partner in (self.bob, self.make_member("Chloé Autre")):
            wanted._vote(partner)
        liked = self.propose("Un peu voulue")
        liked._vote(self.bob)
        meeting = self.fill()
        self.assertEqual(meeting.line_ids.suggestion_id, due | wanted | oldest | liked | older)
        self.assertEqual(
            meeting.line_ids.mapped("cause"), ["put_off", "rank", "wait", "rank", "wait"]
        )
        self.assertIn("300", meeting.line_ids[2].cause_words)

    def test_what_is_put_off_until_later_or_lacks_a_precision_waits(self):
        later, asked = self.propose("Plus tard"), self.propose("Précision")
        self.answer(later, "put_off", put_off_until=self.today + timedelta(days=1))
        self.answer(asked, "ask", text="Laquelle ?")
        self.assertFalse(self.fill().line_ids)
        ahead = self.fill(date=self.today + timedelta(days=1))
        self.assertEqual(ahead.line_ids.suggestion_id, later)

    def test_it_is_filled_up_to_its_size_and_twice_adds_nothing(self):
        self.make_suggestions(8)
        meeting = self.fill(agenda_size=5)
        lines = meeting.line_ids
        self.assertEqual(len(lines), 5)
        meeting.action_fill()
        self.assertEqual(meeting.line_ids, lines)
        meeting.agenda_size = 7
        meeting.action_fill()
        self.assertEqual(len(set(meeting.line_ids.suggestion_id)), 7)
        self.assertEqual(meeting.line_ids[:5], lines)

    def test_what_is_decided_or_on_the_agenda_of_another_meeting_ahead_is_left_out(self):
        first, decided, left = self.make_suggestions(3)
        self.decide(decided)
        meeting = self.fill(agenda_size=1)
        self.assertEqual(meeting.line_ids.suggestion_id, first)
        self.assertEqual(self.fill().line_ids.suggestion_id, left)

    def test_a_forgotten_meeting_keeps_nothing_from_the_next(self):
        suggestions = self.make_suggestions(2)
        self.fill(date=self.today - timedelta(days=3))
        self.assertEqual(self.fill().line_ids.suggestion_id, suggestions)

    def test_lines_are_added_moved_and_removed_by_hand(self):
        first, second, third = self.make_suggestions(3)
        meeting = self.make_meeting(first | second)
        line = self.env["coop.review.meeting.line"].with_user(self.team)
        added = line.create({"meeting_id": meeting.id, "suggestion_id": third.id, "sequence": 0})
        self.assertEqual(added.cause, "hand")
        meeting.invalidate_recordset()
        self.assertEqual(meeting.line_ids.suggestion_id, third | first | second)
        meeting.line_ids[1].unlink()
        self.assertEqual(meeting.line_ids.suggestion_id, third | second)

    def test_a_line_that_is_decided_on_is_not_removed_with_its_decision(self):
        [suggestion] = self.make_suggestions(1)
        meeting = self.make_meeting(suggestion)
        self.decide_in(meeting, suggestion)
        with self.assertRaisesRegex(UserError, suggestion.name):
            meeting.line_ids.unlink()

    def test_a_suggestion_decided_elsewhere_since_shows_its_decision(self):
        [suggestion] = self.make_suggestions(1)
        self.answer(suggestion, "put_off", ago=timedelta(days=40), put_off_until="2020-01-01")
        self.env.cr.execute("UPDATE coop_suggestion_decision SET decided_on = '2020-01-01'")
        self.env.invalidate_all()
        meeting = self.make_meeting(suggestion)
        self.assertFalse(meeting.line_ids.decision_id, "that of old is no answer of today")
        decision = self.decide(suggestion)
        meeting.line_ids.invalidate_recordset()
        self.assertEqual(meeting.line_ids.decision_id, decision)
        self.publish(decision)
        self.assertEqual(meeting.line_ids.decision_id, decision)
        self.assertTrue(meeting.line_ids.decision_words)

    def test_only_the_team_runs_meetings(self):
        meeting = self.make_meeting(self.make_suggestions(1))
        employee = self.make_user("Emile Caisse", "base.group_user")
        for user in (employee, self.user_of(self.alice)):
            other = meeting.with_user(user)
            for act in (
                lambda other=other: other.read(["name"]),
                other.action_fill,
                other.action_publish,
            ):
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    act()

    def test_another_coops_meetings_are_its_own(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        meeting = self.env["coop.review.meeting"].create({"company_id": other.id})
        found = self.env["coop.review.meeting"].with_user(self.team).search([])
        self.assertNotIn(meeting.id, found.ids)


@tagged("post_install", "-at_install")
class TestMeetingDecisions(MeetingCommon):
    def setUp(self):
        super().setUp()
        self.suggestions = self.make_suggestions(3)
        self.suggestion = self.suggestions[0]
        self.meeting = self.make_meeting(self.suggestions)

    def test_a_decision_stays_a_draft_until_the_meeting_is_published(self):
        self.company.coop_publish_delay = 0
        decision = self.decide_in(self.meeting, self.suggestion, text="Bonne idée.")
        self.assertEqual((decision.user_id, decision.meeting_id), (self.team, self.meeting))
        self.publish_due()
        self.assertFalse(decision.published_on)
        self.assertEqual(self.suggestion.state, "open")
        self.assertEqual(self.meeting.waiting, 1)

    def test_publishing_sends_all_answers_at_once_and_twice_changes_nothing(self):
        self.follow(self.suggestion, self.bob)
        self.decide_in(self.meeting, self.suggestion)
        self.decide_in(self.meeting, self.suggestions[1], "not_kept", reason_id=self.reason.id)
        self.meeting.action_publish()
        self.assertEqual(self.suggestions.mapped("state"), ["kept", "not_kept", "open"])
        self.assertEqual(self.meeting.state, "published")
        moments = self.meeting.decision_ids.mapped("published_on")
        self.assertTrue(all(moments))
        self.meeting.action_publish()
        self.assertEqual(self.meeting.decision_ids.mapped("published_on"), moments)
        self.assertEqual(len(self.mails_to(self.bob)), 1)

    def test_with_nothing_decided_there_is_nothing_to_publish(self):
        with self.assertRaises(UserError):
            self.meeting.action_publish()
        self.assertEqual(self.meeting.state, "draft")

    def test_what_was_decided_in_the_moment_of_publication_follows(self):
        late = self.decide_in(self.meeting, self.suggestion)
        self.meeting.sudo().write({"state": "published"})
        self.publish_due()
        self.assertTrue(late.published_on)
        self.assertEqual(self.suggestion.state, "kept")

    def test_who_saw_something_else_overwrites_nothing_and_reads_what_was_decided(self):
        first = self.decide_in(self.meeting, self.suggestion)
        colleague = self.make_user("Cyril Achats", "coop_suggestions.group_purchasing_team")
        with self.assertRaisesRegex(UserError, "Tara Achats") as caught:
            self.decide_in(self.meeting, self.suggestion, "ask", user=colleague, seen=0, text="?")
        self.assertIn(self.suggestion.name, str(caught.exception))
        self.assertEqual(self.suggestion.decision_ids, first)
        second = self.decide_in(
            self.meeting, self.suggestion, "ask", user=colleague, seen=first.id, text="Laquelle ?"
        )
        self.assertEqual(self.suggestion.decision_ids, second)

    def test_who_saw_a_decision_that_was_undone_is_told(self):
        decision = self.decide_in(self.meeting, self.suggestion)
        seen = decision.id
        self.meeting._undo(seen)
        with self.assertRaises(UserError):
            self.decide_in(self.meeting, self.suggestion, seen=seen)
        self.assertFalse(self.suggestion.decision_ids)

    def test_a_decision_taken_alone_meanwhile_is_seen_too(self):
        alone = self.decide(self.suggestion)
        with self.assertRaisesRegex(UserError, "Tara Achats"):
            self.decide_in(self.meeting, self.suggestion, seen=0)
        changed = self.decide_in(self.meeting, self.suggestion, seen=alone.id)
        self.assertEqual(self.suggestion.decision_ids, changed)
        self.assertFalse(changed.publish_on)

    def test_who_decides_alone_is_told_of_the_meetings_decision(self):
        self.decide_in(self.meeting, self.suggestion)
        with self.assertRaisesRegex(UserError, "Tara Achats"):
            self.decide(self.suggestion)

    def test_an_answer_that_lacks_something_leaves_the_one_before(self):
        first = self.decide_in(self.meeting, self.suggestion)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.decide_in(self.meeting, self.suggestion, "not_kept", seen=first.id)
        self.assertTrue(first.exists())

    def test_undoing_takes_back_the_last_of_ones_own(self):
        colleague = self.make_user("Cyril Achats", "coop_suggestions.group_purchasing_team")
        first = self.decide_in(self.meeting, self.suggestion)
        second = self.decide_in(self.meeting, self.suggestions[1])
        self.decide_in(self.meeting, self.suggestions[2], user=colleague)
        self.assertEqual(self.meeting._last_draft_of(self.team), second)
        self.assertEqual(self.meeting._undo(second.id), self.suggestions[1])
        self.assertEqual(self.meeting._last_draft_of(self.team), first)
        with self.assertRaises(UserError):
            self.meeting._undo(second.id)

    def test_a_published_meeting_is_closed(self):
        decision = self.decide_in(self.meeting, self.suggestion)
        self.meeting.action_publish()
        other = self.suggestions[1]
        line = self.meeting.line_ids[0]
        for act in (
            lambda: self.decide_in(self.meeting, other),
            lambda: self.meeting._undo(decision.id),
            self.meeting.action_fill,
            self.meeting.unlink,
            line.unlink,
            lambda: self.meeting.write({"date": "2030-01-01"}),
            lambda: line.write({"sequence": 5}),
            lambda: line.copy({"suggestion_id": self.propose("Riz").id}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()

    def test_a_meeting_is_not_published_by_writing_so(self):
        for values in ({"state": "published"}, {"published_on": fields.Datetime.now()}):
            with self.assertRaises(UserError):
                self.meeting.write(values)
        forged = self.env["coop.review.meeting"].with_user(self.team)
        self.assertEqual(forged.create({"state": "published"}).state, "draft")

    def test_a_meeting_with_decisions_is_not_deleted_and_reminds_of_them(self):
        self.decide_in(self.meeting, self.suggestion)
        with self.assertRaises(UserError):
            self.meeting.unlink()
        later = self.make_meeting(self.suggestions[1], date=self.today + timedelta(days=14))
        self.assertEqual(later.waiting_elsewhere, 1)
        self.meeting.action_publish()
        later.invalidate_recordset()
        self.assertEqual(later.waiting_elsewhere, 0)

    def test_withdrawn_and_hidden_ones_need_no_answer(self):
        for state in ("withdrawn", "blocked"):
            self.suggestion._set_state(state)
            with self.subTest(state=state), self.assertRaises(UserError):
                self.decide_in(self.meeting, self.suggestion)

    def test_the_next_meeting_is_the_one_ahead_or_two_weeks_later(self):
        self.assertEqual(self.meeting._next_date(), self.today + timedelta(days=14))
        ahead = self.today + timedelta(days=9)
        self.make_meeting(date=ahead)
        self.assertEqual(self.meeting._next_date(), ahead)
