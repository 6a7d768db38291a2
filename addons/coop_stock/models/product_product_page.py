from babel.dates import format_date

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from ..tools.bar_chart import bars
from ..tools.rating import Rating
from ..tools.unit_price import unit_price

RESEMBLING = 4
# How many reviews one sees before asking for more.
FIRST_REVIEWS = 5
WEEKS_DRAWN = 12
# The drawing of the sales, in its own units.
CHART_WIDTH, CHART_HEIGHT = 240, 60


class ProductProduct(models.Model):
    """What the page of a product shows, as plain values, in a fixed number of queries.

    Called with sudo by the page, as members may not read products: costs, margins and suppliers
    are not among the values.
    """

    _inherit = "product.product"

    coop_stopped_on = fields.Date(
        string="Stopped on",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="When the product was archived; its page says so.",
    )

    def write(self, vals):
        if "active" in vals:
            stopped = not vals["active"]
            changing = self.filtered(lambda product: product.active == stopped)
            # Both dated and freed here, so that no form can say another day.
            super(ProductProduct, changing).write(
                {"coop_stopped_on": stopped and self.env.company._coop_today()}
            )
        return super().write(vals)

    # --- the page

    def _coop_page(self):
        """Return what the page of one product says to everybody; addons extend it."""
        self.ensure_one()
        stock = self._coop_stock_shown()[self.id]
        price = self._coop_till_prices().get(self.id) if self.active else None
        return {
            "id": self.id,
            "name": self._coop_name(),
            "brand": self.coop_brand or "",
            "barcode": self.barcode or "",
            "shelf": self.coop_shelf_id.name or "",
            "place": self.coop_shelf_place,
            "price": price,
            "per": self.uom_id.name if self.to_weight else "",
            "unit_price": self._coop_unit_price_shown(price),
            "unit": self._coop_unit_words(),
            "content": self._coop_content_words(),
            "origin": ", ".join(filter(None, [self.country_id.name, self.state_id.name])),
            "organic": self.coop_is_organic,
            "certifier": self.coop_certifier or "",
            "allergens": self.coop_allergens or "",
            "ingredients": self.coop_ingredients or "",
            "deposit": self.coop_deposit,
            "class": self.coop_class and self._coop_label_of("coop_class"),
            "variety": self.coop_variety or "",
            "level": stock["level"],
            "level_words": stock["words"],
            "has_photo": bool(self.image_256),
            "active": self.active,
            "stopped": "" if self.active else self._coop_stopped_words(),
            "marks": self._coop_marks()[self.id],
        }

    def _coop_label_of(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _coop_unit_price_shown(self, price):
        """Return the price per measure, unless it is the price itself."""
        shown = unit_price(price, self.coop_base_quantity)
        return None if shown is None or shown == price else shown

    def _coop_unit_words(self):
        """Return what the unit price is for: « kg », « l », « pièce »."""
        return self._coop_label_of("coop_base_unit")

    def _coop_content_words(self):
        """Return the net content in words, such as « 500 g » or « 1,5 l »; "" when unknown."""
        quantity, unit = self.coop_base_quantity, self.coop_base_unit
        if not quantity or self.to_weight or unit not in ("kg", "l"):
            return ""
        if not self.coop_drained_weight:
            return self._coop_measure_words(quantity, unit)
        net = self._coop_net_kg()
        words = [
            net and self._coop_measure_words(net, "kg"),
            self.env._("%s drained", self._coop_measure_words(self.coop_drained_weight, "kg")),
        ]
        return ", ".join(filter(None, words))

    @api.model
    def _coop_measure_words(self, quantity, unit):
        """Return kilograms or litres as a label writes them: in the smaller unit below one."""
        if quantity < 1:
            quantity, unit = quantity * 1000, {"kg": "g", "l": "ml"}[unit]
        quantity = round(quantity, 3)
        digits = next(digits for digits in range(4) if round(quantity, digits) == quantity)
        number = self.env["ir.qweb.field.float"].value_to_html(quantity, {"precision": digits})
        return f"{number} {unit}"

    def _coop_stopped_words(self):
        """Return since when and why it is no longer sold, as known."""
        self.ensure_one()
        reason = self.coop_stopped_reason or ""
        if not self.coop_stopped_on:
            return self.env._("This product is no longer sold here.") + (reason and f" {reason}")
        this_year = self.coop_stopped_on.year == self.env.company._coop_today().year
        month = format_date(
            self.coop_stopped_on,
            "MMMM" if this_year else "MMMM y",
            locale=babel_locale_parse(self.env.lang),
        )
        if reason:
            return self.env._("Stopped in %(month)s: %(reason)s", month=month, reason=reason)
        return self.env._("Stopped in %s.", month)

    def _coop_marks(self):
        """Return the words that stand beside each product, such as « proposé par les membres ».

        Addons put theirs in by extending this method.

        :return: ``{product id: [words]}``
        """
        return {product.id: [product.coop_mark] if product.coop_mark else [] for product in self}

    def _coop_resembling(self):
        """Return what resembles this product in the shop, best first, as plain rows."""
        self.ensure_one()
        where = SQL("%s AND product_product.id != %s", self._coop_sold_here_sql(), self.id)
        # By its name alone: another brand's is what one looks for.
        found = self._coop_search_similar(self.name, where, 12)
        products = self.browse([id_ for id_, _score in found])
        # Of what is alike by its name, that of the same shelf first.
        same = products.filtered(lambda each: each.coop_shelf_id == self.coop_shelf_id)
        products = (same + (products - same))[:RESEMBLING]
        stock = products._coop_stock_shown()
        prices = products._coop_till_prices()
        return [
            {
                "id": product.id,
                "name": product._coop_name(),
                "price": prices.get(product.id),
                "level": stock[product.id]["level"],
                "level_words": stock[product.id]["words"],
            }
            for product in products
        ]

    # --- what it sells, for the team

    def _coop_sales_drawn(self):
        """Return the sales of the last weeks, as a drawing and as a table.

        :return: ``{"bars", "weeks": [(Monday in words, quantity in words)], "average"}``
        """
        self.ensure_one()
        weeks = self._coop_sales_by_week(WEEKS_DRAWN)[self.id]
        locale = babel_locale_parse(self.env.lang)
        # The present week is not over: it would pull the mean down.
        over = [quantity for _monday, quantity in weeks[:-1]]
        return {
            "bars": bars([quantity for _monday, quantity in weeks], CHART_WIDTH, CHART_HEIGHT),
            "width": CHART_WIDTH,
            "height": CHART_HEIGHT,
            "weeks": [
                (format_date(monday, "d MMM", locale=locale), self._coop_number(quantity))
                for monday, quantity in weeks
            ],
            "average": self._coop_number(sum(over) / len(over)),
        }

    @api.model
    def _coop_number(self, quantity):
        """Return a quantity as a reader writes it, without decimals where it has none."""
        precision = 0 if abs(quantity - round(quantity)) < 0.05 else 1
        return self.env["ir.qweb.field.float"].value_to_html(quantity, {"precision": precision})

    # --- reviews

    def _coop_reviews_for(self, partner):
        """Return the reviews of a product as a person reads them.

        :param partner: the reader, a `res.partner`; a visitor's has no review
        :return: None where the coop collects none; else ``{"average", "count", "rows", "first",
            "mine"}``, where `first` is how many rows are shown at once
        """
        self.ensure_one()
        company = self.env.company
        if not company.coop_reviews:
            return None
        reviews = self.env["coop.review"].search(
            [("product_id", "=", self.id), ("company_id", "=", company.id)]
        )
        shown = reviews.filtered(lambda review: not review.hidden)
        bought = self._coop_bought_by(shown.partner_id) if company.coop_reviews_bought else set()
        mine = reviews.filtered(lambda review: review.partner_id == partner)
        rating = self.env["coop.review"]._ratings(self.ids).get(self.id, Rating())
        return {
            "average": rating.average,
            "average_words": self._coop_number(rating.average or 0.0),
            "count": rating.count,
            "first": FIRST_REVIEWS,
            "rows": [
                {
                    "id": review.id,
                    "author": review.partner_id._coop_public_name(),
                    "stars": review.stars,
                    "words": review.words or "",
                    "day": format_date(
                        company._coop_local(review.written_on),
                        "medium",
                        locale=babel_locale_parse(self.env.lang),
                    ),
                    "bought": review.partner_id.id in bought,
                    "own": review == mine,
                }
                for review in shown
            ],
            "mine": mine
            and {
                "stars": mine.stars,
                "words": mine.words or "",
                "hidden_reason": mine.hidden_reason if mine.hidden else "",
            },
        }

    def _coop_bought_by(self, partners):
        """Return the ids of those people who, or whose household, the till knows to have bought."""
        self.ensure_one()
        households = {partner: partner._coop_household() for partner in partners}
        people = partners | partners.union(*households.values())
        people |= people.child_ids.filtered(lambda child: not child.is_company)
        self.env["pos.order"].flush_model()
        self.env["pos.order.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT pos_order.partner_id
                  FROM pos_order_line line
                  JOIN pos_order ON pos_order.id = line.order_id
                 WHERE line.product_id = %s AND line.qty > 0
                   AND pos_order.state IN ('paid', 'done')
                   AND pos_order.partner_id = ANY(%s)
                """,
                self.id,
                people.ids,
            )
        )
        buyers = self.env["res.partner"].browse([id_ for (id_,) in rows])
        bought = {buyer._coop_household() for buyer in buyers}
        return {partner.id for partner, household in households.items() if household in bought}
