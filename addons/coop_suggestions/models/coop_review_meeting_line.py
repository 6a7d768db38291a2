from odoo import api, fields, models
from odoo.exceptions import UserError

CAUSES = [
    ("rank", "Among the most wanted"),
    ("wait", "Waits longest"),
    ("put_off", "Put off until then"),
    ("hand", "Added by the team"),
]


class CoopReviewMeetingLine(models.Model):
    """One suggestion on the agenda of a meeting, and why it is there."""

    _name = "coop.review.meeting.line"
    _description = "Suggestion on an agenda"
    _order = "meeting_id, sequence, id"
    _rec_name = "suggestion_id"

    meeting_id = fields.Many2one(
        "coop.review.meeting", required=True, ondelete="cascade", index=True
    )
    suggestion_id = fields.Many2one(
        "coop.suggestion", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=1000)
    cause = fields.Selection(CAUSES, required=True, default="hand", readonly=True)
    cause_words = fields.Char(string="On the agenda because", compute="_compute_cause_words")
    added_on = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    decision_id = fields.Many2one("coop.suggestion.decision", compute="_compute_decision_id")
    decision_words = fields.Char(string="Answer", compute="_compute_decision_words")
    supporters = fields.Integer(related="suggestion_id.supporters")
    weekly = fields.Integer(related="suggestion_id.weekly")

    _once = models.Constraint(
        "UNIQUE (meeting_id, suggestion_id)", "This suggestion is on the agenda already."
    )

    @api.depends("cause", "suggestion_id.waiting_since", "meeting_id.date")
    @api.depends_context("lang")
    def _compute_cause_words(self):
        for line in self:
            line.cause_words = line._cause_words()

    def _cause_words(self):
        if self.cause == "rank":
            return self.env._("among the most wanted")
        if self.cause == "wait":
            return self.env._("has waited for %s days", self._days_waiting())
        if self.cause == "put_off":
            return self.env._("put off until this meeting")
        return self.env._("added by the team")

    def _days_waiting(self):
        """Return how long it has waited, at most until the day of the meeting."""
        since, meeting = self.suggestion_id.waiting_since, self.meeting_id
        if not since or not meeting.date:
            return 0
        until = min(meeting.date, meeting.company_id._coop_today())
        return max(0, (until - meeting.company_id._coop_local(since).date()).days)

    @api.depends(
        "suggestion_id.decision_ids.published_on", "meeting_id.state", "meeting_id.published_on"
    )
    def _compute_decision_id(self):
        for line in self:
            line.decision_id = line._decisions().sorted(
                lambda decision: (not decision.published_on, decision.decided_on, decision.id)
            )[-1:]

    def _decisions(self):
        """Return what was decided here, or elsewhere since it came on the agenda."""
        meeting = self.meeting_id
        if meeting.state == "published":
            own = self.suggestion_id.decision_ids.filtered(lambda d: d.meeting_id == meeting)
            if own:
                return own
        return self.suggestion_id.decision_ids.filtered(
            lambda d: (
                (not d.published_on and meeting.state == "draft")
                or d.meeting_id == meeting
                or (
                    d.decided_on >= self.added_on
                    and (not meeting.published_on or d.decided_on <= meeting.published_on)
                )
            )
        )

    @api.depends("decision_id")
    @api.depends_context("lang")
    def _compute_decision_words(self):
        for line in self:
            line.decision_words = line.decision_id._headline_or_none()

    # --- rights

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_if_published()
        return lines

    def write(self, vals):
        self._refuse_if_published()
        result = super().write(vals)
        self._refuse_if_published()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_undecided_only(self):
        self._refuse_if_published()
        for line in self:
            draft = line.suggestion_id.draft_decision_id
            if draft.meeting_id == line.meeting_id:
                raise UserError(
                    self.env._(
                        "“%s” is decided on in this meeting: undo that first.",
                        line.suggestion_id.name,
                    )
                )

    def _refuse_if_published(self):
        for meeting in self.meeting_id:
            if meeting.state == "published":
                raise UserError(meeting._published_sentence())
