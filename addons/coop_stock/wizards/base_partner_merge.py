from odoo import api, models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _coop_once_a_person(self):
        """Return what a person has at most once for something: ``[(model, field)]``.

        Each model has a field `partner_id`; of two people's rows that collide when they become
        one person, the earlier stays. Addons put theirs in by extending this method.
        """
        return [("coop.product.star", "product_id")]

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # Where one row of the losers collides, Odoo deletes all of them: make room first.
        for model, field in self._coop_once_a_person():
            self.env[model].flush_model()
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM %(table)s gone USING %(table)s kept
                          WHERE gone.partner_id = ANY(%(partners)s)
                            AND kept.partner_id = ANY(%(partners)s)
                            AND kept.%(field)s = gone.%(field)s
                            AND kept.id < gone.id
                    """,
                    table=SQL.identifier(self.env[model]._table),
                    field=SQL.identifier(field),
                    partners=(src_partners + dst_partner).ids,
                )
            )
        return super()._update_foreign_keys(src_partners, dst_partner)
