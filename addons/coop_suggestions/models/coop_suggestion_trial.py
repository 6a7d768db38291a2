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
    def _coop_digest_trials(self, partners):
        """Return the trials of people's suggestions that end soon, or had their verdict.

        Theirs are those that they proposed, voted for or follow.

        :return: ``{person: [{"suggestion_id", "item", "name", "url", "words"}]}``
        """
        told = self._trials_to_tell()
        suggestions = self.union(*told)
        proposed = suggestions._with_doubles().grouped("author_id")
        return {
            partner: [
                told[suggestion]
                for suggestion in suggestions
                if suggestion in wished | proposed.get(partner, self.browse())._leads()
            ]
            for partner, wished in suggestions._wished_by(partners).items()
        }

    @api.model
    def _trials_to_tell(self):
        """Return a row of the letter for each trial of this coop that is news.

        :return: ``{suggestion: row}``
        """
        company = self.env.company
        soon = company._coop_today() + timedelta(days=DAYS_OF_NEWS)
        since = fields.Datetime.now() - timedelta(days=DAYS_OF_NEWS)
        ending = Domain("state", "in", ON_SHELF) & Domain("ends_on", "<=", soon)
        ended = Domain("state", "=", "decided") & Domain("verdict_ids.published_on", ">=", since)
        trials = self.env["coop.trial"].search(
            Domain("company_id", "=", company.id) & (ending | ended)
        )
        told = {}
        for trial in trials:
            suggestion = trial.suggestion_id
            if suggestion._current_trial() != trial:
                continue
            last = trial._last_told()
            if trial.state == "decided":
                item, words = f"verdict-{last.id}", f"{last._headline()} ({last.telling})"
            else:
                # Extended, it ends on another day, which is news.
                item, words = f"ends-{trial.id}-{trial.ends_on}", trial._line()
            told[suggestion] = {
                "suggestion_id": suggestion.id,
                "item": item,
                "name": suggestion.name,
                "url": suggestion._member_url(),
                "words": words,
            }
        return told
