from odoo import api, models

from ..tools.scanned_code import read_code


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _coop_find_scanned(self, text, archived=False):
        """Return the product that a scanned text leads to, or an empty record, in sudo.

        :param str text: what a camera or a hand scanner read: any barcode, a scale's label with
            its weight or price in it, the QR code of a shelf label; may be anything
        :param bool archived: look among archived products too
        """
        barcode, product_id = read_code(text)
        if product_id:
            # sudo: members may not read products.
            product_sudo = self.sudo().browse(product_id).exists()
            if product_sudo._coop_is_of_this_coop() and (archived or product_sudo.active):
                return product_sudo
            return product_sudo.browse()
        return self._coop_find_barcode(barcode, archived) or self._coop_find_barcode(
            self._coop_barcode_without_weight(barcode), archived
        )

    @api.model
    def _coop_barcode_without_weight(self, barcode):
        """Return the barcode that a weighed product has, of a scale's label; empty for others."""
        if not (len(barcode) in (12, 13) and barcode.isdigit()):
            return ""
        # sudo: members may not read the rules of barcodes.
        read = self.env.company.sudo().nomenclature_id.parse_nomenclature_barcode(barcode)
        return read["base_code"] if read["type"] in ("weight", "price") else ""

    def _coop_name(self):
        """Return the name that is said of a scanned product, with the values of its variant."""
        self.ensure_one()
        return self.with_context(display_default_code=False).display_name
