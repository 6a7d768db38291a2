from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _coop_link(self):
        """Return the link that has brought a stock for this company, or none."""
        self.ensure_one()
        # sudo: members may not read links; whose stock is shown, and of when, leaves.
        links_sudo = self.env["coop.vracoop.link"].sudo()
        return links_sudo.search([("company_id", "=", self.id), ("stock_at", "!=", False)], limit=1)

    def _coop_stock_known_at(self):
        own = super()._coop_stock_known_at()
        return self._coop_link().stock_at or own
