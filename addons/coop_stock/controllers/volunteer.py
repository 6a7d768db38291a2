from odoo import http
from odoo.http import request

from ..models.coop_shelf_check import ANSWERS
from ..tools.typed_text import LARGEST_ID, whole_number
from .member_space import page_route, see_other, volunteers_only, write_route, wrote
from .signature import LONGEST_NAME, forget_signed_name, keep_signed_name, signed_name


class Volunteer(http.Controller):
    """What shop volunteers do on a shift; the shop account sees these pages, too."""

    @page_route("/volunteer")
    @volunteers_only
    def today(self, **kw):
        user = request.env.user
        return request.render(
            "coop_stock.volunteer",
            {
                "title": request.env._("Today in the shop"),
                "bar_key": "volunteer",
                "cards": user._coop_volunteer_cards(),
                "shop_account": user._coop_is_shop_account(),
            },
        )

    @page_route("/volunteer/checks")
    @volunteers_only
    def checks(self, done="", product="", **kw):
        return self._checks_page(done, product)

    @page_route("/volunteer/checks/<int:product_id>/<any(answer,undo):action>")
    @volunteers_only
    def after_login(self, product_id, action, **kw):
        """Come back from a login that interrupted a form: to the list."""
        return see_other("/volunteer/checks")

    @write_route("/volunteer/checks/<int:product_id>/answer")
    @volunteers_only
    def answer(self, product_id, answer="", first_name=None, **form):
        if answer not in dict(ANSWERS):
            return see_other("/volunteer/checks")
        if first_name is not None:
            keep_signed_name(first_name)
        if request.env.user._coop_is_shop_account() and not signed_name():
            return self._ask_name(product_id, answer, typed=first_name)
        # sudo: volunteers have no rights on our models.
        checks_sudo = request.env["coop.shelf.check"].sudo()
        answered = product_id <= LARGEST_ID and checks_sudo._coop_answer(
            product_id, answer, request.env.user, signed_name()
        )
        wrote()
        done = answer if answered else "already"
        return see_other(f"/volunteer/checks?done={done}&product={product_id}")

    @write_route("/volunteer/checks/<int:product_id>/undo")
    @volunteers_only
    def undo(self, product_id, **form):
        # sudo: volunteers have no rights on our models.
        checks_sudo = request.env["coop.shelf.check"].sudo()
        undone = product_id <= LARGEST_ID and checks_sudo._coop_undo(product_id)
        wrote()
        return see_other(f"/volunteer/checks?done={'undone' if undone else 'too_late'}")

    @page_route("/volunteer/name")
    @volunteers_only
    def name_after_login(self, **kw):
        """Come back from a login that interrupted the form: to the list."""
        return see_other("/volunteer/checks")

    @write_route("/volunteer/name")
    @volunteers_only
    def forget_name(self, **form):
        """« ce n'est pas vous ? » on the shop account: the next answer asks for a name."""
        forget_signed_name()
        wrote()
        return see_other("/volunteer/checks")

    def _ask_name(self, product_id, answer, typed):
        values = {
            "title": request.env._("Who answers?"),
            "bar_key": "checks",
            "product_id": product_id,
            "answer": answer,
            "typed": typed or "",
            "longest": LONGEST_NAME,
            "problem": typed is not None
            and request.env._("A first name of at most %s characters, please.", LONGEST_NAME),
        }
        status = 200 if typed is None else 422
        return request.render("coop_stock.volunteer_name", values, status=status)

    # --- the list

    def _checks_page(self, done, product):
        company = request.env.company
        # sudo: volunteers have no rights on our models; no person's name is on the page.
        checks_sudo = request.env["coop.shelf.check"].sudo()
        rows = [
            {**row, "reports": self._reports_words(row)} for row in checks_sudo._coop_waiting_rows()
        ]
        answered = [
            {
                **row,
                "words": self._answer_words(row["answer"]),
                "clock": company._coop_clock(row["answered_on"]),
            }
            for row in checks_sudo._coop_answered_rows()
        ]
        return request.render(
            "coop_stock.volunteer_checks",
            {
                "title": request.env._("To check on the shelves"),
                "bar_key": "checks" if request.env.user._coop_is_shop_account() else "volunteer",
                "rows": rows,
                "answered": answered,
                "first_name": signed_name(),
                "done": self._done_sentence(done, product, checks_sudo),
            },
        )

    def _reports_words(self, row):
        since = request.env.company._coop_since_words(row["since"])
        if row["reports"] == 1:
            return request.env._("reported once, %s", since)
        return request.env._(
            "reported %(count)s times, %(since)s", count=row["reports"], since=since
        )

    def _answer_words(self, answer):
        if answer == "back_on_shelf":
            return request.env._("Back on the shelf")
        return request.env._("Really missing")

    def _done_sentence(self, done, product, checks_sudo):
        _ = request.env._
        if done == "already":
            return self._already_sentence(product, checks_sudo)
        return {
            "back_on_shelf": _("Thank you! Whoever asked to hear of it will."),
            "really_missing": _("Thank you! It is on the list of what to count anew."),
            "undone": _("The answer is undone."),
            "too_late": _("It can no longer be undone: the answer is more than ten minutes old."),
        }.get(done, "")

    def _already_sentence(self, product, checks_sudo):
        """Say what somebody who was quicker has answered."""
        number = whole_number(product)
        last_sudo = checks_sudo._coop_last_answer(number)
        if not last_sudo:
            return request.env._("There is nothing to answer any more.")
        return request.env._(
            "%(product)s was answered already, %(at)s: %(answer)s.",
            product=last_sudo.product_id.name,
            at=request.env.company._coop_at_words(last_sudo.answered_on),
            answer=self._answer_words(last_sudo.answer).lower(),
        )
