from odoo import api, fields, models
from odoo.tools import SQL


class CoopDailyCount(models.Model):
    """How often a person did a thing today, for limits that hold under double clicks.

    The row of a person, kind and day is written by each of that person's requests, so that two
    of them at once are put one after the other: the second is retried by Odoo and sees what the
    first did. Nobody waits for anybody else.
    """

    _name = "coop.daily.count"
    _description = "What a person did in a day"

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    kind = fields.Char(required=True)
    day = fields.Date(required=True)
    count = fields.Integer(required=True, default=0)

    _once_a_day = models.Constraint(
        "UNIQUE (partner_id, kind, day)", "One count a person, kind and day."
    )

    @api.model
    def _coop_hold(self, partner, kind):
        """Return how often the person did this today, making any request beside ours wait.

        :param partner: the person, one `res.partner`
        :param str kind: a name for what is counted
        :rtype: int
        """
        rows = self._execute_upsert(partner, kind, 0)
        return rows[0][0]

    @api.model
    def _coop_count(self, partner, kind):
        """Return how often the person did this today; no other request waits."""
        day = self.env.company._coop_today()
        domain = [("partner_id", "=", partner.id), ("kind", "=", kind), ("day", "=", day)]
        return self.search(domain).count

    @api.model
    def _coop_add(self, partner, kind):
        """Count one more for today, after `_coop_hold`."""
        self._execute_upsert(partner, kind, 1)

    def _execute_upsert(self, partner, kind, step):
        query = SQL(
            """
            INSERT INTO coop_daily_count (partner_id, kind, day, count, create_date)
                 VALUES (%(partner)s, %(kind)s, %(day)s, %(step)s, now() AT TIME ZONE 'UTC')
            ON CONFLICT (partner_id, kind, day)
          DO UPDATE SET count = coop_daily_count.count + %(step)s
              RETURNING count
            """,
            partner=partner.id,
            kind=kind,
            day=self.env.company._coop_today(),
            step=step,
        )
        # The loser of two requests at once ends in a serialization error, which Odoo retries.
        self.env.cr.execute(query, log_exceptions=False)
        return self.env.cr.fetchall()

    @api.autovacuum
    def _gc_counts(self):
        self.sudo().search(
            [("day", "<", fields.Date.subtract(fields.Date.today(), days=7))]
        ).unlink()
