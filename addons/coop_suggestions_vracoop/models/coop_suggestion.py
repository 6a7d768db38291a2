from odoo import fields, models
from odoo.exceptions import UserError


class CoopSuggestion(models.Model):
    _inherit = "coop.suggestion"

    vracoop_asked_on = fields.Datetime(
        related="product_id.coop_vracoop_asked_on", string="Asked of the Vracoop on"
    )
    is_in_vracoop = fields.Boolean(compute="_compute_is_in_vracoop", string="Is in the Vracoop")

    def _compute_is_in_vracoop(self):
        for suggestion in self:
            # sudo: the team need not read products; a yes or no leaves.
            suggestion.is_in_vracoop = suggestion.product_id.sudo().coop_is_in_vracoop

    def action_ask_vracoop(self):
        """Have the product made in the Vracoop by the next push; pressed twice, it is once.

        :raises UserError: when it is not kept, has no product or there is no link
        """
        self.ensure_one()
        self._check_team()
        self._check_awaited()
        if not self.product_id:
            raise UserError(self.env._("Link or make its product first."))
        self.product_id._coop_ask_vracoop()
