from datetime import UTC, datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ..tools.rating import Rating
from ..tools.stock_list import StockContent, StockRow
from ..tools.unit_price import unit_price

DAYS_NEW = 30
WAITING = ("draft", "waiting", "confirmed", "partially_available", "assigned")
# What each shop showed last, as (its version, `StockContent`): per process, a few MB each.
_KEPT = LRU(16)


class CoopStockPage(models.AbstractModel):
    """What the stock page and its feed show of all products at once, as plain tuples.

    Reading everything takes a tenth of a second; whether anything changed since the last time,
    a few milliseconds. So what was read is kept until something it hangs on changes.
    """

    _name = "coop.stock.page"
    _description = "Stock page"

    @api.model
    def _coop_content(self):
        """Return the `StockContent` of the request's shop: all that its tills sell."""
        company = self.env.company
        warehouse = company._coop_shop_warehouse()
        self.env.flush_all()
        version = self._coop_version()
        key = (
            self.env.cr.dbname,
            company.id,
            warehouse.id,
            self.env.lang,
            company.coop_stock_shown,
            company._coop_today(),
        )
        if version is None:
            return self._coop_read_content(warehouse)
        kept = _KEPT.get(key)
        if not kept or kept[0] != version:
            kept = _KEPT[key] = (version, self._coop_read_content(warehouse))
        return kept[1]

    def _coop_read_content(self, warehouse):
        return StockContent(self._coop_rows(warehouse=warehouse), datetime.now(UTC))

    # --- whether anything changed

    @api.model
    def _coop_version(self):
        """Return what differs as soon as anything that the page shows has changed.

        PostgreSQL gives each row the number of the transaction that wrote it, so that changes by
        SQL count as well. None in a transaction that has written itself: all it writes carries
        one number.
        """
        traces = [
            SQL(
                "SELECT COUNT(*), COALESCE(SUM(%(table)s.xmin::text::int8), 0)::text"
                " FROM %(table)s %(rest)s",
                table=SQL.identifier(table),
                rest=rest,
            )
            for table, rest in self._coop_traced()
        ]
        self.env.cr.execute(
            SQL(
                "SELECT 0, pg_current_xact_id_if_assigned()::text UNION ALL %s",
                SQL(" UNION ALL ").join(traces),
            )
        )
        (_none, own), *version = self.env.cr.fetchall()
        return None if own else tuple(version)

    @api.model
    def _coop_traced(self):
        """Return what the page hangs on: ``[(table, SQL after FROM table)]``.

        Addons whose tables change what members see put them in by extending this method.
        """
        tables = [
            "product_product",
            "product_template",
            "product_attribute_value",
            "product_template_attribute_value",
            "coop_shelf",
            "coop_review",
            "stock_quant",
            "stock_location",
            "stock_warehouse",
            "pos_config",
            "res_company",
        ]
        # Of what grows without end, only what can still change.
        open_sessions = SQL(
            "JOIN pos_session ON pos_session.id = pos_order.session_id"
            " AND pos_session.state != 'closed'"
        )
        parts = [
            ("pos_session", SQL("WHERE state != 'closed'")),
            ("pos_order", open_sessions),
            (
                "pos_order_line",
                SQL("JOIN pos_order ON pos_order.id = pos_order_line.order_id %s", open_sessions),
            ),
            # The states named one by one: so PostgreSQL takes the index on them.
            ("stock_move", SQL("WHERE state IN %s", WAITING)),
            ("coop_till_price", SQL("WHERE valid_to IS NULL")),
            ("coop_till_price_mark", SQL("WHERE due_at <= %s", fields.Datetime.now())),
        ]
        if "mrp.bom" in self.env:
            tables += ["mrp_bom", "mrp_bom_line"]
        return [*((table, SQL()) for table in tables), *parts]

    # --- reading everything

    @api.model
    def _coop_rows(self, product_ids=None, warehouse=None):
        """Return products as `StockRow`, in walking order, in a fixed number of queries.

        :param product_ids: which, archived ones and those no longer sold too; all that the
            coop's tills sell when None
        :param warehouse: the shop; by default that of the request
        """
        company = self.env.company
        warehouse = warehouse or company._coop_shop_warehouse()
        stock = self.env["coop.live.stock"]._coop_read(warehouse=warehouse)
        prices = self.env["coop.till.price"].sudo()._coop_prices(warehouse=warehouse)
        # sudo: members have no rights on reviews; means and counts leave.
        ratings = self.env["coop.review"].sudo()._ratings()
        figures = company.coop_stock_shown == "figures"
        new_since = company._coop_today() - relativedelta(days=DAYS_NEW)
        self.env.flush_all()
        self.env.cr.execute(self._coop_rows_sql(product_ids))
        rows = []
        for (
            id_,
            barcode,
            name,
            values,
            brand,
            shelf_id,
            shelf,
            base_quantity,
            unit,
            by_measure,
            is_organic,
            since,
            has_photo,
            sort_name,
        ) in self.env.cr.fetchall():
            known = stock.get(id_)
            price = prices.get(id_)
            quantity = known and known.quantity
            rows.append(
                StockRow(
                    id=id_,
                    barcode=barcode or None,
                    name=f"{name or ''} ({values})" if values else name or "",
                    brand=brand or "",
                    shelf_id=shelf_id,
                    shelf=shelf,
                    price=None if price is None else round(price, 2),
                    unit_price=unit_price(price, base_quantity) if unit else None,
                    unit=unit,
                    by_measure=by_measure,
                    quantity=quantity if figures and not by_measure else None,
                    level=known.level if known else "stopped",
                    expected_on=known and known.expected_on,
                    is_organic=is_organic,
                    is_new=bool(since and since >= new_since),
                    has_photo=has_photo,
                    sort_name=sort_name,
                    rating=ratings.get(id_, Rating()),
                )
            )
        return rows

    @api.model
    def _coop_rows_sql(self, product_ids=None):
        which = self.env["product.product"]._coop_sold_here_sql()
        if product_ids is not None:
            which = SQL(
                "product_product.id = ANY(%s)"
                " AND (template.company_id IS NULL OR template.company_id = %s)",
                list(product_ids),
                self.env.company.id,
            )
        return SQL(
            """
            SELECT product_product.id,
                   product_product.barcode,
                   COALESCE(template.name->>%(lang)s, template.name->>'en_US'),
                   variant.values,
                   template.coop_brand,
                   shelf.id,
                   shelf.name,
                   product_product.coop_base_quantity,
                   NULLIF(product_product.coop_base_unit, ''),
                   COALESCE(template.to_weight OR template.coop_in_bulk, FALSE),
                   COALESCE(template.coop_is_organic, FALSE),
                   template.coop_for_sale_since,
                   template.id IN (
                       SELECT res_id FROM ir_attachment
                        WHERE res_model = 'product.template' AND res_field = 'image_256'
                   ) OR product_product.id IN (
                       SELECT res_id FROM ir_attachment
                        WHERE res_model = 'product.product' AND res_field = 'image_variant_256'
                   ),
                   COALESCE(product_product.coop_search_text, '')
              FROM product_product
              JOIN product_template template ON template.id = product_product.product_tmpl_id
         LEFT JOIN coop_shelf shelf ON shelf.id = template.coop_shelf_id
         LEFT JOIN (%(variants)s) variant ON variant.product_id = product_product.id
             WHERE %(which)s
          ORDER BY shelf.id IS NULL, shelf.sequence, shelf.name, shelf.id,
                   NULLIF(template.coop_shelf_place, 0) NULLS LAST,
                   COALESCE(product_product.coop_search_text, ''), product_product.id
            """,
            lang=self.env.lang or "en_US",
            variants=self._coop_variants_sql(self.env.lang or "en_US"),
            which=which,
        )

    @api.model
    def _coop_variants_sql(self, lang):
        """Return a query of (product id, values) that tell variants apart, in a language."""
        return SQL(
            """
            SELECT combination.product_product_id AS product_id,
                   STRING_AGG(
                       COALESCE(value.name->>%(lang)s, value.name->>'en_US'), ', '
                       ORDER BY line.sequence, line.id
                   ) AS values
              FROM product_variant_combination combination
              JOIN product_template_attribute_value of_template
                ON of_template.id = combination.product_template_attribute_value_id
              JOIN product_template_attribute_line line
                ON line.id = of_template.attribute_line_id AND line.value_count > 1
              JOIN product_attribute_value value
                ON value.id = of_template.product_attribute_value_id
          GROUP BY combination.product_product_id
            """,
            lang=lang,
        )

    # --- searching

    @api.model
    def _coop_found(self, text, content):
        """Return the ids of the products that a text finds, best first.

        :param str text: a name, a brand, misspelt ones too, a barcode or its beginning
        """
        product = self.env["product.product"]
        digits = text.replace(" ", "")
        if digits.isascii() and digits.isdigit() and len(digits) >= 4:
            by_barcode = [row.id for row in content.rows if (row.barcode or "").startswith(digits)]
            if by_barcode or len(digits) >= 8:
                scanned = product._coop_find_scanned(digits)
                return list(dict.fromkeys([*scanned.ids, *by_barcode]))
        return product.sudo()._coop_search_ids(text, product._coop_sold_here_sql())

    # --- showing

    @api.model
    def _coop_shown(self, rows, mine=()):
        """Return rows as the page shows them, prices and stock in words.

        :param mine: ids of somebody's own products
        """
        products = self.env["product.product"]
        money = _Money(self.env)
        units = {
            "kg": (self.env._("/kg"), self.env._("per kg")),
            "l": (self.env._("/l"), self.env._("per litre")),
            "piece": (self.env._("/piece"), self.env._("per piece")),
        }
        stopped = self.env._("no longer sold")
        shown = []
        for row in rows:
            per = ""
            if row.unit:
                short, long = units[row.unit]
                if row.by_measure and row.unit_price == row.price:
                    per = long
                elif row.unit_price is not None:
                    per = money[row.unit_price] + short
            shown.append(
                {
                    "id": row.id,
                    "name": row.name,
                    "brand": row.brand,
                    "has_photo": row.has_photo,
                    "is_organic": row.is_organic,
                    "price": "" if row.price is None else money[row.price],
                    "per": per,
                    "level": row.level,
                    "words": (
                        stopped
                        if row.level == "stopped"
                        else products._coop_stock_words(row.level, row.quantity, row.expected_on)
                    ),
                    "state": row.state,
                    "starred": row.id in mine,
                    "rating": products._coop_number(row.rating.average or 0.0),
                    "rating_count": row.rating.count,
                }
            )
        return shown


class _Money(dict):
    """Formats amounts of the company's currency in the reader's language, each once."""

    def __init__(self, env):
        super().__init__()
        self._currency_sudo = env.company.sudo().currency_id  # sudo: members may not read it

    def __missing__(self, amount):
        self[amount] = text = self._currency_sudo.format(amount)
        return text
