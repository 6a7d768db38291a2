from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import formatLang, hash_sign

from odoo.addons.coop_stock.models.signed_values import signed_values

from .coop_price_answer import ANSWERS
from .coop_suggestion import VOTING_STATES

# Until it is on the shelf, one may ask what one would pay.
ASKED_STATES = (*VOTING_STATES, "kept")
# What its address in a mail is good for.
SIGNED_FOR = "coop_suggestions.price"


class CoopPriceQuestion(models.Model):
    """« Still in at this price? », asked of those who support a suggestion.

    One question stands at a time: the next, at another price, closes the one before, whose answers
    stay.
    """

    _name = "coop.price.question"
    _description = "Question to supporters"
    _order = "asked_on desc, id desc"
    _rec_name = "suggestion_id"

    suggestion_id = fields.Many2one(
        "coop.suggestion", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="suggestion_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    price = fields.Monetary(required=True, readonly=True, aggregator=None)
    asked_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    asked_by_id = fields.Many2one("res.users", string="Asked by", readonly=True)
    closed_on = fields.Datetime(readonly=True)
    answer_ids = fields.One2many("coop.price.answer", "question_id")
    answers_words = fields.Char(string="Answers", compute="_compute_answers_words")

    _one_stands = models.UniqueIndex(
        "(suggestion_id) WHERE closed_on IS NULL", "One question stands at a time."
    )
    _price_positive = models.Constraint("CHECK (price > 0)", "A price is above zero.")

    def _compute_answers_words(self):
        for question in self:
            question.answers_words = question._answers_words()

    # --- asked by the team

    @api.model
    def _ask(self, suggestion, price):
        """Ask the supporters whether they would still buy it at a price; safe to repeat.

        :param suggestion: one `coop.suggestion`, as the team
        :param float price: in the shop, VAT in it
        :raises UserError: when there is nobody to ask any more, or no price
        """
        suggestion._check_team()
        suggestion._hold()
        if suggestion.state not in ASKED_STATES:
            raise UserError(
                self.env._(
                    "“%s” has its answer: its supporters are asked no more.", suggestion.name
                )
            )
        if price <= 0:
            raise UserError(self.env._("Say at which price, above zero."))
        # sudo: the team asks here, and writes nothing else of it.
        standing_sudo = suggestion._standing_question().sudo()
        currency = suggestion.company_id.currency_id
        if standing_sudo and not currency.compare_amounts(standing_sudo.price, price):
            return standing_sudo.sudo(False)
        standing_sudo.closed_on = fields.Datetime.now()
        # The next may stand only once that is written.
        standing_sudo.flush_recordset()
        question = self.sudo().create(
            {"suggestion_id": suggestion.id, "price": price, "asked_by_id": self.env.user.id}
        )
        suggestion._tell_followers(
            "coop_suggestions.mail_template_price",
            but_not=self.env.user.partner_id,
            question=question,
        )
        return question.sudo(False)

    # --- answered by members

    def _stands(self):
        """Whether it may still be answered."""
        self.ensure_one()
        return not self.closed_on and self.suggestion_id.state in ASKED_STATES

    def _answer(self, partner, answer):
        """Take a supporter's answer, or change it; the same again changes nothing.

        :raises UserError: when it stands no more, or is not the person's to answer
        """
        self.ensure_one()
        if answer not in dict(ANSWERS):
            raise UserError(self.env._("Choose yes or no."))
        if not self._stands():
            raise UserError(self.env._("This question is closed. Thank you all the same!"))
        vote = self.suggestion_id._votes_of(partner, self.suggestion_id.ids)[self.suggestion_id.id]
        if not (vote["voted"] or vote["household"]):
            raise UserError(
                self.env._("This question is for those who would like the product: vote for it.")
            )
        self.env["coop.price.answer"]._set(self, partner, answer)

    def _answer_of(self, partner):
        """Return "yes", "no", or "" where the person has not answered."""
        self.ensure_one()
        answer = self.env["coop.price.answer"].search(
            [("question_id", "=", self.id), ("partner_id", "=", partner.id)]
        )
        return answer.answer or ""

    def _page_for(self, partner):
        """Return what the suggestion's page asks of a supporter, as plain values."""
        return {
            "id": self.id,
            "sentence": self._sentence(),
            "answer": self._answer_of(partner),
        }

    def _sentence(self):
        """Return the question: « Toujours partant à environ 4,90 € ? »."""
        self.ensure_one()
        return self.env._("Still in, at about %s?", self._price_words())

    def _price_words(self):
        return formatLang(self.env, self.price, currency_obj=self.currency_id)

    # --- answered from a mail, without logging in

    def _answer_url(self, partner, answer=""):
        """Return the address of the page where a person answers, for mails.

        :param answer: "yes" or "no": which button comes first
        """
        self.ensure_one()
        token = hash_sign(self.env(su=True), SIGNED_FOR, [self.id, partner.id])
        chosen = f"?answer={answer}" if answer else ""
        return f"{self.get_base_url()}/suggestions/price/{token}{chosen}"

    @api.model
    def _of_token(self, token):
        """Return the question and the person of a token, or none of both."""
        question_id, partner_id = signed_values(self.env, SIGNED_FOR, token) or (0, 0)
        partner = self.env["res.partner"].browse(partner_id).exists()
        question = self.browse(question_id).exists()
        return (question, partner) if question and partner else (self.browse(), partner.browse())

    # --- counted

    def _count_answers(self):
        """Return how many households answered what, of those that support it today.

        Of two people of a household the later answer counts.

        :return: ``{id: {"yes", "no", "none"}}``
        """
        self.flush_model()
        self.env["coop.price.answer"].flush_model()
        suggestions = self.suggestion_id
        suggestions._flush_for_statistics()
        household = self.env["res.partner"]._coop_household_sql(SQL("person"), SQL("parent"))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT question.id,
                       COUNT(*) FILTER (WHERE latest.answer = 'yes'),
                       COUNT(*) FILTER (WHERE latest.answer = 'no'),
                       COUNT(*) FILTER (WHERE latest.answer IS NULL)
                  FROM coop_price_question question
                  JOIN (%(households)s) supporting
                    ON supporting.suggestion_id = question.suggestion_id
             LEFT JOIN LATERAL (
                       SELECT given.answer
                         FROM coop_price_answer given
                         JOIN res_partner person ON person.id = given.partner_id
                    LEFT JOIN res_partner parent ON parent.id = person.parent_id
                        WHERE given.question_id = question.id
                          AND %(household)s = supporting.household
                     ORDER BY given.answered_on DESC, given.id DESC
                        LIMIT 1) latest ON TRUE
                 WHERE question.id = ANY(%(ids)s)
              GROUP BY question.id
                """,
                households=suggestions._households_sql(
                    SQL("wish.id IN %s", suggestions._with_doubles_sql(suggestions.ids))
                ),
                household=household,
                ids=self.ids,
            )
        )
        found = {id_: {"yes": yes, "no": no, "none": none} for id_, yes, no, none in rows}
        return {id_: found.get(id_) or {"yes": 0, "no": 0, "none": 0} for id_ in self.ids}

    def _answers_words(self):
        """Return the answers in words: « 8 oui, 2 non, 5 sans réponse »."""
        self.ensure_one()
        return self.env._(
            "%(yes)s yes, %(no)s no, %(none)s without an answer", **self._count_answers()[self.id]
        )

    def _words_with_answers(self):
        """Return the question with its answers, for the team."""
        self.ensure_one()
        return f"{self._sentence()} {self._answers_words()}"
