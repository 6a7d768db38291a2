from odoo import models


class ProductProduct(models.Model):
    """What came in or was sold elsewhere begins its trial, too."""

    _inherit = "product.product"

    def _coop_arrived(self):
        arrived = super()._coop_arrived()
        self.env["coop.trial"]._look_soon(self)
        return arrived
