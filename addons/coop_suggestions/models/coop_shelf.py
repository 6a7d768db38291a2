from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopShelf(models.Model):
    """What the price in the shop is reckoned with, for what is not sold there yet."""

    _inherit = "coop.shelf"

    coop_margin = fields.Float(
        string="Margin",
        company_dependent=True,
        help="In percent of the purchase price. At 0 the coop's usual margin counts.",
    )
    coop_sale_tax_id = fields.Many2one(
        "account.tax",
        string="VAT",
        company_dependent=True,
        domain=[("type_tax_use", "=", "sale"), ("amount_type", "=", "percent")],
        help="Left empty, the coop's usual VAT counts.",
    )

    @api.constrains("coop_margin")
    def _check_coop_margin(self):
        # A column for each company: PostgreSQL cannot check it.
        if any(shelf.coop_margin < 0 for shelf in self):
            raise ValidationError(self.env._("A margin is not negative."))

    def _coop_margin_and_vat(self, company):
        """Return what comes onto a purchase price on this shelf, or on none, in percent."""
        # sudo: margins and taxes are the purchasing team's business.
        shelf_sudo = self.sudo().with_company(company)
        company_sudo = company.sudo()
        tax_sudo = (
            shelf_sudo.coop_sale_tax_id
            or company_sudo.coop_usual_sale_tax_id
            or company_sudo.account_sale_tax_id
        )
        vat = tax_sudo.amount if tax_sudo.amount_type == "percent" else 0.0
        return shelf_sudo.coop_margin or company_sudo.coop_usual_margin, vat
