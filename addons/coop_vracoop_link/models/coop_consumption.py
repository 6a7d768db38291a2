from odoo import api, models
from odoo.tools import SQL

# Above the ids of the lines of the tills here.
FIRST_ID = 1_000_000_000


class CoopConsumption(models.Model):
    """What the distant tills sold counts beside what those here did."""

    _inherit = "coop.consumption"

    _depends = {
        "coop.vracoop.day": ["link_id", "product_id", "day", "quantity", "turnover"],
        "coop.vracoop.link": ["company_id", "warehouse_id"],
    }

    @api.model
    def _coop_sources(self, since=None):
        return [
            *super()._coop_sources(since),
            SQL(
                """
                SELECT %(first_id)s + sold.id AS id,
                       sold.product_id,
                       link.warehouse_id,
                       link.company_id,
                       sold.day,
                       sold.quantity,
                       sold.turnover
                  FROM coop_vracoop_day sold
                  JOIN coop_vracoop_link link ON link.id = sold.link_id
                 WHERE (sold.quantity != 0 OR sold.turnover != 0) AND %(condition)s
                """,
                first_id=FIRST_ID,
                condition=SQL("sold.day >= %s", since) if since else SQL("TRUE"),
            ),
        ]
