from odoo import api, fields, models
from odoo.tools import SQL


class CoopConsumption(models.Model):
    """What the tills sold, a row a product, shop and day: read from Odoo's own lines.

    Refunds are deducted, open sessions count. Days are those of the shop; weeks run from Monday to
    Sunday. Another addon adds what was sold elsewhere by extending `_coop_sources`.
    """

    _name = "coop.consumption"
    _description = "Sold at the till"
    _auto = False
    _order = "day desc, product_id"
    _rec_name = "product_id"
    # What the query reads: pages and lists see a sale of this very transaction.
    _depends = {
        "pos.order": ["date_order", "state", "company_id", "session_id"],
        "pos.order.line": ["order_id", "product_id", "qty", "price_subtotal_incl"],
        "pos.session": ["config_id"],
        "pos.config": ["picking_type_id"],
        "stock.picking.type": ["warehouse_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["coop_shelf_id"],
        "res.company": ["coop_tz"],
    }

    product_id = fields.Many2one("product.product", string="Variant", readonly=True)
    product_tmpl_id = fields.Many2one("product.template", string="Product", readonly=True)
    shelf_id = fields.Many2one("coop.shelf", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="Shop", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    day = fields.Date(readonly=True)
    week = fields.Date(readonly=True, help="The Monday on which the week begins.")
    quantity = fields.Float(digits="Product Unit", readonly=True)
    turnover = fields.Float(string="Turnover incl. VAT", digits=(16, 2), readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(source.id) AS id,
                   source.product_id,
                   product.product_tmpl_id,
                   template.coop_shelf_id AS shelf_id,
                   source.warehouse_id,
                   source.company_id,
                   source.day,
                   date_trunc('week', source.day)::date AS week,
                   SUM(source.quantity) AS quantity,
                   SUM(source.turnover) AS turnover
              FROM (%(sources)s) source
              JOIN product_product product ON product.id = source.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
          GROUP BY source.product_id, product.product_tmpl_id, template.coop_shelf_id,
                   source.warehouse_id, source.company_id, source.day
            """,
            sources=SQL(" UNION ALL ").join(self._coop_sources()),
        )

    @api.model
    def _coop_sources(self, since=None):
        """Return the queries of what was sold, one of the tills here; addons append theirs.

        Columns: id (unique in all), product_id, warehouse_id, company_id, day, quantity (in the
        product's unit, refunds negative), turnover (incl. VAT).

        :param date since: leave out the days before, of this company's shop
        """
        condition = SQL("TRUE")
        if since:
            condition = SQL(
                "pos_order.date_order >= %s", self.env.company._coop_day_start_utc(since)
            )
        return [
            SQL(
                """
                SELECT line.id,
                       line.product_id,
                       picking_type.warehouse_id,
                       pos_order.company_id,
                       (pos_order.date_order AT TIME ZONE 'UTC'
                        AT TIME ZONE company.coop_tz)::date AS day,
                       line.qty AS quantity,
                       line.price_subtotal_incl AS turnover
                  FROM pos_order_line line
                  JOIN pos_order ON pos_order.id = line.order_id
                  JOIN pos_session session ON session.id = pos_order.session_id
                  JOIN pos_config till ON till.id = session.config_id
                  JOIN stock_picking_type picking_type ON picking_type.id = till.picking_type_id
                  JOIN res_company company ON company.id = pos_order.company_id
                 WHERE pos_order.state IN ('paid', 'done') AND %s
                """,
                condition,
            )
        ]

    @api.model
    def _coop_sold_sql(self, since, warehouse=None, product_ids=None, group_by=SQL("product_id")):  # noqa: B008
        """Return a query of what this coop sold from a day on, up to this minute.

        Columns: those of `group_by`, quantity.

        :param date since: the first day, in the shop's time zone
        :param warehouse: the shop; all shops of the company without it
        :param SQL group_by: columns of `_coop_sources`
        """
        conditions = [SQL("company_id = %s", self.env.company.id)]
        if warehouse:
            conditions.append(SQL("warehouse_id = %s", warehouse.id))
        if product_ids is not None:
            conditions.append(SQL("product_id = ANY(%s)", list(product_ids)))
        return SQL(
            """
            SELECT %(group_by)s, SUM(quantity)::float8 AS quantity
              FROM (%(sources)s) source
             WHERE %(conditions)s
          GROUP BY %(group_by)s
            """,
            group_by=group_by,
            sources=SQL(" UNION ALL ").join(self._coop_sources(since)),
            conditions=SQL(" AND ").join(conditions),
        )
