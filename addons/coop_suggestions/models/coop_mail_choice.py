from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hash_sign

from odoo.addons.coop_stock.models.signed_values import signed_values

# What a member chooses, by the names of the fields and of the addresses that stop them.
KINDS = ("answers", "weekly")
# What its token in a mail is good for.
SIGNED_FOR = "coop_suggestions.mails"


class CoopMailChoice(models.Model):
    """Which mails a member wants; who has none gets the answers they ask for, and no letter."""

    _name = "coop.mail.choice"
    _description = "Which mails a member wants"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company",
        string="Coop",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        ondelete="cascade",
    )
    answers = fields.Boolean(string="Answers to what they follow", default=True)
    weekly = fields.Boolean(string="One letter a week")
    shelf_ids = fields.Many2many("coop.shelf", string="Shelves of the letter")

    _one_a_person = models.Constraint("UNIQUE (partner_id)", "A person chooses once.")

    # --- chosen by members; called with sudo by their pages, for the person they name

    @api.model
    def _choices_of(self, partner):
        """Return what a person gets: ``{"answers", "weekly", "shelf_ids"}``, plain values."""
        choice = self.search([("partner_id", "=", partner.id)])
        return {
            "answers": choice.answers or not choice,
            "weekly": choice.weekly,
            "shelf_ids": choice.shelf_ids.ids,
        }

    @api.model
    def _choose(self, partner, *, shelves=None, **choices):
        """Keep what a person chose; safe to repeat.

        :param shelves: the `coop.shelf` of the letter; none for those the person votes on
        :param choices: `answers`, `weekly`; what is not named stays
        """
        values = {"answers": True, "weekly": False, **choices}
        # The letter is that of the coop where it was asked for.
        changed = [*choices, "company_id"] if values["weekly"] else [*choices]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_mail_choice (
                            partner_id, company_id, answers, weekly,
                            create_uid, create_date, write_uid, write_date)
                     VALUES (%(partner)s, %(company)s, %(answers)s, %(weekly)s,
                             %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (partner_id)
              DO UPDATE SET %(chosen)s, write_uid = EXCLUDED.write_uid,
                            write_date = EXCLUDED.write_date
                """,
                partner=partner.id,
                company=self.env.company.id,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                chosen=SQL(", ").join(
                    SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in changed
                ),
                **values,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()
        if shelves is not None:
            self.search([("partner_id", "=", partner.id)]).shelf_ids = shelves

    @api.model
    def _who_stopped_answers(self, partners):
        """Return those of these people who want no answers by mail."""
        return self.search([("partner_id", "in", partners.ids), ("answers", "=", False)]).partner_id

    # --- stopped from a mail, without logging in

    @api.model
    def _stop_url(self, partner, kind):
        """Return the address that stops one kind of mails to a person."""
        token = hash_sign(self.env(su=True), SIGNED_FOR, [partner.id, kind])
        return f"{self.get_base_url()}/mails/stop/{token}"

    @api.model
    def _of_token(self, token):
        """Return the person and the kind of mails that a token in a mail stops.

        :return: ``(partner, kind)``; ``(no partner, "")`` where it stops nothing
        """
        partners = self.env["res.partner"]
        partner_id, kind = signed_values(self.env, SIGNED_FOR, token) or (0, "")
        partner = partners.browse(partner_id).exists()
        return (partner, kind) if partner and kind in KINDS else (partners, "")

    @api.model
    def _add_way_out(self, mails, kind, lang):
        """Give mails that wait to be sent their foot, and the one click that stops their kind.

        :param mails: `mail.mail` in sudo, each to one person
        :param str kind: one of `KINDS`
        :param lang: the readers' language
        """
        qweb = self.env["ir.qweb"].with_context(lang=lang)
        choices = self.browse()
        choices_url = f"{choices.get_base_url()}/my/mails"
        for mail in mails:
            stop_url = choices._stop_url(mail.recipient_ids, kind)
            foot = qweb._render(
                "coop_suggestions.mail_foot",
                {"kind": kind, "stop_url": stop_url, "choices_url": choices_url},
            )
            mail.write(
                {
                    "body_html": f"{mail.body_html}{foot}",
                    # One click of the mail program stops them (RFC 8058).
                    "headers": repr(
                        {
                            "List-Unsubscribe": f"<{stop_url}>",
                            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                        }
                    ),
                }
            )
