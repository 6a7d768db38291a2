from datetime import date

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.coop_stock.tools.typed_text import clean_line, clean_lines, whole_number

from .coop_suggestion import HIDDEN_STATES
from .coop_suggestion_decision import ANSWERS
from .coop_suggestion_form import LENGTHS


class CoopReviewMeeting(models.Model):
    """What the page to project shows and reads, as plain values."""

    _inherit = "coop.review.meeting"

    @api.model
    def _next_to_hold(self):
        """Return where the team's next meeting is and how much is to decide there, or None."""
        meeting = self.search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "=", "draft"),
                ("line_ids", "!=", False),
            ],
            order="date, id",
            limit=1,
        )
        return meeting and {
            "url": f"/suggestions/meetings/{meeting.id}",
            "name": meeting.name,
            "to_decide": sum(1 for line in meeting.line_ids if not line.decision_id),
        }

    def _line_of(self, line_id):
        """Return the line of the agenda, or an empty one."""
        return self.line_ids.filtered(lambda line: line.id == line_id)

    def _line_to_begin_with(self):
        """Return the first line without a decision, or the first of all."""
        return self.line_ids.filtered(lambda line: not line.decision_id)[:1] or self.line_ids[:1]

    def _line_after(self, line):
        """Return the next line to decide on after one, or an empty one at the end."""
        lines = list(self.line_ids)
        later = lines[lines.index(line) + 1 :]
        return next((each for each in later if not each.decision_id), self.line_ids.browse())

    def _screen_for(self, line):
        """Return all that the screen of one suggestion shows."""
        self.ensure_one()
        lines = list(self.line_ids)
        place = lines.index(line)
        suggestion = line.suggestion_id
        decision = line.decision_id
        [facts] = suggestion._meeting_facts()
        last = self._last_draft_of(self.env.user)
        return {
            "meeting": self._head(),
            "id": line.id,
            "suggestion_id": suggestion.id,
            "place": place + 1,
            "total": len(lines),
            "decided": sum(1 for each in lines if each.decision_id),
            "previous": lines[place - 1].id if place else 0,
            "next": lines[place + 1].id if place + 1 < len(lines) else 0,
            "cause": line.cause_words,
            "days": line._days_waiting(),
            "seen": suggestion._last_decision().id or 0,
            "decision": decision._shown_in(self),
            "closed": suggestion.state in HIDDEN_STATES,
            "undo": last and {"id": last.id, "words": last._named()},
            **facts,
        }

    def _head(self):
        return {
            "id": self.id,
            "name": self.name,
            "published": self.state == "published",
            "waiting": self.waiting,
            "waiting_elsewhere": self.waiting_elsewhere,
        }

    def _summary(self):
        """Return what the page at the end of a meeting shows."""
        self.ensure_one()
        return {
            "meeting": self._head(),
            "lines": [
                {
                    "id": line.id,
                    "place": place,
                    "name": line.suggestion_id.name,
                    "brand": line.suggestion_id.brand or "",
                    "closed": line.suggestion_id.state in HIDDEN_STATES,
                    "decision": line.decision_id._shown_in(self),
                }
                for place, line in enumerate(self.line_ids, 1)
            ],
            "undecided": sum(1 for line in self.line_ids if not line.decision_id),
        }

    @api.model
    def _reasons(self):
        """Return the reasons not to keep, with the sentence that is ready for each."""
        sentences = {}
        for sentence in self.env["coop.ready.sentence"].search([("answer", "=", "not_kept")]):
            sentences.setdefault(sentence.reason_id, sentence.text)
        return [
            {
                "id": reason.id,
                "name": reason.name,
                # The tenth has the key 0; any more have none.
                "key": str(number % 10) if number <= 10 else "",
                "needs_product": reason.needs_product,
                "sentence": sentences.get(reason, ""),
            }
            for number, reason in enumerate(self.env["coop.refusal.reason"].search([]), 1)
        ]

    @api.model
    def _sentence_of(self, answer, reason_id=False):
        """Return the first ready sentence of an answer."""
        return (
            self.env["coop.ready.sentence"]
            .search([("answer", "=", answer), ("reason_id", "=", reason_id)], limit=1)
            .text
            or ""
        )

    @api.model
    def _read_answer(self, form):
        """Return the values of a decision, from the fields of the screen's form.

        :raises UserError: when something cannot be understood, in the team's words
        """
        answer = form.get("answer")
        if answer not in dict(ANSWERS):
            raise UserError(self.env._("Choose an answer."))
        reason = self.env["coop.refusal.reason"].search(
            [("id", "=", whole_number(form.get("reason_id")))]
        )
        text = clean_lines(form.get("text"))
        if len(text) > LENGTHS["comment"]:
            raise UserError(
                self.env._(
                    "This is too long: %(length)s characters, where %(most)s is the most.",
                    length=len(text),
                    most=LENGTHS["comment"],
                )
            )
        product = self.env["product.product"].search(
            [("id", "=", whole_number(form.get("product_id")))]
        )
        return {
            "answer": answer,
            "reason_id": reason.id,
            # Without scripts no sentence comes by itself into the field.
            "text": text or (answer != "ask" and self._sentence_of(answer, reason.id)) or False,
            "product_id": product.id,
            "put_off_until": answer == "put_off" and self._read_put_off(form),
            "passed_on_to": clean_line(form.get("passed_on_to"))[: LENGTHS["name"]],
        }

    def _read_put_off(self, form):
        if form.get("put_off") != "date":
            return self._next_date()
        try:
            day = date.fromisoformat(clean_line(form.get("put_off_until")))
        except ValueError:
            day = None
        if not day or day <= self.company_id._coop_today():
            raise UserError(self.env._("Say until when it is put off: a day to come."))
        return day
