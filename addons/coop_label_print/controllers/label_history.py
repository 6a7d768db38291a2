from datetime import date

from odoo import http
from odoo.http import request
from odoo.tools import format_date

from odoo.addons.coop_stock.controllers.member_space import page_route, volunteers_only
from odoo.addons.coop_stock.tools.typed_text import clean_line, short_line, whole_number

from .labels import label_page_values

MAX_TEXT = 120
JOBS_A_PAGE = 30
FURTHEST_PAGE = 10_000


class LabelHistory(http.Controller):
    """Who printed what, and what a product's label said on a day.

    Volunteers have no rights on our models: what the shop printed is read in sudo.
    """

    @page_route("/labels/history")
    @volunteers_only
    def history(self, q="", on="", page="", **kw):
        text = short_line(q, MAX_TEXT)
        day = self._day(on)
        jobs_sudo = request.env["coop.label.job"].sudo()
        number = whole_number(page, FURTHEST_PAGE) or 1
        products_sudo = self._products(text) if text else request.env["product.product"].sudo()
        hung = jobs_sudo.line_ids._coop_hung_of(products_sudo, day)
        domain = [("warehouse_id", "=", request.env.company._coop_shop_warehouse().id)]
        listed_sudo = jobs_sudo.search(
            domain, limit=JOBS_A_PAGE + 1, offset=(number - 1) * JOBS_A_PAGE
        )
        values = label_page_values(
            title=request.env._("Printed labels"),
            text=text,
            on=on if day else "",
            unknown=bool(text) and not products_sudo,
            day_problem=bool(clean_line(on)) and not day,
            found=[{**row, "words": self._hung_words(row)} for row in hung],
            jobs=[self._job_values(job_sudo) for job_sudo in listed_sudo[:JOBS_A_PAGE]],
            number=number,
            has_more=len(listed_sudo) > JOBS_A_PAGE,
        )
        return request.render("coop_label_print.labels_history", values)

    def _products(self, text):
        """Return the products that a code or a search leads to, in sudo."""
        scanned_sudo = request.env["product.product"]._coop_find_scanned(text, archived=True)
        if scanned_sudo:
            return scanned_sudo
        ids = request.env["coop.label.page"]._coop_products_of(text=text)[:20]
        return request.env["product.product"].sudo().browse(ids)

    def _day(self, on):
        try:
            return date.fromisoformat(clean_line(on))
        except ValueError:
            return None

    def _job_values(self, job_sudo):
        states = job_sudo._coop_states()
        return {
            "id": job_sudo.id,
            "title": job_sudo._coop_batch_words(),
            "who": job_sudo._coop_who(),
            "words": request.env["coop.label.page"]._coop_labels_words(sum(states.values())),
            "left": self._left_words(states.get("waiting", 0), states.get("missing", 0)),
        }

    def _left_words(self, waiting, missing):
        if waiting:
            return request.env._("%s to put up", waiting)
        return request.env._("%s missing", missing) if missing else ""

    def _hung_words(self, row):
        """Return from when to when a label hung; with the hour where that was one day."""
        company = request.env.company
        since, until = format_date(request.env, row["since"]), row["until"]
        if not until:
            return request.env._("from %s until now", since)
        if until == row["since"]:
            clock = company._coop_clock(row["line"].answered_on)
            return request.env._("on %(day)s from %(time)s, for some hours", day=since, time=clock)
        until = format_date(request.env, until)
        return request.env._("from %(since)s to %(until)s", since=since, until=until)
