from odoo import fields, models


class CoopHide(models.TransientModel):
    """Why a suggestion or a comment is hidden; its author reads it."""

    _name = "coop.hide"
    _description = "Hide"

    suggestion_id = fields.Many2one("coop.suggestion")
    message_id = fields.Many2one("mail.message", string="Comment")
    reason = fields.Char(
        required=True, help="The author gets these words, and reads them on the page."
    )

    def action_hide(self):
        """Hide it: kept, and its author told why."""
        self.ensure_one()
        if self.message_id:
            self.env["coop.hidden.comment"]._hide(self.message_id, self.reason)
        else:
            self.suggestion_id._hide(self.reason)
        return {"type": "ir.actions.act_window_close"}
