from odoo import api, models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _coop_once_a_person(self):
        return [
            *super()._coop_once_a_person(),
            ("coop.suggestion.follow", ["suggestion_id"]),
            ("coop.price.answer", ["question_id"]),
            ("coop.supplier.list", ["company_id"]),
            ("coop.supplier.offer", ["suggestion_id", "product_key"]),
            ("coop.digest.sent", ["kind", "item"]),
        ]

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # Where one row of the losers collides, Odoo deletes all of them: make room first.
        self._coop_merge_votes(src_partners, dst_partner)
        self._coop_merge_mail_choices(src_partners + dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _coop_merge_votes(self, src_partners, dst_partner):
        """Leave one vote a suggestion: the earliest date, the highest frequency."""
        self.env["coop.suggestion.vote"].flush_model()
        partner_ids = (src_partners + dst_partner).ids
        self.env.cr.execute(
            SQL(
                """
                WITH merged AS (
                    SELECT suggestion_id,
                           MIN(voted_on) AS voted_on,
                           CASE MIN(CASE frequency WHEN 'weekly' THEN 1 WHEN 'monthly' THEN 2
                                                   WHEN 'sometimes' THEN 3 END)
                                WHEN 1 THEN 'weekly' WHEN 2 THEN 'monthly'
                                WHEN 3 THEN 'sometimes' END AS frequency,
                           (ARRAY_AGG(id ORDER BY (partner_id = %(dst)s) DESC, id))[1] AS kept
                      FROM coop_suggestion_vote
                     WHERE partner_id = ANY(%(partners)s)
                  GROUP BY suggestion_id
                    HAVING COUNT(*) > 1
                ), gone AS (
                    DELETE FROM coop_suggestion_vote vote
                          USING merged
                          WHERE vote.suggestion_id = merged.suggestion_id
                            AND vote.partner_id = ANY(%(partners)s)
                            AND vote.id != merged.kept
                )
                UPDATE coop_suggestion_vote vote
                   SET voted_on = merged.voted_on, frequency = merged.frequency
                  FROM merged
                 WHERE vote.id = merged.kept
                """,
                dst=dst_partner.id,
                partners=partner_ids,
            )
        )

    @api.model
    def _coop_merge_mail_choices(self, partners):
        """Leave what was chosen last."""
        # sudo: who merges contacts may have no part in their mails.
        choices_sudo = self.env["coop.mail.choice"].sudo()
        found_sudo = choices_sudo.search([("partner_id", "in", partners.ids)])
        found_sudo.sorted(lambda choice: (choice.write_date, choice.id))[:-1].unlink()
