from odoo import models

from .hold_rows import hold_rows


class CoopShelf(models.Model):
    """A shelf filled by scanning along it: each product gets the next place."""

    _inherit = "coop.shelf"

    def _coop_hold(self, product):
        """Make whoever fills this shelf or moves this product beside us wait, and then see it.

        Otherwise two would give the same place.
        """
        self.ensure_one()
        for record in (self, product.product_tmpl_id):
            hold_rows(record)

    def _coop_put(self, product, user, signed_by=""):
        """Put a product on this shelf, at the next place.

        :param product: one `product.product`
        :param user: who does it, kept with what was done
        :param str signed_by: the first name given on a shared computer
        :return: the `coop.shelf.scan`; an empty one where the product already has its place here
        """
        self.ensure_one()
        self._coop_hold(product)
        template = product.product_tmpl_id
        scans = self.env["coop.shelf.scan"]
        previous_shelf, previous_place = template.coop_shelf_id, template.coop_shelf_place
        if previous_shelf == self and previous_place:
            return scans
        place = self._coop_last_place() + 1
        template.write({"coop_shelf_id": self.id, "coop_shelf_place": place})
        return scans.create(
            {
                "shelf_id": self.id,
                "product_id": product.id,
                "place": place,
                "previous_shelf_id": previous_shelf.id,
                "previous_place": previous_place,
                "user_id": user.id,
                "signed_by": signed_by,
            }
        )

    def _coop_last_place(self):
        """Return the highest place on this shelf, 0 on an empty one."""
        self.ensure_one()
        templates = self.env["product.template"].with_context(active_test=False)
        [[last]] = templates._read_group(
            [("coop_shelf_id", "=", self.id)], aggregates=["coop_shelf_place:max"]
        )
        return last or 0

    def _coop_filled(self):
        """Return ``{shelf id: (how many products stand on it, how many with a place)}``."""
        rows = self.env["product.template"]._read_group(
            [("coop_shelf_id", "in", self.ids)],
            ["coop_shelf_id"],
            ["__count", "coop_shelf_place:array_agg"],
        )
        filled = {shelf.id: (count, sum(map(bool, places))) for shelf, count, places in rows}
        return {shelf_id: filled.get(shelf_id, (0, 0)) for shelf_id in self.ids}

    def action_coop_fill(self):
        """Open the page on which this shelf is filled by scanning."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/shelves/{self.id}",
            "target": "new",
        }

    def action_coop_products(self):
        """Open what stands on this shelf, in walking order, to be dragged into another."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "coop_stock.coop_shelf_products_action"
            ),
            "name": self.name,
            "display_name": self.name,
            "domain": [("coop_shelf_id", "=", self.id)],
        }
