from odoo import api, models
from odoo.tools import SQL

from odoo.addons.coop_stock.tools.unit_price import unit_price

from ..tools.content_words import content_words
from ..tools.label_content import LabelContent
from ..tools.shrinkflation import Sold, shrinkflation

# The part of a kilogram or litre that a small price tells: 100 g or 100 ml.
_TENTH = 0.1
_CLASSES = {"extra": "Extra", "1": "I", "2": "II"}


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _coop_label_contents(self, kind=None):
        """Return what the label of each product would say now, in walking order.

        A fixed number of queries, from plain SQL: a whole shop is asked for at once. Labels speak
        the language of the coop, whoever prints them. What the coop does not sell any more has no
        label.

        :param kind: one of `tools.label_content.KINDS`; that of each product when None
        :return: ``{product id: LabelContent}``, without the day of printing
        """
        return self._coop_label_contents_of(self.ids, kind)

    @api.model
    def _coop_label_contents_of(self, product_ids, kind=None):
        """As `_coop_label_contents`, by ids; None for all that the coop's tills sell."""
        return {
            id_: self._coop_label_content(id_, facts, kind)
            for id_, facts in self._coop_label_facts(product_ids).items()
        }

    @api.model
    def _coop_label_facts(self, product_ids):
        """Return all that labels are made of, as plain tuples in walking order.

        A label made of a tuple is right for as long as the product has an equal one.

        :param product_ids: None for all that the coop's tills sell
        :return: ``{product id: what _coop_label_content takes}``
        """
        # sudo: volunteers may not read products nor prices; what a label says hangs in the shop.
        products_sudo = self.sudo()
        company = products_sudo.env.company
        prices = products_sudo.env["coop.till.price"]._coop_prices(product_ids)
        formers = products_sudo._coop_former_prices(product_ids, prices)
        befores = {}
        if company.coop_shop_over_400m2:
            befores = products_sudo.env["coop.label.shown"]._coop_sold_before(product_ids)
        shared = (products_sudo._coop_kg_per_weight_unit(), company.get_base_url())
        self.env.flush_all()
        variants = products_sudo._coop_label_variants(product_ids)
        rows = self.env.execute_query(products_sudo._coop_label_sql(product_ids))
        return {
            id_: (
                *facts,
                variants.get(id_),
                prices.get(id_),
                formers.get(id_),
                befores.get(id_, ()),
                *shared,
            )
            for id_, *facts in rows
        }

    @api.model
    def _coop_label_content(self, id_, facts, kind=None):
        """Return the `LabelContent` of one product, of `_coop_label_facts`."""
        name, brand, barcode, quantity, unit, weight, volume, drained, *rest = facts
        by_measure, in_bulk, quality, variety, country, state, *rest = rest
        allergens, organic, certifier, deposit, shelf, per_100, place, mark, *rest = rest
        values, price, former, befores, kg_per_weight_unit, base_url = rest
        price = round(price, 2) if price and price > 0 else None
        weight = (weight or 0) * kg_per_weight_unit
        net = content_words(volume, "l") or content_words(weight, "kg")
        if weight and unit == "kg":
            net = content_words(weight, "kg")
        elif unit == "piece":
            net = content_words(quantity, unit)
        net = "" if by_measure else net
        drained = "" if by_measure else content_words(drained, "kg")
        amount = _TENTH if per_100 and unit in ("kg", "l") else 1
        per_unit = unit_price(price, quantity / amount) if unit else None
        per_whole = unit_price(price, quantity) if unit else None
        of_kind = "bulk" if in_bulk else "vegetables" if quality or variety else "normal"
        return LabelContent(
            name=f"{name or ''} ({values})" if values else name or "",
            kind=kind or of_kind,
            brand=brand or "",
            price=price,
            unit_price=per_unit,
            unit=unit or "",
            unit_amount=amount,
            net_content=net,
            drained_content=drained,
            origin=", ".join(filter(None, [country, state])),
            category=f"Cat. {_CLASSES[quality]}" if quality else "",
            variety=variety or "",
            allergens=allergens or "",
            organic=bool(organic),
            certifier=(organic and certifier) or "",
            deposit=deposit or None,
            former_price=former and round(former, 2),
            shrinkflation=shrinkflation(Sold.of(net, drained, per_whole, unit or ""), befores),
            shelf=shelf or "",
            place=str(place) if place else "",
            mark=mark or "",
            barcode=barcode or "",
            url=f"{base_url}/p/b/{barcode}" if barcode else f"{base_url}/p/{id_}",
        )

    def _coop_kg_per_weight_unit(self):
        """Return how many kg the unit holds that Odoo keeps weights in."""
        unit = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        return unit.factor / self.env.ref("uom.product_uom_kgm").factor

    def _coop_label_variants(self, product_ids):
        """Return ``{product id: the values that tell a variant from the others}``."""
        # A query of its own: joined, PostgreSQL may go through it anew for each product where it
        # has not yet looked how many there are, as after an import.
        which = SQL("TRUE")
        if product_ids is not None:
            which = SQL("product_id = ANY(%s)", list(product_ids))
        lang = self.env.company.partner_id.lang or "en_US"
        variants = self.env["coop.stock.page"]._coop_variants_sql(lang)
        return dict(
            self.env.execute_query(
                SQL("SELECT product_id, values FROM (%s) variant WHERE %s", variants, which)
            )
        )

    def _coop_label_sql(self, product_ids):
        which = self._coop_sold_here_sql()
        if product_ids is not None:
            which = SQL("%s AND product_product.id = ANY(%s)", which, list(product_ids))
        lang = self.env.company.partner_id.lang or "en_US"
        return SQL(
            """
            SELECT product_product.id,
                   COALESCE(template.name->>%(lang)s, template.name->>'en_US'),
                   template.coop_brand,
                   product_product.barcode,
                   product_product.coop_base_quantity,
                   NULLIF(product_product.coop_base_unit, ''),
                   product_product.net_weight::float8,
                   product_product.coop_volume::float8,
                   product_product.coop_drained_weight::float8,
                   COALESCE(template.to_weight OR template.coop_in_bulk, FALSE),
                   template.coop_in_bulk,
                   NULLIF(template.coop_class, ''),
                   template.coop_variety,
                   COALESCE(country.name->>%(lang)s, country.name->>'en_US'),
                   state.name,
                   template.coop_allergens,
                   template.coop_is_organic,
                   template.coop_certifier,
                   template.coop_deposit::float8,
                   shelf.name,
                   shelf.coop_price_per_100,
                   template.coop_shelf_place,
                   template.coop_mark
              FROM product_product
              JOIN product_template template ON template.id = product_product.product_tmpl_id
         LEFT JOIN coop_shelf shelf ON shelf.id = template.coop_shelf_id
         LEFT JOIN res_country country ON country.id = product_product.country_id
         LEFT JOIN res_country_state state ON state.id = product_product.state_id
             WHERE %(which)s
          ORDER BY shelf.id IS NULL, shelf.sequence, shelf.name, shelf.id,
                   NULLIF(template.coop_shelf_place, 0) NULLS LAST,
                   COALESCE(product_product.coop_search_text, ''), product_product.id
            """,
            lang=lang,
            which=which,
        )
