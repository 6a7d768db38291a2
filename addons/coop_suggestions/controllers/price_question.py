from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    kind_page,
    mailed_route,
    members_only,
    page_route,
    see_other,
    write_route,
)
from odoo.addons.coop_stock.tools.typed_text import whole_number

from .suggestion_page import SuggestionPage


class PriceQuestion(SuggestionPage):
    """« Still in at this price? », answered on the suggestion's page or from a mail."""

    @page_route("/suggestions/<int:suggestion_id>/price")
    @members_only
    def price_after_login(self, suggestion_id, **kw):
        """Come back from a login that interrupted the answer."""
        return see_other(f"/suggestions/{suggestion_id}")

    @write_route("/suggestions/<int:suggestion_id>/price")
    @members_only
    def answer_price(self, suggestion_id, question="", answer="", **form):
        def act(suggestion_sudo, partner):
            asked_sudo = suggestion_sudo._standing_question()
            # What was shown may be another price than what is asked now.
            if not asked_sudo or asked_sudo.id != whole_number(question):
                raise UserError(
                    request.env._("This question is closed meanwhile: look at what is asked now.")
                )
            asked_sudo._answer(partner, answer)

        return self._written(suggestion_id, act, "price")

    def _done_sentences(self):
        return {
            **super()._done_sentences(),
            "price": request.env._("Thank you, your answer is noted. You can change it below."),
        }

    # --- from a mail

    @page_route("/suggestions/price/<token>", auth="public")
    def price_from_mail(self, token, answer="", **kw):
        """Show the buttons: programs that look at the links of mails must answer nothing."""
        question_sudo, _partner_sudo = self._asked(token)
        if not question_sudo:
            return self._unknown_question()
        if not question_sudo._stands():
            return self._closed_question()
        return self._page_from_mail(question_sudo, token, chosen=answer)

    @mailed_route("/suggestions/price/<token>")
    def answer_price_from_mail(self, token, answer="", **form):
        question_sudo, partner_sudo = self._asked(token)
        if not question_sudo:
            return self._unknown_question()
        if not question_sudo._stands():
            return self._closed_question()
        try:
            question_sudo._answer(partner_sudo, answer)
        except UserError as error:
            return self._page_from_mail(question_sudo, token, problem=str(error), status=422)
        return kind_page(
            request.env._("Thank you, your answer is noted"),
            request.env._("The purchasing team counts it with the others."),
            status=200,
            actions=[
                {
                    "url": f"/suggestions/{question_sudo.suggestion_id.id}",
                    "label": request.env._("See the suggestion"),
                }
            ],
        )

    def _asked(self, token):
        # sudo: who holds the signed address has no account; it says who is asked what.
        question_sudo, partner_sudo = request.env["coop.price.question"].sudo()._of_token(token)
        return question_sudo.with_company(question_sudo.company_id), partner_sudo

    def _page_from_mail(self, question_sudo, token, *, chosen="", problem="", status=200):
        values = {
            "title": request.env._("Still in at this price?"),
            "name": question_sudo.suggestion_id.name,
            "sentence": question_sudo._sentence(),
            "token": token,
            "chosen": chosen,
            "problem": problem,
        }
        return request.render("coop_suggestions.price_from_mail", values, status=status)

    def _unknown_question(self):
        return kind_page(
            request.env._("This address leads nowhere any more"),
            request.env._("There is no question behind it. Was it copied whole from the mail?"),
            status=404,
        )

    def _closed_question(self):
        return kind_page(
            request.env._("This question is closed"),
            request.env._("Thank you all the same! What was decided stands on its page."),
            status=200,
            actions=[{"url": "/suggestions", "label": request.env._("All suggestions")}],
        )
