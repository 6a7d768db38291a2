from odoo import api, models


class DecimalPrecision(models.Model):
    _inherit = "decimal.precision"

    @api.model
    def _coop_ensure_digits(self, name, digits):
        """Raise a precision to at least so many digits; never lower it."""
        precision = self.search([("name", "=", name)])
        if precision and precision.digits < digits:
            precision.digits = digits
