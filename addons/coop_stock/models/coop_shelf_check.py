from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# How many products a member may report in a day.
DAILY_REPORTS = 20
DAILY_KIND = "shelf_check"
# A slip can be undone for so long; who asked to hear hears after it.
UNDO_MINUTES = 10
ANSWERS = [("back_on_shelf", "Back on the shelf"), ("really_missing", "Really missing")]


class CoopShelfCheck(models.Model):
    """A member did not find on its shelf what the stock says is in the shop.

    It waits on the volunteers' page. All reports of a product that wait are answered together:
    it is back on the shelf, and who asked to hear hears so, or it is really missing, and Odoo's
    physical inventory counts it anew.
    """

    _name = "coop.shelf.check"
    _description = "Not found on its shelf"
    _order = "reported_on desc, id desc"
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="cascade", readonly=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Shop", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="warehouse_id.company_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Reported by",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    reported_on = fields.Datetime(
        string="Reported on", required=True, default=fields.Datetime.now, readonly=True
    )
    wants_to_hear = fields.Boolean(string="Wants to hear", readonly=True)
    answer = fields.Selection(ANSWERS, readonly=True, index=True)
    answered_by_id = fields.Many2one("res.users", string="Answered by", readonly=True)
    answered_name = fields.Char(
        string="Signed", readonly=True, help="The first name typed on the shop account."
    )
    answered_on = fields.Datetime(string="Answered on", readonly=True)
    told_on = fields.Datetime(string="Told on", readonly=True)
    # What this answer put on the list of Odoo's inventory, to be taken off when it is undone.
    recount_quant_ids = fields.Many2many("stock.quant", string="To count", readonly=True)

    # A person's report waits once; a second one changes nothing but the wish to hear.
    _waits_once = models.UniqueIndex(
        "(partner_id, product_id, warehouse_id) WHERE answer IS NULL",
        "You have reported this product already: somebody will look.",
    )

    # --- reported by members

    @api.model
    def _coop_report(self, product, partner, wants_to_hear=False):
        """Have a volunteer look for the product on its shelf; safe to repeat.

        :raises UserError: when the stock does not say that it is there, or after too many a day
        """
        if not product._coop_is_counted():
            raise UserError(
                self.env._("The stock of this product is not counted: please ask in the shop.")
            )
        if not product.active or product._coop_is_sold_out():
            raise UserError(
                self.env._(
                    "The stock says so, too: it is sold out. We can tell you when it is back."
                )
            )
        counts = self.env["coop.daily.count"]
        reported = counts._coop_hold(partner, DAILY_KIND)
        if not self._coop_waiting_of(product, partner):
            if reported >= DAILY_REPORTS:
                raise UserError(
                    self.env._(
                        "You have reported %s products today, thank you! Tell the others to "
                        "somebody in the shop.",
                        reported,
                    )
                )
            counts._coop_add(partner, DAILY_KIND)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_shelf_check (
                            product_id, warehouse_id, partner_id, reported_on, wants_to_hear,
                            create_uid, create_date, write_uid, write_date)
                     VALUES (%(product)s, %(warehouse)s, %(partner)s, %(now)s, %(hear)s,
                             %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (partner_id, product_id, warehouse_id) WHERE answer IS NULL
              DO UPDATE SET wants_to_hear = EXCLUDED.wants_to_hear
                """,
                product=product.id,
                warehouse=self._coop_warehouse().id,
                partner=partner.id,
                now=fields.Datetime.now(),
                hear=wants_to_hear,
                uid=self.env.uid,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _coop_waiting_of(self, product, partner):
        """Return the person's report of the product that waits, if any."""
        domain = self._coop_here() & Domain("answer", "=", False)
        return self.search(
            domain & Domain("product_id", "=", product.id) & Domain("partner_id", "=", partner.id)
        )

    @api.model
    def _coop_warehouse(self):
        # sudo: members may not read warehouses.
        return self.env.company.sudo()._coop_shop_warehouse()

    @api.model
    def _coop_here(self):
        """Return the domain of the reports in the shop of this request."""
        return Domain("warehouse_id", "=", self._coop_warehouse().id)

    # --- looked at by volunteers

    @api.model
    def _coop_waiting_rows(self):
        """Return what to check in this shop, in walking order; reports of a product are one row.

        :return: ``[{"id", "name", "brand", "shelf", "has_photo", "reports", "since", "words"}]``:
            `reports` how many, `since` naive UTC, `words` what the stock says
        """
        groups = self._read_group(
            self._coop_here() & Domain("answer", "=", False),
            ["product_id"],
            ["__count", "reported_on:min"],
        )
        reports = {product.id: (count, since) for product, count, since in groups}
        products = self.env["product.product"].browse(reports)
        words = products._coop_shelf_words()
        return [
            {
                "id": product.id,
                "name": product.name,
                "brand": product.coop_brand,
                "shelf": product.coop_shelf_id.name,
                "has_photo": bool(product.image_128),
                "reports": reports[product.id][0],
                "since": reports[product.id][1],
                "words": words[product.id],
            }
            for product in products.sorted(lambda product: product._coop_walking_key())
        ]

    @api.model
    def _coop_answered_rows(self):
        """Return what was answered in this shop so short ago that it can be undone, newest first.

        :return: ``[{"id", "name", "answer", "answered_on"}]``, one row a product
        """
        since = fields.Datetime.now() - relativedelta(minutes=UNDO_MINUTES)
        checks = self.search(
            self._coop_here() & Domain("answered_on", ">", since) & Domain("told_on", "=", False),
            order="answered_on desc, id desc",
        )
        return [
            {
                "id": product.id,
                "name": product.name,
                "answer": of_product[0].answer,
                "answered_on": of_product[0].answered_on,
            }
            for product, of_product in checks.grouped("product_id").items()
        ]

    @api.model
    def _coop_last_answer(self, product_id):
        """Return the last answered report of a product in this shop, or none."""
        domain = self._coop_here() & Domain("product_id", "=", product_id)
        return self.search(
            domain & Domain("answer", "!=", False), order="answered_on desc, id desc", limit=1
        )

    @api.model
    def _coop_answer(self, product_id, answer, user, name=""):
        """Answer all reports of a product that wait in this shop.

        Two volunteers at once: Odoo runs the second's request again, which finds nothing that
        waits.

        :param str answer: one of `ANSWERS`
        :param user: who answers
        :param str name: the first name that signs on the shop account
        :return: the reports answered; none when somebody else was quicker
        """
        checks = self._execute_on_reports(
            SQL(
                """
                UPDATE coop_shelf_check
                   SET answer = %(answer)s, answered_by_id = %(user)s, answered_name = %(name)s,
                       answered_on = %(now)s
                 WHERE product_id = %(product)s AND warehouse_id = %(warehouse)s AND answer IS NULL
             RETURNING id
                """,
                answer=answer,
                user=user.id,
                name=name or None,
                now=fields.Datetime.now(),
                product=product_id,
                warehouse=self._coop_warehouse().id,
            )
        )
        if checks and answer == "really_missing":
            checks.recount_quant_ids = checks.product_id._coop_request_count(checks.warehouse_id)
        if checks:
            # sudo: volunteers do not keep scheduled actions.
            self.env.ref("coop_stock.ir_cron_tell_shelf_checks").sudo()._trigger(
                at=fields.Datetime.now() + relativedelta(minutes=UNDO_MINUTES)
            )
        return checks

    @api.model
    def _coop_undo(self, product_id):
        """Undo the last answer about a product in this shop; its reports wait again.

        :return: those reports; none when it is too late, or nothing is to be undone
        """
        last = self._coop_last_answer(product_id)
        checks = self._execute_on_reports(
            SQL(
                """
                UPDATE coop_shelf_check checked
                   SET answer = NULL, answered_by_id = NULL, answered_name = NULL,
                       answered_on = NULL
                 WHERE product_id = %(product)s AND warehouse_id = %(warehouse)s
                   AND answered_on = %(moment)s AND answered_on > %(since)s AND told_on IS NULL
                       -- Who has reported it anew waits already.
                   AND NOT EXISTS (
                       SELECT FROM coop_shelf_check anew
                        WHERE anew.partner_id = checked.partner_id
                          AND anew.product_id = checked.product_id
                          AND anew.warehouse_id = checked.warehouse_id
                          AND anew.answer IS NULL
                   )
             RETURNING id
                """,
                product=product_id,
                warehouse=self._coop_warehouse().id,
                moment=last.answered_on or None,
                since=fields.Datetime.now() - relativedelta(minutes=UNDO_MINUTES),
            )
        )
        checks.recount_quant_ids._coop_take_count_back()
        checks.recount_quant_ids = False
        return checks

    def _execute_on_reports(self, query):
        """Run a query that changes reports, and return those it gives the ids of."""
        # The loser of two requests at once ends in a serialization error, which Odoo retries.
        self.env.cr.execute(query, log_exceptions=False)
        ids = [row[0] for row in self.env.cr.fetchall()]
        self.invalidate_model()
        return self.browse(ids)

    # --- told

    @api.model
    def _cron_tell(self):
        """Tell who asked that the product is back on its shelf, once its answer stands."""
        due = self.search(
            [
                ("answer", "=", "back_on_shelf"),
                ("wants_to_hear", "=", True),
                ("told_on", "=", False),
                ("answered_on", "<=", fields.Datetime.now() - relativedelta(minutes=UNDO_MINUTES)),
            ],
            order="answered_on, id",
        )
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for check in due:
            if check.try_lock_for_update() and not check.told_on:
                check._coop_tell()
            self.env["ir.cron"]._commit_progress(1)

    def _coop_tell(self):
        """Queue the mail; that it was done stands on the report, in the same transaction."""
        self.ensure_one()
        self.told_on = fields.Datetime.now()
        person = self.partner_id.with_company(self.company_id)
        if person.email and not person._coop_address_rests() and person._coop_is_member():
            template = self.env.ref("coop_stock.mail_template_shelf_check")
            template.send_mail(self.id)
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _coop_answered_words(self):
        """Return when it was answered, in the words of this record's language."""
        self.ensure_one()
        return self.company_id._coop_at_words(self.answered_on)

    # --- the back office

    def action_open_inventory(self):
        """Open Odoo's physical inventory at these products."""
        action = self.env["stock.quant"].action_view_inventory()
        action["domain"] = [*action["domain"], ("product_id", "in", self.product_id.ids)]
        return action
