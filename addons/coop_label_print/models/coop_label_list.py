import logging
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.lru import LRU

from odoo.addons.coop_stock.models.coop_live_stock import LiveStock

from ..tools.barcode import symbology
from ..tools.label_content import LabelContent
from ..tools.label_difference import differences, told

_logger = logging.getLogger(__name__)

# What was found last in each shop, a `_Kept`: per process, some MB each.
_KEPT = LRU(16)
DAYS_LONG_OUT = 30
# What the stock page hangs on, and what is in stock does not.
_SAYS_NO_STOCK = frozenset(
    {
        "coop_review",
        "coop_shelf",
        "coop_till_price",
        "coop_till_price_mark",
        "product_attribute_value",
        "product_product",
        "product_template",
        "product_template_attribute_value",
    }
)
# From so many products on, PostgreSQL reads the stock of all faster than that of each.
MANY = 1000


class LabelRow(NamedTuple):
    """A product whose label has to be printed.

    :param content: what the label would say now
    :param shown: what the one that hangs says; None where none was ever confirmed
    :param reasons: "new", keys of `tools.label_difference.REASONS`, "back", reasons of requests
    :param waits: whether it is long out of stock, and can wait until it is back
    :param problems: what lacks, as the formats name it: see `_coop_problem_words`
    """

    product_id: int
    content: LabelContent
    shown: LabelContent | None
    reasons: tuple
    waits: bool
    problems: tuple


class _Version(NamedTuple):
    """What differs as soon as what labels say, or the stock of the shop, may differ."""

    labels: tuple
    stock: tuple


class _Stock(NamedTuple):
    """Of which products the stock was asked, which of them are out, and which for long: ids."""

    of: set
    out: set
    long_out: set


class _Kept(NamedTuple):
    """What was found in a shop, and all it takes to find it again at little cost.

    :param moment: of `_coop_moment`, for which all of it is known to be right
    :param version: a `_Version`; None in a transaction that wrote
    :param said: product id: (facts, the `LabelContent` made of them), in walking order
    :param hung: product id: `coop.label.shown`'s `Hung`
    :param compared: product id: (content, hung content, reasons why they differ)
    :param asked: product id: reasons of requests
    :param stock: a `_Stock`
    :param rows: the `LabelRow` of what is to print
    """

    moment: tuple | None
    version: _Version | None
    said: dict
    hung: dict
    compared: dict
    asked: dict
    stock: _Stock
    rows: list


_NOTHING = _Kept(None, None, {}, {}, {}, {}, _Stock(set(), set(), set()), [])


