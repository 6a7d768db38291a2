from odoo import http
from odoo.http import request

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
        if not product_sudo:
            return self._unknown(barcode)
        return see_other(f"/p/{product_sudo.id}")

    @page_route("/p/<int:product_id>/photo", auth="public")
    @shop_readers
    def photo(self, product_id, **kw):
        product_sudo = self._find(product_id)
        if not product_sudo.image_256:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_image_stream_from(product_sudo, "image_256")
        return stream.get_response(max_age=http.STATIC_CACHE)

    def _find(self, product_id):
        """Return the product to show, archived ones too, or an empty record."""
        # sudo: members and visitors may not read products; the page shows chosen fields only.
        products_sudo = request.env["product.product"].sudo()
        if not 0 < product_id <= LARGEST_ID:
            return products_sudo
        product_sudo = products_sudo.browse(product_id).exists()
        if product_sudo and product_sudo.sale_ok and product_sudo._coop_is_of_this_coop():
            return product_sudo
        return products_sudo

    def _product_values(self, product_sudo):
        """Return what the page shows; addons extend it."""
        stock = product_sudo._coop_stock_shown()[product_sudo.id]
        return {
            "title": product_sudo.name,
            "product": {
                "id": product_sudo.id,
                "name": product_sudo.name,
                "brand": product_sudo.coop_brand,
                "barcode": product_sudo.barcode,
                "shelf": product_sudo.coop_shelf_id.name,
                "origin": product_sudo.country_id.name,
                "price": product_sudo._coop_till_prices()[product_sudo.id],
                "unit": product_sudo.uom_id.name if product_sudo.to_weight else "",
                "level": stock["level"],
                "level_words": stock["words"],
                "has_photo": bool(product_sudo.image_256),
                "active": product_sudo.active,
            },
            "currency": request.env.company.currency_id,
        }

    def _unknown(self, barcode=""):
        """Answer for a product that is not, with what to do instead; addons extend it."""
        return kind_page(
            request.env._("We do not know this product"),
            request.env._("It may never have been in the shop, or its label is an old one."),
            status=404,
            actions=self._unknown_actions(barcode),
        )

    def _unknown_actions(self, barcode):
        """Return the ways on from an unknown product, as ``[{"url", "label"}]``."""
        return []
