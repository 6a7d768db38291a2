from urllib.parse import urlencode

from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    members_only,
    page_route,
    see_other,
)
from odoo.addons.coop_stock.tools.typed_text import clean_line, whole_number
from odoo.addons.portal.controllers.portal import pager

from ..models.coop_suggestion_form import LENGTHS
from ..models.coop_suggestion_listing import ORDERS, PAGE_SIZE
from .meeting import is_team

FURTHEST_PAGE = 10_000


class SuggestionList(http.Controller):
    @page_route("/suggestions", "/suggestions/page/<int:page>")
    @members_only
    def suggestions(self, page=1, order="", shelf="", q="", decided="", **kw):
        # sudo: members have no rights on suggestions; `_list_for` gives what they may see.
        suggestions_sudo = request.env["coop.suggestion"].sudo()
        order = order if order in ORDERS else ORDERS[0]
        decided = decided == "1"
        shelf_id = whole_number(shelf)
        text = clean_line(q)[: LENGTHS["name"]]
        # It also comes from an address that somebody typed, as text.
        page = whole_number(str(page)) or 1
        page = page if page <= FURTHEST_PAGE else 1
        rows, total = suggestions_sudo._list_for(
            request.env.user.partner_id,
            decided=decided,
            order=order,
            shelf_id=shelf_id,
            text=text,
            page=page,
        )
        chosen = {
            "order": order if order != ORDERS[0] else "",
            "shelf": shelf_id or "",
            "q": text,
            "decided": "1" if decided else "",
        }
        chosen = {name: value for name, value in chosen.items() if value}
        if page > 1 and not rows:
            return see_other(f"/suggestions?{urlencode(chosen)}")
        values = {
            "title": request.env._("Suggestions"),
            "bar_key": "suggestions",
            "rows": rows,
            "total": total,
            "order": order,
            "decided": decided,
            "shelf_id": shelf_id,
            "text": text,
            "shelves": suggestions_sudo._shelves_with_open(),
            "back": request.httprequest.full_path,
            "meeting": is_team() and request.env["coop.review.meeting"]._next_to_hold(),
            "pager": pager("/suggestions", total, page, PAGE_SIZE, url_args=chosen),
        }
        return request.render("coop_suggestions.suggestion_list", values)
