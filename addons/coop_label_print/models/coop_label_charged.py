from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from .coop_label_told_price import is_by_measure_sql, told_price_sql


class ChargedRow(NamedTuple):
    """A label that hangs, of which the till charges another price.

    :param name: as it stands on the label
    :param shelf: where the product stands now; empty where nobody said
    :param label_price: EUR incl. VAT, as the label tells it first
    :param till_price: EUR incl. VAT, for the same quantity
    :param since: from when the till charges it, naive UTC
    """

    product_id: int
    name: str
    shelf: str
    label_price: float
    till_price: float
    since: datetime


class CoopLabelCharged(models.Model):
    """Labels that hang with a price which the till does not charge any more.

    Of the present company's shops. The price in force is the one that is recorded: a change is
    seen here as soon as it is, after a minute at most.
    """

    _name = "coop.label.charged"
    _description = "Label whose price the till does not charge"
    _auto = False
    # The longest first.
    _order = "since, id"
    _rec_name = "product_id"
    _depends = {
        "coop.label.shown": ["product_id", "warehouse_id", "content"],
        "coop.till.price": ["product_id", "warehouse_id", "price", "valid_from", "valid_to"],
        "product.product": ["active", "product_tmpl_id", "coop_base_quantity"],
        "product.template": [
            "active",
            "available_in_pos",
            "company_id",
            "coop_shelf_id",
            "sale_ok",
        ],
        "res.company": ["coop_tz"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    shelf_id = fields.Many2one("coop.shelf", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="Shop", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    label_price = fields.Monetary(string="Price shown", readonly=True)
    till_price = fields.Monetary(string="Price at the till", readonly=True)
    since = fields.Datetime(readonly=True)
    days = fields.Integer(readonly=True, aggregator="max")

    @property
    def _table_query(self):
        content = SQL("shown.content")
        return SQL(
            """
            SELECT compared.*
              FROM (
                SELECT shown.id,
                       shown.product_id,
                       template.coop_shelf_id AS shelf_id,
                       shown.warehouse_id,
                       warehouse.company_id,
                       %(told)s AS label_price,
                       ROUND(
                           kept.price * CASE WHEN %(by_measure)s
                               THEN (shown.content->>'unit_amount')::numeric
                                    / NULLIF(product_product.coop_base_quantity, 0)::numeric
                               ELSE 1 END,
                           2
                       ) AS till_price,
                       kept.valid_from AS since,
                       %(today)s::date - (kept.valid_from AT TIME ZONE 'UTC'
                                          AT TIME ZONE company.coop_tz)::date AS days
                  FROM coop_label_shown shown
                  JOIN stock_warehouse warehouse ON warehouse.id = shown.warehouse_id
                  JOIN res_company company ON company.id = warehouse.company_id
                  JOIN coop_till_price kept
                    ON kept.product_id = shown.product_id
                   AND kept.warehouse_id = shown.warehouse_id
                   AND kept.valid_to IS NULL
                  JOIN product_product ON product_product.id = shown.product_id
                  JOIN product_template template
                    ON template.id = product_product.product_tmpl_id
                 WHERE warehouse.company_id = %(company)s AND %(sold)s
              ) compared
             WHERE label_price <> till_price
            """,
            told=told_price_sql(content),
            by_measure=is_by_measure_sql(content),
            today=self.env.company._coop_today(),
            company=self.env.company.id,
            sold=self.env["product.product"]._coop_sold_here_sql(),
        )

    @api.model
    def _coop_charged_rows(self):
        """Return the `ChargedRow` of each such label of the request's shop, the longest first."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT charged.product_id, shown.content->>'name', COALESCE(shelf.name, ''),
                       charged.label_price::float8, charged.till_price::float8, charged.since
                  FROM (%s) charged
                  JOIN coop_label_shown shown ON shown.id = charged.id
             LEFT JOIN coop_shelf shelf ON shelf.id = charged.shelf_id
                 WHERE charged.warehouse_id = %s
              ORDER BY charged.since, charged.id
                """,
                self._table_query,
                self.env.company._coop_shop_warehouse().id,
            )
        )
        return [ChargedRow(*row) for row in rows]

    def action_print(self):
        """Open Odoo's wizard for labels with these products."""
        return self.product_id.action_open_label_layout()
