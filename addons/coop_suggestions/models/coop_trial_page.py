from odoo import models

from .coop_suggestion import HIDDEN_STATES
from .coop_trial import ON_SHELF


class CoopTrial(models.Model):
    """What members, and the team on its page, read of a trial: plain values."""

    _inherit = "coop.trial"

    def _line(self):
        """Return in a few words where a trial is that has begun."""
        self.ensure_one()
        if self.state in ON_SHELF:
            day = self.env["coop.suggestion"]._date_words
            if self.state == "to_decide":
                return self.env._("Tried on the shelf: the verdict is soon to come")
            return self.env._("On trial on the shelf until %s", day(self.ends_on))
        return self._last_told()._headline()

    def _shown(self):
        """Return what the pages of the suggestion and of the product show of it."""
        self.ensure_one()
        day = self.env["coop.suggestion"]._date_words
        product_sudo = self.product_id.sudo()  # sudo: members may not read products
        is_seen = product_sudo.sale_ok and product_sudo.available_in_pos
        last = self._last_told()
        return {
            "id": self.id,
            "state": self.state,
            "line": self._line(),
            "since": self.env._("On the shelf since %s", day(self.started_on)),
            "product": is_seen and {"id": product_sudo.id, "name": product_sudo._coop_name()},
            "verdict": last
            and {
                "headline": last._headline(),
                "text": last.text or "",
                "telling": last.telling,
                "day": self.env["coop.suggestion"]._day(last.published_on),
                "drawn": last._figures() and self._drawn(last._figures()),
            },
        }

    def _shown_to_team(self):
        """Return what the team's page shows: the figures of this minute, or of the verdict."""
        self.ensure_one()
        figures = self._figures_to_show().get(self)
        suggestion = self.suggestion_id
        [statistics] = suggestion._read_statistics(suggestion.ids).values()
        others = self._other_trials()
        return {
            "name": suggestion.name,
            "brand": suggestion.brand or "",
            "suggestion_id": suggestion.id,
            "shelf": self.product_id.sudo().coop_shelf_id.name or "",
            "supporters": suggestion._households_words(statistics["supporters"]),
            "state_words": self._state_words(),
            "is_waiting": self.state == "waiting",
            "stopped": bool(self.product_id) and not self.product_id.sudo().active,
            "drawn": figures and self._drawn(figures),
            "others": [
                {"id": other.id, "name": other.suggestion_id.name, "state": other._state_words()}
                for other in others
            ],
            "draft": self.draft_verdict_id
            and self.env._(
                "%(user)s has decided: %(verdict)s. It waits to be published.",
                user=self.draft_verdict_id.user_id.name,
                verdict=self.draft_verdict_id._answer_words(),
            ),
            "id": self.id,
            "state": self.state,
            **(self._shown() if self.started_on else {"verdict": None, "line": "", "since": ""}),
        }

    def _state_words(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _other_trials(self):
        """Return the trials of the same product for other suggestions."""
        products = self._products()
        if not products:
            return self.browse()
        return self.search(
            [
                ("product_id", "in", products.ids),
                ("suggestion_id", "!=", self.suggestion_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "dropped"),
            ]
        )

    def _shown_on_product(self, product):
        """Return what the page of a product says of its trials, the latest first."""
        trials = self.search(
            [
                "|",
                ("product_id", "=", product.id),
                ("former_product_ids", "in", product.ids),
                ("state", "in", (*ON_SHELF, "decided")),
                ("company_id", "=", self.env.company.id),
                ("suggestion_id.state", "not in", HIDDEN_STATES),
            ],
            order="id desc",
        )
        # Of a suggestion that was tried twice, the last one.
        last = {trial.suggestion_id: trial for trial in reversed(trials)}
        return [
            {"suggestion_id": suggestion.id, "name": suggestion.name, **trial._shown()}
            for suggestion, trial in last.items()
        ]
