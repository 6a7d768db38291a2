from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import members_only, page_route
from odoo.addons.coop_stock.tools.typed_text import clean_barcode, clean_line

from ..models.coop_suggestion_form import LENGTHS

PRODUCT_KEYS = ("id", "name", "url", "score", "barcode", "quantity", "price")
OPEN_KEYS = ("id", "name", "url", "score", "supporters", "voted")
REFUSED_KEYS = ("id", "name", "url", "score", "reason", "date")


class Similar(http.Controller):
    @page_route("/suggestions/similar")
    @members_only
    def similar(self, q="", barcode="", html="", **kw):
        """What resembles a name as it is typed: JSON, or the same as a piece of page."""
        try:
            barcode = clean_barcode(barcode)
        except ValueError:
            barcode = ""  # half typed
        # sudo: members have no rights on suggestions; `_similar_to` gives what they may see.
        similar = (
            request.env["coop.suggestion"]
            .sudo()
            ._similar_to(request.env.user.partner_id, clean_line(q)[: LENGTHS["name"]], barcode)
        )
        if html:
            return request.render("coop_suggestions.similar", {"similar": similar})
        return request.make_json_response(
            {
                "products": self._only(PRODUCT_KEYS, similar["products"]),
                "open": self._only(OPEN_KEYS, similar["open"]),
                "refused": self._only(REFUSED_KEYS, similar["refused"]),
            }
        )

    def _only(self, keys, rows):
        return [{key: row[key] for key in keys} for row in rows]
