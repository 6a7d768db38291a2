from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.coop_suggestion_decision import ANSWERS


class CoopDecide(models.TransientModel):
    """One answer to one suggestion, or the same to several at once."""

    _name = "coop.decide"
    _description = "Decide"

    suggestion_ids = fields.Many2many("coop.suggestion", required=True)
    answer = fields.Selection(ANSWERS, required=True, default="next_order")
    reason_id = fields.Many2one("coop.refusal.reason")
    needs_product = fields.Boolean(related="reason_id.needs_product")
    sentence_id = fields.Many2one(
        "coop.ready.sentence",
        string="Ready sentence",
        compute="_compute_sentence_id",
        store=True,
        readonly=False,
    )
    text = fields.Text(
        string="What members read", compute="_compute_text", store=True, readonly=False
    )
    product_id = fields.Many2one(
        "product.product",
        string="We have one like it",
        compute="_compute_product_id",
        store=True,
        readonly=False,
    )
    put_off_until = fields.Date()
    passed_on_to = fields.Char()
    publish_delay = fields.Integer(compute="_compute_publish_delay")

    @api.depends("answer", "reason_id")
    def _compute_sentence_id(self):
        for wizard in self:
            reason = (
                wizard.reason_id if wizard.answer == "not_kept" else self.env["coop.refusal.reason"]
            )
            wizard.sentence_id = self.env["coop.ready.sentence"].search(
                [("answer", "=", wizard.answer), ("reason_id", "=", reason.id)], limit=1
            )

    @api.depends("sentence_id")
    def _compute_text(self):
        for wizard in self:
            wizard.text = wizard.sentence_id.text

    @api.depends("needs_product", "suggestion_ids")
    def _compute_product_id(self):
        for wizard in self:
            resembling = wizard.suggestion_ids.resembling_product_id
            wizard.product_id = (
                resembling if wizard.needs_product and len(resembling) == 1 else False
            )

    @api.depends_context("company")
    def _compute_publish_delay(self):
        self.publish_delay = self.env.company.coop_publish_delay

    def action_decide(self):
        """Record the answer to each suggestion, as a draft until it is published.

        :raises UserError: when one of them has a decision that waits, or is hidden
        """
        self.ensure_one()
        self.env["coop.hidden.comment"]._check_team()
        suggestions = self.suggestion_ids
        suggestions._hold()
        decided = suggestions.filtered("draft_decision_id")
        if decided:
            raise UserError(self._already_decided(decided[0]))
        if closed := suggestions.filtered(lambda s: s.state in ("withdrawn", "blocked")):
            raise UserError(
                self.env._("“%s” is withdrawn or hidden: it needs no answer.", closed[0].name)
            )
        # sudo: the team decides here, and has no right to write decisions elsewhere.
        decisions_sudo = self.env["coop.suggestion.decision"].sudo()
        values = {
            **decisions_sudo._of_answer(
                {
                    "answer": self.answer,
                    "reason_id": self.reason_id.id,
                    "text": self.text,
                    "product_id": self.product_id.id,
                    "put_off_until": self.put_off_until,
                    "passed_on_to": self.passed_on_to,
                }
            ),
            "user_id": self.env.user.id,
        }
        try:
            with self.env.cr.savepoint():
                decisions_sudo.create(
                    [{**values, "suggestion_id": suggestion.id} for suggestion in suggestions]
                )
        except UniqueViolation as error:
            raise UserError(
                self.env._("Somebody decided at the same moment: look at their decision first.")
            ) from error
        return {"type": "ir.actions.act_window_close"}

    def _already_decided(self, suggestion):
        draft = suggestion.draft_decision_id
        return self.env._(
            "%(user)s has just decided on “%(name)s”: %(answer)s. Undo that first, or let it be.",
            user=draft.user_id.name,
            name=suggestion.name,
            answer=draft._answer_words(),
        )
