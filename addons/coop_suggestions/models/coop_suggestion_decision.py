from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

ANSWERS = [
    ("next_order", "Accepted, on the next order"),
    ("to_be_sourced", "Accepted, to be sourced"),
    ("not_kept", "Not kept"),
    ("ask", "A precision is needed"),
    ("put_off", "Put off"),
    ("passed_on", "Not a product: passed on"),
    ("reopen", "Reopened"),
]
# What a published answer makes of the suggestion.
STATE_OF_ANSWER = {
    "next_order": "kept",
    "to_be_sourced": "kept",
    "not_kept": "not_kept",
    "ask": "asked",
    "put_off": "put_off",
    "passed_on": "passed_on",
    "reopen": "open",
}
# What may still be written to an unpublished decision: the publication itself.
_PUBLICATION_FIELDS = {"published_on"}


class CoopSuggestionDecision(models.Model):
    """A dated, signed, reasoned answer; never overwritten, only followed by another.

    It is drafted, then published by itself after a delay (a setting). Until then it can be
    undone unseen; from then on members read it, and it never changes.
    """

    _name = "coop.suggestion.decision"
    _description = "Decision on a suggestion"
    _order = "decided_on desc, id desc"
    _rec_name = "answer"

    suggestion_id = fields.Many2one(
        "coop.suggestion", required=True, ondelete="cascade", index=True, readonly=True
    )
    answer = fields.Selection(ANSWERS, required=True, readonly=True)
    reason_id = fields.Many2one("coop.refusal.reason", ondelete="restrict", readonly=True)
    text = fields.Text(readonly=True)
    product_id = fields.Many2one(
        "product.product", string="We have one like it", ondelete="set null", readonly=True
    )
    put_off_until = fields.Date(readonly=True)
    passed_on_to = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Signed by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    decided_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    publish_on = fields.Datetime(string="Published from", readonly=True)
    meeting_id = fields.Many2one(
        "coop.review.meeting",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        help="The answer is published with the others of this meeting, not by itself.",
    )
    published_on = fields.Datetime(readonly=True, index=True)

    # Two people deciding at once: the second is told of the first's decision.
    _one_draft = models.UniqueIndex(
        "(suggestion_id) WHERE published_on IS NULL",
        "A decision on this suggestion waits to be published: see it, or undo it first.",
    )
    _published_some_day = models.Constraint(
        "CHECK (publish_on IS NOT NULL OR meeting_id IS NOT NULL)",
        "A decision is published after a delay, or with its meeting.",
    )

    @api.constrains("answer", "reason_id", "text", "product_id", "put_off_until", "passed_on_to")
    def _check_complete(self):
        for decision in self:
            if decision.answer == "not_kept" and not decision.reason_id:
                raise ValidationError(self.env._("Say why it is not kept."))
            if decision.reason_id.needs_words and not decision.text:
                raise ValidationError(
                    self.env._(
                        "Say why in a sentence: “%s” tells nothing.", decision.reason_id.name
                    )
                )
            if decision.reason_id.needs_product and not decision.product_id:
                raise ValidationError(self.env._("Say which product of the shop is like it."))
            if decision.answer == "put_off" and not decision.put_off_until:
                raise ValidationError(self.env._("Say until when it is put off."))
            if decision.answer == "passed_on" and not decision.passed_on_to:
                raise ValidationError(self.env._("Say to whom it is passed on."))
            if decision.answer == "ask" and not decision.text:
                raise ValidationError(self.env._("Write what you would like to know."))

    @api.model_create_multi
    def create(self, vals_list):
        delay = relativedelta(minutes=self.env.company.coop_publish_delay)
        for vals in vals_list:
            if not vals.get("meeting_id"):
                vals.setdefault("publish_on", fields.Datetime.now() + delay)
        decisions = super().create(vals_list)
        cron = self.env.ref("coop_suggestions.ir_cron_publish_decisions")
        for moment in set(decisions.filtered("publish_on").mapped("publish_on")):
            # sudo: the team may not write scheduled actions.
            cron.sudo()._trigger(at=moment)
        return decisions

    def write(self, vals):
        # A record of what was said: what members have read must not change under them.
        # An earlier decision is followed by another, never overwritten.
        if not vals.keys() <= _PUBLICATION_FIELDS or any(self.mapped("published_on")):
            raise UserError(
                self.env._("A decision never changes: undo it, or follow it by another.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unpublished_only(self):
        if any(self.mapped("published_on")):
            raise UserError(
                self.env._("This answer has been published: follow it by another decision.")
            )

    @api.model
    def _of_answer(self, values):
        """Return the values of a decision less what belongs to another answer.

        :param dict values: answer, reason_id, text, product_id, put_off_until, passed_on_to
        """
        answer = values["answer"]
        reason = self.env["coop.refusal.reason"]
        if answer == "not_kept":
            reason = reason.browse(values.get("reason_id") or [])
        return {
            "answer": answer,
            "text": values.get("text"),
            "reason_id": reason.id,
            "product_id": reason.needs_product and values.get("product_id"),
            "put_off_until": answer == "put_off" and values.get("put_off_until"),
            "passed_on_to": answer == "passed_on" and values.get("passed_on_to"),
        }

    def _headline(self):
        """Return the answer in the reader's words, such as « Pas retenue : trop cher »."""
        self.ensure_one()
        if self.answer == "next_order":
            return self.env._("Kept: on the next order")
        if self.answer == "to_be_sourced":
            return self.env._("Kept: we are looking for a supplier")
        if self.answer == "not_kept":
            return self.env._("Not kept: %s", self.reason_id.name)
        if self.answer == "ask":
            return self.env._("We would like to know more")
        if self.answer == "put_off":
            return self.env._("Put off until %s", format_date(self.env, self.put_off_until))
        if self.answer == "passed_on":
            return self.env._(
                "It is not a product for the shelf: passed on to %s", self.passed_on_to
            )
        return self.env._("Open to votes again")

    def _headline_without_names(self):
        """Return the headline for a paper that hangs in the shop: whom it went to may be a name."""
        if self.answer == "passed_on":
            return self.env._("It is not a product for the shelf: passed on")
        return self._headline()

    def _answer_words(self):
        """Return the answer as the team reads it."""
        return dict(self._fields["answer"]._description_selection(self.env))[self.answer]

    def _headline_or_none(self):
        """Return the headline of at most one decision, "" without one."""
        return self._headline() if self else ""

    def _product_shown(self):
        """Return the product that the answer names, as members see it, or None."""
        product_sudo = self.product_id.sudo()  # sudo: members may not read products
        if not product_sudo or not product_sudo.active:
            return None
        return {"id": product_sudo.id, "name": product_sudo.name}

    def _shown_in(self, meeting):
        """Return at most one decision as plain values, or None."""
        if not self:
            return None
        return {
            "id": self.id,
            "answer": self.answer,
            "headline": self._headline(),
            "text": self.text or "",
            "product": self.product_id.sudo().name or "",  # sudo: the team need not sell
            "by": self.user_id.name,
            "published": bool(self.published_on),
            "here": self.meeting_id == meeting,
            "typed": {
                "answer": self.answer,
                "reason_id": str(self.reason_id.id or ""),
                "product_id": str(self.product_id.id or ""),
                "put_off": "date",
                "put_off_until": str(self.put_off_until or ""),
                "passed_on_to": self.passed_on_to or "",
                "text": self.text or "",
            },
        }

    def _named(self):
        """Return which suggestion was answered how, in a few words."""
        return f"{self.suggestion_id.name} · {self._headline()}"

    def action_undo(self):
        """Undo an unpublished decision: nobody will have seen it."""
        if not self.env.user.has_group("coop_suggestions.group_purchasing_team"):
            raise AccessError(self.env._("Only the purchasing team decides."))
        # sudo: the team has no right to delete decisions, only to undo drafts here.
        self.sudo().unlink()

    @api.model
    def _cron_publish(self):
        """Publish what is due, one decision a transaction.

        Those of a meeting wait for it; what was decided in the moment it was published is due.
        Workers at once share the work: each takes what no other holds.
        """
        due = self.search(
            Domain("published_on", "=", False)
            & (
                Domain("publish_on", "<=", fields.Datetime.now())
                | Domain("meeting_id.state", "=", "published")
            ),
            order="publish_on, id",
        )
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for decision in due:
            if decision.try_lock_for_update() and not decision.published_on:
                decision._publish()
            self.env["ir.cron"]._commit_progress(1)

    def _publish(self):
        """Show the answer on the suggestion's page and tell those who asked, once each."""
        for decision in self:
            decision.published_on = fields.Datetime.now()
            decision.suggestion_id._take_answer(STATE_OF_ANSWER[decision.answer])
            decision._queue_mails()

    def _queue_mails(self):
        """Queue one mail with the answer to each person who asked to hear it."""
        self.ensure_one()
        self.suggestion_id._tell_followers(
            "coop_suggestions.mail_template_decision",
            but_not=self.user_id.partner_id,
            decision=self,
        )
