from odoo import api, fields, models
from odoo.exceptions import AccessError


class CoopHiddenComment(models.Model):
    """That a comment is hidden, and why: the comment itself is kept."""

    _name = "coop.hidden.comment"
    _description = "Hidden comment"
    _rec_name = "reason"

    message_id = fields.Many2one("mail.message", required=True, ondelete="cascade", index=True)
    reason = fields.Char(required=True)
    hidden_by_id = fields.Many2one("res.users", default=lambda self: self.env.user)

    _once = models.Constraint("UNIQUE (message_id)", "This comment is hidden already.")

    @api.model
    def _hide(self, message, reason):
        """Hide an offending comment, and tell its author why, once."""
        self._check_team()
        # sudo: the team may hide, by this method, not write these rows.
        hidden_sudo = self.sudo()
        if hidden_sudo.search_count([("message_id", "=", message.id)], limit=1):
            return
        hidden_sudo.create({"message_id": message.id, "reason": reason})
        author = message.sudo().author_id
        template = self.env.ref("coop_suggestions.mail_template_hidden").sudo()
        template.with_context(
            hidden_text=self.env["coop.suggestion"]._comment_text(message), hidden_reason=reason
        ).send_mail(author.id, force_send=False)
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    @api.model
    def _show(self, message):
        """Show a hidden comment again."""
        self._check_team()
        self.sudo().search([("message_id", "=", message.id)]).unlink()

    @api.model
    def _check_team(self):
        if not self.env.user.has_group("coop_suggestions.group_purchasing_team"):
            raise AccessError(self.env._("Only the purchasing team does this."))
