from odoo import fields, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    coop_hidden_comment_ids = fields.One2many(
        "coop.hidden.comment", "message_id", groups="coop_suggestions.group_purchasing_team"
    )

    def action_coop_hide_comment(self):
        """Open the reason to hide an offending comment of a member."""
        self.env["coop.hidden.comment"]._check_team()
        action = self.env["ir.actions.act_window"]._for_xml_id("coop_suggestions.coop_hide_action")
        action["context"] = {"default_message_id": self.id}
        return action

    def action_coop_show_comment(self):
        """Show a hidden comment again."""
        self.env["coop.hidden.comment"]._show(self)
