import re

from odoo.http import request

from .member_space import (
    members_only,
    page_route,
    see_other,
    shop_readers,
    wants_json,
    write_route,
    wrote,
)
from .product_page import ProductPage

# Where a star may lead back to: pages of ours that show stars.
PLACES_TO_GO_BACK = re.compile(r"/stock(\?[^#\s\\]*)?|/my/products")


class ProductStar(ProductPage):
    @write_route("/p/<int:product_id>/star")
    @shop_readers
    @members_only
    def star(self, product_id, star="1", back="", **kw):
        product_sudo = self._find(product_id)
        if not product_sudo:
            return self._unknown()
        partner = request.env.user.partner_id
        # sudo: members have no rights on the model; the row is their own.
        stars_sudo = request.env["coop.product.star"].sudo()
        wanted = star != "0"
        if wanted:
            stars_sudo._set(product_sudo, partner)
        else:
            stars_sudo._unset(product_sudo, partner)
        wrote()
        if wants_json():
            said = (
                request.env._("On the list of your products: %s", product_sudo.name)
                if wanted
                else request.env._("Off the list of your products: %s", product_sudo.name)
            )
            return request.make_json_response({"star": wanted, "status": said})
        if PLACES_TO_GO_BACK.fullmatch(back):
            return see_other(f"{back}#p{product_sudo.id}")
        return see_other(f"/p/{product_sudo.id}?done=star")

    @page_route("/p/<int:product_id>/star")
    @shop_readers
    @members_only
    def star_after_login(self, product_id, **kw):
        """Come back from a login that interrupted a tap on the star."""
        return see_other(f"/p/{product_id}")

    def _product_values(self, product_sudo):
        values = super()._product_values(product_sudo)
        partner = request.env.user.partner_id
        is_member = values["is_member"]
        # sudo: members have no rights on the model.
        stars_sudo = request.env["coop.product.star"].sudo()
        values["can_star"] = is_member
        values["starred"] = is_member and product_sudo.id in stars_sudo._product_ids(partner)
        return values
