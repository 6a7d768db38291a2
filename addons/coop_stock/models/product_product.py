from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.search_text import normalise
from ..tools.typed_text import barcode_variants

WEEKS_OF_SALES = 4
LOW_STOCK = 3
# Levels of which nothing is in the shop.
NOT_THERE = ("out", "on_order")


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "coop.search.mixin"]

    coop_search_text = fields.Char(
        string="Searched text",
        compute="_compute_coop_search_text",
        store=True,
        groups="base.group_user",
    )

    @api.depends(
        "product_tmpl_id.name",
        "product_tmpl_id.coop_brand",
        "product_template_attribute_value_ids.name",
    )
    def _compute_coop_search_text(self):
        lang = self.env.company.sudo().partner_id.lang or self.env.lang
        for product in self.with_context(lang=lang):
            values = product.product_template_attribute_value_ids.mapped("name")
            product.coop_search_text = normalise(
                " ".join([product.name or "", product.coop_brand or "", *values])
            )

    # --- what is in the shop

    @api.model
    def _coop_sold_here_sql(self):
        """Return SQL that holds for products which this coop's tills sell."""
        return SQL(
            """product_product.active AND EXISTS (
                SELECT FROM product_template
                 WHERE product_template.id = product_product.product_tmpl_id
                   AND product_template.active
                   AND product_template.available_in_pos
                   AND (product_template.company_id IS NULL OR product_template.company_id = %s)
            )""",
            self.env.company.id,
        )

    def _coop_is_of_this_coop(self):
        """Whether this product may be shown here: of no company, or of the coop's."""
        # sudo: members may not read products.
        company = self.sudo().company_id
        return not company or company == self.env.company

    @api.model
    def _coop_find_barcode(self, barcode, archived=False):
        """Return the product of a barcode, however its UPC-A or EAN-13 is written.

        :param str barcode: digits
        :param bool archived: look among archived products too
        """
        # sudo: members may not read products.
        products = self.sudo().with_context(active_test=not archived)
        if not barcode:
            # Odoo would find any product that has none.
            return products.browse()
        return products.search(
            [
                ("barcode", "in", barcode_variants(barcode)),
                ("company_id", "in", [False, self.env.company.id]),
            ],
            limit=1,
        )

    def _coop_levels(self):
        """Return ``{product id: level}``: in_stock, low or out, from the live stock."""
        return {
            product_id: self._coop_level(quantity)
            for product_id, quantity in self.env["coop.live.stock"]._coop_quantities(self).items()
        }

    @api.model
    def _coop_level(self, quantity):
        """Return the level of a live quantity; what is not tracked is in stock."""
        if quantity is None or quantity > LOW_STOCK:
            return "in_stock"
        return "low" if quantity > 0 else "out"

    @api.model
    def _coop_level_words(self, quantity):
        """Return what a member reads for a live quantity, such as « plus que 3 »."""
        level = self._coop_level(quantity)
        if level == "out":
            return self.env._("sold out")
        if level == "low" and quantity == int(quantity):
            return self.env._("only %s left", int(quantity))
        if level == "low":
            return self.env._("soon sold out")
        return self.env._("in the shop")

    def _coop_is_counted(self):
        """Whether the shop keeps a stock of this product."""
        self.ensure_one()
        return self.type == "consu" and self.is_storable

    def _coop_sold_out(self):
        """Return those of these products that the live stock says there are none of."""
        return self.browse(
            product_id for product_id, level in self._coop_levels().items() if level in NOT_THERE
        )

    def _coop_is_sold_out(self):
        """Whether the live stock says that there is none of this product."""
        return self in self._coop_sold_out()

    # --- what it costs at the till

    @api.model
    def _coop_till(self):
        """Return the till whose prices are shown: the shop's first."""
        warehouse = self.env.company.sudo()._coop_shop_warehouse()
        # sudo: members may not read tills.
        return (
            self.env["pos.config"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("picking_type_id.warehouse_id", "=", warehouse.id),
                ],
                limit=1,
            )
        )

    def _coop_till_prices(self):
        """Return what the till charges for one unit of each product.

        :return: ``{product id: EUR incl. VAT}``
        """
        company = self.env.company
        products = self.sudo().with_company(company)  # sudo: members may not read products
        till = self._coop_till()
        if till.use_pricelist and till.pricelist_id:
            prices = till.pricelist_id._get_products_price(products, 1.0)
        else:
            prices = {product.id: product.lst_price for product in products}
        including_tax = {}
        totals = {}
        for product in products:
            taxes = product.taxes_id._filter_taxes_by_company(company)
            key = (taxes, prices[product.id])
            if key not in totals:
                totals[key] = taxes.compute_all(
                    prices[product.id], company.currency_id, 1.0, product
                )["total_included"]
            including_tax[product.id] = totals[key]
        return including_tax

    # --- what it sells

    def _coop_weekly_sales(self):
        """Return how much of each product the tills sold a week, over the last four weeks.

        Refunds are deducted, open sessions count.

        :return: ``{product id: quantity a week, in the product's unit}``
        """
        sales = dict.fromkeys(self.ids, 0.0)
        if not self:
            return sales
        since = fields.Datetime.now() - relativedelta(weeks=WEEKS_OF_SALES)
        self.env["pos.order.line"].flush_model()
        self.env["pos.order"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.product_id, SUM(line.qty)::float8
                  FROM pos_order_line line
                  JOIN pos_order ON pos_order.id = line.order_id
                 WHERE line.product_id = ANY(%(products)s)
                   AND pos_order.state IN ('paid', 'done')
                   AND pos_order.company_id = %(company)s
                   AND pos_order.date_order >= %(since)s
              GROUP BY line.product_id
                """,
                products=self.ids,
                company=self.env.company.id,
                since=since,
            )
        )
        sales.update({product_id: sold / WEEKS_OF_SALES for product_id, sold in rows})
        return sales
