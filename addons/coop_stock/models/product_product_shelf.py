from odoo import models


class ProductProduct(models.Model):
    """A product on its shelf: where it stands, and that it be counted anew."""

    _inherit = "product.product"

    def _coop_walking_key(self):
        """Return the key by which products are sorted in walking order.

        Last are, on a shelf, those without a place, and those without a shelf.
        """
        self.ensure_one()
        shelf = self.coop_shelf_id
        place = self.coop_shelf_place
        return (
            not shelf,
            shelf.sequence,
            shelf.name or "",
            not place,
            place,
            self.name or "",
            self.id,
        )

    def _coop_request_count(self, warehouse):
        """Put these products on Odoo's list of what to count, as its own wizard does.

        Where a shelf has a referent who keeps the stock, it is theirs to count.

        :return: the quants that were not on the list yet
        """
        requested = self.env["stock.quant"]
        for product in self:
            counter = product.coop_shelf_id.referent_ids.filtered(
                lambda user: user.has_group("stock.group_stock_user")
            )[:1]
            quants = product._coop_quants_to_count(warehouse, counter)
            self.env["stock.request.count"].create(
                {
                    "quant_ids": [(6, 0, quants.ids)],
                    "inventory_date": warehouse.company_id._coop_today(),
                    "user_id": counter.id,
                }
            ).action_request_count()
            requested |= quants
        return requested

    def _coop_quants_to_count(self, warehouse, counter):
        """Return what Odoo holds of this product in a shop and is not on the list of counts."""
        self.ensure_one()
        Quant = self.env["stock.quant"]
        quants = Quant.search(
            [
                ("product_id", "=", self.id),
                ("location_id", "child_of", warehouse.view_location_id.id),
                ("location_id.usage", "=", "internal"),
            ]
        )
        if not quants.filtered("quantity"):
            # Odoo deletes an empty one that is nobody's to count.
            owner = counter or self.env.ref("base.user_root")
            quants = quants[:1] or Quant.create(
                {"product_id": self.id, "location_id": warehouse.lot_stock_id.id}
            )
            quants.user_id = owner
        today = warehouse.company_id._coop_today()
        return quants.filtered(
            lambda quant: not quant.inventory_date or quant.inventory_date > today
        )

    def _coop_shelf_words(self):
        """Return ``{product id: what a member reads of its stock}``."""
        return {id_: shown["words"] for id_, shown in self._coop_stock_shown().items()}
