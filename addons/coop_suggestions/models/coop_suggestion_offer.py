from odoo import api, fields, models

from ..tools.price_list import price_in_shop
from .coop_price_question import ASKED_STATES
from .coop_suggestion import VOTING_STATES
from .coop_supplier_offer import STANDING

# What an offer is found by.
NAMED_BY = {"name", "brand", "barcode"}


class CoopSuggestion(models.Model):
    """What suppliers ask for a suggestion, and whether its supporters would pay it."""

    _inherit = "coop.suggestion"

    all_offer_ids = fields.Many2many(
        "coop.supplier.offer", string="Suppliers' offers", compute="_compute_all_offer_ids"
    )
    offer_words = fields.Char(string="At the supplier's", compute="_compute_offer_words")
    price_question_id = fields.Many2one(
        "coop.price.question", string="Price asked", compute="_compute_price_question_id"
    )
    price_answers = fields.Char(string="Still in for it", compute="_compute_price_question_id")

    @api.depends("double_ids")
    def _compute_all_offer_ids(self):
        for suggestion in self:
            suggestion.all_offer_ids = self.env["coop.supplier.offer"].search(
                [
                    ("suggestion_id", "in", suggestion._with_doubles().ids),
                    ("line_id", "!=", False),
                ]
            )

    @api.depends("all_offer_ids")
    def _compute_offer_words(self):
        for suggestion in self:
            suggestion.offer_words = suggestion._standing_offers()[:1]._words_or_none()

    def _compute_price_question_id(self):
        for suggestion in self:
            question = suggestion._standing_question()
            suggestion.price_question_id = question
            suggestion.price_answers = question and question._words_with_answers()

    def _standing_offers(self):
        """Return the offers that are of this product for sure, the cheapest first."""
        self.ensure_one()
        return self.all_offer_ids.filtered(lambda offer: offer.state in STANDING).sorted(
            lambda offer: (offer.shop_price, offer.id)
        )

    def _price_in_shop(self, cost):
        """Return about what a unit would cost on its shelf, VAT and margin in it."""
        self.ensure_one()
        margin, vat = self.shelf_id._coop_margin_and_vat(self.company_id or self.env.company)
        return price_in_shop(cost, margin, vat)

    # --- kept up to date

    @api.model
    def _propose(self, author, values, **kwargs):
        suggestion = super()._propose(author, values, **kwargs)
        # sudo: as everything that is done for a member here.
        self.env["coop.supplier.offer"].sudo()._find_of(suggestion)
        return suggestion

    def write(self, vals):
        done = super().write(vals)
        if NAMED_BY & vals.keys() or vals.get("state") in VOTING_STATES:
            # sudo: who may change a name has no right to write offers.
            self.env["coop.supplier.offer"].sudo()._find_of(self)
        return done

    # --- what the meeting knows

    def _sources(self):
        known = super()._sources()
        question = self._standing_question()
        offers = self._standing_offers()
        to_confirm = self.all_offer_ids.filtered(lambda offer: offer.state == "to_confirm")
        known["offers"] = [offer._words() for offer in offers] + [
            self.env._("%(offer)s (to be confirmed: “%(name)s”)", offer=o._words(), name=o.name)
            for o in to_confirm[: 0 if offers else 1]
        ]
        known["price_answers"] = question._words_with_answers() if question else ""
        return known

    # --- « still in at this price? »

    def _standing_question(self):
        """Return the question that this suggestion's supporters are asked, or none."""
        self.ensure_one()
        questions = self.env["coop.price.question"]
        if self.state not in ASKED_STATES:
            return questions
        return questions.search(
            [("suggestion_id", "=", self.id), ("closed_on", "=", False)], limit=1
        )

    def action_ask_price(self):
        """Open the question to the supporters, with the price of the best offer."""
        self.ensure_one()
        self._check_team()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_suggestions.coop_ask_price_action"
        )
        action["context"] = {
            "default_suggestion_id": self.id,
            "default_price": self._standing_offers()[:1].shop_price,
        }
        return action

    def _page_for(self, partner):
        page = super()._page_for(partner)
        question = self._standing_question()
        asked = question and (page["voted"] or page["household"])
        page["price_question"] = asked and question._page_for(partner)
        return page

    @api.model
    def _coop_digest_questions(self, partners):
        """Return the questions that wait for members' answers, for the weekly letter.

        :return: ``{person: [{"suggestion_id", "item", "name", "url", "words"}]}``
        """
        questions = self.env["coop.price.question"].search(
            [
                ("suggestion_id.company_id", "=", self.env.company.id),
                ("suggestion_id.state", "in", ASKED_STATES),
                ("closed_on", "=", False),
            ]
        )
        told = {
            question: {
                "suggestion_id": question.suggestion_id.id,
                "item": question.id,
                "name": question.suggestion_id.name,
                "url": question.suggestion_id._member_url(),
                "words": question._sentence(),
            }
            for question in questions
        }
        answered = set(
            self.env["coop.price.answer"]._read_group(
                [("question_id", "in", questions.ids), ("partner_id", "in", partners.ids)],
                ["question_id", "partner_id"],
            )
        )
        voted = questions.suggestion_id._wished_by(partners, ["coop.suggestion.vote"])
        return {
            partner: [
                told[question]
                for question in questions
                if question.suggestion_id in suggestions and (question, partner) not in answered
            ]
            for partner, suggestions in voted.items()
        }
