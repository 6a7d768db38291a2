from odoo.exceptions import UserError
from odoo.http import request

from ..tools.typed_text import clean_line, clean_lines, whole_number
from .member_space import (
    members_only,
    page_route,
    see_other,
    shop_readers,
    write_route,
    wrote,
)
from .product_page import ProductPage


class ProductReview(ProductPage):
    @write_route("/p/<int:product_id>/review")
    @shop_readers
    @members_only
    def review(self, product_id, stars="", words="", withdraw="", **form):
        text = clean_lines(words)
        partner = request.env.user.partner_id
        # sudo: members have no rights on reviews; the row is their own.
        reviews_sudo = request.env["coop.review"].sudo()

        def act(product_sudo):
            if withdraw:
                reviews_sudo._withdraw_for(partner, product_sudo)
            else:
                reviews_sudo._write_for(partner, product_sudo, whole_number(stars, 5), text)

        return self._reviewed(
            product_id,
            act,
            done="review_withdrawn" if withdraw else "reviewed",
            sent=f"review-{product_id}",
            typed={"stars": clean_line(stars), "words": words},
        )

    @write_route("/p/<int:product_id>/report")
    @shop_readers
    @members_only
    def report(self, product_id, review_id="", reason="", **form):
        partner = request.env.user.partner_id
        number = whole_number(review_id)
        # sudo: as above; a report is its author's own.
        reviews_sudo = request.env["coop.review"].sudo()

        def act(product_sudo):
            review_sudo = reviews_sudo.search(
                [
                    ("id", "=", number),
                    ("product_id", "=", product_sudo.id),
                    ("company_id", "=", request.env.company.id),
                    ("partner_id", "!=", partner.id),
                    ("hidden", "=", False),
                ]
            )
            if not review_sudo:
                raise UserError(request.env._("This review is no longer there."))
            review_sudo._report(partner, clean_line(reason))

        return self._reviewed(
            product_id,
            act,
            done="review_reported",
            typed={"reported": number, "reason": reason},
        )

    @page_route("/p/<int:product_id>/<any(review,report):action>")
    @shop_readers
    @members_only
    def review_after_login(self, product_id, action, **kw):
        """Come back from a login that interrupted a form: to the page, where the draft is."""
        return see_other(f"/p/{product_id}#reviews")

    def _reviewed(self, product_id, act, *, done, typed, sent=""):
        """Do one narrow write, then show the page with what was done, or why not."""
        product_sudo = self._find(product_id)
        if not product_sudo:
            return self._unknown()
        try:
            act(product_sudo)
        except UserError as error:
            values = self._product_values(product_sudo)
            values |= {"review_problem": str(error), "typed": typed}
            return request.render("coop_stock.product_page", values, status=422)
        wrote()
        return see_other(f"/p/{product_sudo.id}?done={done}#reviews", sent=sent)

    def _product_values(self, product_sudo):
        _ = request.env._
        sentences = {
            "reviewed": _("Thank you! Your review stands here."),
            "review_withdrawn": _("Your review is withdrawn."),
            "review_reported": _("Thank you: the team will look at this review."),
        }
        values = super()._product_values(product_sudo)
        values["review_done"] = sentences.get(request.params.get("done"), "")
        return values
