"""What prices at the till hang on, beside products, tills and the company; see the mixin."""

from odoo import models


class AccountTax(models.Model):
    _name = "account.tax"
    _inherit = ["account.tax", "coop.till.price.cause"]


class AccountFiscalPosition(models.Model):
    _name = "account.fiscal.position"
    _inherit = ["account.fiscal.position", "coop.till.price.cause"]
    _coop_price_fields = frozenset({"active", "company_id", "tax_ids"})


class PosPreset(models.Model):
    _name = "pos.preset"
    _inherit = ["pos.preset", "coop.till.price.cause"]
    _coop_price_fields = frozenset({"fiscal_position_id", "pricelist_id"})


class ProductCategory(models.Model):
    _name = "product.category"
    _inherit = ["product.category", "coop.till.price.cause"]
    _coop_price_fields = frozenset({"parent_id"})


class ProductPricelist(models.Model):
    _name = "product.pricelist"
    _inherit = ["product.pricelist", "coop.till.price.cause"]
    _coop_price_fields = frozenset({"active", "company_id", "currency_id"})


class ProductTemplateAttributeValue(models.Model):
    _name = "product.template.attribute.value"
    _inherit = ["product.template.attribute.value", "coop.till.price.cause"]
    _coop_price_fields = frozenset({"price_extra", "ptav_active"})

    def _coop_mark_prices(self):
        self.env["coop.till.price.mark"]._coop_add("template", self.product_tmpl_id.ids)


class ResCurrency(models.Model):
    _name = "res.currency"
    _inherit = ["res.currency", "coop.till.price.cause"]
    _coop_price_fields = frozenset({"rounding"})


class ResCurrencyRate(models.Model):
    _name = "res.currency.rate"
    _inherit = ["res.currency.rate", "coop.till.price.cause"]


class StockPickingType(models.Model):
    _name = "stock.picking.type"
    _inherit = ["stock.picking.type", "coop.till.price.cause"]
    _coop_price_fields = frozenset({"warehouse_id"})


class StockWarehouse(models.Model):
    _name = "stock.warehouse"
    _inherit = ["stock.warehouse", "coop.till.price.cause"]
    _coop_price_fields = frozenset({"active", "company_id", "sequence"})
