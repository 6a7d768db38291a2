from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [
    ("new", "New suggestion"),
    ("trial", "Trial that ends"),
    ("question", "Question of price"),
]
# A suggestion is new for less long than that: its row is needed no more.
DAYS_KEPT = 90


class CoopDigestSent(models.Model):
    """What stood in a member's letter: told once, whatever the clocks say."""

    _name = "coop.digest.sent"
    _description = "Told in a weekly letter"
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True)
    item = fields.Char(required=True, help="What was told: the suggestion, or its question.")

    _once = models.Constraint("UNIQUE (partner_id, kind, item)", "A person is told a thing once.")

    @api.model
    def _add(self, rows):
        """Note what is told in this transaction.

        :param rows: ``(partner id, kind, item)`` of each
        :return: the set of those that were not told before
        """
        if not rows:
            return set()
        partner_ids, kinds, items = map(list, zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_digest_sent (partner_id, kind, item, create_uid, create_date,
                                              write_uid, write_date)
                     SELECT told.*, %(uid)s, %(now)s, %(uid)s, %(now)s
                       FROM unnest(%(partners)s, %(kinds)s, %(items)s) told
                ON CONFLICT (partner_id, kind, item) DO NOTHING
                  RETURNING partner_id, kind, item
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                partners=partner_ids,
                kinds=kinds,
                items=items,
            ),
            log_exceptions=False,
        )
        return set(self.env.cr.fetchall())

    @api.autovacuum
    def _gc_suggestions_no_longer_new(self):
        old = fields.Datetime.now() - relativedelta(days=DAYS_KEPT)
        self.search([("kind", "=", "new"), ("create_date", "<", old)], limit=100_000).unlink()
