import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.coop_stock.tools.typed_text import clean_line, whole_number

from ..tools.wish_sheet import render_sheets
from .coop_suggestion import HIDDEN_STATES, VOTING_STATES

LONGEST_NUMBER = 32
MOST_NUMBERS = 300
MOST_LINES = 500
SEPARATORS = re.compile(r"[\s,;/]+")


class CoopSuggestion(models.Model):
    """Suggestions on paper: the sheet that hangs in the shop, and what comes back on it."""

    _inherit = "coop.suggestion"

    # --- on behalf of members; called with sudo by the page of the purchasing team

    def _vote_on_paper(self, partner):
        """Cast a person's vote that they ticked on paper; an earlier one stays as it is.

        :return: the vote, if it is new
        :raises UserError: when the suggestion has its answer
        """
        self.ensure_one()
        lead = self._lead()
        if lead.state not in VOTING_STATES:
            raise UserError(lead._closed_sentence())
        return self.env["coop.suggestion.vote"]._set(lead, partner, on_paper=True)

    @api.model
    def _propose_on_paper(self, author, values):
        """Propose what a person wrote on paper; safe to repeat on the same day.

        :raises UserError: when the author has proposed enough for today
        """
        past = self._past_not_kept(values["name"], values["brand"], "")
        suggestion = self._propose(author, {**values, "previous_id": past.id})
        vote = suggestion.vote_ids.filtered(lambda vote: vote.partner_id == author)
        vote.on_paper = True
        return suggestion

    def _closed_sentence(self):
        """Return why a suggestion takes no votes any more."""
        if self.state in HIDDEN_STATES:
            return self.env._("“%s” is withdrawn or hidden: votes for it are not noted.", self.name)
        return self.env._(
            "“%(name)s” has its answer meanwhile (%(state)s): votes for it are not noted.",
            name=self.name,
            state=self._state_words(),
        )

    # --- reading what was typed

    @api.model
    def _read_paper_lines(self, typed):
        """Return what the lines of a filled sheet say, and those that cannot be taken.

        :param typed: ``[(number of the suggestion, numbers of members)]``, as typed
        :return: ``(lines, wrong)``: ``[(suggestion, numbers)]``, and ``[{"suggestion", "numbers",
            "error"}]`` with what was typed and a sentence
        """
        typed = [
            (clean_line(suggestion[:80]), clean_line(numbers[: 40 * MOST_NUMBERS]))
            for suggestion, numbers in typed[:MOST_LINES]
        ]
        typed = [(suggestion, numbers) for suggestion, numbers in typed if numbers]
        ids = [whole_number(suggestion.lstrip("nN°#º ")) for suggestion, _numbers in typed]
        found = self.search([("id", "in", ids), ("company_id", "=", self.env.company.id)])
        lines, wrong = [], []
        for id_, (suggestion, numbers) in zip(ids, typed, strict=True):
            wanted = found.filtered(lambda each, id_=id_: each.id == id_)
            read = list(dict.fromkeys(filter(None, SEPARATORS.split(numbers))))
            if error := self._line_error(wanted, suggestion, read):
                wrong.append({"suggestion": suggestion, "numbers": numbers, "error": error})
            else:
                lines.append((wanted, read))
        return lines, wrong

    @api.model
    def _line_error(self, wanted, suggestion, numbers):
        _ = self.env._
        if not suggestion:
            return _("Write the number of the suggestion, which stands before it on the sheet.")
        if not wanted:
            return _("No suggestion has the number %s.", suggestion)
        if wanted._lead().state not in VOTING_STATES:
            return wanted._lead()._closed_sentence()
        if too_long := [number for number in numbers if len(number) > LONGEST_NUMBER]:
            return _("“%s” is too long for a member number.", too_long[0][:LONGEST_NUMBER])
        if len(numbers) > MOST_NUMBERS:
            return _("These are too many numbers at once: %s is the most.", MOST_NUMBERS)
        return ""

    @api.model
    def _read_paper_proposal(self, row, shelf_id, partner):
        """Return what a written proposal says, or what is to be put right in it.

        :param dict row: `name`, `brand`, `member` and `same`, as typed: `same` is "new" for what
            is none of those that resemble, "shop" for what the shop has, or the number of the
            suggestion that it is
        :param partner: who types
        :return: ``(values, wrong)``: the clean values, or the row with `error` and `similar`
        """
        _ = self.env._
        row = {name: clean_line((value or "")[:1000]) for name, value in row.items()}
        values, errors = self._read_form(
            {"name": row["name"], "brand": row["brand"], "shelf_id": str(shelf_id or "")}
        )
        error = errors.get("name") or errors.get("brand")
        if not error and not row["member"]:
            error = _("Write the number of the member who proposes it.")
        if not error and len(row["member"]) > LONGEST_NUMBER:
            error = _("“%s” is too long for a member number.", row["member"][:LONGEST_NUMBER])
        if not error and row["same"] not in ("shop", "new") and not whole_number(row["same"]):
            similar = self._similar_on_paper(partner, values)
            if similar:
                error = _("This resembles it: say whether it is the same.")
                return None, {**row, "error": error, "similar": similar}
        if not error and row["same"] == "new":
            error = self._too_early_sentence(values)
        if error:
            return None, {**row, "error": error, "similar": []}
        values = {name: values[name] for name in ("name", "brand", "shelf_id")}
        return {**values, "member": row["member"], "same": row["same"]}, None

    @api.model
    def _similar_on_paper(self, partner, values):
        """Return the choices that a resembling proposal leaves, as ``[(value, words)]``."""
        _ = self.env._
        twins = self._twins_of(partner, values)
        choices = [
            (str(row["id"]), _("Vote for no. %(id)s, %(name)s", id=row["id"], name=row["name"]))
            for row in twins["open"]
        ]
        if twins["products"]:
            names = ", ".join(row["name"] for row in twins["products"][:2])
            choices.append(("shop", _("The shop has it: %s", names)))
        if choices or self._too_early_sentence(values):
            choices.append(("new", _("It is another product: propose it")))
        return choices

    @api.model
    def _too_early_sentence(self, values):
        """Return from when what was not kept can be proposed again, or ""."""
        past = self._past_not_kept(values["name"], values["brand"], "")
        again_on = past and past._can_be_proposed_again_on()
        if not again_on or again_on <= self.env.company._coop_today():
            return ""
        return self.env._(
            "“%(name)s” was not kept, and can be proposed again from %(day)s.",
            name=past.name,
            day=self._date_words(again_on),
        )

    # --- the sheet

    @api.model
    def _open_on_paper(self, shelf_id=None):
        """Return the suggestions that stand on the sheets, those that have waited longest first.

        :param shelf_id: of one shelf; 0 for those without; None for all
        :return: ``[{"id", "name", "brand", "shelf_id"}]``
        """
        where = self._in_states_sql(*VOTING_STATES)
        if shelf_id is not None:
            where = SQL("%s AND COALESCE(coop_suggestion.shelf_id, 0) = %s", where, shelf_id)
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, name, COALESCE(brand, ''), COALESCE(shelf_id, 0)
                  FROM coop_suggestion
                 WHERE %s
              ORDER BY proposed_on, id
                """,
                where,
            )
        )
        names = ("id", "name", "brand", "shelf_id")
        return [dict(zip(names, row, strict=True)) for row in rows]

    @api.model
    def _shelves_on_paper(self):
        """Return the shelves that have open suggestions, in walking order, and those without one.

        :return: ``[{"id", "name", "count"}]``; the id is 0 for what has no shelf
        """
        counts = {}
        for row in self._open_on_paper():
            counts[row["shelf_id"]] = counts.get(row["shelf_id"], 0) + 1
        shelves = self.env["coop.shelf"].with_context(active_test=False)
        shelves = shelves.search([("id", "in", list(counts))])
        named = [(shelf.id, shelf.name) for shelf in shelves] + [(0, self.env._("Other ideas"))]
        return [
            {"id": id_, "name": name, "count": counts[id_]} for id_, name in named if id_ in counts
        ]

    @api.model
    def _sheets_pdf(self, shelf_id=None):
        """Return the sheets to hang in the shop as a PDF, each shelf on pages of its own.

        :param shelf_id: see `_open_on_paper`
        """
        _ = self.env._
        open_rows = self._open_on_paper(shelf_id)
        shelves = [shelf for shelf in self._shelves_on_paper() if shelf_id in (None, shelf["id"])]
        base = self.get_base_url()
        company = self.env.company
        today = self._date_words(company._coop_today())
        return render_sheets(
            {
                "coop": company.name,
                "colour": company.sudo()._coop_colour(),
                "title": _("What would you like us to stock?"),
                "how": _(
                    "Write your member number in a free box under each product that you would "
                    "buy: once is enough."
                ),
                "propose": _("Something else? Write it here, with your member number."),
                "columns": [_("Product"), _("Brand"), _("Member number")],
                "url_words": _("The same on your phone: scan this code"),
                "page": lambda number: _(
                    "page %(number)s · printed on %(day)s", number=number, day=today
                ),
                "empty": _("No suggestion waits: be the first to propose something."),
                "sheets": [
                    {
                        "shelf": shelf["name"],
                        "url": f"{base}/suggestions"
                        + (f"?shelf={shelf['id']}" if shelf["id"] else ""),
                        "lines": [row for row in open_rows if row["shelf_id"] == shelf["id"]],
                    }
                    for shelf in shelves
                ]
                or [{"shelf": "", "url": f"{base}/suggestions", "lines": []}],
            }
        )

    # --- the team's buttons

    def action_paper_sheets(self):
        """Open the page of the sheets to hang in the shop."""
        self._check_team()
        return {"type": "ir.actions.act_url", "url": "/suggestions/sheets", "target": "new"}

    def action_enter_paper(self):
        """Open the page where filled sheets are entered."""
        self._check_team()
        return {"type": "ir.actions.act_url", "url": "/suggestions/paper", "target": "new"}
