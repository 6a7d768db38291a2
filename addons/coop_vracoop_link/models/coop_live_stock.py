from odoo import api, models
from odoo.tools import SQL


class CoopLiveStock(models.AbstractModel):
    """The distant shop's levels and receptions count beside Odoo's own."""

    _inherit = "coop.live.stock"

    @api.model
    def _coop_held_sql(self, warehouse):
        own = super()._coop_held_sql(warehouse)
        return SQL(
            """
            %(own)s UNION ALL
            SELECT level.product_id, level.quantity
              FROM coop_vracoop_level level
              JOIN coop_vracoop_link link ON link.id = level.link_id
             WHERE link.warehouse_id = %(warehouse)s
            """,
            own=own,
            warehouse=warehouse.id or None,
        )

    @api.model
    def _coop_expected_sql(self, warehouse, product_ids=None):
        own = super()._coop_expected_sql(warehouse, product_ids)
        which = SQL("TRUE")
        if product_ids is not None:
            which = SQL("expected.product_id = ANY(%s)", list(product_ids))
        return SQL(
            """
            SELECT product_id, MIN(day)
              FROM (
                   %(own)s UNION ALL
                   SELECT expected.product_id, expected.day
                     FROM coop_vracoop_expected expected
                     JOIN coop_vracoop_link link ON link.id = expected.link_id
                    WHERE link.warehouse_id = %(warehouse)s AND %(which)s
                   ) next
          GROUP BY product_id
            """,
            own=own,
            warehouse=warehouse.id or None,
            which=which,
        )
