from odoo import api, fields, models
from odoo.tools import SQL, float_round, split_every

from ..tools.price_history import lowest_before

# Odoo tries each rule for each product it is asked for: in small parts it loads only the rules
# that concern them.
AT_ONCE = 250


class CoopTillPrice(models.Model):
    """What the till charges for one unit, and charged before: one row a price, product and shop.

    The row without an end is the present price. A row says what a till charges that reloads at
    that moment: an open till loads its rules once and never looks at their dates again.
    """

    _name = "coop.till.price"
    _description = "Price at the till"
    _order = "valid_from desc, id desc"
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade", index=True
    )
    product_tmpl_id = fields.Many2one(related="product_id.product_tmpl_id", store=True, index=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Shop", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    pricelist_id = fields.Many2one(
        "product.pricelist", string="Price list", readonly=True, ondelete="set null"
    )
    price = fields.Monetary(string="New price", readonly=True, required=True)
    old_price = fields.Monetary(readonly=True)
    is_change = fields.Boolean(
        readonly=True, help="Whether another price was known before this one."
    )
    valid_from = fields.Datetime(string="When", required=True, readonly=True, index=True)
    valid_to = fields.Datetime(string="Until", readonly=True)
    coop_shelf_id = fields.Many2one(related="product_id.coop_shelf_id")

    _one_present = models.UniqueIndex(
        "(warehouse_id, product_id) WHERE valid_to IS NULL",
        "A product has one present price in a shop.",
    )
    _history_idx = models.Index("(warehouse_id, product_id, valid_from)")

    # --- reading

    @api.model
    def _coop_prices(self, product_ids=None, warehouse=None):
        """Return what the till charges now for one unit of each product.

        Two SQL queries, and nothing is written. What has changed and is not recorded yet is
        computed on the fly, so that a price read is never stale.

        :param product_ids: ids of `product.product`; None for all that the coop's tills sell
        :param warehouse: the shop; the company's by default
        :return: ``{product id: EUR incl. VAT}``
        """
        if warehouse is None:
            warehouse = self.env.company.sudo()._coop_shop_warehouse()
        self.env.flush_all()
        marks = self.env["coop.till.price.mark"]._coop_due()
        rows = self._coop_kept(marks, warehouse, product_ids)
        prices = {product_id: price for product_id, price, stale in rows if not stale}
        unknown = [product_id for product_id, _price, stale in rows if stale]
        if unknown:
            products = self.env["product.product"].browse(unknown)
            prices |= self._coop_compute(products, warehouse)
        return prices

    @api.model
    def _coop_kept(self, marks, warehouse, product_ids=None, among=None):
        """Return the kept prices: rows of (product id, price or None, stale).

        :param marks: of what changed since they were kept, as `_coop_due` returns them
        :param product_ids: as in `_coop_prices`
        :param SQL among: a further condition
        """
        sold = self.env["product.product"]._coop_sold_here_sql()
        if product_ids is None:
            wanted, off_sale = sold, SQL("FALSE")
        else:
            # What is not on sale any more is kept as it was: it may have changed since.
            wanted = SQL("product_product.id = ANY(%s)", list(product_ids))
            off_sale = SQL("NOT (%s)", sold)
        return self.env.execute_query(
            SQL(
                """
                SELECT product_product.id, kept.price::float8,
                       (kept.id IS NULL OR %(marked)s OR %(off_sale)s)
                  FROM product_product
                  JOIN product_template
                    ON product_template.id = product_product.product_tmpl_id
             LEFT JOIN coop_till_price kept
                    ON kept.product_id = product_product.id
                   AND kept.warehouse_id = %(warehouse)s
                   AND kept.valid_to IS NULL
                 WHERE %(wanted)s AND %(among)s
                """,
                marked=self.env["coop.till.price.mark"]._coop_marked_sql(marks),
                off_sale=off_sale,
                warehouse=warehouse.id or None,
                wanted=wanted,
                among=among or SQL("TRUE"),
            )
        )

    # --- computing

    @api.model
    def _coop_compute(self, products, warehouse, moment=None):
        """Return what the shop's till charges at a moment, from what Odoo knows now.

        As the till's screen does it: the list's price, rounded as a price is, then the taxes.

        :param datetime moment: naive UTC; now by default
        :return: ``{product id: EUR incl. VAT}``
        """
        company = warehouse.company_id or self.env.company
        # sudo: members may not read products. A context of our own: units and price lists of the
        # caller's would change prices.
        env = self.env(su=True, context={"allowed_company_ids": company.ids})
        till = env["product.product"]._coop_till(warehouse)
        charged = till._coop_charged_by()
        pricelist = charged.pricelist.with_context(
            coop_loaded_pricelist_ids=till._coop_loaded_pricelist_ids()
        )
        currency = till.currency_id or company.currency_id
        digits = env["decimal.precision"].precision_get("Product Price")
        taxes_of, totals, prices = {}, {}, {}
        for ids in split_every(AT_ONCE, products.ids):
            some = env["product.product"].browse(ids)
            if pricelist:
                before_tax = pricelist._get_products_price(some, 1.0, date=moment)
            else:
                before_tax = {product.id: product.lst_price for product in some}
            for product in some:
                taxes = product.taxes_id
                if taxes not in taxes_of:
                    own = taxes._filter_taxes_by_company(company)
                    mapped = charged.fiscal_position.map_tax(own)
                    # A tax by a formula of its own may look at the product.
                    kinds = mapped.flatten_taxes_hierarchy().mapped("amount_type")
                    taxes_of[taxes] = mapped, "code" in kinds
                taxes, by_formula = taxes_of[taxes]
                price = float_round(before_tax[product.id], precision_digits=digits)
                key = (taxes, price, by_formula and product)
                if key not in totals:
                    total = taxes.compute_all(price, currency, 1.0, product)["total_included"]
                    totals[key] = currency.round(total)
                prices[product.id] = totals[key]
        return prices

    # --- recording

    @api.model
    def _cron_record(self):
        """Record the prices that changed since the last time, each with its moment."""
        marks = self.env["coop.till.price.mark"]._coop_take_due()
        # In the order of time. Changes between two boundaries are recorded together.
        steps = []
        for mark in marks:
            boundary = mark[3] and mark[2]
            if not steps or steps[-1][0] != boundary:
                steps.append((boundary, []))
            steps[-1][1].append(mark)
        for _boundary, due in steps:
            self._coop_record(due, due[-1][2])

    @api.model
    def _cron_compare(self):
        """Compare all kept prices, and all dates of rules: SQL of others leaves no mark."""
        self.env["product.pricelist.item"].search(
            ["|", ("date_start", "!=", False), ("date_end", "!=", False)]
        )._coop_mark_boundaries()
        self.env["coop.till.price.mark"]._coop_add("all")

    @api.model
    def _coop_record(self, marks, since):
        """Write down the marked prices that are not what is kept.

        :param datetime since: from when the new prices count, for which they are computed
        """
        companies = self.env["res.company"].search([("active", "=", True)])
        shops = self.env["stock.warehouse"].union(*(each._coop_shops() for each in companies))
        for warehouse in shops:
            records = self.with_company(warehouse.company_id)
            records.env.flush_all()
            marked = records.env["coop.till.price.mark"]._coop_marked_sql(marks)
            rows = records._coop_kept([], warehouse, among=marked)
            kept = {product_id: price for product_id, price, _stale in rows}
            products = self.env["product.product"].browse(kept)
            now = records._coop_compute(products, warehouse, since)
            records._coop_write_changes(
                {
                    product_id: (kept[product_id], price)
                    for product_id, price in now.items()
                    if kept[product_id] is None or abs(kept[product_id] - price) > 1e-6
                },
                warehouse,
                since,
            )

    def _coop_write_changes(self, changes, warehouse, since):
        """End the present prices and begin new ones.

        :param dict changes: product id: (price before or None, price)
        """
        ended = self.search(
            [
                ("warehouse_id", "=", warehouse.id),
                ("product_id", "in", list(changes)),
                ("valid_to", "=", False),
            ]
        )
        # Two clocks may differ; a price never ends before it began.
        begins = {row.product_id.id: max(since, row.valid_from) for row in ended}
        for begin, rows in ended.grouped(lambda row: begins[row.product_id.id]).items():
            rows.valid_to = begin
        # The index allows one present price: the old ones end first.
        self.flush_model()
        pricelist = self.env["product.product"]._coop_till(warehouse)._coop_charged_by().pricelist
        self.create(
            [
                {
                    "product_id": product_id,
                    "warehouse_id": warehouse.id,
                    "company_id": warehouse.company_id.id,
                    "pricelist_id": pricelist.id,
                    "price": price,
                    "old_price": before,
                    "is_change": before is not None,
                    "valid_from": begins.get(product_id, since),
                }
                for product_id, (before, price) in changes.items()
            ]
        )

    # --- what it cost before

    @api.model
    def _coop_lowest(self, product_ids, days=30, warehouse=None):
        """Return the lowest price of each product in the days before its present price began.

        This is the former price of the Code de la consommation, article L112-1-1: a reduction
        announced must name the lowest price asked in the thirty days before it applies. (Of
        several reductions in a row, the law lets the price before the first one stand; that is
        for whoever announces them to choose. Goods that perish quickly are exempt.)

        :return: ``{product id: EUR incl. VAT or None}``; None where not all those days are known
        """
        if warehouse is None:
            warehouse = self.env.company.sudo()._coop_shop_warehouse()
        product_ids = list(product_ids)
        present = self._coop_prices(product_ids, warehouse)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT kept.product_id, kept.price::float8, kept.valid_from, kept.valid_to,
                       product.create_date
                  FROM coop_till_price kept
                  JOIN product_product product ON product.id = kept.product_id
                 WHERE kept.warehouse_id = %s AND kept.product_id = ANY(%s)
              ORDER BY kept.valid_from, kept.id
                """,
                warehouse.id or None,
                product_ids,
            )
        )
        histories, born = {}, {}
        for product_id, price, valid_from, valid_to, create_date in rows:
            histories.setdefault(product_id, []).append((price, valid_from, valid_to))
            born[product_id] = create_date
        lowest = dict.fromkeys(product_ids)
        for product_id, history in histories.items():
            price, began, _end = history[-1]
            if abs(price - present[product_id]) > 1e-6:
                began = fields.Datetime.now()  # changed, and not recorded yet
            first = history[0][1]
            is_known_from_birth = (first - born[product_id]).days < 1
            known_since = None if is_known_from_birth else first
            lowest[product_id] = lowest_before(history, began, days, known_since)
        return lowest
