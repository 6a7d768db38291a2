from odoo import fields, models
from odoo.tools import SQL


class CoopSuggestionFollow(models.Model):
    """A person who asked to hear the answer. Odoo's followers would get every comment."""

    _name = "coop.suggestion.follow"
    _description = "Asked to hear the answer"
    _rec_name = "partner_id"

    suggestion_id = fields.Many2one(
        "coop.suggestion", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)

    _once = models.Constraint(
        "UNIQUE (suggestion_id, partner_id)", "A person follows a suggestion once."
    )

    def _set(self, suggestion, partner):
        """Have the person hear the answer; safe to repeat."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_suggestion_follow (
                    suggestion_id, partner_id, create_uid, create_date, write_uid, write_date
                )
                SELECT %(suggestion)s, %(partner)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                 WHERE NOT EXISTS (
                       SELECT FROM coop_suggestion_follow
                        WHERE suggestion_id IN %(doubles)s AND partner_id = %(partner)s)
                ON CONFLICT (suggestion_id, partner_id) DO NOTHING
                """,
                suggestion=suggestion.id,
                doubles=suggestion._with_doubles_sql(suggestion.ids),
                partner=partner.id,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    def _unset(self, suggestion, partner):
        """Have the person hear nothing, of its doubles neither; safe to repeat."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM coop_suggestion_follow WHERE suggestion_id IN %s AND partner_id = %s",
                suggestion._with_doubles_sql(suggestion.ids),
                partner.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()
