from odoo import models


class PosOrder(models.Model):
    """The first sale of what members asked for begins its trial."""

    _inherit = "pos.order"

    def action_pos_order_paid(self):
        result = super().action_pos_order_paid()
        self.env["coop.trial"]._look_soon(self.lines.product_id)
        return result
