from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .coop_trial import DAYS_OF_NEWS, ON_SHELF, UNDER_WAY

# What a suggestion is while its product is awaited or tried, and after.
TRIED_STATES = ("kept", "trial")
AFTER_STATES = ("adopted", "stopped")


class CoopSuggestion(models.Model):
    """A suggestion whose product is awaited, tried, then adopted or stopped."""

    _inherit = "coop.suggestion"

    trial_ids = fields.One2many("coop.trial", "suggestion_id", string="Trials")

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"product_id", "state", "state_before_hidden"}:
            for suggestion in self:
                suggestion._follow_product()
        return result

    def _follow_product(self):
        """Have a trial wait for the product of what was kept, and none go on for what was not."""
        self.ensure_one()
        # sudo: trials follow from what was decided and linked; nobody writes them.
        suggestion = self.sudo()
        state = suggestion.state if self.state != "blocked" else suggestion.state_before_hidden
        trial = suggestion.trial_ids.filtered(lambda t: t.state in UNDER_WAY)
        if state in AFTER_STATES:
            return
        if state not in TRIED_STATES:
            trial._drop()
            return
        if trial and not trial._follow_product(suggestion.product_id):
            trial._drop()
            trial = trial.browse()
            if state == "trial":
                suggestion._take_answer("kept")
                return
        if not trial and suggestion.product_id:
            kept = suggestion._published_decisions().filtered(
                lambda decision: decision.answer in ("next_order", "to_be_sourced")
            )
            trial.create(
                {
                    "suggestion_id": suggestion.id,
                    "product_id": suggestion.product_id.id,
                    "decision_id": kept[:1].id,
                }
            )
            # It may have arrived before it was linked.
            self.env.ref("coop_suggestions.ir_cron_follow_trials").sudo()._trigger()
        elif trial.state in ON_SHELF and state == "kept":
            suggestion._take_answer("trial")

    # --- what members read

    def _current_trial(self):
        """Return the trial that members read of: on the shelf, or decided last."""
        self.ensure_one()
        if self.state not in ("trial", *AFTER_STATES):
            return self.env["coop.trial"]
        return self.trial_ids.filtered(lambda t: t.state in (*ON_SHELF, "decided")).sorted("id")[
            -1:
        ]

    def _rows_for(self, partner):
        rows = super()._rows_for(partner)
        for suggestion, row in zip(self, rows, strict=True):
            if trial := suggestion._current_trial():
                row["answer"] = trial._line()
        return rows

    def _page_for(self, partner):
        trial = self._current_trial()
        return {**super()._page_for(partner), "trial": trial and trial._shown()}

    # --- for the weekly digest

    @api.model
    def _coop_digest_trials(self, partner):
        """Return the trials of a person's suggestions that end soon, or had their verdict.

        Theirs are those that they proposed, voted for or follow.

        :return: ``[{"suggestion_id", "name", "url", "words"}]``
        """
        company = self.env.company
        today = company._coop_today()
        news = fields.Datetime.now() - timedelta(days=DAYS_OF_NEWS)
        theirs = (
            Domain("author_id", "=", partner.id)
            | Domain("vote_ids.partner_id", "=", partner.id)
            | Domain("follow_ids.partner_id", "=", partner.id)
        )
        suggestions = self.search(
            theirs
            & Domain("company_id", "=", company.id)
            & Domain("state", "in", ("trial", *AFTER_STATES))
        )
        told = []
        for suggestion in suggestions:
            trial = suggestion._current_trial()
            last = trial._last_told()
            ends_soon = (
                trial.state in ON_SHELF
                and trial.ends_on
                and trial.ends_on <= today + timedelta(days=DAYS_OF_NEWS)
            )
            if not ends_soon and not (
                trial.state == "decided" and last.published_on and last.published_on >= news
            ):
                continue
            told.append(
                {
                    "suggestion_id": suggestion.id,
                    "name": suggestion.name,
                    "url": suggestion._member_url(),
                    "words": trial._line() if ends_soon else f"{last._headline()} ({last.telling})",
                }
            )
        return told
