from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ..tools.label_content import LabelContent
from ..tools.label_difference import differences, told

# What was to print last in each shop, as (its version, rows): per process.
_KEPT = LRU(16)
_ASKED = ("missing", "wrong_price")


class LabelRow(NamedTuple):
    """A product whose label has to be printed.

    :param content: what the label would say now
    :param shown: what the one that hangs says; None where none was ever confirmed
    :param reasons: "new", keys of `tools.label_difference.REASONS`, reasons of requests
    :param waits: whether it is long out of stock, and can wait until it is back
    :param problems: what lacks, as the formats name it: see `_coop_problem_words`
    """

    product_id: int
    content: LabelContent
    shown: LabelContent | None
    reasons: tuple
    waits: bool
    problems: tuple


class CoopLabelList(models.AbstractModel):
    """Which labels are to print: found by comparing values, whoever changed them and how."""

    _name = "coop.label.list"
    _description = "Labels to print"

    @api.model
    def _coop_rows(self):
        """Return the `LabelRow` of each label to print in the request's shop, in walking order.

        What was found is kept until something it hangs on changes: by PostgreSQL's own numbers
        of transactions, so that a change by SQL counts as well.
        """
        # sudo: volunteers have no rights on our models.
        labels_sudo = self.sudo()
        company = labels_sudo.env.company
        self.env.flush_all()
        version = labels_sudo._coop_version()
        key = (
            self.env.cr.dbname,
            company.id,
            company._coop_shop_warehouse().id,
            company._coop_today(),
        )
        if version is None:
            return labels_sudo._coop_compare()
        kept = _KEPT.get(key)
        if not kept or kept[0] != version:
            kept = _KEPT[key] = (version, labels_sudo._coop_compare())
        return kept[1]

    @api.model
    def _coop_version(self):
        """Return what differs as soon as the list may differ; None in a transaction that wrote."""
        version = self.env["coop.stock.page"]._coop_version()
        if version is None:
            return None
        tables = ("coop_label_shown", "coop_label_request", "res_country", "res_country_state")
        traces = [
            SQL(
                "SELECT COUNT(*), COALESCE(SUM(xmin::text::int8), 0)::text FROM %s",
                SQL.identifier(table),
            )
            for table in tables
        ]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(traces))
        lang = self.env.company.partner_id.lang
        return (version, tuple(rows), lang, self.env.company.get_base_url())

    @api.model
    def _coop_compare(self):
        """Compare what all labels would say now with what those that hang say."""
        warehouse = self.env.company._coop_shop_warehouse()
        shown = self.env["coop.label.shown"]._coop_contents(warehouse)
        asked = self.env["coop.label.request"]._coop_waiting(warehouse)
        contents = self.env["product.product"]._coop_label_contents_of(None)
        found = []
        for product_id, content in contents.items():
            hangs = shown.get(product_id)
            reasons = ["new"] if hangs is None else differences(hangs, content)
            reasons += asked.get(product_id, ())
            if reasons:
                found.append((product_id, content, hangs, tuple(reasons)))
        stock = self.env["coop.live.stock"]._coop_read([row[0] for row in found], warehouse)
        return [
            LabelRow(
                *row,
                waits=self._coop_is_long_out(stock.get(row[0])) and not set(row[3]) & set(_ASKED),
                problems=self._coop_problems(row[1]),
            )
            for row in found
        ]

    @api.model
    def _coop_is_long_out(self, live):
        """Whether a product is out, and nothing of it was sold for as long as its sales count."""
        return bool(
            live and live.quantity is not None and live.quantity <= 0 and not live.sold_a_day
        )

    @api.model
    def _coop_problems(self, content):
        if content.price is None:
            return ("price_missing",)
        return () if content.unit_price else ("unit_price_missing",)

    @api.model
    def _coop_reason_words(self, row):
        """Return why a label is to print, in words: « prix 2,35 € → 2,49 € »."""
        words = {
            "new": self.env._("new in the shop"),
            "missing": self.env._("label missing"),
            "wrong_price": self.env._("wrong price reported"),
            "price": self.env._("price"),
            "name": self.env._("name"),
            "content": self.env._("content"),
            "origin": self.env._("origin"),
            "shelf": self.env._("shelf"),
            "barcode": self.env._("barcode"),
            "organic": self.env._("organic"),
            "format": self.env._("format"),
            "other": self.env._("other details"),
        }
        sentences = []
        for reason in row.reasons:
            sentence = words[reason]
            if row.shown and reason in ("price", "content", "origin", "shelf"):
                old, new = told(row.shown, reason), told(row.content, reason)
                if old != new:
                    sentence = f"{sentence} {old or '–'} → {new or '–'}"
            sentences.append(sentence)
        return sentences
