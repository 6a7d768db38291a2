import ast
import logging
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.base.models.res_partner import _tz_get

from ..tools.colours import readable_on_white

_logger = logging.getLogger(__name__)

# Everyone with an active account, or a member number.
DEFAULT_MEMBER_DOMAIN = (
    "['|', ('user_ids.active', '=', True), '&', ('ref', '!=', False), ('is_company', '=', False)]"
)
# An address from which so many mails came back rests, until its owner says otherwise.
BOUNCES_TO_REST = 3
# A stock that comes from elsewhere is renewed every few minutes.
STOCK_IS_LATE = timedelta(minutes=30)


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "coop.till.price.cause"]
    _coop_price_fields = frozenset(
        {
            "account_price_include",
            "coop_till_id",
            "currency_id",
            "tax_calculation_rounding_method",
        }
    )

    coop_member_domain = fields.Char(
        groups="base.group_user",
        string="Who is a member",
        default=DEFAULT_MEMBER_DOMAIN,
        help="The contacts that are members of the coop: they propose, vote and comment.",
    )
    coop_member_number_field = fields.Selection(
        selection="_selection_coop_member_number_field",
        groups="base.group_user",
        string="Member number",
        default="ref",
        required=True,
        help="The field of the contact that holds the number which members know.",
    )
    coop_tz = fields.Selection(
        _tz_get, string="Time zone of the shop", default="Europe/Paris", required=True
    )
    coop_shop_readers = fields.Selection(
        [("everyone", "Everyone"), ("members", "Members only")],
        string="Who sees the stock",
        default="everyone",
        required=True,
        help="Who may look at the stock page and the product pages.",
    )
    coop_stock_shown = fields.Selection(
        [("figures", "Exact figures"), ("levels", "Levels only")],
        string="What the stock page tells",
        default="figures",
        required=True,
        help="“only 3 left”, or nothing but “in the shop”, “soon sold out” and “sold out”.",
    )
    coop_till_id = fields.Many2one(
        "pos.config",
        string="Till whose prices are shown",
        domain="[('company_id', '=', id)]",
        help="The shop's first till if none is chosen.",
    )
    coop_reviews = fields.Boolean(
        string="Members review products",
        default=True,
        help="Stars and words on the page of a product.",
    )
    coop_reviews_bought = fields.Boolean(
        string="Say who has bought it",
        groups="base.group_user",
        help="« bought » stands beside a review where the till knows that the household did.",
    )
    coop_member_link_ids = fields.One2many(
        "coop.member.link", "company_id", string="Links in the member space"
    )

    @api.model
    def _selection_coop_member_number_field(self):
        """Return the fields of contacts in which a number can stand, as ``[(name, words)]``."""
        described = self.env["res.partner"].fields_get(
            attributes=["string", "type", "store", "related"]
        )
        return sorted(
            (
                (name, f"{about['string']} ({name})")
                for name, about in described.items()
                if about["type"] in ("char", "integer")
                and about.get("store")
                and not about.get("related")
                and name != "id"
            ),
            key=lambda choice: choice[1],
        )

    @api.constrains("coop_member_domain")
    def _check_coop_member_domain(self):
        for company in self:
            try:
                self.env["res.partner"].sudo().search(company._coop_parse_member_domain(), limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._("“Who is a member” cannot be understood: %s", error)
                ) from error

    def _coop_parse_member_domain(self):
        """Return the domain of the coop's members; archived contacts and shop accounts left out.

        :raises ValueError: when the setting is no domain
        """
        self.ensure_one()
        # sudo: it tells what the coop notes of people; members are judged by it, unread.
        source = self.sudo().coop_member_domain or DEFAULT_MEMBER_DOMAIN
        try:
            domain = Domain(ast.literal_eval(source))
            domain.validate(self.env["res.partner"])
        except (SyntaxError, TypeError) as error:
            raise ValueError(str(error)) from error
        # The computer in the shop is nobody, whatever the coop's rule says.
        shop_account = [("group_ids", "in", self.env.ref("coop_stock.group_shop_account").ids)]
        return domain & Domain("active", "=", True) & ~Domain("user_ids", "any", shop_account)

    def _coop_member_domain(self):
        """Return the domain of the coop's members; nobody's when the setting is broken.

        A field of the domain can go with the addon that brought it. Pages must then still
        answer, and a rule that cannot be read lets nobody in.
        """
        try:
            return self._coop_parse_member_domain()
        except ValueError:
            _logger.warning("The member rule of company %s cannot be read", self.id)
            return Domain.FALSE

    def _coop_written_to_domain(self):
        """Return the domain of the members whom mails reach: an address that does not rest."""
        return (
            self._coop_member_domain()
            & Domain("email", "!=", False)
            & Domain("message_bounce", "<", BOUNCES_TO_REST)
        )

    def _coop_shop_is_open_to(self, user):
        """Whether an account, or the visitors' one, may look at the stock and the products."""
        self.ensure_one()
        return (
            self.coop_shop_readers == "everyone"
            or user._coop_is_volunteer()
            or user.partner_id._coop_is_member()
        )

    def _coop_now(self):
        """Return the present time in the shop's time zone, aware."""
        self.ensure_one()
        return pytz.utc.localize(fields.Datetime.now()).astimezone(pytz.timezone(self.coop_tz))

    def _coop_today(self):
        """Return today's date in the shop's time zone."""
        return self._coop_now().date()

    def _coop_local(self, moment):
        """Return a naive UTC datetime, as Odoo stores it, in the shop's time zone."""
        self.ensure_one()
        return pytz.utc.localize(moment).astimezone(pytz.timezone(self.coop_tz))

    def _coop_clock(self, moment):
        """Return the time of a naive UTC datetime in the shop, as one says it: « 14 h 10 »."""
        local = self._coop_local(moment)
        return self.env._("%(hour)s:%(minute)s", hour=local.hour, minute=f"{local.minute:02}")

    def _coop_at_words(self, moment):
        """Return when something was, a naive UTC datetime: « à 14 h 10 », « le 22/11/2026 »."""
        day = self._coop_local(moment).date()
        if day == self._coop_today():
            return self.env._("at %(time)s", time=self._coop_clock(moment))
        return self.env._("on %(day)s", day=format_date(self.env, day))

    def _coop_since_words(self, moment):
        """Return since when something is: « depuis 14 h 10 », « depuis le 22/11/2026 »."""
        day = self._coop_local(moment).date()
        if day == self._coop_today():
            return self.env._("since %(time)s", time=self._coop_clock(moment))
        return self.env._("since %(day)s", day=format_date(self.env, day))

    def _coop_stock_known_at(self):
        """Return of when the stock shown is, naive UTC; False where it is read live.

        Addons whose stock comes from elsewhere say so by extending this method.
        """
        self.ensure_one()
        return False

    def _coop_stock_time_words(self):
        """Return of when the stock shown is: « à 14 h 10 », « stock d'il y a 4 minutes »."""
        return self._coop_stock_age_words() or self._coop_at_words(fields.Datetime.now())

    def _coop_stock_age_words(self):
        """Return how old the stock shown is; "" where it is read live."""
        known_at = self._coop_stock_known_at()
        if not known_at:
            return ""
        minutes = max(0, int((fields.Datetime.now() - known_at).total_seconds() // 60))
        if minutes < 1:
            return self.env._("stock of this minute")
        if minutes == 1:
            return self.env._("stock of 1 minute ago")
        if minutes < 60:
            return self.env._("stock of %s minutes ago", minutes)
        return self.env._(
            "stock of %(day)s at %(time)s",
            day=format_date(self.env, self._coop_local(known_at).date()),
            time=self._coop_clock(known_at),
        )

    def _coop_stock_late_words(self):
        """Return the warning that the stock shown has not been renewed for long; "" else."""
        known_at = self._coop_stock_known_at()
        if not known_at or fields.Datetime.now() - known_at <= STOCK_IS_LATE:
            return ""
        return self.env._(
            "No news from the shop %s: prices and quantities may have changed since.",
            self._coop_since_words(known_at),
        )

    @api.model
    def _coop_stock_health(self):
        """Return how old the stock is that comes from elsewhere, in the words of the health check.

        :return: ``{"status", "minutes"}`` of the company whose stock is the oldest: `status` is
            "warn" once the pages say that it is late, "pass" otherwise; never "fail", as a coop
            that brings files by hand does so when it can; empty where every stock is read live
        """
        known = [moment for each in self.search([]) if (moment := each._coop_stock_known_at())]
        if not known:
            return {}
        age = fields.Datetime.now() - min(known)
        return {
            "status": "warn" if age > STOCK_IS_LATE else "pass",
            "minutes": int(age.total_seconds() // 60),
        }

    def _coop_day_start_utc(self, day):
        """Return when a day of the shop begins, as a naive UTC datetime."""
        zone = pytz.timezone(self.coop_tz)
        start = zone.localize(datetime.combine(day, time.min))
        return start.astimezone(pytz.utc).replace(tzinfo=None)

    def _coop_colour(self):
        """Return the coop's colour as ``#rrggbb``, dark enough to read on white."""
        return readable_on_white(self.primary_color)

    def _coop_shop_warehouse(self):
        """Return the warehouse that is the shop: the one a visitor chose, else the first.

        The choice comes as `coop_warehouse_id` in the context; another company's is none.
        """
        # sudo: members and visitors may not read warehouses.
        company_sudo = self.sudo()
        if wanted := self.env.context.get("coop_warehouse_id"):
            chosen = company_sudo._coop_shops().filtered(lambda shop: shop.id == wanted)
            if chosen:
                return chosen
        return company_sudo._coop_warehouses(limit=1)

    def _coop_warehouses(self, limit=None):
        return self.env["stock.warehouse"].search([("company_id", "=", self.id)], limit=limit)

    def _coop_shops(self):
        """Return the company's shops: its first warehouse, and the others that tills sell from."""
        self.ensure_one()
        warehouses = self._coop_warehouses()
        tills = self.env["pos.config"].search([("company_id", "=", self.id)])
        return warehouses[:1] | (warehouses & tills.picking_type_id.warehouse_id)
