from odoo import api, fields, models
from odoo.tools import SQL

ANSWERS = [("yes", "Yes"), ("no", "No")]


class CoopPriceAnswer(models.Model):
    """What a supporter answered to « still in at this price? »: one answer a person."""

    _name = "coop.price.answer"
    _description = "Answer of a supporter"
    _order = "answered_on desc, id desc"
    _rec_name = "partner_id"

    question_id = fields.Many2one(
        "coop.price.question", required=True, readonly=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="cascade", index=True
    )
    answer = fields.Selection(ANSWERS, required=True, readonly=True)
    answered_on = fields.Datetime(required=True, readonly=True)

    _once = models.Constraint(
        "UNIQUE (question_id, partner_id)", "A person answers a question once."
    )

    @api.model
    def _set(self, question, partner, answer):
        """Keep a person's answer; the same again changes nothing."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_price_answer AS given (
                    question_id, partner_id, answer, answered_on,
                    create_uid, create_date, write_uid, write_date)
                VALUES (%(question)s, %(partner)s, %(answer)s, %(now)s,
                        %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (question_id, partner_id) DO UPDATE
                   SET answer = EXCLUDED.answer, answered_on = EXCLUDED.answered_on,
                       write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
                 WHERE given.answer <> EXCLUDED.answer
                """,
                question=question.id,
                partner=partner.id,
                answer=answer,
                now=fields.Datetime.now(),
                uid=self.env.uid,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()
