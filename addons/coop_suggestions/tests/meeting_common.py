"""Meetings, held as the purchasing team holds them."""

from odoo import Command

from .common import SuggestionCommon


class MeetingCommon(SuggestionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._coop_today()

    def make_meeting(self, suggestions=None, **values):
        """Make a meeting with these on its agenda, as the team does; return it as the team."""
        lines = suggestions or self.env["coop.suggestion"]
        return (
            self.env["coop.review.meeting"]
            .with_user(self.team)
            .create(
                {
                    "line_ids": [
                        Command.create({"suggestion_id": each.id, "sequence": place})
                        for place, each in enumerate(lines, 1)
                    ],
                    **values,
                }
            )
        )

    def fill(self, **values):
        """Make a meeting whose agenda fills itself."""
        meeting = self.make_meeting(**values)
        meeting.action_fill()
        return meeting

    def decide_in(self, meeting, suggestion, answer="next_order", user=None, seen=None, **values):
        """Decide on the screen; by default having seen the last decision."""
        meeting = meeting.with_user(user or self.team)
        suggestion = suggestion.with_env(meeting.env)
        if seen is None:
            seen = suggestion._last_decision().id or 0
        decision = meeting._decide(suggestion, {"answer": answer, **values}, seen)
        self.env.invalidate_all()
        return decision.with_env(self.env)
