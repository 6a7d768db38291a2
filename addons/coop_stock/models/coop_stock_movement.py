from odoo import api, models
from odoo.tools import SQL


class CoopStockMovement(models.AbstractModel):
    """What came into the company's shops, left them and lies there, in the one place to ask.

    Read from Odoo's inventory with the rights of whoever asks. An addon whose stock comes from
    elsewhere adds it by extending these methods.
    """

    _name = "coop.stock.movement"
    _description = "Stock movements"

    @api.model
    def _coop_moved_by_week(self, products, since):
        """Return what moved in each week: rows of (product id, Monday, stock, came, lost).

        `stock` is what the shops held more at the week's end than at its beginning, `came` what
        came in but for what members gave back, `lost` what was scrapped or found missing; all in
        the product's unit.

        :param date since: the first day, in the shop's time zone
        """
        self.env["stock.move.line"].flush_model()
        company = self.env.company
        return self.env.execute_query(
            SQL(
                """
                SELECT line.product_id,
                       date_trunc(
                           'week', line.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s
                       )::date,
                       SUM(
                           (CASE WHEN target.usage = 'internal' THEN quantity ELSE 0 END)
                           - (CASE WHEN source.usage = 'internal' THEN quantity ELSE 0 END)
                       )::float8,
                       COALESCE(SUM(quantity) FILTER (
                           WHERE target.usage = 'internal'
                             AND source.usage NOT IN ('internal', 'customer')
                       ), 0)::float8,
                       COALESCE(SUM(quantity) FILTER (
                           WHERE source.usage = 'internal' AND target.usage = 'inventory'
                       ), 0)::float8
                  FROM (
                       SELECT product_id, date, location_id, location_dest_id,
                              quantity_product_uom AS quantity
                         FROM stock_move_line
                        WHERE state = 'done' AND company_id = %(company)s
                          AND product_id = ANY(%(products)s) AND date >= %(since)s
                       ) line
                  JOIN stock_location source ON source.id = line.location_id
                  JOIN stock_location target ON target.id = line.location_dest_id
              GROUP BY 1, 2
                """,
                zone=company.coop_tz,
                company=company.id,
                products=products.ids,
                since=company._coop_day_start_utc(since),
            )
        )

    @api.model
    def _coop_held(self, products):
        """Return ``{product id: what the company's shops hold, as Odoo's inventory says}``."""
        self.env["stock.quant"].flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT quant.product_id, SUM(quant.quantity)::float8
                      FROM stock_quant quant
                      JOIN stock_location location ON location.id = quant.location_id
                     WHERE location.usage = 'internal'
                       AND quant.company_id = %s
                       AND quant.product_id = ANY(%s)
                  GROUP BY quant.product_id
                    """,
                    self.env.company.id,
                    products.ids,
                )
            )
        )

    @api.model
    def _coop_days_received(self, products):
        """Return the days on which some came in from outside: rows of (product id, day)."""
        self.env["stock.move.line"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.product_id,
                       (line.date AT TIME ZONE 'UTC' AT TIME ZONE %s)::date
                  FROM stock_move_line line
                  JOIN stock_location source ON source.id = line.location_id
                  JOIN stock_location target ON target.id = line.location_dest_id
                 WHERE line.state = 'done'
                   AND line.company_id = %s
                   AND line.product_id = ANY(%s)
                   AND source.usage IN ('supplier', 'production', 'transit')
                   AND target.usage = 'internal'
                """,
                self.env.company.coop_tz,
                self.env.company.id,
                products.ids,
            )
        )

    @api.model
    def _coop_products_moved(self, product_ids, warehouse, since):
        """Return the ids of those products of which anything moved in a shop from a day on.

        Sales at the till are not looked at: see `coop.consumption`.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT move.product_id
                  FROM stock_move move
                  JOIN stock_location source ON source.id = move.location_id
                  JOIN stock_location target ON target.id = move.location_dest_id
                 WHERE move.product_id = ANY(%(products)s)
                   AND move.state = 'done'
                   AND move.date >= %(since)s
                   AND (source.parent_path LIKE %(inside)s OR target.parent_path LIKE %(inside)s)
                """,
                products=list(product_ids),
                since=self.env.company._coop_day_start_utc(since),
                inside=f"{warehouse.view_location_id.parent_path or '-'}%",
            )
        )
        return {product_id for (product_id,) in rows}
