from urllib.parse import urlencode

from odoo.http import request

from odoo.addons.coop_stock.controllers.product_page import ProductPage


class SuggestionProductPage(ProductPage):
    def _product_values(self, product_sudo):
        # sudo: members and visitors have no rights on trials; the page shows what was published.
        trials_sudo = request.env["coop.trial"].sudo()
        return {
            **super()._product_values(product_sudo),
            "trials": trials_sudo._shown_on_product(product_sudo),
        }

    def _unknown_actions(self, barcode):
        query = f"?{urlencode({'barcode': barcode})}" if barcode else ""
        return [
            *super()._unknown_actions(barcode),
            {"url": f"/suggestions/new{query}", "label": request.env._("Propose this product")},
        ]
