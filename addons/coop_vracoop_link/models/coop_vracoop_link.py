from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .coop_vracoop_record import KINDS
from .product_product import KEY

# What a coop's members are once the distant server says who they are.
MEMBER_DOMAIN = "[('coop_distant_is_member', '=', True)]"
OWNERS = [("distant", "The Vracoop"), ("here", "This member space")]
OWNED = ("shelf_owner", "content_owner", "origin_owner")
# What a turn is told of the settings, with the kinds of rows that are others once one is another.
SETTINGS = {
    "location": ("level", "day"),
    "till": ("till",),
    "member_domain": ("member",),
    "number_field": ("member",),
    "shelf_field": ("product",),
    "place_field": ("product",),
    "volume_field": ("product",),
    "net_weight_field": ("product",),
    "origin_field": ("product",),
    "organic_field": ("product",),
    "sales_since": ("day",),
    **dict.fromkeys(OWNED, ("product",)),
}

# Thousands of records come at once: no messages in their chatter, no mails about them.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
}


class CoopVracoopLink(models.Model):
    """The link to the distant Odoo, the coop's Vracoop, that runs its shop.

    The program `scripts/vracoop` reads there and calls the methods of this model that are not
    private, with an account that may do nothing else. Each of them may be called again with the
    same words and then changes nothing more; how far the distant server was read is kept in the
    transaction that keeps the rows.
    """

    _name = "coop.vracoop.link"
    _description = "Link to a distant Vracoop"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Shop here",
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
        help="The shop whose stock pages show is the distant one.",
    )

    # --- what is read there
    location = fields.Char(
        string="Location of the stock",
        help="Its complete name or its number in the Vracoop; the first warehouse's without one.",
    )
    till = fields.Char(
        help="Name or number, in the Vracoop, of the till whose prices are shown; the first "
        "without one."
    )
    member_domain = fields.Char(
        string="Who is a member",
        help="A filter on the contacts of the Vracoop, such as [('cooperative_state', 'in', "
        "['up_to_date', 'alert'])] at La Louve. Of whom it names, number, name, e-mail and whose "
        "contact they are is read, and never more. Nobody is read while it is empty.",
    )
    number_field = fields.Char(
        string="Field of the member number",
        help="The technical name in the Vracoop, such as barcode_base; looked for if empty.",
    )
    shelf_field = fields.Char(string="Field of the shelf", help="Looked for if empty.")
    place_field = fields.Char(string="Field of the place on the shelf")
    net_weight_field = fields.Char(string="Field of the net weight (kg)")
    volume_field = fields.Char(string="Field of the net volume (l)")
    origin_field = fields.Char(string="Field of the origin")
    organic_field = fields.Char(string="Field that says organic")
    sales_since = fields.Date(
        string="Sales and losses since",
        required=True,
        default=lambda self: fields.Date.today() - relativedelta(years=1),
    )
    shelf_owner = fields.Selection(OWNERS, string="Shelf", required=True, default="distant")
    content_owner = fields.Selection(OWNERS, string="Net content", required=True, default="distant")
    origin_owner = fields.Selection(
        OWNERS, string="Origin and organic", required=True, default="distant"
    )

    # --- how far it was read
    cursors = fields.Json(readonly=True, help="By kind of row, as the program left it.")
    readings = fields.Integer(readonly=True, help="How often reading has begun anew.")
    days_are_stale = fields.Boolean(
        readonly=True,
        help="The days that are known are of another place: forgotten once its own are told.",
    )
    done_at = fields.Datetime(string="Read to its end", readonly=True)
    stock_at = fields.Datetime(string="Stock as of", readonly=True)
    failed_at = fields.Datetime(string="Failed", readonly=True)
    failed_words = fields.Char(string="Why", readonly=True)
    till_id = fields.Many2one(
        "pos.config",
        string="Till with its prices",
        readonly=True,
        ondelete="set null",
        help="Holds the distant till's price list and taxes; nobody opens it.",
    )
    record_ids = fields.One2many("coop.vracoop.record", "link_id")
    rejection_ids = fields.One2many("coop.vracoop.rejection", "link_id")
    rejection_count = fields.Integer(compute="_compute_rejection_count")
    status = fields.Char(compute="_compute_status")
    uses_member_rule = fields.Boolean(compute="_compute_uses_member_rule")

    _one_of_a_company = models.Constraint(
        "UNIQUE (company_id)", "A coop has one link to its Vracoop."
    )

    @api.depends("company_id")
    def _compute_warehouse_id(self):
        for link in self:
            link.warehouse_id = link.company_id._coop_warehouses(limit=1)

    @api.depends("rejection_ids")
    def _compute_rejection_count(self):
        for link in self:
            link.rejection_count = len(link.rejection_ids)

    @api.depends("done_at", "failed_at", "failed_words", "rejection_ids")
    def _compute_status(self):
        for link in self:
            link.status = link._status_words()

    @api.depends("company_id.coop_member_domain")
    def _compute_uses_member_rule(self):
        for link in self:
            link.uses_member_rule = link.company_id.coop_member_domain == MEMBER_DOMAIN

    def write(self, vals):
        """Have read anew, by the next turn, what another setting changes, and nothing else.

        Members who are not read any more did not leave either.
        """
        settings = SETTINGS.keys() & vals.keys()
        before = {link: {name: link[name] or "" for name in settings} for link in self}
        result = super().write(vals)
        for link, values in before.items():
            link._follow_settings(
                {name: old for name, old in values.items() if old != (link[name] or "")}
            )
        if "member_domain" in vals and not vals["member_domain"]:
            # sudo: who may set up the link only reads what was left out.
            self.sudo()._departures().filtered(lambda each: each.ref == "member").unlink()
        return result

    def _follow_settings(self, old_values):
        """Have the kinds read anew that depend on settings which have changed.

        :param dict old_values: of these settings, by name
        """
        changed = {
            name
            for name, old in old_values.items()
            # What is this side's from now on stays as it is, and so do days that came too early.
            if not (name in OWNED and self[name] == "here")
            and not (name == "sales_since" and self.sales_since > old)
        }
        if not changed:
            return
        self._read_anew({kind for name in changed for kind in SETTINGS[name]})
        if changed & set(OWNED):
            self._write_anew("product")
        if "till" in changed:
            # One that was chosen before tells what it told then.
            self._write_anew("till")
        if "location" in changed:
            self.days_are_stale = True

    def _read_anew(self, kinds=None):
        """Have the next turn read some kinds from their beginning; all kinds if none."""
        cursors = self.cursors or {}
        left = {kind: cursor for kind, cursor in cursors.items() if kind not in (kinds or cursors)}
        self.cursors = left or False
        self.readings += 1

    def _write_anew(self, kind=None):
        """Have what is told next be written though it is told as before; of all kinds if none."""
        domain = [("link_id", "in", self.ids)]
        if kind:
            domain.append(("kind", "=", kind))
        # sudo: who may set up the link may have it read again, and only read what it knows.
        self.env["coop.vracoop.record"].sudo().search(domain).is_due = True

    def _status_words(self):
        return " ".join([self._turn_words(), *self._departures().mapped("why")])

    def _departures(self):
        """Return the notes on kinds of which too many would have left at once."""
        return self.rejection_ids.filtered(lambda each: each.kind == "departure")

    def _turn_words(self):
        company = self.company_id
        done = self.done_at and company._coop_at_words(self.done_at)
        if self.failed_at and (not self.done_at or self.failed_at > self.done_at):
            failed = company._coop_at_words(self.failed_at)
            return self.env._(
                "Failed %(failed)s: %(why)s Last success: %(done)s.",
                failed=failed,
                why=self.failed_words,
                done=done or self.env._("never"),
            )
        if done:
            return self.env._("Up to date %s.", done)
        return self.env._("Nothing has been read yet.")

    # --- what the program calls

    @api.model
    def begin(self):
        """Return what a turn starts from, or False where there is no link.

        :return: ``settings`` (what to read there), ``cursors`` (how far each kind was read),
            ``readings`` (how often reading has begun anew), ``counts`` (how many of each kind are
            known), ``held`` (kinds of which many did not leave), ``asked_push`` (the products to
            make there) and ``status`` (sentences)
        """
        link = self._of_account()
        if not link:
            return False
        settings = {name: link[name] or "" for name in SETTINGS}
        return {
            "settings": {
                **settings,
                "sales_since": str(link.sales_since),
                "tz": link.company_id.coop_tz,
            },
            "cursors": link.cursors or {},
            "readings": link.readings,
            "counts": link._counts(),
            "held": link._departures().mapped("ref"),
            "asked_push": [product._coop_vracoop_wish() for product in link._asked_products()],
            "status": link._status_words(),
        }

    @api.model
    def turn_done(self, at, stock_at):
        """Note that all was read.

        :param str at: the time by the distant clock; not kept: pages compare with ours
        :param str stock_at: when the stock began to be read, by the same clock; None where no
            stock was told
        """
        link = self._of_account()
        now = fields.Datetime.now()
        values = {"done_at": now, "failed_at": False, "failed_words": False}
        if stock_at:
            # The two clocks may differ: what counts is how long ago it was by the distant one.
            ago = fields.Datetime.to_datetime(at) - fields.Datetime.to_datetime(stock_at)
            values["stock_at"] = now - max(ago, timedelta())
        link.write(values)
        return True

    @api.model
    def turn_failed(self, words):
        """Note why a turn did not come to its end."""
        link = self._of_account()
        link.write({"failed_at": fields.Datetime.now(), "failed_words": str(words)[:1000]})
        return True

    @api.model
    def pushed(self, key, ref):
        """Hear that an asked product was made at the distant server, under `ref`."""
        link = self._of_account()
        product = link._asked_products().filtered(lambda each: KEY % each.id == key)
        if product and not link._records("product", [ref]):
            # What it is there is read by the next turn.
            link.env["coop.vracoop.record"].create(
                {"link_id": link.id, "kind": "product", "ref": ref, "res_id": product.id, "row": {}}
            )
        return bool(product)

    def _asked_products(self):
        """Return the products made here that were asked for, and never were known to be there."""
        asked = self._all_asked_products()
        records = self.env["coop.vracoop.record"].search_fetch(
            [
                ("link_id", "=", self.id),
                ("kind", "=", "product"),
                ("res_id", "in", asked.ids),
            ],
            ["res_id"],
        )
        # One that was deleted there was made all the same: it is asked for once.
        return asked - asked.browse(records.mapped("res_id"))

    def _all_asked_products(self):
        return self.env["product.product"].search(
            [
                ("coop_vracoop_asked_on", "!=", False),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        )

    @api.model
    def _of_account(self):
        """Return the link of the account that calls, in the coop's language.

        :raises AccessError: when the account has not the right of the link
        """
        if not self.env.user.has_group("coop_vracoop_link.group_link"):
            raise AccessError(self.env._("This account has not the right “Link to the Vracoop”."))
        company = self.env.company
        # sudo: the account has no right but the methods of this model, which write what the
        # distant server tells wherever it belongs.
        links_sudo = self.sudo().with_context(
            lang=company.sudo().partner_id.lang or self.env.lang, **QUIET
        )
        return links_sudo.search([("company_id", "=", company.id)])

    def _counts(self):
        """Return how many rows of each kind are known, those left out included."""
        counts = dict.fromkeys((kind for kind, _name in KINDS), 0)
        known = self.env["coop.vracoop.record"]._read_group(
            [("link_id", "=", self.id), ("gone", "=", False)], ["kind"], ["__count"]
        )
        counts.update(known)
        for kind in counts:
            counts[kind] += len(self._rejected_unknown(kind))
        return counts

    def _rejected_unknown(self, kind):
        """Return the refs that were left out and are not known from an earlier time."""
        rejected = self._rejections(kind).mapped("ref")
        known = self._records(kind, rejected)
        return {ref for ref in rejected if ref not in known or known[ref].gone}

    def _records(self, kind, refs=None):
        """Return ``{ref: coop.vracoop.record}`` of a kind."""
        domain = [("link_id", "=", self.id), ("kind", "=", kind)]
        if refs is not None:
            domain.append(("ref", "in", list(refs)))
        found = self.env["coop.vracoop.record"].search(domain)
        return {record.ref: record for record in found}

    def _records_telling(self, kind, key, values):
        """Return the records of a kind, those gone left out, whose row tells one of some values.

        :param str key: one of those in the indexes of `coop.vracoop.record`
        """
        records = self.env["coop.vracoop.record"]
        records.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM coop_vracoop_record WHERE link_id = %s AND kind = %s"
                " AND gone IS NOT TRUE AND row->>%s = ANY(%s)",
                self.id,
                kind,
                key,
                list(values),
            )
        )
        return records.browse([id_ for (id_,) in rows])

    def _linked(self, kind, ids=None):
        """Return which ids of records here are linked ones; of `ids`, or all."""
        domain = [("link_id", "=", self.id), ("kind", "=", kind), ("gone", "=", False)]
        if ids is not None:
            domain.append(("res_id", "in", ids))
        return set(
            self.env["coop.vracoop.record"].search_fetch(domain, ["res_id"]).mapped("res_id")
        )

    def _here(self, kind, refs):
        """Return ``{ref: record here}`` of those refs of a kind that are known and exist."""
        records = self._records(kind, [ref for ref in refs if ref])
        here = {record.id: record for record in self._union(records.values())._here()}
        return {ref: here[rec.res_id] for ref, rec in records.items() if rec.res_id in here}

    def _union(self, records):
        return self.env["coop.vracoop.record"].union(*records)

    # --- buttons

    def action_use_member_rule(self):
        """Have the coop's members be those of the distant server."""
        self.company_id.coop_member_domain = MEMBER_DOMAIN

    def action_read_again(self):
        """Have the next turn read everything again, and write it anew; what is known stays."""
        self._read_anew()
        self._write_anew()

    def action_open_rejections(self):
        """Open what was left out."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_vracoop_link.coop_vracoop_rejection_action"
        )
        return {**action, "domain": [("link_id", "in", self.ids)]}
