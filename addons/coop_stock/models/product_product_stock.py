from datetime import timedelta

from babel.dates import format_date

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from ..tools.stock_level import FEW, days_of_cover
from .coop_live_stock import DAYS_OF_SALES

# Levels of which nothing is in the shop.
NOT_THERE = ("out", "on_order")


class ProductProduct(models.Model):
    """What is left of a product and what it sells, as pages and lists say it."""

    _inherit = "product.product"

    coop_days_of_cover = fields.Float(
        string="Days of cover",
        compute="_compute_coop_days_of_cover",
        digits=(16, 1),
        groups="base.group_user",
        help="In how many days the last one is sold, at the rate of the last four weeks.",
    )

    def _compute_coop_days_of_cover(self):
        read = self.env["coop.live.stock"]._coop_read(self.ids)
        for product in self:
            stock = read.get(product.id)
            cover = stock and days_of_cover(stock.quantity, stock.sold_a_day)
            product.coop_days_of_cover = cover or 0.0

    # --- what is left

    def _coop_stock_shown(self, warehouse=None):
        """Return what members are shown of the stock of each product, for pages that show few.

        :param warehouse: the shop; by default that of the request
        :return: ``{product id: {"quantity", "level", "words"}}``; `quantity` is None where the
            coop shows levels only, where the product is weighed or in bulk, or not tracked
        """
        read = self.env["coop.live.stock"]._coop_read(self.ids, warehouse)
        shown = {}
        for product in self.sudo():  # sudo: members may not read products
            stock = read[product.id]
            quantity = stock.quantity if product._coop_shows_figures() else None
            words = self._coop_stock_words(stock.level, quantity, stock.expected_on)
            shown[product.id] = {"quantity": quantity, "level": stock.level, "words": words}
        return shown

    def _coop_is_counted(self):
        """Whether the shop keeps a stock of this product."""
        self.ensure_one()
        return self.type == "consu" and self.is_storable

    def _coop_sold_out(self):
        """Return those of these products that the live stock says there are none of."""
        read = self.env["coop.live.stock"]._coop_read(self.ids)
        return self.browse(id_ for id_, stock in read.items() if stock.level in NOT_THERE)

    def _coop_is_sold_out(self):
        """Whether the live stock says that there is none of this product."""
        return self in self._coop_sold_out()

    def _coop_shows_figures(self):
        """Whether members see how many there are: not of what is weighed or lies in bulk."""
        self.ensure_one()
        figures = self.env.company.coop_stock_shown == "figures"
        return figures and not self.to_weight and not self.coop_in_bulk

    @api.model
    def _coop_stock_words(self, level, quantity=None, expected_on=None):
        """Return what a member reads of the stock, such as « plus que 3 ».

        :param str level: one of `tools.stock_level.LEVELS`
        :param quantity: None where no figure is shown
        :param date expected_on: of the next reception, for `level` "on_order"
        """
        whole = quantity is not None and quantity == int(quantity)
        if level == "on_order":
            return self._coop_expected_words(expected_on)
        if level == "out":
            return self.env._("sold out")
        if level == "low":
            if whole and quantity <= FEW:
                return self.env._("only %s left", int(quantity))
            return self.env._("soon sold out")
        return self.env._("%s in the shop", int(quantity)) if whole else self.env._("in the shop")

    @api.model
    def _coop_expected_words(self, expected_on):
        """Return when what is sold out comes: the day's name within a week, else the date."""
        today = self.env.company._coop_today()
        locale = babel_locale_parse(self.env.lang)
        if not expected_on or expected_on < today:
            return self.env._("ordered, expected soon")
        if expected_on == today:
            return self.env._("ordered, expected today")
        if expected_on < today + timedelta(days=7):
            day = format_date(expected_on, "EEEE", locale=locale)
            return self.env._("ordered, expected around %s", day)
        day = format_date(expected_on, "d MMMM", locale=locale)
        return self.env._("ordered, expected around the %s", day)

    def _coop_arrived(self):
        """Hear that some of these products came in or were sold; addons that wait for it extend."""

    # --- what it sells

    def _coop_weekly_sales(self):
        """Return how much of each product the tills sold a week, over the last four weeks.

        Refunds are deducted, open sessions count.

        :return: ``{product id: quantity a week, in the product's unit}``
        """
        sales = dict.fromkeys(self.ids, 0.0)
        since = self.env.company._coop_today() - timedelta(days=DAYS_OF_SALES - 1)
        for product_id, quantity in self._coop_sold_since(since):
            sales[product_id] = quantity * 7 / DAYS_OF_SALES
        return sales

    def _coop_sales_by_week(self, weeks):
        """Return what was sold in each of the last weeks, Monday to Sunday, the present one last.

        :param int weeks: how many
        :return: ``{product id: [(the Monday, quantity in the product's unit)]}``
        """
        today = self.env.company._coop_today()
        this_monday = today - timedelta(days=today.weekday())
        mondays = [this_monday - timedelta(weeks=week) for week in reversed(range(weeks))]
        sold = {}
        if mondays:
            group_by = SQL("product_id, date_trunc('week', day)::date")
            rows = self._coop_sold_since(mondays[0], group_by=group_by)
            sold = {(product_id, monday): quantity for product_id, monday, quantity in rows}
        return {
            id_: [(monday, sold.get((id_, monday), 0.0)) for monday in mondays] for id_ in self.ids
        }

    def _coop_sold_since(self, since, **kwargs):
        """Return the rows of `coop.consumption._coop_sold_sql` for these products."""
        if not self:
            return []
        # sudo: members may not read tills; sums leave, and pages say who sees them.
        consumption_sudo = self.env["coop.consumption"].sudo()
        self.env.flush_all()
        query = consumption_sudo._coop_sold_sql(since, product_ids=self.ids, **kwargs)
        self.env.cr.execute(query)
        return self.env.cr.fetchall()
