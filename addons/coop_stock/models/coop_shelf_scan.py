from odoo import api, fields, models


class CoopShelfScan(models.Model):
    """One product put on a shelf by scanning along it: who did it, and where it stood before."""

    _name = "coop.shelf.scan"
    _description = "Product put on a shelf"
    _order = "id desc"

    shelf_id = fields.Many2one("coop.shelf", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="cascade")
    place = fields.Integer(required=True)
    previous_shelf_id = fields.Many2one("coop.shelf", string="Stood on", ondelete="set null")
    previous_place = fields.Integer(string="Place before")
    user_id = fields.Many2one("res.users", string="Done by", required=True, ondelete="restrict")
    signed_by = fields.Char(string="Signed", help="The first name given on a shared computer.")
    undone_at = fields.Datetime(string="Taken back")

    @api.model
    def _coop_recent(self, shelf, limit=10):
        """Return what was put on a shelf last and still stands."""
        return self.search([("shelf_id", "=", shelf.id), ("undone_at", "=", False)], limit=limit)

    def _coop_who(self):
        """Return the name that the shop's people see beside it."""
        self.ensure_one()
        return self.signed_by or self.user_id.partner_id._coop_public_name()

    def _coop_stands(self):
        """Whether the product still stands where this put it."""
        self.ensure_one()
        template = self.product_id.product_tmpl_id
        return template.coop_shelf_id == self.shelf_id and template.coop_shelf_place == self.place

    def _coop_words(self):
        """Return what is said of it: where the product stands now, and where it stood."""
        self.ensure_one()
        product = self.product_id._coop_name()
        if not self.undone_at and not self._coop_stands():
            return self.env._("%s has been moved since, and stays where it is now.", product)
        shelf, place = self.previous_shelf_id.name, self.previous_place
        if self.undone_at and shelf and place:
            return self.env._(
                "%(product)s is back on the shelf “%(shelf)s”, place %(place)s.",
                product=product,
                shelf=shelf,
                place=place,
            )
        if self.undone_at and shelf:
            return self.env._(
                "%(product)s is back on the shelf “%(shelf)s”.", product=product, shelf=shelf
            )
        if self.undone_at:
            return self.env._("%s has no shelf, as before.", product)
        if shelf and self.previous_shelf_id != self.shelf_id:
            return self.env._(
                "%(product)s: place %(place)s. It was on the shelf “%(shelf)s”.",
                product=product,
                place=self.place,
                shelf=shelf,
            )
        return self.env._("%(product)s: place %(place)s.", product=product, place=self.place)

    def _coop_take_back(self):
        """Put the product back where it stood; safe to repeat.

        :return: False when somebody has moved it since: then it stays
        """
        self.ensure_one()
        self.shelf_id._coop_hold(self.product_id)
        if self.undone_at:
            return True
        if not self._coop_stands():
            return False
        self.product_id.product_tmpl_id.write(
            {
                "coop_shelf_id": self.previous_shelf_id.id,
                "coop_shelf_place": self.previous_place,
            }
        )
        self.undone_at = fields.Datetime.now()
        return True
