from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import kind_page, page_route, volunteers_only

from ..tools.label_text import euros
from .labels import label_page_values


class LabelPrices(http.Controller):
    """For the team: where the till already charges another price than the label says."""

    @page_route("/labels/prices")
    @volunteers_only
    def prices(self, **kw):
        if not request.env.user._coop_is_team():
            return kind_page(
                request.env._("This page is for the purchasing team"),
                request.env._("What is to print stands on the page of labels."),
                status=403,
                actions=[{"url": "/labels", "label": request.env._("Labels")}],
            )
        company = request.env.company
        # sudo: as on the other pages, what hangs in the shop is read whoever looks.
        charged_sudo = request.env["coop.label.charged"].sudo()
        rows = [
            {
                "id": row.product_id,
                "name": row.name,
                "shelf": row.shelf,
                "label_price": euros(row.label_price),
                "till_price": euros(row.till_price),
                "is_dearer": row.till_price > row.label_price,
                "since": company._coop_since_words(row.since),
            }
            for row in charged_sudo._coop_charged_rows()
        ]
        values = label_page_values(title=request.env._("Till and label differ"), rows=rows)
        return request.render("coop_label_print.labels_prices", values)
