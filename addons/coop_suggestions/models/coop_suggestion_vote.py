from odoo import fields, models
from odoo.tools import SQL

FREQUENCIES = [
    ("weekly", "Every week"),
    ("monthly", "Every month"),
    ("sometimes", "From time to time"),
]


class CoopSuggestionVote(models.Model):
    """One person's wish for one suggestion; there is no vote against.

    The person is kept, the household counted when reading: households form and part.
    """

    _name = "coop.suggestion.vote"
    _description = "Vote"
    _order = "voted_on desc, id desc"
    _rec_name = "partner_id"

    suggestion_id = fields.Many2one(
        "coop.suggestion", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    frequency = fields.Selection(FREQUENCIES)
    voted_on = fields.Datetime(required=True, default=fields.Datetime.now)
    on_paper = fields.Boolean(
        readonly=True, help="Ticked on a sheet in the shop, and entered by the purchasing team."
    )

    _one_a_person = models.Constraint(
        "UNIQUE (suggestion_id, partner_id)", "One vote a person and suggestion."
    )

    def _set(self, suggestion, partner, frequency=False, *, on_paper=False):
        """Cast the person's vote, or change how often they would buy; safe to repeat.

        An earlier vote keeps its date.

        :param bool on_paper: the person ticked it on a sheet in the shop
        :return: the vote, if it is new
        """
        # Against a withdrawal at the same moment: one of the two waits, and sees the other.
        self.env.cr.execute(
            SQL("SELECT FROM coop_suggestion WHERE id = %s FOR SHARE", suggestion.id),
            log_exceptions=False,
        )
        # A plain INSERT of a double click ends in an error that Odoo shows; with the conflict
        # clause it ends in a serialization error that Odoo retries into a clean no-op, which is
        # no error worth a line in the log.
        # Who voted for a double of it has voted for it.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_suggestion_vote (
                    suggestion_id, partner_id, frequency, voted_on, on_paper,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT %(suggestion)s, %(partner)s, %(frequency)s, %(now)s, %(on_paper)s,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                 WHERE NOT EXISTS (
                       SELECT FROM coop_suggestion_vote
                        WHERE suggestion_id IN %(doubles)s AND partner_id = %(partner)s)
                ON CONFLICT (suggestion_id, partner_id) DO NOTHING
                RETURNING id
                """,
                suggestion=suggestion.id,
                doubles=suggestion._with_doubles_sql(suggestion.ids),
                partner=partner.id,
                frequency=frequency or None,
                now=fields.Datetime.now(),
                on_paper=on_paper,
                uid=self.env.uid,
            ),
            log_exceptions=False,
        )
        cast = self.browse([id_ for (id_,) in self.env.cr.fetchall()])
        if frequency:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE coop_suggestion_vote
                       SET frequency = %(frequency)s
                     WHERE suggestion_id IN %(doubles)s
                       AND partner_id = %(partner)s
                       AND frequency IS DISTINCT FROM %(frequency)s
                    """,
                    doubles=suggestion._with_doubles_sql(suggestion.ids),
                    partner=partner.id,
                    frequency=frequency,
                ),
                log_exceptions=False,
            )
        self.invalidate_model()
        suggestion.invalidate_recordset()
        return cast

    def _unset(self, suggestion, partner):
        """Take the person's vote back, and those for its doubles; safe to repeat."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM coop_suggestion_vote WHERE suggestion_id IN %s AND partner_id = %s",
                suggestion._with_doubles_sql(suggestion.ids),
                partner.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()
        suggestion.invalidate_recordset()
