from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.search_text import normalise
from ..tools.typed_text import barcode_variants


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "coop.search.mixin", "coop.till.price.cause"]
    _coop_price_fields = frozenset(
        {"active", "lst_price", "product_template_attribute_value_ids", "standard_price"}
    )

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
                   AND product_template.sale_ok
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
            # A stopped product's code may have been given to the one that follows it.
            order="active DESC, id",
            limit=1,
        )

    # --- what it costs at the till

    def _coop_mark_prices(self):
        self.env["coop.till.price.mark"]._coop_add("product", self._ids)

    @api.model
    def _coop_till(self, warehouse=None):
        """Return the till whose prices are shown: the one chosen, or else the shop's first.

        :param warehouse: the shop; the company's by default
        """
        if warehouse is None:
            warehouse = self.env.company.sudo()._coop_shop_warehouse()
        company = warehouse.company_id or self.env.company
        chosen = company.sudo().coop_till_id  # sudo: members may not read tills
        if chosen.active and chosen.picking_type_id.warehouse_id == warehouse:
            return chosen
        return (
            self.env["pos.config"]
            .sudo()  # sudo: as above
            .search(
                [
                    ("company_id", "=", company.id),
                    ("picking_type_id.warehouse_id", "=", warehouse.id),
                ],
                limit=1,
            )
        )

    def _coop_till_prices(self):
        """Return what the till charges for one unit of each product.

        :return: ``{product id: EUR incl. VAT}``
        """
        return self.env["coop.till.price"]._coop_prices(self.ids)

    def _coop_lowest_prices(self, days=30):
        """Return the lowest till price of the days before the present price began.

        See `coop.till.price._coop_lowest`.

        :return: ``{product id: EUR incl. VAT or None}``
        """
        return self.env["coop.till.price"]._coop_lowest(self.ids, days)
