"""What a member says of a product's stock: tell me when it is back, it is not on its shelf."""

from odoo.exceptions import UserError
from odoo.http import request

from ..models.product_product_stock import NOT_THERE
from .member_space import members_only, page_route, see_other, write_route, wrote
from .product_page import ProductPage


class ProductReport(ProductPage):
    @write_route("/p/<int:product_id>/alert")
    @members_only
    def alert(self, product_id, stop="", **form):
        """Tell the member when the product is back, or with `stop` no more."""
        alerts_sudo = request.env["coop.stock.alert"].sudo()  # sudo: members have no rights on it
        act, done = (
            (alerts_sudo._coop_stop, "unalerted") if stop else (alerts_sudo._coop_ask, "alerted")
        )
        return self._reported(product_id, act, done)

    @write_route("/p/<int:product_id>/missing")
    @members_only
    def missing(self, product_id, hear="", **form):
        """Have a volunteer look for the product on its shelf."""
        checks_sudo = request.env["coop.shelf.check"].sudo()  # sudo: members have no rights on it

        def report(product_sudo, partner):
            checks_sudo._coop_report(product_sudo, partner, wants_to_hear=bool(hear))

        return self._reported(product_id, report, "reported")

    @page_route("/p/<int:product_id>/<any(alert,missing):action>")
    @members_only
    def after_login(self, product_id, action, **kw):
        """Come back from a login that interrupted a form: to the page."""
        return see_other(f"/p/{product_id}")

    def _reported(self, product_id, act, done):
        """Do one narrow write, then show the page with what was done, or why not."""
        product_sudo = self._find(product_id)
        if not product_sudo:
            return self._unknown()
        try:
            act(product_sudo, request.env.user.partner_id)
        except UserError as error:
            values = {**self._product_values(product_sudo), "report_problem": str(error)}
            return request.render("coop_stock.product_page", values, status=422)
        wrote()
        return see_other(f"/p/{product_sudo.id}?done={done}")

    def _product_values(self, product_sudo):
        values = super()._product_values(product_sudo)
        return {**values, "report": self._report_of(product_sudo, values)}

    def _report_of(self, product_sudo, values):
        """Return what the visitor may say of the product's stock, and has said.

        :param values: what the page shows: the stock, and whether a member reads it
        :return: a dict of what stands (`waits`, `reported`: a sentence), what may be asked
            (`may_wait`, `may_report`), whether they need to sign in first, and the sentence that
            says what was just done
        """
        user, partner = request.env.user, request.env.user.partner_id
        sold_out = values["product"]["level"] in NOT_THERE
        counted = product_sudo.active and product_sudo._coop_is_counted()
        if user._is_public():
            return {"sign_in": counted and sold_out}
        if not values["is_member"]:
            return {}
        # sudo: members have no rights on these; they see their own.
        waits = request.env["coop.stock.alert"].sudo()._coop_stands(product_sudo, partner)
        waiting_sudo = (
            request.env["coop.shelf.check"].sudo()._coop_waiting_of(product_sudo, partner)
        )
        since = waiting_sudo.reported_on
        return {
            "waits": waits,
            "may_wait": counted and sold_out,
            "reported": self._reported_sentence(since, waiting_sudo.wants_to_hear) if since else "",
            "may_report": counted and not sold_out,
            "done": self._report_sentences().get(request.params.get("done"), ""),
        }

    def _reported_sentence(self, since, hears):
        at = request.env.company._coop_at_words(since)
        if hears:
            return request.env._(
                "You told us %s that it is not on its shelf: you will hear when it is back there.",
                at,
            )
        return request.env._("You told us %s that it is not on its shelf.", at)

    def _report_sentences(self):
        _ = request.env._
        return {
            "alerted": _("You will get one mail when it is back in the shop."),
            "unalerted": _("You will get no mail about it."),
            "reported": _("Thank you! Somebody on a shift will look on the shelf."),
        }
