from datetime import timedelta

from odoo import fields, models


class ProductPricelistItem(models.Model):
    _name = "product.pricelist.item"
    _inherit = ["product.pricelist.item", "coop.till.price.cause"]

    def _compute_base_price(self, *args, **kwargs):
        loaded = self.env.context.get("coop_loaded_pricelist_ids")
        is_missing = self.base == "pricelist" and self.base_pricelist_id.id not in (loaded or ())
        if loaded is None or not is_missing:
            return super()._compute_base_price(*args, **kwargs)
        # A till that has not loaded the list on which a rule is based begins with the sales
        # price, as no rule does.
        return super(ProductPricelistItem, self.browse())._compute_base_price(*args, **kwargs)

    def _coop_mark_prices(self):
        marks = self.env["coop.till.price.mark"]
        for rule in self.sudo():  # sudo: whoever may touch a rule, all it concerns is marked
            scope, ids = rule._coop_price_scope()
            marks._coop_add(scope, ids)
        self._coop_mark_boundaries()

    def _coop_price_scope(self):
        """Return (scope of a mark, ids): the products that the rule is about."""
        self.ensure_one()
        if self.applied_on == "0_product_variant":
            return "product", self.product_id.ids
        if self.applied_on == "1_product":
            return "template", self.product_tmpl_id.ids
        if self.applied_on == "2_product_category":
            return "category", self.categ_id.ids
        return "all", []

    def _coop_mark_boundaries(self):
        """Mark the moments, still to come, at which a rule begins or ends to count.

        A rule counts from its first second to its last one, both included.
        """
        now = fields.Datetime.now()
        boundaries = []
        for rule in self.sudo():  # sudo: as above
            end = rule.date_end and rule.date_end + timedelta(seconds=1)
            boundaries += [
                (*rule._coop_price_scope(), moment.replace(microsecond=0))
                for moment in (rule.date_start, end)
                if moment and moment > now
            ]
        if boundaries:
            # sudo: nobody may write marks by hand.
            self.env["coop.till.price.mark"].sudo()._coop_mark_boundaries(boundaries)