class CoopLabelList(models.AbstractModel):
    """Which labels are to print: found by comparing values, whoever changed them and how."""

    _name = "coop.label.list"
    _description = "Labels to print"

    @api.model
    def _coop_rows(self):
        """Return the `LabelRow` of each label to print in the request's shop, in walking order.

        What was found is kept until something it hangs on changes: by PostgreSQL's own numbers
        of transactions, so that a change by SQL counts as well. A sale changes the stock alone,
        and a changed product is made and compared alone.
        """
        # sudo: volunteers have no rights on our models.
        labels_sudo = self.sudo()
        self.env.flush_all()
        moment = labels_sudo._coop_moment()
        if moment is None:
            return labels_sudo._coop_find().rows
        key = labels_sudo._coop_kept_key()
        kept = _KEPT.get(key) or _NOTHING
        if kept.moment != moment:
            version = labels_sudo._coop_version()
            if kept.version != version:
                kept = labels_sudo._coop_find(kept, version)
            kept = _KEPT[key] = kept._replace(moment=moment)
        return kept.rows

    @api.model
    def _coop_kept_key(self):
        company = self.env.company
        return (self.env.cr.dbname, company.id, company._coop_shop_warehouse().id)

    # --- whether anything changed

    @api.model
    def _coop_moment(self):
        """Return what stays the same while nobody commits anything; None where we wrote.

        All rows that a transaction writes carry one number, so that its own changes are not seen.
        """
        [(snapshot, own, due)] = self.env.execute_query(
            SQL(
                """
                SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text,
                       (SELECT COUNT(*) FROM coop_till_price_mark WHERE due_at <= %s)
                """,
                fields.Datetime.now(),
            )
        )
        return None if own else (snapshot, due, self.env.company._coop_today())

    @api.model
    def _coop_version(self):
        """Return the `_Version` of a transaction that has not written."""
        of_labels, of_stock = self._coop_traced(), self._coop_traced_of_stock()
        traces = [
            SQL(
                "SELECT COUNT(*), COALESCE(SUM(%(table)s.xmin::text::int8), 0)::text"
                " FROM %(table)s %(rest)s",
                table=SQL.identifier(table),
                rest=rest,
            )
            for table, rest in of_labels + of_stock
        ]
        # A product of which a stock is kept or no longer; not each one that is written.
        traces.append(
            SQL(
                "SELECT COUNT(*), COALESCE(SUM(id), 0)::text FROM product_template"
                " WHERE type = 'consu' AND is_storable"
            )
        )
        rows = self.env.execute_query(SQL(" UNION ALL ").join(traces))
        company = self.env.company
        today = company._coop_today()
        lang, url = company.partner_id.lang, company.get_base_url()
        count = len(of_labels)
        return _Version((today, lang, url, *rows[:count]), (today, *rows[count:]))

    @api.model
    def _coop_traced(self):
        """Return what labels hang on: ``[(table, SQL after FROM table)]``."""
        tables = [
            "product_product",
            "product_template",
            "product_attribute_value",
            "product_template_attribute_line",
            "product_template_attribute_value",
            "product_variant_combination",
            "product_pricelist_item",
            "coop_shelf",
            "coop_label_shown",
            "pos_config",
            "res_company",
            "res_country",
            "res_country_state",
            "stock_warehouse",
        ]
        return [
            *((table, SQL()) for table in tables),
            ("coop_label_request", SQL("WHERE done_on IS NULL")),
            ("coop_till_price", SQL("WHERE valid_to IS NULL")),
            ("coop_till_price_mark", SQL("WHERE due_at <= %s", fields.Datetime.now())),
        ]

    @api.model
    def _coop_traced_of_stock(self):
        """As `_coop_traced`, for what is out of stock: of what the stock page hangs on."""
        # Addons that change what is in stock put their tables into the page's.
        return [
            (table, rest)
            for table, rest in self.env["coop.stock.page"]._coop_traced()
            if table not in _SAYS_NO_STOCK
        ]

    # --- comparing

    @api.model
    def _coop_find(self, kept=_NOTHING, version=None):
        """Compare what all labels would say now with what those that hang say.

        :param kept: what was found before; what is as it was then is not done again
        :return: a `_Kept` of `version`
        """
        warehouse = self.env.company._coop_shop_warehouse()
        before = kept.version
        if version is None or before is None or before.labels != version.labels:
            said = self._coop_said(kept.said)
            hung = self.env["coop.label.shown"]._coop_hung(warehouse, kept.hung)
            asked = self.env["coop.label.request"]._coop_waiting(warehouse)
            compared = self._coop_compare(said, hung, kept.compared)
            kept = kept._replace(said=said, hung=hung, compared=compared, asked=asked)
        differing = {
            product_id
            for product_id, (_content, _shown, reasons) in kept.compared.items()
            if reasons or product_id in kept.asked
        }
        away = {product_id for product_id, hangs in kept.hung.items() if hangs.away}
        away.intersection_update(kept.compared)
        of, stock = differing | away, kept.stock
        if version is None or before is None or before.stock != version.stock or not of <= stock.of:
            stock = self._coop_out_of_stock(of, warehouse)
        rows = self._coop_find_rows(kept, differing, away - stock.out, stock.long_out)
        return kept._replace(version=version, stock=stock, rows=rows)

    @api.model
    def _coop_said(self, before):
        """Return product id: (facts, content), taken from `before` where the facts are equal."""
        products = self.env["product.product"]
        said = {}
        for product_id, facts in products._coop_label_facts(None).items():
            known = before.get(product_id)
            if known is None or known[0] != facts:
                known = (facts, products._coop_label_content(product_id, facts))
            said[product_id] = known
        return said

    @api.model
    def _coop_compare(self, said, hung, before):
        compared = {}
        for product_id, (_facts, content) in said.items():
            hangs = hung.get(product_id)
            shown = hangs and hangs.content
            known = before.get(product_id)
            if known is None or known[0] is not content or known[1] is not shown:
                reasons = differences(shown, content) if shown else ["new"]
                known = (content, shown, tuple(reasons))
            compared[product_id] = known
        return compared

    @api.model
    def _coop_find_rows(self, kept, differing, back, long_out):
        listed = differing | back
        rows = []
        for product_id, (content, shown, reasons) in kept.compared.items():
            if product_id not in listed:
                continue
            if product_id in back:
                reasons += ("back",)
            asked = tuple(kept.asked.get(product_id, ()))
            rows.append(
                LabelRow(
                    product_id,
                    content,
                    shown,
                    reasons + asked,
                    waits=product_id in long_out and not asked,
                    problems=self._coop_problems(content),
                )
            )
        return rows

    @api.model
    def _coop_problems(self, content):
        if content.price is None:
            return ("price_missing",)
        problems = () if content.unit_price else ("unit_price_missing",)
        _kind, wrong = symbology(content.barcode)
        return (*problems, wrong) if wrong else problems

    # --- what is out of stock

    @api.model
    def _coop_out_of_stock(self, product_ids, warehouse):
        """Return which products are out of stock in a shop, and which of them for long: a `_Stock`.

        For long: nothing of it was sold at the tills, received or moved in this shop in the last
        `DAYS_LONG_OUT` days; so what never came is long out. What is not tracked is never out. A
        kit is long out where neither it was sold nor the components moved that it lacks.
        """
        if not product_ids:
            return _Stock(set(), set(), set())
        live = self.env["coop.live.stock"]
        kits = {id_: parts for id_, parts in live._coop_kits().items() if id_ in product_ids}
        asked = product_ids.union(*kits.values())
        self.env.flush_all()
        # Two queries: joined, PostgreSQL may count the stock anew for each product where it has
        # not yet looked how many there are, as after an import.
        tracked = self.env.execute_query(
            SQL(
                """
                SELECT product.id, template.type = 'consu' AND template.is_storable
                  FROM product_product product
                  JOIN product_template template ON template.id = product.product_tmpl_id
                 WHERE product.id = ANY(%s)
                """,
                list(asked),
            )
        )
        counted = asked if len(asked) <= MANY else None
        quantities = dict(
            self.env.execute_query(live._coop_live_quantities_sql(warehouse, counted, kits))
        )
        read = {
            id_: LiveStock(quantities.get(id_, 0.0) if is_tracked else None, "", None, 0.0)
            for id_, is_tracked in tracked
        }
        live._coop_count_kits(read, kits)
        out = {
            id_ for id_, stock in read.items() if stock.quantity is not None and stock.quantity <= 0
        }
        moved = self._coop_moved(out, warehouse) if out else set()
        long_out = {
            id_ for id_ in out if moved.isdisjoint({id_, *(out.intersection(kits.get(id_, ())))})
        }
        return _Stock(product_ids, out & product_ids, long_out & product_ids)

    @api.model
    def _coop_moved(self, product_ids, warehouse):
        """Return the ids of those of these products of which anything moved lately in a shop."""
        since = self.env.company._coop_today() - relativedelta(days=DAYS_LONG_OUT - 1)
        sold = self.env["coop.consumption"]._coop_sold_sql(since, warehouse, product_ids)
        sold_ids = {product_id for product_id, _quantity in self.env.execute_query(sold)}
        movements = self.env["coop.stock.movement"]
        return sold_ids | movements._coop_products_moved(product_ids, warehouse, since)

    # --- every night

    @api.model
    def _cron_compare(self):
        """Compare all labels of all shops from nothing, and note what is long out of stock."""
        companies = self.env["res.company"].search([("active", "=", True)])
        shops = self.env["stock.warehouse"].union(*(each._coop_shops() for each in companies))
        self.env["ir.cron"]._commit_progress(remaining=len(shops))
        for shop in shops:
            labels = self.with_company(shop.company_id).with_context(coop_warehouse_id=shop.id)
            labels._coop_compare_all(shop)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _coop_compare_all(self, warehouse):
        """Compare all labels of one shop; what is kept and differs is dropped, and a warning."""
        self.env.flush_all()
        version = self._coop_moment() and self._coop_version()
        found = self._coop_find()
        key = self._coop_kept_key()
        kept = _KEPT.get(key)
        if version and kept and kept.version == version and kept.rows != found.rows:
            _logger.warning("Labels to print of warehouse %s: what was kept is wrong", warehouse.id)
            _KEPT.pop(key, None)
        stock = self._coop_out_of_stock(set(found.hung) & set(found.said), warehouse)
        self.env["coop.label.shown"]._coop_note_away(stock.long_out, warehouse)

    # --- telling

    @api.model
    def _coop_reason_words(self, row):
        """Return why a label is to print, in words: « prix 2,35 € → 2,49 € »."""
        words = {
            "new": self.env._("new in the shop"),
            "back": self.env._("back in the shop"),
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
