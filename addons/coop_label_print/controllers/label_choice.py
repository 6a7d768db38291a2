from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    page_route,
    see_other,
    volunteers_only,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.tools.typed_text import clean_line, short_line, whole_number

from ..models.coop_label_job import MOST_COPIES
from .labels import LONGEST_KEY, label_page_values, sheet_places, sign

# The session's choice: what is typed into the form, kept from page to page.
_KEPT = "coop_labels_chosen"
MAX_TEXT = 120
MOST_FOUND = 60
# As many labels as can be chosen one by one; a whole shop has a button of its own.
MOST_CHOSEN = 2000
_VIEW = ("shelf", "reason", "q")


def _view(form):
    """Return what the page shows to choose from, as its form says."""
    return {name: short_line(form.get(name, ""), MAX_TEXT) for name in _VIEW}


def _nothing_chosen():
    return {"copies": {}, "format_id": "", "start": ""}


class LabelChoice(http.Controller):
    """Other labels: chosen by shelf, by reason, by search or by scanning one after the other.

    What is chosen is kept in the session, so that the page works without JavaScript and a hand
    scanner fills it code by code.
    """

    @page_route("/labels/choose")
    @volunteers_only
    def choose(self, **view):
        return self._page(_view(view), added=view.get("added", ""))

    @write_route("/labels/choose")
    @volunteers_only
    def change(self, code="", do="", drop="", **form):
        """Add to what is chosen, or take away."""
        chosen = self._keep_typed(form)
        asked = request.httprequest.form.getlist("product_id")
        view = _view(form)
        code = clean_line(code[: 4 * MAX_TEXT])[: 2 * MAX_TEXT]
        if drop:
            chosen["copies"].pop(str(whole_number(drop)), None)
        elif do == "clear":
            chosen = self._keep(_nothing_chosen())
        elif do == "add":
            self._add(chosen, [whole_number(id_) for id_ in asked])
            view = {}
        elif code:
            product_sudo = request.env["product.product"]._coop_find_scanned(code)
            if product_sudo._coop_label_contents():
                self._add(chosen, product_sudo.ids)
                view = {"added": product_sudo.id}
            else:
                view = {"q": code[:MAX_TEXT]}
        self._keep(chosen)
        return see_other(self._address(view))

    @write_route("/labels/choose/print")
    @volunteers_only
    def print_chosen(self, first_name="", key="", everything="", **form):
        """Print what is chosen; what has a wrong number of copies stays chosen, and is told."""
        chosen = self._keep_typed(form)
        jobs = request.env["coop.label.job"]
        view = _view(form)
        if everything == "1":
            copies = dict.fromkeys(request.env["coop.label.page"]._coop_whole_shop(), 1)
        else:
            copies = {
                int(id_): whole_number(typed, MOST_COPIES)
                for id_, typed in chosen["copies"].items()
                if whole_number(typed, MOST_COPIES)
            }
        key = short_line(key, LONGEST_KEY)
        try:
            signed = sign(first_name)
            job_sudo = jobs._coop_printed_by_form(key)
            if not job_sudo and not copies:
                raise UserError(request.env._("Choose labels first: scan one, or take a shelf."))
            job_sudo = job_sudo or jobs._coop_print(
                copies,
                None if everything == "1" else self._format(chosen) or None,
                whole_number(chosen["start"]) if chosen["start"] else 1,
                signed,
                key or None,
            )
        except UserError as error:
            wrote()
            return self._page(view, error.args[0], clean_line(first_name), status=422)
        left = {}
        if everything != "1":
            left = {id_: typed for id_, typed in chosen["copies"].items() if int(id_) not in copies}
            # The next labels go on their usual paper again.
            self._keep({**chosen, "copies": left, "start": ""} if left else _nothing_chosen())
        wrote()
        told = f"?left={len(left)}" if left else ""
        return see_other(f"/labels/jobs/{job_sudo.id}{told}")

    @page_route("/labels/choose/print")
    @volunteers_only
    def choice_after_login(self, **kw):
        """Come back from a login that interrupted the form: to what is chosen."""
        return see_other("/labels/choose")

    # --- what is chosen

    def _chosen(self):
        kept = request.session.get(_KEPT) or {}
        return {
            "copies": dict(kept.get("copies", {})),
            "format_id": kept.get("format_id", ""),
            "start": kept.get("start", ""),
        }

    def _keep(self, chosen):
        request.session[_KEPT] = chosen
        return chosen

    def _keep_typed(self, form):
        """Keep the numbers that stand in the form, as they were typed."""
        chosen = self._chosen()
        for id_ in chosen["copies"]:
            typed = form.get(f"copies-{id_}")
            if isinstance(typed, str):
                chosen["copies"][id_] = clean_line(typed)[:8]
        if "format_id" in form:
            if chosen["format_id"] != clean_line(form["format_id"])[:12]:
                form = {**form, "start": ""}
            chosen["format_id"] = clean_line(form["format_id"])[:12]
        if "start" in form:
            chosen["start"] = clean_line(form["start"])[:8]
        return self._keep(chosen)

    def _add(self, chosen, ids):
        products_sudo = request.env["product.product"].sudo().browse(filter(None, ids)).exists()
        for id_ in products_sudo._coop_label_contents():
            if len(chosen["copies"]) < MOST_CHOSEN:
                chosen["copies"].setdefault(str(id_), "1")

    def _format(self, chosen):
        formats_sudo = request.env["coop.label.format"].sudo()
        return formats_sudo._coop_find(whole_number(chosen["format_id"]))

    # --- the page

    def _address(self, view):
        view = {name: value for name, value in view.items() if value}
        return f"/labels/choose?{urlencode(view)}" if view else "/labels/choose"

    def _page(self, view, problem="", typed_name="", status=200, added=""):
        pages = request.env["coop.label.page"]
        formats_sudo = request.env["coop.label.format"].sudo()
        chosen = self._chosen()
        today, shelves = pages._coop_today(), pages._coop_shelves()
        format_sudo = self._format(chosen)
        begun_sudo = format_sudo or request.env.company._coop_usual_label_format("normal")
        rows = self._chosen_rows(chosen)
        values = label_page_values(
            title=request.env._("Other labels"),
            view=view,
            added=self._added(added),
            offered=self._offered(pages, today, shelves, **view),
            shelves=shelves,
            reasons=pages._coop_by_reason(today.to_print),
            waiting=today.waiting and request.env._("%s long out of stock", len(today.waiting)),
            whole_shop=request.env._(
                "%s, in the order of the shelves.",
                pages._coop_labels_words(len(pages._coop_whole_shop())).capitalize(),
            ),
            chosen_words=request.env._("Chosen: %s", pages._coop_labels_words(len(rows))),
            rows=rows,
            formats=[
                (
                    label,
                    formats_sudo._coop_all().filtered(lambda each, of=kind: each.label_kind == of),
                )
                for kind, label in formats_sudo._fields["label_kind"]._description_selection(
                    request.env
                )
            ],
            format=format_sudo,
            places=sheet_places(begun_sudo),
            start=chosen["start"],
            problem=problem,
            typed_name=typed_name,
        )
        return request.render("coop_label_print.labels_choose", values, status=status)

    def _chosen_rows(self, chosen):
        """Return the chosen labels, to show, each with what is wrong with its number."""
        pages = request.env["coop.label.page"]
        products_sudo = request.env["product.product"].sudo().browse(map(int, chosen["copies"]))
        contents = products_sudo._coop_label_contents()
        sentence = request.env._("Of each label 1 to %s can be printed.", MOST_COPIES)
        return [
            {
                **pages._coop_figures(content),
                "id": id_,
                "copies": chosen["copies"][str(id_)],
                "problem": ""
                if whole_number(chosen["copies"][str(id_)], MOST_COPIES)
                else sentence,
            }
            for id_, content in contents.items()
        ]

    def _offered(self, pages, today, shelves, shelf, reason, q):
        """Return what a shelf, a reason or a search offers to take: a dict, or None.

        What is to print anyway is ticked.
        """
        to_print = {row.product_id for row in today.to_print}
        if reason:
            of_reason = (
                today.waiting
                if reason == "waiting"
                else pages._coop_of_reason(today.to_print, reason)
            )
            ids, title = [row.product_id for row in of_reason], ""
        elif shelf:
            number = whole_number(shelf)
            ids = pages._coop_products_of(shelf_id=number)
            names = {id_: name for id_, name, _count in shelves}
            title = names.get(number) or request.env._("No shelf")
        elif q:
            ids, title = pages._coop_products_of(text=q)[:MOST_FOUND], ""
        else:
            return None
        contents = request.env["product.product"].sudo().browse(ids)._coop_label_contents()
        ticked = set(ids) if reason else to_print & set(ids)
        return {
            "title": title,
            "is_search": bool(q) and not reason and not shelf,
            "nothing": request.env._("We know no product like “%s”.", q)
            if q
            else request.env._("Nothing here."),
            "rows": [
                {**pages._coop_figures(contents[id_]), "id": id_, "ticked": id_ in ticked}
                for id_ in ids
                if id_ in contents
            ],
        }

    def _added(self, added):
        """Return the name of what was just scanned, or an empty text."""
        product_sudo = request.env["product.product"].sudo().browse(whole_number(added))
        contents = product_sudo.exists()._coop_label_contents()
        return contents[product_sudo.id].name if contents else ""
