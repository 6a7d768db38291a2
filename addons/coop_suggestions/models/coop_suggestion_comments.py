import html
import re
from datetime import timedelta

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

REMOVABLE_FOR = timedelta(hours=1)


class CoopSuggestion(models.Model):
    """Members' comments: Odoo's messages of a subtype of their own.

    What the team writes in the back office stays there; on the page it comments as a member.
    """

    _inherit = "coop.suggestion"

    comment_ids = fields.One2many(
        "mail.message",
        "res_id",
        string="Comments",
        domain=lambda self: self._comments_domain(),
        groups="coop_suggestions.group_purchasing_team",
    )

    @api.model
    def _comments_domain(self):
        subtype = self.env.ref("coop_suggestions.mt_member_comment", raise_if_not_found=False)
        return [
            ("model", "=", "coop.suggestion"),
            ("message_type", "=", "comment"),
            ("subtype_id", "=", subtype.id if subtype else False),
        ]

    @api.model
    def _comment_text(self, message):
        """Return a comment as the plain text that was typed."""
        # Of the body that `_comment` makes. Odoo's html2plaintext would drop its empty lines.
        lines = re.sub(r"<br\s*/?>", "\n", message.sudo().body)
        return html.unescape(re.sub(r"<[^>]*>", "", lines)).strip()

    def _comment(self, partner, text):
        """Add a member's comment; the same words sent twice today are one comment.

        :param str text: clean plain text
        :raises UserError: when the member has commented enough for today
        """
        self.ensure_one()
        company = self.env.company
        limits = self.env["coop.daily.count"]
        commented_today = limits._coop_hold(partner, "comment")
        today = self.env["mail.message"].search(
            [
                *self._comments_domain(),
                ("res_id", "=", self.id),
                ("author_id", "=", partner.id),
                ("date", ">=", company._coop_day_start_utc(company._coop_today())),
            ]
        )
        if any(self._comment_text(message) == text for message in today):
            return
        if commented_today >= company.coop_daily_comments:
            raise UserError(
                self.env._(
                    "You have written %s comments today: that is the most for one day. What you "
                    "typed is kept; come back tomorrow.",
                    company.coop_daily_comments,
                )
            )
        limits._coop_add(partner, "comment")
        # Lines are kept; escape: what members type is text, never HTML.
        body = Markup("<p>%s</p>") % Markup("<br/>").join(escape(line) for line in text.split("\n"))
        # Neither the author nor anybody else is subscribed: nothing mails but the answer.
        self.with_context(mail_post_autofollow_author_skip=True).message_post(
            body=body,
            author_id=partner.id,
            message_type="comment",
            subtype_xmlid="coop_suggestions.mt_member_comment",
        )

    def _may_remove_comment(self, partner, message):
        """Whether a comment is the person's own and not older than an hour."""
        return (
            message.author_id == partner and message.date >= fields.Datetime.now() - REMOVABLE_FOR
        )

    def _remove_comment(self, partner, message_id):
        """Remove one's own comment within the hour; safe to repeat.

        :raises UserError: when the hour is over
        """
        self.ensure_one()
        message = self.env["mail.message"].search(
            [
                *self._comments_domain(),
                ("id", "=", message_id),
                ("res_id", "in", self._with_doubles().ids),
                ("author_id", "=", partner.id),
            ]
        )
        if not message:
            return
        if not self._may_remove_comment(partner, message):
            raise UserError(
                self.env._("A comment can be removed for an hour. The purchasing team can hide it.")
            )
        message.unlink()

    def _comments_for(self, partner):
        """Return the comments, also of its doubles, as a member reads them, oldest first.

        :return: a list of ``{"id", "text", "signature", "date", "removable"}``; hidden ones are
            left out, but for their author, who reads why
        """
        self.ensure_one()
        messages = self.env["mail.message"].search(
            [*self._comments_domain(), ("res_id", "in", self._with_doubles().ids)],
            order="date, id",
        )
        hidden = {
            row.message_id.id: row.reason
            for row in self.env["coop.hidden.comment"].search([("message_id", "in", messages.ids)])
        }
        team = self._purchasing_team_partners(messages.author_id)
        unnamed = self._unnamed_authors(messages)
        return [
            {
                "id": message.id,
                "text": self._comment_text(message),
                "signature": self._comment_signature(message, team, unnamed),
                "date": message.date,
                "removable": self._may_remove_comment(partner, message),
                "hidden_reason": hidden.get(message.id),
            }
            for message in messages
            if message.id not in hidden or message.author_id == partner
        ]

    def _comment_signature(self, message, team, unnamed):
        """Return how a comment is signed: never so that an anonymous author shows."""
        author = message.author_id
        if message in unnamed:
            return self.env._("the author")
        name = author._coop_public_name() if author else self.env._("a former member")
        if author in team:
            return self.env._("%s, purchasing team", name)
        return name

    @api.model
    def _purchasing_team_partners(self, partners):
        """Return those of the persons who are in the purchasing team."""
        group = self.env.ref("coop_suggestions.group_purchasing_team")
        users = self.env["res.users"].search(
            [("partner_id", "in", partners.ids), ("all_group_ids", "in", group.ids)]
        )
        return users.partner_id
