from odoo import api, fields, models
from odoo.exceptions import AccessError

# What makes a comment its writer's own words.
WORDS_OF_A_COMMENT = {
    "author_id", "body", "date", "email_from", "message_type", "model", "res_id", "subtype_id",
}  # fmt: skip


class MailMessage(models.Model):
    _inherit = "mail.message"

    coop_hidden_comment_ids = fields.One2many(
        "coop.hidden.comment", "message_id", groups="coop_suggestions.group_purchasing_team"
    )

    @api.model_create_multi
    def create(self, vals_list):
        subtype_id = self._coop_member_comment_subtype_id()
        if not self.env.su and any(
            subtype_id and vals.get("subtype_id") == subtype_id for vals in vals_list
        ):
            raise AccessError(self.env._("Members comment on the suggestion's page."))
        return super().create(vals_list)

    def write(self, vals):
        if WORDS_OF_A_COMMENT & vals.keys():
            self._coop_check_not_a_members()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_no_members_comment(self):
        self._coop_check_not_a_members()

    def _coop_check_not_a_members(self):
        """Refuse to put words into a member's mouth: the team can hide a comment, no more.

        :raises AccessError: for a member's comment, but by the pages' own code
        """
        subtype_id = self._coop_member_comment_subtype_id()
        if not self.env.su and any(
            message.model == "coop.suggestion" and message.subtype_id.id == subtype_id
            for message in self.sudo()
        ):
            raise AccessError(self.env._("A member's comment is theirs: it can be hidden."))

    @api.model
    def _coop_member_comment_subtype_id(self):
        return self.env["ir.model.data"]._xmlid_to_res_id("coop_suggestions.mt_member_comment")

    def action_coop_hide_comment(self):
        """Open the reason to hide an offending comment of a member."""
        self.env["coop.hidden.comment"]._check_team()
        action = self.env["ir.actions.act_window"]._for_xml_id("coop_suggestions.coop_hide_action")
        action["context"] = {"default_message_id": self.id}
        return action

    def action_coop_show_comment(self):
        """Show a hidden comment again."""
        self.env["coop.hidden.comment"]._show(self)
