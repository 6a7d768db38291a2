from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# How many labels a person may ask for in a day.
DAILY_REQUESTS = 20
DAILY_KIND = "label_request"


class CoopLabelRequest(models.Model):
    """Somebody in the aisle says that a label is missing, or that its price is wrong."""

    _name = "coop.label.request"
    _description = "Label asked for"
    _order = "asked_on desc, id desc"
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="cascade", readonly=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Shop", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="warehouse_id.company_id")
    partner_id = fields.Many2one(
        "res.partner", string="Asked by", required=True, ondelete="cascade", readonly=True
    )
    reason = fields.Selection(
        [("missing", "Label missing"), ("wrong_price", "Wrong price")], required=True, readonly=True
    )
    asked_on = fields.Datetime(string="Asked on", required=True, readonly=True)
    done_on = fields.Datetime(string="Done on", readonly=True, index=True)

    # A person's request waits once a reason; asking again changes nothing.
    _waits_once = models.UniqueIndex(
        "(partner_id, product_id, warehouse_id, reason) WHERE done_on IS NULL",
        "You have asked for this label already.",
    )

    @api.model
    def _coop_ask(self, product, partner, reason):
        """Have the label of a product printed and put up again; safe to repeat.

        :raises UserError: for what is not sold here, or after too many in a day
        """
        if reason not in dict(self._fields["reason"].selection):
            raise UserError(self.env._("Please say what is wrong with the label."))
        if not product._coop_label_contents():
            raise UserError(self.env._("This product is no longer sold here."))
        warehouse = self.env.company._coop_shop_warehouse()
        counts = self.env["coop.daily.count"]
        asked = counts._coop_hold(partner, DAILY_KIND)
        domain = [
            ("product_id", "=", product.id),
            ("partner_id", "=", partner.id),
            ("warehouse_id", "=", warehouse.id),
            ("reason", "=", reason),
            ("done_on", "=", False),
        ]
        if self.search_count(domain, limit=1):
            return
        if asked >= DAILY_REQUESTS:
            raise UserError(
                self.env._(
                    "You have asked for %s labels today, thank you! Tell the others to somebody "
                    "in the shop.",
                    asked,
                )
            )
        counts._coop_add(partner, DAILY_KIND)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_label_request (
                            product_id, warehouse_id, partner_id, reason, asked_on,
                            create_uid, create_date, write_uid, write_date)
                     VALUES (%(product)s, %(warehouse)s, %(partner)s, %(reason)s, %(now)s,
                             %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (partner_id, product_id, warehouse_id, reason)
                      WHERE done_on IS NULL DO NOTHING
                """,
                product=product.id,
                warehouse=warehouse.id,
                partner=partner.id,
                reason=reason,
                now=fields.Datetime.now(),
                uid=self.env.uid,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _coop_waiting(self, warehouse):
        """Return ``{product id: the reasons asked for}`` of what waits in the shop."""
        groups = self._read_group(
            [("warehouse_id", "=", warehouse.id), ("done_on", "=", False)],
            ["product_id", "reason"],
        )
        waiting = {}
        for product, reason in groups:
            waiting.setdefault(product.id, []).append(reason)
        return waiting

    @api.model
    def _coop_asked_on(self):
        """Return ``{product id: when its label was asked for last}`` of what waits in the shop."""
        warehouse = self.env.company._coop_shop_warehouse()
        groups = self._read_group(
            [("warehouse_id", "=", warehouse.id), ("done_on", "=", False)],
            ["product_id"],
            ["asked_on:max"],
        )
        return {product.id: asked_on for product, asked_on in groups}

    @api.model
    def _coop_waiting_of(self, product, partner):
        """Return the person's requests for a product's label that wait in the shop."""
        return self.search(
            [
                ("product_id", "=", product.id),
                ("partner_id", "=", partner.id),
                ("warehouse_id", "=", self.env.company._coop_shop_warehouse().id),
                ("done_on", "=", False),
            ]
        )

    @api.model
    def _coop_wait_again(self, products, job):
        """Have the requests wait again that a confirmed job has done; who asked anew waits once."""
        answered = set(job.line_ids.mapped("answered_on"))
        done = self.search(
            [
                ("product_id", "in", products.ids),
                ("warehouse_id", "=", job.warehouse_id.id),
                ("done_on", "in", list(answered - {False})),
            ]
        )
        again = done.filtered(
            lambda each: (
                each.reason
                not in self._coop_waiting_of(each.product_id, each.partner_id).mapped("reason")
            )
        )
        again.done_on = False
