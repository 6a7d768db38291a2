from urllib.parse import quote, urlencode

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from odoo import http
from odoo.http import request
from odoo.tools.misc import formatLang

from ..tools.stock_list import KINDS, ORDERS, PAGE_SIZE, page_of_shelves, sections
from ..tools.typed_text import clean_line, short_line, whole_number
from .member_space import choose_shop, members_only, page_route, see_other, shop_readers

MAX_TEXT = 120
FURTHEST_PAGE = 10_000
# As many rows as the open page may ask for anew at once.
MAX_RENEWED = 200
# Shape says the level as well as colour does.
LEVEL_ICONS = {
    "in_stock": "fa-circle",
    "low": "fa-adjust",
    "out": "fa-circle-o",
    "on_order": "fa-circle-o",
    "stopped": "fa-ban",
}


def accepts_gzip(header):
    """Whether a client takes compressed answers; Odoo's own server compresses nothing."""
    return parse_accept_header(header, Accept).quality("gzip") > 0


class StockPage(http.Controller):
    """What the shop sells, for members and visitors, who have no rights on products."""

    @page_route("/stock", auth="public")
    @shop_readers
    def stock(self, q="", show="", shelf="", order="", page="", part="", shop="", **kw):
        if shop:
            return choose_shop(shop, "/stock")
        text = short_line(q, MAX_TEXT)
        if text and not part:
            # A code that a camera or a hand scanner read, sent off: to its product.
            product_sudo = self._scanned(q)
            if product_sudo:
                return see_other(f"/p/{product_sudo.id}")
        values = self._list_values(text, show, shelf, order, page)
        if part == "rows":
            return request.render("coop_stock.stock_rows", values)
        if part:
            return request.render("coop_stock.stock_body", values)
        return request.render("coop_stock.stock_page", values)

    @page_route("/stock/rows", auth="public")
    @shop_readers
    def rows(self, ids="", **kw):
        """Answer with the rows of some products, which the open page puts in place."""
        content = request.env["coop.stock.page"]._coop_content()
        asked = [whole_number(id_) for id_ in ids[: MAX_RENEWED * 12].split(",")][:MAX_RENEWED]
        rows = [content.by_id[id_] for id_ in dict.fromkeys(asked) if id_ in content.by_id]
        return request.render("coop_stock.stock_rows", self._section_values(rows, grouped=False))

    @page_route("/stock/feed", auth="public")
    @shop_readers
    def feed(self, **kw):
        content = request.env["coop.stock.page"]._coop_content()
        headers = {
            "ETag": f'W/"{content.tag}"',
            # A browser keeps it, and asks each time whether it is still true.
            "Cache-Control": "private, no-cache",
            "Vary": "Accept-Encoding, Cookie",
        }
        if age := request.env.company._coop_stock_age_words():
            # Of the moment, whether anything changed or not; a header holds no accents.
            headers["Coop-Stock-Age"] = quote(age)
        if request.httprequest.if_none_match.contains_weak(content.tag):
            return request.make_response("", headers=list(headers.items()), status=304)
        headers["Content-Type"] = "application/json; charset=utf-8"
        body = content.feed
        if accepts_gzip(request.httprequest.headers.get("Accept-Encoding")):
            headers["Content-Encoding"] = "gzip"
            body = content.zipped_feed
        return request.make_response(body, headers=list(headers.items()))

    @page_route("/my/products")
    @shop_readers
    @members_only
    def my_products(self, **kw):
        page = request.env["coop.stock.page"]
        mine = self._mine()
        content = page._coop_content()
        rows = page._coop_rows(mine) if mine - content.by_id.keys() else content.rows
        rows = [row for row in rows if row.id in mine]
        values = {
            **self._section_values(rows, grouped=True, mine=mine),
            "title": request.env._("My products"),
            "total": len(rows),
            "in_shop": sum(row.is_in for row in rows),
            "back": "/my/products",
            "today": request.env.company._coop_today(),
            "is_member": True,
        }
        return request.render("coop_stock.my_products", values)

    # --- values

    def _list_values(self, text, show, shelf, order, page):
        stock = request.env["coop.stock.page"]
        content = stock._coop_content()
        is_member = request.env.user.partner_id._coop_is_member()
        mine = self._mine()
        show = show if show in KINDS and (is_member or show != "mine") else ""
        order = order if order in ORDERS else ""
        shelf_id = 0 if shelf == "none" else whole_number(shelf) or None
        found = stock._coop_found(text, content) if text else None
        rows = content.chosen(order, show, shelf_id, found, mine)
        pages = max(1, -(-len(rows) // PAGE_SIZE))
        number = min(whole_number(page, FURTHEST_PAGE) or 1, pages)
        grouped = order in ("", "shelf") and not text
        first = (number - 1) * PAGE_SIZE
        chosen = {
            "q": text,
            "show": show,
            "shelf": "none" if shelf_id == 0 else shelf_id or "",
            "order": order,
        }
        company = request.env.company
        shops_sudo = company.sudo()._coop_shops()

        def address(**changed):
            fields = {name: value for name, value in {**chosen, **changed}.items() if value}
            return f"/stock?{urlencode(fields)}" if fields else "/stock"

        return {
            **self._section_values(rows[first : first + PAGE_SIZE], grouped, mine),
            "title": request.env._("Stock"),
            "bar_key": "stock",
            "total": len(rows),
            "total_words": formatLang(request.env, len(rows), digits=0),
            "text": text,
            "chosen": chosen,
            "address": address,
            "number": number,
            "pages": pages,
            "shelves": content.shelves,
            "jumps": self._jumps(content, rows, address) if grouped and shelf_id is None else [],
            "is_member": is_member,
            "has_reviews": company.coop_reviews,
            "shops": [(shop.id, shop.name) for shop in shops_sudo] if len(shops_sudo) > 1 else [],
            "shop_id": company._coop_shop_warehouse().id,
            "stock_late": company._coop_stock_late_words(),
            "tag": content.tag,
            "zone": company.coop_tz,
            "back": address(page=number if number > 1 else ""),
        }

    def _section_values(self, rows, grouped, mine=None):
        mine = self._mine() if mine is None else mine
        shown = request.env["coop.stock.page"]._coop_shown(rows, mine)
        shown = {row["id"]: row for row in shown}
        company = request.env.company
        now = company._coop_now()
        return {
            "sections": [
                (shelf_id, shelf, [shown[row.id] for row in some])
                for shelf_id, shelf, some in sections(rows, grouped)
            ],
            "level_icons": LEVEL_ICONS,
            "age": company._coop_stock_age_words(),
            "clock": request.env._(
                "%(hours)s:%(minutes)s", hours=now.hour, minutes=f"{now.minute:02}"
            ),
            "clock_pattern": request.env._("%(hours)s:%(minutes)s", hours="H", minutes="M"),
            "is_member": request.env.user.partner_id._coop_is_member(),
        }

    def _jumps(self, content, rows, address):
        """Return where each shelf begins: ``[(name or None, address)]``, in walking order."""
        pages = page_of_shelves(rows)
        return [
            (name, address(page=pages[id_ or 0] if pages[id_ or 0] > 1 else "") + f"#s{id_ or 0}")
            for id_, name in content.shelves
            if (id_ or 0) in pages
        ]

    def _mine(self):
        """Return the ids of the member's own products; former members have none."""
        partner = request.env.user.partner_id
        if not partner._coop_is_member():
            return set()
        # sudo: members have no rights on the model.
        return request.env["coop.product.star"].sudo()._product_ids(partner)

    # --- ways on

    def _scanned(self, code):
        """Return the product of a whole barcode or of our QR code, or an empty record."""
        product = request.env["product.product"]
        digits = clean_line(code[: 4 * MAX_TEXT]).replace(" ", "")
        is_barcode = digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 14
        if not is_barcode and "://" not in digits:
            return product
        product_sudo = product._coop_find_scanned(code[: 4 * MAX_TEXT], archived=True)
        return product_sudo if product_sudo.sale_ok else product
