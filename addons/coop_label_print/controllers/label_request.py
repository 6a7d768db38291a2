"""What a member says of a product's label: it is missing, or its price is wrong."""

from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    members_only,
    page_route,
    see_other,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.controllers.product_page import ProductPage
from odoo.addons.coop_stock.tools.typed_text import clean_line


class LabelRequest(ProductPage):
    @write_route("/p/<int:product_id>/label")
    @members_only
    def ask_label(self, product_id, reason="", **form):
        """Have the label of a product printed and put up again."""
        product_sudo = self._find(product_id)
        if not product_sudo:
            return self._unknown()
        # sudo: members have no rights on requests; they make their own.
        requests_sudo = request.env["coop.label.request"].sudo()
        try:
            requests_sudo._coop_ask(product_sudo, request.env.user.partner_id, clean_line(reason))
        except UserError as error:
            values = {**self._product_values(product_sudo), "label_problem": error.args[0]}
            return request.render("coop_stock.product_page", values, status=422)
        wrote()
        return see_other(f"/p/{product_sudo.id}?done=label#label")

    @page_route("/p/<int:product_id>/label")
    @members_only
    def label_after_login(self, product_id, **kw):
        """Come back from a login that interrupted the form: to the page."""
        return see_other(f"/p/{product_id}")

    def _product_values(self, product_sudo):
        values = super()._product_values(product_sudo)
        if not values["is_member"] or not product_sudo.active:
            return values
        # sudo: members have no rights on requests; they see their own.
        requests_sudo = request.env["coop.label.request"].sudo()
        waiting_sudo = requests_sudo._coop_waiting_of(product_sudo, request.env.user.partner_id)
        label = {
            "asked": waiting_sudo.mapped("reason"),
            "done": request.params.get("done") == "label",
        }
        return {**values, "label": label}
