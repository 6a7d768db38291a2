from odoo import api, models
from odoo.tools import SQL


class CoopStockPage(models.AbstractModel):
    _inherit = "coop.stock.page"

    @api.model
    def _coop_traced(self):
        # Not the link itself: each turn writes it, and most change nothing that is shown.
        tables = ("coop_vracoop_level", "coop_vracoop_expected")
        return [*super()._coop_traced(), *((table, SQL()) for table in tables)]
