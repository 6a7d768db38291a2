from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import hash_sign

from .signed_values import signed_values

# Whoever was told of a product and asks anew hears of it again after this, at the earliest: a
# product that comes and goes within an hour sends one mail.
HOURS_BETWEEN = 1
# What its token in a mail is good for.
SIGNED_FOR = "coop_stock.alert"


class CoopStockAlert(models.Model):
    """A person who wants one mail when a product that is sold out is back.

    It is asked only while the live stock says that there is none; the first time it says that
    there is some, the person is told, and the alert ends. One row a person, product and shop: who
    asks anew stands again in the same row.
    """

    _name = "coop.stock.alert"
    _description = "Alert: back in stock"
    _order = "asked_on desc, id desc"
    _rec_name = "product_id"

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Shop", required=True, ondelete="cascade"
    )
    asked_on = fields.Datetime(required=True, default=fields.Datetime.now)
    ended_on = fields.Datetime()
    told_on = fields.Datetime(string="Last told on")

    _once = models.Constraint(
        "UNIQUE (partner_id, product_id, warehouse_id)",
        "A person waits once for a product in a shop.",
    )
    _standing_idx = models.Index("(product_id) WHERE ended_on IS NULL")

    # --- asked and taken back by members

    @api.model
    def _coop_ask(self, product, partner):
        """Have the person told when the product is back in the shop; safe to repeat.

        :raises UserError: when it is there, or no longer sold
        """
        if not product.active:
            raise UserError(self.env._("This product is no longer sold here."))
        if not product._coop_is_sold_out():
            raise UserError(self.env._("It is in the shop: there is nothing to wait for."))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_stock_alert (
                            partner_id, product_id, warehouse_id, asked_on,
                            create_uid, create_date, write_uid, write_date)
                     VALUES (%(partner)s, %(product)s, %(warehouse)s, %(now)s,
                             %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (partner_id, product_id, warehouse_id)
              DO UPDATE SET ended_on = NULL, asked_on = EXCLUDED.asked_on,
                            write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
                      WHERE coop_stock_alert.ended_on IS NOT NULL
                """,
                partner=partner.id,
                product=product.id,
                warehouse=self._coop_warehouse_id(),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _coop_stop(self, product, partner):
        """Have the person not told of the product; safe to repeat."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE coop_stock_alert SET ended_on = %(now)s
                 WHERE partner_id = %(partner)s AND product_id = %(product)s
                   AND warehouse_id = %(warehouse)s AND ended_on IS NULL
                """,
                partner=partner.id,
                product=product.id,
                warehouse=self._coop_warehouse_id(),
                now=fields.Datetime.now(),
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _coop_stands(self, product, partner):
        """Whether the person waits for the product in this shop."""
        domain = [
            ("partner_id", "=", partner.id),
            ("product_id", "=", product.id),
            ("warehouse_id", "=", self._coop_warehouse_id()),
            ("ended_on", "=", False),
        ]
        return bool(self.search_count(domain, limit=1))

    @api.model
    def _coop_warehouse_id(self):
        # sudo: members may not read warehouses.
        return self.env.company.sudo()._coop_shop_warehouse().id

    # --- stopped from a mail, without logging in

    def _coop_stop_url(self):
        """Return the address that stops all alerts of this person, for mails."""
        self.ensure_one()
        token = hash_sign(self.env(su=True), SIGNED_FOR, [self.id])
        return f"{self.get_base_url()}/alerts/stop/{token}"

    @api.model
    def _coop_of_token(self, token):
        """Return the alert whose mail a token stands in, or none."""
        return self.browse(signed_values(self.env, SIGNED_FOR, token)).exists()

    def _coop_standing_of_person(self):
        """Return all alerts that stand for the person of this one."""
        return self._coop_standing_for(self.partner_id)

    def _coop_stop_all_of_person(self):
        """End every alert of the person of this one; safe to repeat."""
        self._coop_standing_of_person().ended_on = fields.Datetime.now()

    @api.model
    def _coop_standing_for(self, partner):
        """Return the alerts that stand for a person."""
        return self.search([("partner_id", "=", partner.id), ("ended_on", "=", False)])

    @api.model
    def _coop_stop_one(self, partner, alert_id):
        """End one alert of this person; safe to repeat."""
        self._coop_standing_for(partner).filtered(
            lambda alert: alert.id == alert_id
        ).ended_on = fields.Datetime.now()

    # --- told

    @api.model
    def _cron_tell(self):
        """Tell who waits for what is back, one product a transaction.

        Only products that somebody waits for are looked at. Workers at once share the work: each
        takes what no other holds. A mail is queued in the transaction that ends its alert, so
        that after a crash it is neither lost nor sent twice.
        """
        self.env["mail.mail"]._coop_send_failed_again()
        back = self._coop_back_in_shop()
        self.env["ir.cron"]._commit_progress(remaining=len(back))
        for alerts in back:
            alerts.try_lock_for_update()._coop_tell()
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _coop_back_in_shop(self):
        """Return the alerts to end, a list of `coop.stock.alert` records of one product each."""
        domain = [
            ("ended_on", "=", False),
            ("product_id.active", "=", True),
            "|",
            ("told_on", "=", False),
            ("told_on", "<=", fields.Datetime.now() - relativedelta(hours=HOURS_BETWEEN)),
        ]
        groups = self._read_group(domain, ["warehouse_id", "product_id"], ["id:recordset"])
        products = {}
        for warehouse, product, _alerts in groups:
            products[warehouse] = products.get(warehouse, product) | product
        sold_out = {
            warehouse: waited_for.with_company(warehouse.company_id)
            .with_context(coop_warehouse_id=warehouse.id)
            ._coop_sold_out()
            for warehouse, waited_for in products.items()
        }
        return [
            alerts
            for warehouse, product, alerts in groups
            if product.id not in sold_out[warehouse].ids
        ]

    def _coop_tell(self):
        """End these alerts of one product; members of today get their mail."""
        alerts = self.filtered(lambda alert: not alert.ended_on)
        company = alerts.warehouse_id.company_id
        written_to = self.env["res.partner"].search(
            company._coop_written_to_domain() & Domain("id", "in", alerts.partner_id.ids)
        )
        told = alerts.filtered(lambda alert: alert.partner_id in written_to)
        alerts.ended_on = fields.Datetime.now()
        told.told_on = fields.Datetime.now()
        template = self.env.ref("coop_stock.mail_template_alert")
        for alert in told:
            stop = {
                # One click of the mail program stops them (RFC 8058).
                "List-Unsubscribe": f"<{alert._coop_stop_url()}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
            template.send_mail(alert.id, email_values={"headers": repr(stop)})
        if told:
            # sudo: whoever runs this need not keep scheduled actions.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
