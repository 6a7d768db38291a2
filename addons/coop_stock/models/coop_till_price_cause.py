from odoo import api, models


class CoopTillPriceCause(models.AbstractModel):
    """For models that prices at the till hang on: their changes mark the prices as stale.

    A mark costs next to nothing while records are written one by one, as an import does: it is
    kept in memory and stored in one statement at the end of the transaction.
    """

    _name = "coop.till.price.cause"
    _description = "What till prices hang on"

    # The fields that count; None for all.
    _coop_price_fields = None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._coop_mark_prices()
        return records

    def write(self, vals):
        counts = self._coop_price_fields is None or not self._coop_price_fields.isdisjoint(vals)
        if counts:
            self._coop_mark_prices()  # whatever it was for until now
        result = super().write(vals)
        if counts:
            self._coop_mark_prices()
        return result

    def unlink(self):
        self._coop_mark_prices()
        return super().unlink()

    def _coop_mark_prices(self):
        """Mark the prices that hang on these records; all of them unless a model knows better."""
        if self:
            self.env["coop.till.price.mark"]._coop_add("all")
