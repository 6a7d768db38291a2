from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.coop_stock.tools.typed_text import clean_barcode, clean_line


class CoopMakeProduct(models.TransientModel):
    """Make the product that members asked for: buyers see it, and it is not yet for sale."""

    _name = "coop.make.product"
    _description = "Make the product of a suggestion"

    suggestion_id = fields.Many2one("coop.suggestion", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="suggestion_id.company_id.currency_id")
    name = fields.Char(string="Product", required=True)
    brand = fields.Char()
    barcode = fields.Char()
    barcode_problem = fields.Char(
        string="What is wrong with the barcode", compute="_compute_barcode_problem"
    )
    same_product_id = fields.Many2one(
        "product.product", string="Product that has it", compute="_compute_barcode_problem"
    )
    shelf_id = fields.Many2one("coop.shelf")
    partner_id = fields.Many2one("res.partner", string="Supplier")
    purchase_price = fields.Monetary(
        string="Purchase price", help="Of one unit, as the supplier charges it."
    )
    list_price = fields.Monetary(
        string="Selling price", help="Can wait: it is asked before the product is for sale."
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        suggestion = self.env["coop.suggestion"].browse(values.get("suggestion_id"))
        told = {
            "name": suggestion.name,
            "brand": suggestion.brand,
            "barcode": suggestion.barcode,
            "shelf_id": suggestion.shelf_id.id,
        }
        return {**{name: told[name] for name in told if name in fields_list}, **values}

    @api.depends("barcode")
    def _compute_barcode_problem(self):
        for wizard in self:
            wizard.barcode_problem = wizard.same_product_id = False
            try:
                barcode = clean_barcode(wizard.barcode)
            except ValueError:
                wizard.barcode_problem = self.env._(
                    "This is not a whole barcode: it has 8 or 13 digits, and one of them is wrong "
                    "or missing. It can also stay empty."
                )
                continue
            same = self.env["product.product"]._coop_find_barcode(barcode, archived=True)
            if same:
                wizard.same_product_id = same
                wizard.barcode_problem = self.env._(
                    "“%s” has this barcode already: link that one instead, or correct the digits.",
                    same.display_name,
                )

    def action_make(self):
        """Make the product, once a suggestion; sent again, nothing changes.

        :raises UserError: when the barcode is none, or another product's
        """
        self.ensure_one()
        suggestion = self.suggestion_id
        suggestion._check_team()
        suggestion._hold()
        if not suggestion.product_id:
            suggestion._check_awaited()
            if self.barcode_problem:
                raise UserError(self.barcode_problem)
            if self.list_price < 0 or self.purchase_price < 0:
                raise UserError(self.env._("A price is not below zero."))
            # sudo: the team makes just this product, and need not have rights on all.
            suggestion.product_id = self.env["product.product"].sudo().create(self._values()).id
        return {"type": "ir.actions.act_window_close"}

    def action_link_same(self):
        """Link the product that has the barcode already."""
        self.ensure_one()
        self.suggestion_id._check_team()
        if self.same_product_id:
            self.suggestion_id.product_id = self.same_product_id
        return {"type": "ir.actions.act_window_close"}

    def _values(self):
        suggestion = self.suggestion_id
        values = {
            "name": clean_line(self.name) or suggestion.name,
            "barcode": clean_barcode(self.barcode) or False,
            "type": "consu",
            "is_storable": True,
            "purchase_ok": True,
            # Members and tills see what is for sale only.
            "sale_ok": False,
            "available_in_pos": False,
            "coop_brand": clean_line(self.brand) or False,
            "coop_shelf_id": self.shelf_id.id,
            "list_price": self.list_price,
            "image_1920": suggestion.photo,
        }
        if self.partner_id:
            values["seller_ids"] = [
                Command.create(
                    {
                        "partner_id": self.partner_id.id,
                        "price": self.purchase_price,
                        "company_id": suggestion.company_id.id,
                    }
                )
            ]
        return values
