from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Who is merged here stays known by the distant id."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        # sudo: who merges contacts may have no part in the link, nor in every company's.
        records_sudo = self.env["coop.vracoop.record"].sudo()
        records_sudo.search(
            [("kind", "=", "member"), ("res_id", "in", src_partners.ids)]
        ).res_id = dst_partner.id
        return super()._update_reference_fields(src_partners, dst_partner)
