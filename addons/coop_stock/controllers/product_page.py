from odoo import http
from odoo.http import request

from ..models.coop_review import MAX_WORDS
from ..tools.typed_text import LARGEST_ID, clean_line
from .member_space import kind_page, page_route, see_other, shop_readers


class ProductPage(http.Controller):
    @page_route("/p/<int:product_id>", auth="public")
    @shop_readers
    def product(self, product_id, **kw):
        product_sudo = self._find(product_id)
        if not product_sudo:
            return self._unknown()
        return request.render("coop_stock.product_page", self._product_values(product_sudo))

    @page_route("/p/b/<barcode>", auth="public")
    @shop_readers
    def product_of_barcode(self, barcode, **kw):
        barcode = clean_line(barcode)
        product_sudo = request.env["product.product"]._coop_find_barcode(barcode, archived=True)
        if not self._find(product_sudo.id):
            return self._unknown(barcode)
        return see_other(f"/p/{product_sudo.id}")

    @page_route("/p/<int:product_id>/photo", auth="public")
    @shop_readers
    def photo(self, product_id, size="", **kw):
        product_sudo = self._find(product_id)
        if not product_sudo.image_256:
            raise request.not_found()
        field = "image_1024" if size == "large" else "image_256"
        stream = request.env["ir.binary"]._get_image_stream_from(product_sudo, field)
        return stream.get_response(max_age=http.STATIC_CACHE)

    def _find(self, product_id):
        """Return the product to show, archived ones too, or an empty record.

        What the tills do not sell is nobody's affair: Odoo lets all that is bought be sold.
        """
        # sudo: members and visitors may not read products; the page shows chosen fields only.
        products_sudo = request.env["product.product"].sudo()
        if not 0 < product_id <= LARGEST_ID:
            return products_sudo
        product_sudo = products_sudo.browse(product_id).exists()
        is_sold = product_sudo.sale_ok and product_sudo.available_in_pos
        return product_sudo if is_sold and product_sudo._coop_is_of_this_coop() else products_sudo

    def _product_values(self, product_sudo):
        """Return what the page shows; addons extend it."""
        user = request.env.user
        is_member = user.partner_id._coop_is_member()
        reviews = product_sudo._coop_reviews_for(user.partner_id)
        # Of what is no longer sold, one's own words can still be changed and withdrawn.
        has_say = product_sudo.active or bool(reviews and reviews["mine"])
        return {
            "title": product_sudo.name,
            "product": product_sudo._coop_page(),
            "currency": request.env.company.currency_id,
            "time_of_figure": request.env.company._coop_stock_time_words(),
            "stock_late": request.env.company._coop_stock_late_words(),
            "resembling": product_sudo._coop_resembling(),
            "sales": product_sudo._coop_sales_drawn() if user._coop_is_team() else None,
            "reviews": reviews,
            "is_member": is_member,
            "may_report": is_member,
            "may_review": has_say and is_member,
            "longest_review": MAX_WORDS,
            "typed": {},
        }

    def _unknown(self, barcode=""):
        """Answer for a product that is not, with what to do instead; addons extend it."""
        return kind_page(
            request.env._("We do not know this product"),
            request.env._("It may never have been in the shop, or its label is an old one."),
            status=404,
            bar_key="stock",
            searches_stock=True,
            actions=self._unknown_actions(barcode),
        )

    def _unknown_actions(self, barcode):
        """Return the ways on from an unknown product, as ``[{"url", "label"}]``."""
        return []
