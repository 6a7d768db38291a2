from odoo import models

from ..tools.agenda_paper import render_agenda
from ..tools.answers_paper import render_answers
from .coop_suggestion import HIDDEN_STATES


class CoopReviewMeeting(models.Model):
    """The papers of a meeting: its agenda, and what hangs by the tills afterwards."""

    _inherit = "coop.review.meeting"

    # --- the agenda

    def _agenda_pdf(self):
        """Return the agenda to take into the shop, as a PDF."""
        self.ensure_one()
        _ = self.env._
        facts = self.line_ids.suggestion_id._meeting_facts()
        facts = dict(zip(self.line_ids.suggestion_id, facts, strict=True))
        return render_agenda(
            {
                "title": _("Agenda: %s", self.name),
                "subtitle": self.company_id.name,
                "boxes": [_("Kept"), _("Not kept"), _("Put off")],
                "notes": _("Notes:"),
                "page": lambda number: _("page %s", number),
                "empty": _("The agenda is empty."),
                "lines": [
                    self._agenda_line(place, line, facts[line.suggestion_id])
                    for place, line in enumerate(self.line_ids, 1)
                ],
            }
        )

    def _agenda_line(self, place, line, facts):
        _ = self.env._
        known = [
            self.env["coop.suggestion"]._households_words(facts["supporters"]),
            _("%s would buy it each week", facts["weekly"]),
        ]
        if line.cause != "wait" and line._days_waiting():
            known.append(_("has waited for %s days", line._days_waiting()))
        if facts["shelf"]:
            known.append(facts["shelf"])
        beside = [
            _("On the shelf: %s", " · ".join(words for words in self._beside_words(product)))
            for product in facts["beside"]
        ]
        return {
            "place": place,
            "name": facts["name"],
            "brand": facts["brand"],
            "cause": line.cause_words[:1].upper() + line.cause_words[1:],
            "facts": " · ".join(known),
            "why": facts["why"],
            "beside": beside or [_("Nothing like it on the shelf.")],
            "sources": self._source_lines(facts),
            "decision": line.decision_words,
        }

    def _beside_words(self, product):
        words = [product["name"]]
        if product["price"]:
            words.append(product["price"])
        return [
            *words,
            self.env._("%(quantity)s a week", quantity=product["weekly"]),
            product["stock"],
        ]

    def _source_lines(self, facts):
        _ = self.env._
        lines = []
        if facts["price"]:
            lines.append(_("Price at the till: %s", facts["price"]))
        suppliers = " · ".join(facts["suppliers"])
        if facts["suppliers_of"] == "product":
            lines.append(_("Suppliers: %s", suppliers))
        elif facts["suppliers_of"] == "brand":
            lines.append(_("Suppliers of this brand: %s", suppliers))
        elif not facts["offers"]:
            lines.append(_("No supplier known."))
        lines += [_("At the supplier's: %s", offer) for offer in facts["offers"]]
        if facts["price_answers"]:
            lines.append(facts["price_answers"])
        return lines

    # --- by the tills

    def _answers_pdf(self):
        """Return « Vos demandes, nos réponses » as a PDF of one page: no names of people."""
        self.ensure_one()
        _ = self.env._
        decisions = self.decision_ids.filtered(
            lambda decision: (
                decision.published_on and decision.suggestion_id.state not in HIDDEN_STATES
            )
        )
        places = {line.suggestion_id: place for place, line in enumerate(self.line_ids)}
        decisions = decisions.sorted(lambda d: (places.get(d.suggestion_id, len(places)), d.id))
        company = self.company_id
        return render_answers(
            {
                "coop": company.name,
                "colour": company.sudo()._coop_colour(),
                "title": _("You asked, we answer"),
                "subtitle": self.name,
                "answers_title": _("What you asked for, and our answers"),
                "answers": [
                    {
                        "name": decision.suggestion_id.name,
                        "brand": decision.suggestion_id.brand or "",
                        "headline": decision._headline_without_names(),
                        "text": decision.text or "",
                    }
                    for decision in decisions
                ],
                "more_answers": lambda count: (
                    _("and %s more answers online", count)
                    if count > 1
                    else _("and 1 more answer online")
                ),
                "arrived_title": _("Just arrived on the shelf"),
                "arrived": [
                    {"name": suggestion.name, "brand": suggestion.brand or ""}
                    for suggestion in self.arrived_ids
                    if suggestion.state not in HIDDEN_STATES
                ],
                "more_arrived": lambda count: _("and %s more online", count),
                "url": f"{self.get_base_url()}/suggestions?decided=1",
                "url_words": _("All answers, and your own ideas: scan this code"),
            }
        )
