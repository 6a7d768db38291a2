from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, float_compare, float_round

DAYS_BEFORE = 30


class ProductProduct(models.Model):
    """What a product on a promotion cost before, as its label has to say."""

    _inherit = "product.product"

    @api.model
    def _coop_former_prices(self, product_ids, prices):
        """Return the former price of each product on an announced promotion.

        A promotion is announced where the till price of today comes from a rule of the till's
        price list that has an end, and is lower than it would be without that rule. Its label
        names the lowest till price of the thirty days before (Code de la consommation, article
        L112-1-1), but for goods that perish quickly. Where not all of those days are known, or
        one of their prices was not above that of the promotion, there is none.

        :param product_ids: None for all that the coop's tills sell
        :param dict prices: product id: till price of today
        :return: ``{product id: EUR incl. VAT}``
        """
        warehouse = self.env.company._coop_shop_warehouse()
        products = self._coop_reduced(product_ids, warehouse)
        if not products:
            return {}
        lowest = self.env["coop.till.price"]._coop_lowest(products.ids, DAYS_BEFORE, warehouse)
        return {
            product_id: former
            for product_id, former in lowest.items()
            if former and product_id in prices and former - prices[product_id] >= 0.005
        }

    @api.model
    def _coop_reduced(self, product_ids, warehouse):
        """Return the products on a promotion in a shop, as `_coop_former_prices` says."""
        # A context of our own, as where till prices are computed: the caller's would change them.
        env = self.env(su=True, context={"allowed_company_ids": self.env.company.ids})
        till = env["product.product"]._coop_till(warehouse)
        pricelist = till._coop_charged_by().pricelist.with_context(
            coop_loaded_pricelist_ids=till._coop_loaded_pricelist_ids()
        )
        if not pricelist:
            return self.browse()
        now = fields.Datetime.now()
        ending = pricelist.env["product.pricelist.item"].search(
            Domain("pricelist_id", "=", pricelist.id)
            & Domain("date_end", ">=", now)
            & (Domain("date_start", "=", False) | Domain("date_start", "<=", now))
        )
        if not ending:
            return self.browse()
        products = pricelist.env["product.product"].browse(
            self._coop_promotable_ids(ending, product_ids)
        )
        digits = env["decimal.precision"].precision_get("Product Price")
        rules = _Rules(pricelist._get_applicable_rules(products, now))
        reduced = self.browse()
        for product in products:
            applied = rules.of(product, 2)
            if not applied or not applied[0].date_end:
                continue
            # Odoo's way to say that no rule applies: an empty one.
            rule, without, *_none = [*applied, ending.browse()]
            price, price_without = (
                float_round(
                    each._compute_price(
                        product, 1.0, product.uom_id, date=now, currency=pricelist.currency_id
                    ),
                    precision_digits=digits,
                )
                for each in (rule, without)
            )
            if float_compare(price, price_without, precision_digits=digits) < 0:
                reduced |= self.browse(product.id)
        return reduced

    @api.model
    def _coop_promotable_ids(self, rules, product_ids):
        """Return the ids of what the rules are about, is sold here and does not perish quickly."""
        scopes = [(*rule._coop_price_scope(), None, None) for rule in rules]
        which = SQL("TRUE")
        if product_ids is not None:
            which = SQL("product_product.id = ANY(%s)", list(product_ids))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product_product.id
                  FROM product_product
                  JOIN product_template
                    ON product_template.id = product_product.product_tmpl_id
                 WHERE %(sold)s AND %(scope)s AND %(which)s
                   AND product_template.coop_is_perishable IS NOT TRUE
              ORDER BY product_product.id
                """,
                sold=self._coop_sold_here_sql(),
                scope=self.env["coop.till.price.mark"]._coop_marked_sql(scopes),
                which=which,
            )
        )
        return [id_ for (id_,) in rows]


class _Rules:
    """The rules of a price list, found for each product without trying them all."""

    def __init__(self, rules):
        self._of = {}
        for place, rule in enumerate(rules):
            scope, ids = rule._coop_price_scope()
            # Categories are few, and lie in each other: those are tried.
            keys = [(scope, id_) for id_ in ids] if scope in ("product", "template") else [None]
            for key in keys:
                self._of.setdefault(key, []).append((place, rule))

    def of(self, product, count):
        """Return the first rules, in their order, that apply to one unit of a product."""
        keys = ("product", product.id), ("template", product.product_tmpl_id.id), None
        found = []
        for _place, rule in sorted(
            (each for key in keys for each in self._of.get(key, ())), key=lambda each: each[0]
        ):
            if rule._is_applicable_for(product, 1.0):
                found.append(rule)
                if len(found) == count:
                    break
        return found
