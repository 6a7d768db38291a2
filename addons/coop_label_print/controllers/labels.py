from collections import Counter
from secrets import token_urlsafe

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    choose_shop,
    kind_page,
    page_route,
    see_other,
    volunteers_only,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.controllers.signature import (
    LONGEST_NAME,
    keep_signed_name,
    signed_name,
)
from odoo.addons.coop_stock.tools.typed_text import clean_line, short_line, whole_number

from ..tools.label_svg import render_preview

# As many labels as the first screen lists; the rest is counted.
MOST_ROWS = 200
LONGEST_KEY = 40


def label_page_values(**values):
    """Return what all pages of labels show."""
    is_shop_account = request.env.user._coop_is_shop_account()
    return {
        "bar_key": "labels" if is_shop_account else "volunteer",
        "is_shared": is_shop_account,
        "first_name": signed_name(),
        "longest_name": LONGEST_NAME,
        # One form makes one job, however often it is sent.
        "key": token_urlsafe(16),
        **values,
    }


def sign(first_name):
    """Return who signs a print on a shared computer, "" on one's own account.

    :raises UserError: when nobody signs on a shared computer
    """
    if not request.env.user._coop_is_shop_account():
        return ""
    keep_signed_name(first_name)
    name = signed_name()
    if not name or not clean_line(first_name):
        raise UserError(request.env._("Please write your first name, to sign this print."))
    return name


def sheet_places(format_sudo):
    """Return the columns and places of a sheet, to tap the first free one on; {} of other paper."""
    form = format_sudo._to_label_format()
    if form.kind != "sheet" or form.places_per_page == 1:
        return {}
    return {"columns": form.columns, "count": form.places_per_page}


