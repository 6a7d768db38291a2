from urllib.parse import urlencode

from odoo import http
from odoo.http import request

from ..tools.typed_text import clean_line, whole_number
from .member_space import (
    kind_page,
    page_route,
    see_other,
    volunteers_only,
    wants_json,
    write_route,
    wrote,
)
from .signature import keep_signed_name, signed_name

# As much of an unknown code as is told again.
SHOWN_CODE = 40


class Shelves(http.Controller):
    """Shelves filled by scanning along them, with a phone or a hand scanner.

    Volunteers have no rights on shelves and products: what is read and written here is read and
    written in sudo, and is nothing but a shelf's name, a product's name and its place.
    """

    @page_route("/volunteer/shelves")
    @volunteers_only
    def shelves(self, **kw):
        shelves_sudo = request.env["coop.shelf"].sudo().search([])
        values = {
            "title": request.env._("Shelves"),
            "shelves": shelves_sudo,
            "filled": shelves_sudo._coop_filled(),
        }
        return request.render("coop_stock.shelves", values)

    @page_route("/volunteer/shelves/<int:shelf_id>")
    @volunteers_only
    def shelf(self, shelf_id, scan="", there="", unknown="", nobody="", **kw):
        shelf_sudo = self._find(shelf_id)
        if not shelf_sudo:
            return self._no_shelf()
        if nobody:
            said = self._nobody()
        elif unknown:
            said = self._unknown(clean_line(unknown)[:SHOWN_CODE])
        elif there:
            product_sudo = request.env["product.product"].sudo().browse(whole_number(there))
            said = self._there(shelf_sudo, product_sudo.exists())
        else:
            said = self._done(self._find_scan(shelf_sudo, scan))
        return request.render("coop_stock.shelf", self._values(shelf_sudo, said))

    @write_route("/volunteer/shelves/<int:shelf_id>/put")
    @volunteers_only
    def put(self, shelf_id, code="", first_name="", **kw):
        shelf_sudo = self._find(shelf_id)
        if not shelf_sudo:
            return self._no_shelf()
        signed_by = self._sign(first_name)
        if signed_by is None:
            return self._answer(shelf_sudo, self._nobody(), nobody=1)
        product_sudo = request.env["product.product"]._coop_find_scanned(code)
        if not product_sudo:
            shown = clean_line(code[: 2 * SHOWN_CODE])[:SHOWN_CODE]
            return self._answer(shelf_sudo, self._unknown(shown), unknown=shown or "?")
        scan_sudo = shelf_sudo._coop_put(product_sudo, request.env.user, signed_by)
        wrote()
        if not scan_sudo:
            said = self._there(shelf_sudo, product_sudo)
            return self._answer(shelf_sudo, said, there=product_sudo.id)
        return self._answer(shelf_sudo, self._done(scan_sudo), scan=scan_sudo.id)

    @write_route("/volunteer/shelves/<int:shelf_id>/undo")
    @volunteers_only
    def undo(self, shelf_id, scan="", **kw):
        shelf_sudo = self._find(shelf_id)
        if not shelf_sudo:
            return self._no_shelf()
        # What others did is theirs to take back.
        scan_sudo = self._find_scan(shelf_sudo, scan).filtered(
            lambda done: done.user_id == request.env.user
        )
        if scan_sudo:
            scan_sudo._coop_take_back()
            wrote()
        return self._answer(shelf_sudo, self._done(scan_sudo), scan=scan_sudo.id or 0)

    def _find(self, shelf_id):
        shelf_sudo = request.env["coop.shelf"].sudo().browse(whole_number(str(shelf_id)))
        return shelf_sudo.exists().filtered("active")

    def _find_scan(self, shelf_sudo, scan):
        scans_sudo = request.env["coop.shelf.scan"].sudo()
        return scans_sudo.search(
            [("id", "=", whole_number(scan)), ("shelf_id", "=", shelf_sudo.id)]
        )

    def _sign(self, first_name):
        """Return who signs on a shared computer, None when nobody said; "" on one's own account."""
        if not request.env.user._coop_is_shop_account():
            return ""
        keep_signed_name(first_name)
        return signed_name() or None

    # --- what is said

    def _done(self, scan_sudo):
        return {"text": scan_sudo._coop_words(), "is_done": True} if scan_sudo else None

    def _there(self, shelf_sudo, product_sudo):
        template = product_sudo.product_tmpl_id
        if template.coop_shelf_id != shelf_sudo:
            return None
        words = request.env._(
            "%(product)s already has its place here: %(place)s.",
            product=product_sudo._coop_name(),
            place=template.coop_shelf_place,
        )
        return {"text": words, "is_done": False}

    def _unknown(self, shown):
        words = request.env._(
            "We know no product with the code “%s”. Put it aside and tell the purchasing team.",
            shown,
        )
        return {"text": words, "is_done": False}

    def _nobody(self):
        words = request.env._("Write your first name, then scan again: nothing was changed yet.")
        return {"text": words, "is_done": False}

    # --- answers

    def _answer(self, shelf_sudo, said, **query):
        """Answer a form: to the page's own script in place, else with the way to the page."""
        if wants_json():
            html = request.env["ir.qweb"]._render(
                "coop_stock.shelf_filling", self._values(shelf_sudo, said)
            )
            return request.make_json_response({"html": html, "said": said and said["text"]})
        return see_other(f"/volunteer/shelves/{shelf_sudo.id}?{urlencode(query)}")

    def _values(self, shelf_sudo, said):
        scans_sudo = request.env["coop.shelf.scan"].sudo()._coop_recent(shelf_sudo)
        mine = scans_sudo.filtered(lambda scan: scan.user_id == request.env.user)
        count, placed = shelf_sudo._coop_filled()[shelf_sudo.id]
        return {
            "title": shelf_sudo.name,
            "shelf": shelf_sudo,
            "unsent": request.env._("not sent. Load the page again, then scan it again."),
            "said": said,
            "count": count,
            "placed": placed,
            "next_place": shelf_sudo._coop_last_place() + 1,
            "scans": scans_sudo,
            "last_of_mine": mine[:1],
            "is_shared": request.env.user._coop_is_shop_account(),
            "first_name": signed_name(),
        }

    def _no_shelf(self):
        return kind_page(
            request.env._("This shelf is not there"),
            request.env._("It may have been taken away. Choose another one."),
            status=404,
            actions=[{"url": "/volunteer/shelves", "label": request.env._("All shelves")}],
        )
