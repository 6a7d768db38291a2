from odoo import api, models
from odoo.tools import SQL


class CoopStockMovement(models.AbstractModel):
    """What moved in the distant shop counts beside what moved here."""

    _inherit = "coop.stock.movement"

    @api.model
    def _coop_moved_by_week(self, products, since):
        distant = self._coop_ask_days(
            SQL(
                """
                SELECT of_day.product_id,
                       date_trunc('week', of_day.day)::date,
                       SUM(received + found - lost - quantity)::float8,
                       SUM(received)::float8,
                       SUM(lost)::float8
                """
            ),
            products,
            SQL("of_day.day >= %s GROUP BY 1, 2", since),
        )
        sums = {}
        for product_id, monday, *figures in [
            *super()._coop_moved_by_week(products, since),
            *distant,
        ]:
            before = sums.get((product_id, monday), (0.0, 0.0, 0.0))
            sums[product_id, monday] = [a + b for a, b in zip(before, figures, strict=True)]
        return [(*key, *figures) for key, figures in sums.items()]

    @api.model
    def _coop_held(self, products):
        held = super()._coop_held(products)
        self.env["coop.vracoop.level"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT level.product_id, level.quantity::float8
                  FROM coop_vracoop_level level
                  JOIN coop_vracoop_link link ON link.id = level.link_id
                 WHERE link.company_id = %s AND level.product_id = ANY(%s)
                """,
                self.env.company.id,
                products.ids,
            )
        )
        for product_id, quantity in rows:
            held[product_id] = held.get(product_id, 0.0) + quantity
        return held

    @api.model
    def _coop_days_received(self, products):
        distant = self._coop_ask_days(
            SQL("SELECT of_day.product_id, of_day.day"), products, SQL("of_day.received > 0")
        )
        return [*super()._coop_days_received(products), *distant]

    @api.model
    def _coop_products_moved(self, product_ids, warehouse, since):
        moved = super()._coop_products_moved(product_ids, warehouse, since)
        rows = self._coop_ask_days(
            SQL("SELECT DISTINCT of_day.product_id"),
            self.env["product.product"].browse(product_ids),
            SQL("link.warehouse_id = %s AND of_day.day >= %s", warehouse.id, since),
        )
        return moved.union(product_id for (product_id,) in rows)

    def _coop_ask_days(self, columns, products, condition):
        """Return rows of what the link of this company knows of some products.

        :param SQL columns: the SELECT, of `of_day`
        :param SQL condition: and what comes after it
        """
        self.env["coop.vracoop.day"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                %(columns)s
                  FROM coop_vracoop_day of_day
                  JOIN coop_vracoop_link link ON link.id = of_day.link_id
                 WHERE link.company_id = %(company)s
                   AND of_day.product_id = ANY(%(products)s)
                   AND %(condition)s
                """,
                columns=columns,
                company=self.env.company.id,
                products=list(products.ids),
                condition=condition,
            )
        )
