"""The products of the stock page: which, in what order, and as a feed. No Odoo in here."""

import gzip
import hashlib
import json
from functools import cached_property
from typing import NamedTuple

from .rating import Rating

# What the page can be narrowed to; « mine » needs the ids of somebody's own products.
KINDS = ("mine", "in", "organic", "new", "low")
ORDERS = ("shelf", "name", "price", "rating")
PAGE_SIZE = 60
# More than a price has: products without one come last.
_NO_PRICE = float("inf")
FEED_FIELDS = (
    "id",
    "barcode",
    "name",
    "shelf",
    "price",
    "unit_price",
    "unit",
    "quantity",
    "level",
)


class StockRow(NamedTuple):
    """One product of the stock page, of plain values.

    :param price: EUR incl. VAT of one unit, None when it is not known
    :param unit_price: EUR per `unit`, which is "kg", "l", "piece" or None
    :param quantity: None where no figure is told
    :param level: one of `tools.stock_level.LEVELS`, or "stopped" for what is no longer sold
    """

    id: int
    barcode: str | None
    name: str
    brand: str
    shelf_id: int | None
    shelf: str | None
    price: float | None
    unit_price: float | None
    unit: str | None
    by_measure: bool
    quantity: float | None
    level: str
    expected_on: object
    is_organic: bool
    is_new: bool
    has_photo: bool
    sort_name: str
    rating: Rating = Rating()

    @property
    def is_in(self):
        """Whether the shop has some."""
        return self.level in ("in_stock", "low")

    @property
    def state(self):
        """What can change while somebody looks, as JSON; the feed tells the same."""
        return json.dumps([self.level, self.quantity, self.price, self.unit_price])


class StockContent:
    """What a shop sells, in walking order."""

    def __init__(self, rows, at):
        self.rows = rows
        self.at = at  # aware, UTC

    @cached_property
    def by_id(self):
        """The rows by product id."""
        return {row.id: row for row in self.rows}

    @cached_property
    def _orders(self):
        return {
            "shelf": self.rows,
            "name": sorted(self.rows, key=lambda row: (row.sort_name, row.id)),
            "price": sorted(
                self.rows,
                key=lambda row: (
                    _NO_PRICE if row.price is None else row.price,
                    row.sort_name,
                    row.id,
                ),
            ),
            "rating": sorted(self.rows, key=lambda row: (-row.rating.score, row.sort_name, row.id)),
        }

    @cached_property
    def shelves(self):
        """Return ``[(shelf id or None, name or None)]`` in walking order."""
        return list(dict.fromkeys((row.shelf_id, row.shelf) for row in self.rows))

    def chosen(self, order="shelf", kind="", shelf=None, found=None, mine=()):
        """Return the rows to show.

        :param order: one of `ORDERS`, or empty for the order in which `found` has them
        :param kind: one of `KINDS`, or empty
        :param shelf: a shelf's id, 0 for what has none, None for all
        :param found: ids that a search has found, best first, or None
        :param mine: ids of somebody's own products
        """
        if found is not None and not order:
            rows = [self.by_id[id_] for id_ in found if id_ in self.by_id]
        else:
            rows = self._orders[order or "shelf"]
            if found is not None:
                found = set(found)
                rows = [row for row in rows if row.id in found]
        if shelf is not None:
            rows = [row for row in rows if (row.shelf_id or 0) == shelf]
        if kind == "mine":
            return [row for row in rows if row.id in mine]
        if kind == "in":
            return [row for row in rows if row.level in ("in_stock", "low")]
        if kind == "low":
            return [row for row in rows if row.level == "low"]
        if kind == "organic":
            return [row for row in rows if row.is_organic]
        if kind == "new":
            return [row for row in rows if row.is_new]
        return rows

    # --- the feed

    @cached_property
    def _products(self):
        products = [
            dict(zip(FEED_FIELDS, (getattr(row, name) for name in FEED_FIELDS), strict=True))
            for row in self.rows
        ]
        return json.dumps(products, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def tag(self):
        """The ETag of the products, without quotes: another one if and only if they differ."""
        return hashlib.sha256(self._products.encode()).hexdigest()[:32]

    @cached_property
    def feed(self):
        """The feed as JSON, in bytes."""
        at = self.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return f'{{"at":"{at}","products":{self._products}}}'.encode()

    @cached_property
    def zipped_feed(self):
        """The same, compressed."""
        return gzip.compress(self.feed, compresslevel=6, mtime=0)


def sections(rows, grouped):
    """Return rows as ``[(shelf id or 0, shelf's name, rows)]``, one section when not `grouped`.

    >>> sections([], grouped=True)
    []
    """
    if not grouped:
        return [(None, None, rows)] if rows else []
    groups = {}
    for row in rows:
        groups.setdefault((row.shelf_id or 0, row.shelf), []).append(row)
    return [(*shelf, some) for shelf, some in groups.items()]


def page_of_shelves(rows):
    """Return on which page each shelf begins: ``{shelf id or 0: page}``."""
    pages = {}
    for place, row in enumerate(rows):
        pages.setdefault(row.shelf_id or 0, place // PAGE_SIZE + 1)
    return pages
