from odoo import api, models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two people who become one wait once for a product, and have reported it once."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # Where one row of the losers collides, Odoo deletes all of them, or fails: make room first.
        partner_ids = (src_partners + dst_partner).ids
        self._coop_merge_alerts(partner_ids)
        self._coop_merge_shelf_checks(partner_ids)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _coop_merge_alerts(self, partner_ids):
        """Leave one alert a product and shop; it stands if one of them did."""
        self.env["coop.stock.alert"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE coop_stock_alert alert SET ended_on = NULL
                  FROM coop_stock_alert standing
                 WHERE alert.partner_id = ANY(%(partners)s)
                   AND standing.partner_id = ANY(%(partners)s)
                   AND standing.product_id = alert.product_id
                   AND standing.warehouse_id = alert.warehouse_id
                   AND standing.ended_on IS NULL;
                DELETE FROM coop_stock_alert gone USING coop_stock_alert kept
                      WHERE gone.partner_id = ANY(%(partners)s)
                        AND kept.partner_id = ANY(%(partners)s)
                        AND kept.product_id = gone.product_id
                        AND kept.warehouse_id = gone.warehouse_id
                        AND kept.id < gone.id
                """,
                partners=partner_ids,
            )
        )

    @api.model
    def _coop_merge_shelf_checks(self, partner_ids):
        """Leave one waiting report a product and shop; answered ones all stay."""
        self.env["coop.shelf.check"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE coop_shelf_check report SET wants_to_hear = TRUE
                  FROM coop_shelf_check other
                 WHERE report.partner_id = ANY(%(partners)s)
                   AND other.partner_id = ANY(%(partners)s)
                   AND other.product_id = report.product_id
                   AND other.warehouse_id = report.warehouse_id
                   AND other.answer IS NULL AND report.answer IS NULL
                   AND other.wants_to_hear;
                DELETE FROM coop_shelf_check gone USING coop_shelf_check kept
                      WHERE gone.partner_id = ANY(%(partners)s)
                        AND kept.partner_id = ANY(%(partners)s)
                        AND kept.product_id = gone.product_id
                        AND kept.warehouse_id = gone.warehouse_id
                        AND kept.answer IS NULL AND gone.answer IS NULL
                        AND kept.id < gone.id
                """,
                partners=partner_ids,
            )
        )