class Labels(http.Controller):
    """The volunteers' first screen: how many labels to change, and one button.

    Volunteers have no rights on our models: what is read and written here is read and written in
    sudo, and is nothing but what hangs in the shop.
    """

    @page_route("/labels")
    @volunteers_only
    def labels(self, shop="", **kw):
        if shop:
            return choose_shop(shop, "/labels")
        return self._page()

    @page_route("/labels/print")
    @volunteers_only
    def after_login(self, **kw):
        """Come back from a login that interrupted the form: to the list."""
        return see_other("/labels")

    @write_route("/labels/print")
    @volunteers_only
    def print_labels(self, start="", first_name="", key="", **form):
        """Print all that is to print, in walking order, on the usual formats."""
        typed = {"start": clean_line(start)[:8], "first_name": clean_line(first_name)}
        today = request.env["coop.label.page"]._coop_today()
        copies = {row.product_id: 1 for row in today.to_print}
        jobs = request.env["coop.label.job"]
        key = short_line(key, LONGEST_KEY)
        try:
            signed = sign(first_name)
            job_sudo = jobs._coop_printed_by_form(key)
            if not job_sudo and not copies:
                return see_other("/labels?late=1")
            job_sudo = job_sudo or jobs._coop_print(
                copies,
                start=whole_number(start) if clean_line(start) else 1,
                first_name=signed,
                key=key or None,
            )
        except UserError as error:
            return self._page(problem=error.args[0], typed=typed, status=422)
        wrote()
        return see_other(f"/labels/jobs/{job_sudo.id}")

    @page_route("/labels/preview/<int:product_id>")
    @volunteers_only
    def preview(self, product_id, format_id="", **kw):
        """Answer with a picture of the very label that would be printed."""
        formats_sudo = request.env["coop.label.format"].sudo()
        label_format = formats_sudo._coop_find(whole_number(format_id))
        product_sudo = request.env["product.product"].sudo().browse(whole_number(str(product_id)))
        kind = label_format.label_kind or None
        content = product_sudo.exists()._coop_label_contents(kind).get(product_id)
        if not content:
            raise request.not_found()
        label_format = label_format or request.env.company._coop_usual_label_format(content.kind)
        svg = render_preview(content, label_format._to_label_format())
        headers = [("Content-Type", "image/svg+xml"), ("Cache-Control", "private, no-cache")]
        return request.make_response(svg, headers=headers)

    # --- the first day

    @page_route("/labels/start")
    @volunteers_only
    def start(self, **kw):
        return self._start_page()

    @write_route("/labels/start")
    @volunteers_only
    def start_here(self, shelf="", sure="", **form):
        """Take it that the labels in place are right, in the shop or on a shelf, once sure."""
        if request.env.user._coop_is_shop_account():
            return self._not_on_the_shop_account()
        shown_sudo = request.env["coop.label.shown"].sudo()
        shelf_sudo = request.env["coop.shelf"].sudo().browse(whole_number(shelf)).exists()
        if shelf != "all" and not shelf_sudo:
            problem = request.env._("Please choose the shop or a shelf.")
            return self._start_page(problem, status=422)
        if not sure:
            return self._start_page(asked=self._asked(shelf, shelf_sudo))
        count = shown_sudo._coop_start_here(shelf_sudo if shelf_sudo else None)
        wrote()
        return see_other(f"/labels?started={count}")

    def _asked(self, shelf, shelf_sudo):
        """Return the question before so much leaves the list."""
        pages = request.env["coop.label.page"]
        ids = (
            pages._coop_products_of(shelf_id=shelf_sudo.id)
            if shelf_sudo
            else pages._coop_whole_shop()
        )
        return {
            "shelf": shelf,
            "words": request.env._(
                "%(where)s: are they all right (%(labels)s)?",
                where=shelf_sudo.name or request.env._("The whole shop"),
                labels=pages._coop_labels_words(len(ids)),
            ),
        }

    def _start_page(self, problem="", status=200, asked=None):
        if request.env.user._coop_is_shop_account():
            return self._not_on_the_shop_account()
        pages = request.env["coop.label.page"]
        shelves = [shelf for shelf in pages._coop_shelves() if shelf[0]]
        values = {
            "title": request.env._("The labels in place are right"),
            "shelves": shelves,
            "all_words": request.env._(
                "The whole shop: %s",
                pages._coop_labels_words(len(pages._coop_whole_shop())),
            ),
            "problem": problem,
            "asked": asked,
        }
        values = label_page_values(**values)
        return request.render("coop_label_print.labels_start", values, status=status)

    def _not_on_the_shop_account(self):
        return kind_page(
            request.env._("Not on this computer's account"),
            request.env._(
                "Somebody must answer for the labels in place: sign in with an account of your own."
            ),
            status=403,
            bar_key="labels",
            actions=[{"url": "/labels", "label": request.env._("Labels")}],
        )

    # --- the first screen

    def _page(self, problem="", typed=None, status=200):
        pages = request.env["coop.label.page"]
        jobs_sudo = request.env["coop.label.job"].sudo()
        user = request.env.user
        today = pages._coop_today()
        usual_sudo = request.env.company._coop_usual_label_format("normal")
        company = request.env.company
        shops_sudo = company.sudo()._coop_shops()
        values = label_page_values(
            title=request.env._("Labels to change"),
            count=len(today.to_print),
            by_reason=pages._coop_by_reason(today.to_print),
            sections=pages._coop_sections(today.to_print[:MOST_ROWS]),
            priceless=pages._coop_sections(today.priceless[:MOST_ROWS]),
            more=self._more_words(len(today.to_print) - MOST_ROWS),
            print_words=self._print_words(len(today.to_print)),
            paper_words=self._paper_words(today.to_print),
            stock_late=request.env.company._coop_stock_late_words(),
            late=bool(request.params.get("late")) and not today.to_print,
            lacking=any(row.problems for row in today.to_print),
            printed=len(today.printed),
            waiting=self._waiting_words(len(today.waiting)),
            jobs=[self._job_card(job_sudo) for job_sudo in jobs_sudo._coop_unfinished()],
            places=sheet_places(usual_sudo),
            never_started=not request.env["coop.label.shown"].sudo()._coop_is_started(),
            started=self._started_words(whole_number(request.params.get("started", ""))),
            is_team=user._coop_is_team(),
            shops=[(shop.id, shop.name) for shop in shops_sudo] if len(shops_sudo) > 1 else [],
            shop_id=company._coop_shop_warehouse().id,
            problem=problem,
            typed=typed or {},
        )
        return request.render("coop_label_print.labels", values, status=status)

    def _job_card(self, job_sudo):
        """Return what the first screen says of a job that waits to be put up."""
        states = job_sudo._coop_states()
        is_mine = job_sudo.user_id == request.env.user and not job_sudo.first_name
        sentence = (
            request.env._("Printed by you · put up: %(hung)s of %(count)s")
            if is_mine
            else request.env._("Printed by %(who)s · put up: %(hung)s of %(count)s")
        )
        return {
            "id": job_sudo.id,
            "title": request.env._("%s: not finished", job_sudo._coop_batch_words()),
            "words": sentence
            % {
                "who": job_sudo._coop_who(),
                "hung": states.get("hung", 0),
                "count": sum(states.values()),
            },
        }

    def _print_words(self, count):
        if count == 1:
            return request.env._("Print the label")
        return request.env._("Print the %s", request.env["coop.label.page"]._coop_number(count))

    def _paper_words(self, rows):
        """Return on what the labels are printed, and how many on each."""
        counts = {}
        for kind, count in Counter(row.content.kind for row in rows).items():
            format_sudo = request.env.company._coop_usual_label_format(kind)
            counts[format_sudo] = counts.get(format_sudo, 0) + count
        papers = [
            request.env._("%(count)s on %(paper)s", count=count, paper=format_sudo.name)
            if len(counts) > 1
            else format_sudo.name
            for format_sudo, count in sorted(counts.items(), key=lambda pair: -pair[1])
        ]
        return request.env._("%s, in the order of the shelves", ", ".join(papers))

    def _more_words(self, more):
        if more <= 0:
            return ""
        return request.env._("and %s more", request.env["coop.label.page"]._coop_number(more))

    def _waiting_words(self, count):
        if not count:
            return ""
        labels = request.env["coop.label.page"]._coop_labels_words(count)
        return request.env._("Out of stock for more than 30 days: %s.", labels)

    def _started_words(self, count):
        if not count:
            return ""
        labels = request.env["coop.label.page"]._coop_labels_words(count)
        return request.env._(
            "Noted: %s in place, and right. From now on only what changes is listed here.", labels
        )
