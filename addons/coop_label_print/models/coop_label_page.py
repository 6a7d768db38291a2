from typing import NamedTuple

from odoo import api, models
from odoo.tools import formatLang

from odoo.addons.coop_stock.tools.stock_list import sections

from ..tools.label_difference import differences, told
from ..tools.label_layout import PRICE_MISSING
from ..tools.label_layout import problems as layout_problems
from ..tools.label_text import euros, per_unit

# Of so many labels of a job it is looked up whether all of it found its room: a millisecond each.
MOST_LAID_OUT = 100
# The label is asked for by somebody who stood before the shelf.
ASKED = ("missing", "wrong_price")


class LabelsToday(NamedTuple):
    """What the volunteers' first screen is about; each a list of `LabelRow`.

    :param to_print: what is to print now
    :param printed: what an unfinished job has printed, saying what it would say now
    :param waiting: what is long out of stock, and waits until it is back
    :param priceless: what has no price: a label without one misleads, so somebody must set it first
    """

    to_print: list
    printed: list
    waiting: list
    priceless: list


class CoopLabelPage(models.AbstractModel):
    """What the volunteers' pages show of labels, as plain values."""

    _name = "coop.label.page"
    _description = "Labels page"

    @api.model
    def _coop_today(self):
        """Return the `LabelsToday` of the request's shop, each in walking order."""
        today = LabelsToday([], [], [], [])
        # sudo: volunteers have no rights on our models.
        jobs_sudo = self.env["coop.label.job"].sudo()
        printed = jobs_sudo._coop_printed_already()
        asked_on = self.env["coop.label.request"].sudo()._coop_asked_on() if printed else {}
        for row in self.env["coop.label.list"]._coop_rows():
            job, content = printed.get(row.product_id, (None, None))
            if content and not differences(content, row.content):
                # Who asked after it was printed saw what the job cannot have put right.
                asked = asked_on.get(row.product_id)
                if not asked or asked < job.printed_on:
                    today.printed.append(row)
                    continue
            if row.waits:
                today.waiting.append(row)
            elif PRICE_MISSING in row.problems:
                today.priceless.append(row)
            else:
                today.to_print.append(row)
        return today

    @api.model
    def _coop_by_reason(self, rows):
        """Return how many rows there are of each reason, the most first.

        A label with several reasons counts for the first of them, so that the counts add up.

        :return: ``[(reason, count, words)]``
        """
        counts = {}
        for row in rows:
            reason = "asked" if row.reasons[0] in ASKED else row.reasons[0]
            counts[reason] = counts.get(reason, 0) + 1
        return [
            (reason, count, self._coop_count_words(reason, count))
            for reason, count in sorted(counts.items(), key=lambda pair: -pair[1])
        ]

    @api.model
    def _coop_of_reason(self, rows, reason):
        """Return the rows with a reason out of `_coop_by_reason`."""
        wanted = ASKED if reason == "asked" else (reason,)
        return [row for row in rows if set(wanted) & set(row.reasons)]

    @api.model
    def _coop_count_words(self, reason, count):
        _ = self.env._
        number, count = count, self._coop_number(count)
        words = {
            "new": _("%s new", count) if number == 1 else _("%s new ones", count),
            "back": _("%s back in the shop", count),
            "asked": _("%s asked for", count) if number == 1 else _("%s labels asked for", count),
            "price": _("%s price", count) if number == 1 else _("%s prices", count),
            "name": _("%s name", count) if number == 1 else _("%s names", count),
            "content": _("%s content", count) if number == 1 else _("%s contents", count),
            "origin": _("%s origin", count) if number == 1 else _("%s origins", count),
            "shelf": _("%s other shelf", count) if number == 1 else _("%s other shelves", count),
            "barcode": _("%s barcode", count) if number == 1 else _("%s barcodes", count),
            "organic": _("%s organic", count),
            "format": _("%s format", count) if number == 1 else _("%s formats", count),
        }
        return words.get(reason) or _("%s other details", count)

    @api.model
    def _coop_sections(self, rows):
        """Return `LabelRow` by shelf, to show: ``[(shelf or "", [a dict a label])]``."""
        labels = self.env["coop.label.list"]
        shown = []
        for row in rows:
            words = [
                sentence
                for reason, sentence in zip(
                    row.reasons, labels._coop_reason_words(row), strict=True
                )
                # The old price and the new stand in figures beside the name.
                if reason != "price" or not self._coop_price_moves(row.shown, row.content)
            ]
            shown.append(
                {
                    **self._coop_figures(row.content, row.shown),
                    "id": row.product_id,
                    "words": words,
                    "problems": self._coop_problem_sentences(row.problems),
                }
            )
        return self._coop_by_shelf(shown)

    @api.model
    def _coop_by_shelf(self, shown):
        groups = {}
        for row in shown:
            groups.setdefault(row["shelf"], []).append(row)
        return list(groups.items())

    @api.model
    def _coop_figures(self, content, old=None):
        """Return what a row says of a label: its name and shelf, the price, the old one if other.

        :param content: the `LabelContent`
        :param old: that of the label that hangs, or None
        """
        moves = self._coop_price_moves(old, content)
        return {
            "name": content.name,
            "brand": content.brand,
            "shelf": content.shelf,
            "place": content.place,
            "price": self._coop_price_words(content),
            "old_price": self._coop_price_words(old) if moves else "",
        }

    @api.model
    def _coop_price_moves(self, old, content):
        return bool(old) and told(old, "price") != told(content, "price")

    @api.model
    def _coop_price_words(self, content):
        """Return the price in large letters: of one, or of a kilo in bulk; "–" without one."""
        if content.kind == "bulk" or content.price is None:
            if content.unit_price is None:
                return "–"
            return f"{euros(content.unit_price)} {per_unit(content.unit, content.unit_amount)}"
        return euros(content.price)

    @api.model
    def _coop_problem_sentences(self, problems):
        # sudo: volunteers have no rights on our models.
        formats_sudo = self.env["coop.label.format"].sudo()
        return [formats_sudo._coop_problem_words(problem) for problem in problems]

    # --- other labels

    @api.model
    def _coop_shelves(self):
        """Return each shelf with how many products it has: ``[(id or 0, name, count)]``."""
        content = self.env["coop.stock.page"]._coop_content()
        return [
            (shelf_id, shelf or "", len(rows))
            for shelf_id, shelf, rows in sections(content.rows, grouped=True)
        ]

    @api.model
    def _coop_products_of(self, shelf_id=None, text=""):
        """Return the ids of the products of a shelf, or of a search, the best found first.

        :param shelf_id: of the `coop.shelf`, 0 for what has none
        """
        page = self.env["coop.stock.page"]
        content = page._coop_content()
        found = page._coop_found(text, content) if text else None
        return [row.id for row in content.chosen("", "", shelf_id, found)]

    @api.model
    def _coop_whole_shop(self):
        """Return the ids of all that the tills sell at a price, in walking order."""
        return [row.id for row in self.env["coop.stock.page"]._coop_content().rows if row.price]

    @api.model
    def _coop_number(self, number):
        """Return « 6 500 »."""
        return formatLang(self.env, number, digits=0)

    @api.model
    def _coop_labels_words(self, count):
        """Return « une étiquette », « 6 500 étiquettes »."""
        if count == 1:
            return self.env._("one label")
        return self.env._("%s labels", self._coop_number(count))

    # --- a job

    @api.model
    def _coop_job_rows(self, job):
        """Return the labels of a job by shelf, numbered as they come out of the printer.

        :return: ``[{"shelf", "rows": [a dict a line], "waits"}]``: `number` counts the copies on
            each format, `waits` tells whether something is still to be said of a shelf's labels
        """
        # As the page counts them: where there is one paper only, nobody needs its number.
        formats = [label_format for label_format, _count in job.sudo()._coop_formats()]
        paper_of = {label_format: place for place, label_format in enumerate(formats, 1)}
        several = len(formats) > 1
        # sudo: volunteers have no rights on our models.
        numbers, shown = {}, []
        problems = self._coop_layout_problems(job.sudo().line_ids[:MOST_LAID_OUT])
        for line_sudo in job.sudo().line_ids:
            content = line_sudo._coop_content()
            first = numbers.get(line_sudo.format_id, 0) + 1
            numbers[line_sudo.format_id] = first + line_sudo.copies - 1
            shown.append(
                {
                    **self._coop_figures(content, line_sudo._coop_old_content()),
                    "id": line_sudo.id,
                    "product_id": line_sudo.product_id.id,
                    "format": line_sudo.format_id,
                    "number": first,
                    "copies": line_sudo.copies,
                    "state": line_sudo.state,
                    "words": self._coop_place_words(
                        content.place, line_sudo.copies, several and paper_of[line_sudo.format_id]
                    ),
                    "problems": problems.get(line_sudo, []),
                }
            )
        return [
            {
                "shelf": shelf,
                "rows": rows,
                "waits": any(row["state"] == "waiting" for row in rows),
                "missing": sum(row["state"] == "missing" for row in rows),
            }
            for shelf, rows in self._coop_by_shelf(shown)
        ]

    @api.model
    def _coop_numbered(self, sections, label_format):
        """Return ``[(number, name)]`` of a job's labels on a format, as they were printed."""
        return [
            (row["number"], row["name"])
            for section in sections
            for row in section["rows"]
            if row["format"] == label_format
        ]

    @api.model
    def _coop_layout_problems(self, lines_sudo):
        """Return ``{line: sentences}`` of what could not be printed as wanted."""
        found = {}
        for line_sudo in lines_sudo:
            form = line_sudo.format_id._to_label_format()
            if wrong := layout_problems(line_sudo._coop_content(), form):
                found[line_sudo] = self._coop_problem_sentences(wrong)
        return found

    @api.model
    def _coop_place_words(self, place, copies, paper=0):
        words = [self.env._("place %s", place)] if place else []
        if paper:
            words.append(self.env._("paper %s", paper))
        if copies > 1:
            words.append(self.env._("%s copies", copies))
        return " · ".join(words)
