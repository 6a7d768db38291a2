from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq

from odoo.addons.coop_stock.tools.typed_text import whole_number

KEPT_PHOTO_DAYS = 2


class IrAttachment(models.Model):
    """The photo of a form that came back is kept for its sender until the form is right."""

    _inherit = "ir.attachment"

    _coop_kept_photo_name = "coop_suggestions.kept_photo"

    def _coop_keep_token(self):
        """Return what the form carries to find the photo again."""
        self.ensure_one()
        [secret] = self.generate_access_token()
        return f"{self.id}-{secret}"

    @api.model
    def _coop_kept_photo(self, token):
        """Return the photo that this person's form carries, or an empty record."""
        id_, _dash, secret = (token or "").partition("-")
        photo = self.search(
            [
                ("id", "=", whole_number(id_)),
                ("name", "=", self._coop_kept_photo_name),
                ("create_uid", "=", self.env.uid),
                ("res_model", "=", False),
            ]
        )
        return photo if photo and consteq(photo.access_token or "", secret) else self.browse()

    @api.autovacuum
    def _gc_coop_kept_photos(self):
        self.sudo().search(
            [
                ("name", "=", self._coop_kept_photo_name),
                ("res_model", "=", False),
                ("create_date", "<", fields.Datetime.now() - timedelta(days=KEPT_PHOTO_DAYS)),
            ]
        ).unlink()
