from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.search_text import normalise
from ..tools.typed_text import barcode_variants


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
