"""Suggestions, votes and decisions, made as members and the purchasing team make them."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase

from odoo.addons.coop_stock.tests.common import CoopCommon

ADDON = "coop_suggestions"


class SuggestionCommon(CoopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "coop_half_life": 180,
                "coop_daily_proposals": 5,
                "coop_daily_comments": 20,
                "coop_publish_delay": 10,
                "coop_again_months": 6,
            }
        )
        # What the database holds already is in nobody's list.
        cls.env["coop.suggestion"].search([])._set_state("withdrawn")
        cls.team = cls.make_user("Tara Achats", f"{ADDON}.group_purchasing_team")
        cls.reason = cls.env.ref(f"{ADDON}.reason_no_room")
        cls.needs_product = cls.env.ref(f"{ADDON}.reason_similar")

    # --- members

    @classmethod
    def propose(cls, name="Beurre de cacahuète", author=None, ago=None, follow=False, **values):
        """Propose a product as a member does, or did some time ago."""
        frequency = values.pop("frequency", False)
        suggestion = cls.env["coop.suggestion"]._propose(
            author or cls.alice,
            {"name": name, "brand": "", **values},
            frequency=frequency,
            follow=follow,
        )
        if ago:
            moment = fields.Datetime.now() - ago
            suggestion.proposed_on = moment
            suggestion.vote_ids.voted_on = moment
        return suggestion

    @classmethod
    def make_suggestions(cls, number, **values):
        """Make many suggestions, past the limit of a day."""
        return cls.env["coop.suggestion"].create(
            [
                {"name": f"Produit {index:03}", "author_id": cls.alice.id, **values}
                for index in range(number)
            ]
        )

    def vote(self, suggestion, partner, frequency=False, ago=None):
        """Vote as a member does, or did some time ago."""
        suggestion._vote(partner, frequency)
        vote = self.vote_of(suggestion, partner)
        if ago is not None:
            vote.voted_on = fields.Datetime.now() - ago
        return vote

    def vote_of(self, suggestion, partner):
        return self.env["coop.suggestion.vote"].search(
            [("suggestion_id", "=", suggestion.id), ("partner_id", "=", partner.id)]
        )

    def follow(self, suggestion, partner):
        self.env["coop.suggestion.follow"]._set(suggestion, partner)

    # --- the purchasing team

    def decide(self, suggestions, answer="next_order", user=None, **values):
        """Decide in the back office; return the decisions, which wait to be published."""
        user = user or self.team
        wizard = (
            self.env["coop.decide"]
            .with_user(user)
            .create(
                {
                    "suggestion_ids": [Command.set(suggestions.ids)],
                    "answer": answer,
                    **values,
                }
            )
        )
        wizard.action_decide()
        suggestions.invalidate_recordset()
        return suggestions.sudo().draft_decision_id

    def refuse(self, suggestions, **values):
        return self.decide(suggestions, "not_kept", reason_id=self.reason.id, **values)

    def publish_due(self):
        """Run the scheduled action that publishes, as the scheduler does."""
        cron = self.env.ref(f"{ADDON}.ir_cron_publish_decisions")
        if isinstance(self, HttpCase):  # in test mode already
            cron.method_direct_trigger()
            self.env.invalidate_all()
        else:
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()

    def publish(self, decisions, ago=timedelta()):
        """Have decisions published now, or as if some time ago."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE coop_suggestion_decision SET publish_on = %s WHERE id = ANY(%s)",
            (fields.Datetime.now() - timedelta(minutes=1), decisions.ids),
        )
        self.env.invalidate_all()
        self.publish_due()
        if ago:
            self.env.cr.execute(
                "UPDATE coop_suggestion_decision SET published_on = %s WHERE id = ANY(%s)",
                (fields.Datetime.now() - ago, decisions.ids),
            )
            self.env.invalidate_all()

    def answer(self, suggestions, answer="next_order", ago=timedelta(), **values):
        """Decide and publish."""
        decisions = self.decide(suggestions, answer, **values)
        self.publish(decisions, ago)
        return decisions

    # --- mails

    def mails_to(self, partner):
        """Return the mails that wait for a person, or were sent to them."""
        return self.env["mail.mail"].sudo().search([("recipient_ids", "in", partner.ids)])
