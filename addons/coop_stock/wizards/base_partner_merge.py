from odoo import api, models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _coop_once_a_person(self):
        """Return what a person has at most once for something: ``[(model, its other fields)]``.

        Each model has a field `partner_id`; of two people's rows that collide when they become
        one person, the earlier stays. Addons put theirs in by extending this method.
        """
        return [
            ("coop.product.star", ["product_id"]),
            ("coop.review", ["product_id", "company_id"]),
            ("coop.review.report", ["review_id"]),
        ]

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        partners = src_partners + dst_partner
        # sudo: who merges contacts may have no part in reviews.
        reports_sudo = self.env["coop.review.report"].sudo()
        reviews_sudo = reports_sudo.search([("partner_id", "in", partners.ids)]).review_id
        # Where one row of the losers collides, Odoo deletes all of them: make room first.
        for model, names in self._coop_once_a_person():
            self.env[model].flush_model()
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM %(table)s gone USING %(table)s kept
                          WHERE gone.partner_id = ANY(%(partners)s)
                            AND kept.partner_id = ANY(%(partners)s)
                            AND %(same)s
                            AND kept.id < gone.id
                    """,
                    table=SQL.identifier(self.env[model]._table),
                    same=SQL(" AND ").join(
                        SQL("%s = %s", SQL.identifier("kept", name), SQL.identifier("gone", name))
                        for name in names
                    ),
                    partners=partners.ids,
                )
            )
        done = super()._update_foreign_keys(src_partners, dst_partner)
        # Two reports that became one are counted as one.
        reviews_sudo.invalidate_recordset(["report_ids", "report_count"])
        reviews_sudo.exists()._compute_report_count()
        return done
