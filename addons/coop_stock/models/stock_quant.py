from odoo import models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _coop_take_count_back(self):
        """Take off Odoo's list of counts what is not counted yet."""
        waiting = self.filtered(lambda quant: not quant.inventory_quantity_set)
        for quant in waiting:
            quant.write(
                {
                    "inventory_date": quant.location_id._get_next_inventory_date(),
                    "user_id": False,
                }
            )
