"""What a product costs by the rows of a link alone, worked out as Odoo's price lists say."""

from decimal import ROUND_HALF_UP, Decimal


class Prices:
    """Rows by kind and ref.

    :param dict rows: ``{kind: {ref: row}}`` of tax, category, rule, product
    """

    def __init__(self, rows):
        self.rows = rows

    def till_price(self, pricelist, ref, quantity, at):
        """Return the price of one unit, before taxes that come on top.

        :param str at: moment in UTC
        """
        product = self.rows["product"][ref]
        rule = next(
            (rule for rule in self._sorted(pricelist) if self._fits(rule, product, quantity, at)),
            None,
        )
        if rule is None:
            return product["list_price"]
        if rule["compute_price"] == "fixed":
            return rule["fixed_price"]
        base = {"list_price": product["list_price"], "standard_price": product["cost"]}
        if rule["base"] == "pricelist":
            price = self.till_price(rule["base_pricelist"], ref, quantity, at)
        else:
            price = base[rule["base"]]
        if rule["compute_price"] == "percentage":
            return price * (1 - rule["percent_price"] / 100)
        return self._by_formula(rule, price)

    def _sorted(self, pricelist):
        rules = [rule for rule in self.rows["rule"].values() if rule["pricelist"] == pricelist]
        return sorted(
            rules,
            key=lambda rule: (
                rule["applied_on"],
                -rule["min_quantity"],
                -int(rule["category"] or 0),
                -int(rule["ref"]),
            ),
        )

    def _fits(self, rule, product, quantity, at):
        if quantity < rule["min_quantity"]:
            return False
        if (rule["date_start"] or at) > at or (rule["date_end"] or at) < at:
            return False
        if rule["applied_on"] == "0_product_variant":
            return rule["product"] == product["ref"]
        if rule["applied_on"] == "1_product":
            return product["ref"] in rule["template_products"]
        if rule["applied_on"] == "2_product_category":
            return rule["category"] in self._above(product["category"])
        return True

    def _above(self, category):
        found = []
        while category:
            found.append(category)
            category = self.rows["category"][category]["parent"]
        return found

    def _by_formula(self, rule, price):
        limit = price
        price -= price * rule["price_discount"] / 100
        if step := rule["price_round"]:
            steps = Decimal(repr(round(price / step, 9))).quantize(Decimal(1), ROUND_HALF_UP)
            price = float(steps) * step
        price += rule["price_surcharge"]
        if rule["price_min_margin"]:
            price = max(price, limit + rule["price_min_margin"])
        if rule["price_max_margin"]:
            price = min(price, limit + rule["price_max_margin"])
        return price

    def with_vat(self, ref, price):
        """Return a price with the taxes that come on top of it."""
        taxes = [self.rows["tax"][tax] for tax in self.rows["product"][ref]["taxes"]]
        on_top = sum(tax["amount"] for tax in taxes if not tax["price_include"])
        return round(price * (1 + on_top / 100) + 1e-9, 2)
