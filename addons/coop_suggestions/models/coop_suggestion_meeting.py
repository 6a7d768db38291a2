from odoo import models
from odoo.tools.misc import formatLang

# What stands on the shelf beside a suggestion: so many products at most.
BESIDE = 3
MOST_SUPPLIERS = 4


class CoopSuggestion(models.Model):
    """What the team looks at before it decides."""

    _inherit = "coop.suggestion"

    def _meeting_facts(self):
        """Return what a meeting knows of each of these suggestions, as plain values."""
        statistics = self._read_statistics(self.ids)
        beside = {suggestion: suggestion._products_beside() for suggestion in self}
        products = self.env["product.product"].union(*beside.values())
        sales, prices = products._coop_weekly_sales(), products._coop_till_prices()
        stock = products._coop_stock_shown()
        return [
            {
                "name": suggestion.name,
                "brand": suggestion.brand or "",
                "shelf": suggestion.shelf_id.name or "",
                "why": suggestion.why or "",
                "additions": suggestion.addition_ids.mapped("text"),
                "link": suggestion.link or "",
                "barcode": suggestion.barcode or "",
                "has_photo": suggestion.has_photo,
                "supporters": statistics[suggestion.id]["supporters"],
                "weekly": statistics[suggestion.id]["weekly"],
                "beside": [
                    {
                        "id": product.id,
                        "name": product.name,
                        "weekly": formatLang(self.env, sales[product.id], digits=1),
                        "unit": product.uom_id.name,
                        "price": suggestion._amount(prices[product.id]),
                        "stock": stock[product.id]["words"],
                    }
                    for product in beside[suggestion].sudo()  # sudo: the team need not sell
                ],
                **suggestion._sources(),
            }
            for suggestion in self
        ]

    def _households_words(self, number):
        """Return how many want it: « 12 foyers »."""
        if number > 1:
            return self.env._("%s households", number)
        return self.env._("1 household") if number else self.env._("No household yet")

    def _amount(self, price):
        return (
            formatLang(self.env, price, currency_obj=self.company_id.currency_id) if price else ""
        )

    def _products_beside(self):
        """Return the products of the shop that resemble it most, the first known before."""
        self.ensure_one()
        Product = self.env["product.product"]
        found = Product.sudo()._coop_search_similar(
            self.name, Product._coop_sold_here_sql(), BESIDE
        )
        first = self.resembling_product_id.filtered("active")
        return (first | Product.browse(id_ for id_, _score in found))[:BESIDE]

    def _sources(self):
        """Return where it could be bought, as far as Odoo knows.

        :return: ``{"price": at the till where the product is known, "suppliers": [words],
            "suppliers_of": "product", "brand" or ""}``
        """
        self.ensure_one()
        Product = self.env["product.product"]
        product = self.product_id or Product._coop_find_barcode(self.barcode, archived=True)
        # sudo: purchase prices and suppliers are the purchasing team's business.
        sellers = product.sudo().seller_ids.filtered(lambda s: s.partner_id.active)
        known = {
            "price": self._amount(product and product._coop_till_prices().get(product.id)),
            "suppliers": [
                self.env._(
                    "%(supplier)s, %(price)s excl. VAT",
                    supplier=seller.partner_id.name,
                    price=formatLang(self.env, seller.price, currency_obj=seller.currency_id),
                )
                if seller.price
                else seller.partner_id.name
                for seller in sellers[:MOST_SUPPLIERS]
            ],
            "suppliers_of": "product" if sellers else "",
        }
        if not sellers and self.brand:
            known["suppliers"] = self._suppliers_of_brand()
            known["suppliers_of"] = "brand" if known["suppliers"] else ""
        return known

    def _suppliers_of_brand(self):
        """Return the names of those who deliver other products of the same brand, most first."""
        # sudo: as above.
        groups = (
            self.env["product.supplierinfo"]
            .sudo()
            ._read_group(
                [
                    ("product_tmpl_id.coop_brand", "=ilike", self.brand.replace("%", r"\%")),
                    ("partner_id.active", "=", True),
                    ("company_id", "in", [False, self.company_id.id]),
                ],
                ["partner_id"],
                ["__count"],
                order="__count DESC",
                limit=MOST_SUPPLIERS,
            )
        )
        return [partner.name for partner, _count in groups]
