from odoo import api, fields, models


class CoopLinkProduct(models.TransientModel):
    """Say which product of the shop is the one that members asked for."""

    _name = "coop.link.product"
    _description = "Link a product to a suggestion"

    suggestion_id = fields.Many2one("coop.suggestion", required=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        compute="_compute_product_id",
        store=True,
        precompute=True,
        readonly=False,
    )

    @api.depends("suggestion_id")
    def _compute_product_id(self):
        for wizard in self:
            suggestion = wizard.suggestion_id
            wizard.product_id = suggestion.product_id or suggestion._product_of_barcode()

    def action_link(self):
        """Link it; the trial then waits for its arrival."""
        self.ensure_one()
        self.suggestion_id._check_team()
        self.suggestion_id.product_id = self.product_id
        return {"type": "ir.actions.act_window_close"}
