from urllib.parse import urlencode

from odoo.http import request

from odoo.addons.coop_stock.controllers.product_page import ProductPage


class SuggestionProductPage(ProductPage):
    def _unknown_actions(self, barcode):
        query = f"?{urlencode({'barcode': barcode})}" if barcode else ""
        return [
            *super()._unknown_actions(barcode),
            {"url": f"/suggestions/new{query}", "label": request.env._("Propose this product")},
        ]
