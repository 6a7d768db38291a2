from odoo import api, fields, models


class CoopAskPrice(models.TransientModel):
    """« Still in at this price? »: at which price, and how many will be asked."""

    _name = "coop.ask.price"
    _description = "Ask the supporters about a price"

    suggestion_id = fields.Many2one("coop.suggestion", required=True)
    currency_id = fields.Many2one(related="suggestion_id.company_id.currency_id")
    price = fields.Monetary(string="In the shop, about", required=True)
    supporters = fields.Integer(related="suggestion_id.supporters")
    mailed = fields.Integer(string="Get a mail", compute="_compute_mailed")
    standing_id = fields.Many2one(related="suggestion_id.price_question_id")

    @api.depends("suggestion_id")
    def _compute_mailed(self):
        for wizard in self:
            follows = wizard.suggestion_id._follows_to_tell(self.env.user.partner_id)
            wizard.mailed = len(follows) if wizard.suggestion_id else 0

    def action_ask(self):
        """Ask: on the suggestion's page, in the digest, and by mail those who asked to hear."""
        self.ensure_one()
        self.env["coop.price.question"]._ask(self.suggestion_id, self.price)
        return {"type": "ir.actions.act_window_close"}
