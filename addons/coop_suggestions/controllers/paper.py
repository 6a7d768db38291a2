from secrets import token_urlsafe
from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    admit,
    page_route,
    refuse_others_than_volunteers,
    see_other,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.tools.typed_text import short_line, whole_number

from ..models.coop_suggestion_form import LENGTHS
from ..models.coop_suggestion_paper import LONGEST_NUMBER
from .meeting import is_team, team_only

LONGEST_KEY = 64
LONGEST_REASON = 200
# Empty lines to type into; the page's script adds more where they are used up.
FREE_LINES = 3
PROPOSALS = 4
MOST_PROPOSALS = 50


def sheets_for(endpoint):
    """Let in those who hang the sheets: shop volunteers, the shop account, the purchasing team."""
    return admit(endpoint, _hangs_sheets, refuse_others_than_volunteers)


def _hangs_sheets():
    return is_team() or request.env.user._coop_is_volunteer()


class Paper(http.Controller):
    """Suggestions on paper: sheets to hang in the shop, and those that come back filled."""

    # --- the sheets: no names stand on them, so that who is on a shift prints them, too

    @page_route("/suggestions/sheets")
    @sheets_for
    def sheets(self, **kw):
        # sudo: volunteers have no rights on suggestions; the names of open ones are for all.
        suggestions_sudo = request.env["coop.suggestion"].sudo()
        team = is_team()
        values = {
            "title": request.env._("Suggestions on paper"),
            "bar_key": "suggestions" if team else "volunteer",
            "shelves": suggestions_sudo._shelves_on_paper(),
            "team": team,
            # sudo: as the entries' page, which only the team is led to.
            "aside": team and request.env["coop.paper.entry"].sudo()._count_aside(),
        }
        return request.render("coop_suggestions.paper_sheets", values)

    @page_route("/suggestions/sheets.pdf")
    @sheets_for
    def sheets_pdf(self, shelf="", **kw):
        # sudo: as above.
        suggestions_sudo = request.env["coop.suggestion"].sudo()
        data = suggestions_sudo._sheets_pdf(self._shelf(shelf))
        name = request.env._("suggestions-on-paper")
        return request.make_response(
            data,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", f'inline; filename="{name}.pdf"'),
                ("Cache-Control", "no-store"),
            ],
        )

    # --- entering a filled sheet: it tells whose a number is and who voted for what, so that it
    # is the team's alone, as supporters' names are everywhere

    @page_route("/suggestions/paper")
    @team_only
    def entry(self, shelf="", done="", after="", **kw):
        return self._entry(
            self._shelf(shelf),
            done=short_line(done, LONGEST_KEY),
            after=whole_number(after),
        )

    @write_route("/suggestions/paper")
    @team_only
    def enter(self, shelf="", key="", **form):
        shelf_id = self._shelf(shelf)
        key = short_line(key, LONGEST_KEY) or token_urlsafe(16)
        # sudo: the team has no right to write votes; those it enters here are logged with who
        # entered them.
        suggestions_sudo = request.env["coop.suggestion"].sudo()
        entries_sudo = request.env["coop.paper.entry"].sudo()
        lines, wrong_lines = suggestions_sudo._read_paper_lines(self._typed_lines())
        proposals, wrong_proposals = [], []
        for row in self._typed_proposals():
            values, wrong = suggestions_sudo._read_paper_proposal(
                row, shelf_id, request.env.user.partner_id
            )
            if wrong:
                wrong_proposals.append(wrong)
            elif same := whole_number(values["same"]):
                more, not_open = suggestions_sudo._read_paper_lines([(str(same), values["member"])])
                lines += more
                wrong_lines += not_open
            else:
                proposals.append(values)
        entries_sudo._enter_votes(key, lines)
        for values in proposals:
            if error := self._propose(entries_sudo, key, values):
                wrong_proposals.append({**values, "error": error, "similar": []})
        wrote()
        after = lines[-1][0].id if lines else 0
        if wrong_lines or wrong_proposals:
            return self._entry(
                shelf_id,
                done=key,
                after=after,
                lines=wrong_lines,
                proposals=wrong_proposals,
                status=422,
            )
        return see_other(self._place(shelf_id, done=key, after=after))

    @write_route("/suggestions/paper/undo")
    @team_only
    def undo(self, shelf="", key="", entry="", **form):
        shelf_id = self._shelf(shelf)
        key = short_line(key, LONGEST_KEY)
        # sudo: as in `enter`; only what this person has entered with this form.
        entries_sudo = (
            request.env["coop.paper.entry"]
            .sudo()
            .search(
                [
                    ("key", "=", key),
                    ("user_id", "=", request.env.uid),
                    ("company_id", "=", request.env.company.id),
                ]
            )
        )
        if entry != "all":
            entries_sudo = entries_sudo.filtered(lambda each: each.id == whole_number(entry))
        try:
            with request.env.cr.savepoint():
                entries_sudo._undo()
        except UserError as error:
            return self._entry(shelf_id, done=key, problem=str(error), status=422)
        wrote()
        return see_other(self._place(shelf_id, done=key))

    @page_route("/suggestions/paper/<any(undo,settle):action>")
    @team_only
    def after_login(self, action, **kw):
        """Come back from a login that interrupted a form."""
        return see_other("/suggestions/paper" + ("/aside" if action == "settle" else ""))

    # --- numbers that are nobody's

    @page_route("/suggestions/paper/aside")
    @team_only
    def aside(self, settled="", **kw):
        return self._aside(settled=whole_number(settled))

    @write_route("/suggestions/paper/settle")
    @team_only
    def settle(self, entry="", number="", reason="", drop="", **form):
        # sudo: as in `enter`.
        entry_sudo = (
            request.env["coop.paper.entry"]
            .sudo()
            .search(
                [
                    ("id", "=", whole_number(entry)),
                    ("company_id", "=", request.env.company.id),
                ]
            )
        )
        number = short_line(number, LONGEST_NUMBER)
        reason = short_line(reason, LONGEST_REASON)
        if not entry_sudo:
            problem = request.env._("This number is no longer kept aside.")
            return self._aside(problem=problem, status=422)
        try:
            with request.env.cr.savepoint():
                if drop == "1":
                    entry_sudo._drop(reason)
                else:
                    entry_sudo._settle(number or entry_sudo.number)
        except UserError as error:
            typed = {
                "id": entry_sudo.id,
                "number": number or entry_sudo.number,
                "reason": reason,
            }
            return self._aside(problem=str(error), typed=typed, status=422)
        wrote()
        return see_other(f"/suggestions/paper/aside?settled={entry_sudo.id}")

    # --- shared

    def _shelf(self, text):
        """Return the id of a shelf, 0 for what has none, None for no choice."""
        if text == "0":
            return 0
        # sudo: volunteers may not read shelves; this tells whether one is there.
        shelves_sudo = request.env["coop.shelf"].sudo().with_context(active_test=False)
        return shelves_sudo.search([("id", "=", whole_number(text))]).id or None

    def _place(self, shelf_id, **fields):
        fields = {name: value for name, value in fields.items() if value}
        if shelf_id is not None:
            fields = {"shelf": shelf_id, **fields}
        return f"/suggestions/paper?{urlencode(fields)}" if fields else "/suggestions/paper"

    def _typed_lines(self):
        """Return the lines of votes as typed: fields of one name stand in the sheet's order."""
        form = request.httprequest.form
        return list(zip(form.getlist("suggestion"), form.getlist("numbers"), strict=False))

    def _typed_proposals(self):
        form = request.httprequest.form
        names = ("name", "brand", "member", "same")
        columns = [form.getlist(name) for name in names]
        rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]
        return [
            row
            for row in rows[:MOST_PROPOSALS]
            if row["name"].strip() or row["brand"].strip() or row["member"].strip()
        ]

    def _propose(self, entries_sudo, key, values):
        """Propose on behalf of a member; return why that cannot be, or ""."""
        shop_has_it = request.env._("The shop has it already") if values["same"] == "shop" else ""
        try:
            with request.env.cr.savepoint():
                entries_sudo._enter_proposal(
                    key,
                    {name: values[name] for name in ("name", "brand", "shelf_id")},
                    values["member"],
                    drop_reason=shop_has_it,
                )
        except UserError:
            # The only thing that stops a proposal here is the limit of a day.
            return request.env._(
                "Member %s has proposed enough for today: enter this line tomorrow.",
                values["member"],
            )
        return ""

    def _entry(
        self,
        shelf_id,
        *,
        done="",
        after=0,
        lines=(),
        proposals=(),
        problem="",
        status=200,
    ):
        # sudo: as in `enter`.
        suggestions_sudo = request.env["coop.suggestion"].sudo()
        entries_sudo = request.env["coop.paper.entry"].sudo()
        every = suggestions_sudo._open_on_paper()
        sheet = [row for row in every if row["shelf_id"] == shelf_id]
        begins_at = 0
        ids = [row["id"] for row in sheet]
        # With something to put right, one begins there.
        if after in ids and not (lines or proposals):
            begins_at = (ids[ids.index(after) + 1 :] or [0])[0]
        elif ids and not done:
            begins_at = ids[0]
        values = {
            "title": request.env._("Enter a filled sheet"),
            "bar_key": "suggestions",
            "shelves": suggestions_sudo._shelves_on_paper(),
            "shelf_id": shelf_id,
            "every": every,
            "sheet": sheet,
            "begins_at": begins_at,
            "lines": [
                *lines,
                *({"suggestion": "", "numbers": "", "error": ""} for _ in range(FREE_LINES)),
            ],
            "proposals": [
                *proposals,
                *(
                    {"name": "", "brand": "", "member": "", "same": "", "error": "", "similar": []}
                    for _ in range(PROPOSALS)
                ),
            ],
            "wrong": len(lines) + len(proposals),
            "problem": problem,
            "entries": entries_sudo._of_form(done) if done else [],
            "aside": entries_sudo._count_aside(),
            # A form that comes back with something to put right is the same form.
            "key": done if lines or proposals else token_urlsafe(16),
            "done": done,
            "lengths": LENGTHS,
        }
        return request.render("coop_suggestions.paper_entry", values, status=status)

    def _aside(self, *, settled=None, problem="", typed=None, status=200):
        # sudo: as in `enter`.
        settled_sudo = (
            request.env["coop.paper.entry"]
            .sudo()
            .search([("id", "=", settled), ("company_id", "=", request.env.company.id)])
        )
        values = {
            "settled": settled_sudo._settled_sentence(),
            "title": request.env._("Numbers to match"),
            "bar_key": "suggestions",
            # sudo: as in `enter`.
            "rows": request.env["coop.paper.entry"].sudo()._aside_rows(),
            "problem": problem,
            "typed": typed or {},
        }
        return request.render("coop_suggestions.paper_aside", values, status=status)
