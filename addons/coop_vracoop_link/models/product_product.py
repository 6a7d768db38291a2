from odoo import fields, models
from odoo.exceptions import UserError

# The reference under which an asked product is found again there, with its id here.
KEY = "COOP-%s"


class ProductProduct(models.Model):
    """Products that were made here and are asked to be made in the Vracoop, too."""

    _inherit = "product.product"

    coop_vracoop_asked_on = fields.Datetime(
        string="Asked of the Vracoop on", readonly=True, copy=False, groups="base.group_user"
    )
    coop_is_in_vracoop = fields.Boolean(
        string="Is in the Vracoop", compute="_compute_coop_is_in_vracoop", groups="base.group_user"
    )

    def _compute_coop_is_in_vracoop(self):
        # sudo: who sees a product need not see the link; a yes or no leaves.
        records_sudo = self.env["coop.vracoop.record"].sudo()
        linked_sudo = records_sudo.search(
            [("kind", "=", "product"), ("res_id", "in", self.ids), ("gone", "=", False)]
        )
        linked = set(linked_sudo.mapped("res_id"))
        for product in self:
            product.coop_is_in_vracoop = product.id in linked

    def _coop_ask_vracoop(self):
        """Have the next `scripts/vracoop push` make this product there, not yet for sale; once.

        :raises UserError: when there is no link
        """
        self.ensure_one()
        if not self.env["coop.vracoop.link"].sudo().search_count([], limit=1):  # sudo: as above
            raise UserError(self.env._("There is no link to a Vracoop."))
        product_sudo = self.sudo()  # sudo: who asks need not have rights on all products
        if not product_sudo.coop_is_in_vracoop and not product_sudo.coop_vracoop_asked_on:
            product_sudo.coop_vracoop_asked_on = fields.Datetime.now()

    def _coop_vracoop_wish(self):
        """Return what the program makes the product there with; EUR, its price incl. VAT."""
        self.ensure_one()
        seller = self.seller_ids[:1]
        # Without the price lists, which hold there, too.
        taxes = self.taxes_id._filter_taxes_by_company(self.env.company)
        price = taxes.compute_all(self.lst_price, product=self)["total_included"]
        return {
            "key": KEY % self.id,
            "name": self.name,
            "brand": self.coop_brand or "",
            "barcode": self.barcode or None,
            "supplier": seller.partner_id.name or "",
            "cost": seller.price or self.standard_price,
            "price": price,
            "category": self.categ_id.name or "",
        }
