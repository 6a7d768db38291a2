from odoo import models


class StockMove(models.Model):
    """The first reception of what members asked for begins its trial."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        received = moves.filtered(lambda move: move.location_dest_usage == "internal")
        self.env["coop.trial"]._look_soon(received.product_id)
        return moves
