from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    admit,
    kind_page,
    page_route,
    see_other,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.tools.typed_text import LARGEST_ID, whole_number

from ..models.coop_suggestion_form import LENGTHS

# What the form of an answer sends, to be shown again when it was not taken.
TYPED = ("answer", "reason_id", "product_id", "put_off", "put_off_until", "passed_on_to", "text")


def team_only(endpoint):
    """Let in the purchasing team; others read why not."""
    return admit(endpoint, is_team, _refuse_others_than_the_team)


def is_team():
    """Return whether the reader is of the purchasing team."""
    return request.env.user.has_group("coop_suggestions.group_purchasing_team")


def _refuse_others_than_the_team():
    return kind_page(
        request.env._("This page is for the purchasing team"),
        request.env._(
            "Your account is not one of the purchasing team of %(coop)s. What it decides "
            "stands on the page of each suggestion.",
            coop=request.env.company.name,
        ),
        status=403,
    )


class Meeting(http.Controller):
    """The screen of a meeting, to project: one suggestion at a time, and its papers."""

    @page_route("/suggestions/meetings/<int:meeting_id>")
    @team_only
    def screen(self, meeting_id, line="", **kw):
        meeting = self._find(meeting_id)
        if not meeting:
            return self._unknown_meeting()
        shown = meeting._line_of(whole_number(line)) or meeting._line_to_begin_with()
        if not shown or (meeting.state == "published" and not line):
            return see_other(f"/suggestions/meetings/{meeting.id}/summary")
        return self._screen(meeting, shown)

    @page_route("/suggestions/meetings/<int:meeting_id>/summary")
    @team_only
    def summary(self, meeting_id, **kw):
        meeting = self._find(meeting_id)
        return self._summary(meeting) if meeting else self._unknown_meeting()

    @page_route("/suggestions/meetings/<int:meeting_id>/<any(decide,undo,publish):action>")
    @team_only
    def after_login(self, meeting_id, action, **kw):
        """Come back from a login that interrupted a form."""
        return see_other(f"/suggestions/meetings/{meeting_id}")

    @page_route("/suggestions/meetings/<int:meeting_id>/agenda.pdf")
    @team_only
    def agenda(self, meeting_id, **kw):
        meeting = self._find(meeting_id)
        if not meeting:
            return self._unknown_meeting()
        return self._pdf(meeting._agenda_pdf(), request.env._("agenda"), meeting)

    @page_route("/suggestions/meetings/<int:meeting_id>/answers.pdf")
    @team_only
    def answers(self, meeting_id, **kw):
        meeting = self._find(meeting_id)
        if not meeting:
            return self._unknown_meeting()
        if meeting.state != "published":
            return see_other(f"/suggestions/meetings/{meeting.id}/summary")
        return self._pdf(meeting._answers_pdf(), request.env._("our-answers"), meeting)

    @write_route("/suggestions/meetings/<int:meeting_id>/decide")
    @team_only
    def decide(self, meeting_id, line="", seen="", back="", **form):
        meeting = self._find(meeting_id)
        if not meeting:
            return self._unknown_meeting()
        decided = meeting._line_of(whole_number(line))
        if not decided:
            return self._summary(
                meeting,
                problem=request.env._("This suggestion is no longer on the agenda."),
                status=422,
            )
        try:
            with request.env.cr.savepoint():
                meeting._decide(
                    decided.suggestion_id, meeting._read_answer(form), whole_number(seen)
                )
        except UserError as error:
            typed = {name: form.get(name) or "" for name in TYPED}
            return self._screen(meeting, decided, problem=str(error), typed=typed, status=422)
        wrote()
        following = meeting._line_after(decided)
        if back == "summary" or not following:
            return see_other(f"/suggestions/meetings/{meeting.id}/summary#l{decided.id}")
        return see_other(f"/suggestions/meetings/{meeting.id}?line={following.id}")

    @write_route("/suggestions/meetings/<int:meeting_id>/undo")
    @team_only
    def undo(self, meeting_id, decision="", line="", **form):
        meeting = self._find(meeting_id)
        if not meeting:
            return self._unknown_meeting()
        try:
            suggestion = meeting._undo(whole_number(decision))
        except UserError as error:
            shown = meeting._line_of(whole_number(line))
            if not shown:
                return self._summary(meeting, problem=str(error), status=422)
            return self._screen(meeting, shown, problem=str(error), status=422)
        wrote()
        back = meeting.line_ids.filtered(lambda each: each.suggestion_id == suggestion)
        return see_other(f"/suggestions/meetings/{meeting.id}?line={back.id or ''}")

    @write_route("/suggestions/meetings/<int:meeting_id>/publish")
    @team_only
    def publish(self, meeting_id, **form):
        meeting = self._find(meeting_id)
        if not meeting:
            return self._unknown_meeting()
        try:
            meeting.action_publish()
        except UserError as error:
            return self._summary(meeting, problem=str(error), status=422)
        wrote()
        return see_other(f"/suggestions/meetings/{meeting.id}/summary")

    # --- shared

    def _find(self, meeting_id):
        """Return this coop's meeting, or an empty record: the team's own rights hold."""
        meetings = request.env["coop.review.meeting"]
        if not 0 < meeting_id <= LARGEST_ID:
            return meetings
        return meetings.search(
            [("id", "=", meeting_id), ("company_id", "=", request.env.company.id)]
        )

    def _screen(self, meeting, line, *, problem="", typed=None, status=200):
        row = meeting._screen_for(line)
        values = {
            "title": f"{row['name']} · {row['meeting']['name']}",
            "bar_key": "suggestions",
            "row": row,
            "problem": problem,
            "typed": typed or (row["decision"] or {}).get("typed") or {},
            "open": (typed or {}).get("answer", ""),
            "back_to": "summary" if request.params.get("back") == "summary" else "",
            "reasons": meeting._reasons(),
            "sentences": {
                answer: meeting._sentence_of(answer)
                for answer in ("next_order", "to_be_sourced", "put_off", "passed_on")
            },
            "next_date": request.env["coop.suggestion"]._date_words(meeting._next_date()),
            "lengths": LENGTHS,
        }
        return request.render("coop_suggestions.meeting_screen", values, status=status)

    def _summary(self, meeting, *, problem="", status=200):
        summary = meeting._summary()
        values = {
            "title": summary["meeting"]["name"],
            "bar_key": "suggestions",
            "summary": summary,
            "problem": problem,
        }
        return request.render("coop_suggestions.meeting_summary", values, status=status)

    def _pdf(self, data, name, meeting):
        return request.make_response(
            data,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", f'inline; filename="{name}-{meeting.date}.pdf"'),
                ("Cache-Control", "no-store"),
            ],
        )

    def _unknown_meeting(self):
        return kind_page(
            request.env._("We do not find this meeting"),
            request.env._(
                "It may have been deleted. The others are in Odoo, under Coop → Meetings."
            ),
            status=404,
            bar_key="suggestions",
            actions=[{"url": "/suggestions", "label": request.env._("All suggestions")}],
        )
