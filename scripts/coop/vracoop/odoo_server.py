"""An Odoo server, whatever its version: its questions and answers, over JSON-RPC."""

import urllib.request
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar

import odoorpc.error

from coop.vracoop import troubles, versions
from coop.vracoop.login import log_in

# Rows kept in memory at once.
PAGE = 5000
# What is asked of a field.
DESCRIBED = ("type", "relation", "selection", "required", "searchable")


class OdooServer:
    """Questions to an Odoo; all of them only read, and may be repeated.

    Each is asked again where the way may be at fault, see `troubles.again`; what the server
    refuses is raised as it comes.
    """

    def __init__(self, url, database, login, password, timeout=120):
        self._url = url
        self._account = database, login, password
        self._timeout = timeout
        self._meter = _Meter()
        self._odoo = None
        self._described = {}
        self._lang = None

    @property
    def requests(self):
        """How many questions were asked."""
        return self._meter.requests

    @property
    def bytes(self):
        """How many bytes were answered."""
        return self._meter.bytes

    def connect(self):
        """Log in.

        :raises Stop: where that is refused
        :raises Unreachable: where there is no answer
        """
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), self._meter
        )
        self._odoo = log_in(troubles.DISTANT, self._url, self._account, self._timeout, opener)
        self._described.clear()
        codes = [code for code, _name in self.call("res.lang", "get_installed")]
        french = [code for code in codes if code.startswith("fr")]
        self._lang = "fr_FR" if "fr_FR" in french else (french or codes or [None])[0]

    @property
    def version(self):
        """What the server says of itself, such as ``14.0``."""
        return self._odoo.version

    def companies(self):
        """Return the names of the companies that the account may see, archived ones left out."""
        [user] = self.rows("res.users", [("id", "=", self._odoo.env.uid)], ["company_ids"])
        domain = [("id", "in", user["company_ids"])]
        if "active" in self.fields("res.company"):
            domain.append(("active", "=", True))
        return [company["name"] for company in self.rows("res.company", domain, ["name"])]

    def now(self):
        """Return the server's clock, ``YYYY-MM-DD HH:MM:SS`` in UTC; needs no right."""
        troubles.again(lambda: self._odoo.json("/web/webclient/version_info", {}), troubles.DISTANT)
        told = self._meter.date
        moment = parsedate_to_datetime(told) if told else datetime.now(UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")

    # --- questions

    def call(self, model, method, *args, context=None, **keywords):
        """Return what a public method answers, asked again if need be; archived records count."""
        return troubles.again(
            lambda: self.call_once(model, method, *args, context=context, **keywords),
            troubles.DISTANT,
        )

    def call_once(self, model, method, *args, context=None, **keywords):
        """As `call`, for what must not be done twice."""
        context = {"active_test": False, **(context or {})}
        if self._lang:
            context["lang"] = self._lang
        return self._odoo.execute_kw(model, method, list(args), {**keywords, "context": context})

    def fields(self, model):
        """Return the names of a model's fields; none where it is not there or not readable."""
        return set(self.described(model))

    def described(self, model):
        """Return {field: {type, relation, selection, required, searchable}} of a model."""
        if model not in self._described:
            try:
                found = self.call(model, "fields_get", [], attributes=list(DESCRIBED))
            except odoorpc.error.RPCError as error:
                if not (is_denied(error) or is_not_there(error, model)):
                    raise
                found = {}
            self._described[model] = found
        return self._described[model]

    def rows(self, model, domain, fields, limit=None, order="id", context=None):
        """Return records, a dict each; ids come with all of them."""
        return self.call(
            model,
            "search_read",
            _plain(domain),
            list(fields),
            context=context,
            **{key: value for key, value in (("limit", limit), ("order", order)) if value},
        )

    def all_rows(self, model, domain, fields):
        """Yield records, however many, some thousand a question."""
        last = 0
        while True:
            page = self.rows(model, [*domain, ("id", ">", last)], fields, limit=PAGE)
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1]["id"]

    def ids(self, model, domain, **keywords):
        """Return the ids of records."""
        return self.call(model, "search", _plain(domain), **keywords)

    def how_many(self, model, domain):
        """Return how many records there are."""
        return self.call(model, "search_count", _plain(domain))

    def sums(self, model, domain, fields=()):
        """Return {product id: [sum of each field]} of records with a `product_id`."""
        domain = _plain(domain)
        if versions.groups_method(self.version) == "read_group":
            groups = self.call(
                model, "read_group", domain, ["product_id", *fields], ["product_id"], lazy=False
            )
            keys = fields
        else:
            keys = [f"{name}:sum" for name in fields]
            groups = self.call(model, "formatted_read_group", domain, ["product_id"], keys)
        return {
            group["product_id"][0]: [group[key] or 0.0 for key in keys]
            for group in groups
            if group["product_id"]
        }

    def names(self, model, ids):
        """Return {id: name shown} of records."""
        if not ids:
            return {}
        found = self.rows(model, [("id", "in", sorted(ids))], ["display_name"])
        return {row["id"]: row["display_name"] for row in found}


def any_of(conditions):
    """Return the domain of what fits one of some conditions at least."""
    return ["|"] * (len(conditions) - 1) + list(conditions)


def is_denied(error):
    """Tell whether Odoo's error is a right that is missing."""
    return "AccessError" in _name(error)


def is_not_there(error, model):
    """Tell whether Odoo's error is that it has no such model."""
    return _name(error).endswith(("KeyError", "UserError")) and model in str(error)


def _name(error):
    told = error.info if isinstance(error.info, dict) else {}
    return (told.get("data") or {}).get("name") or ""


def _plain(domain):
    # JSON has no tuples, and neither should what is logged.
    return [term if isinstance(term, str) else list(term) for term in domain]


class _Meter(urllib.request.BaseHandler):
    """Counts what goes over the wire, and notes the server's clock."""

    def __init__(self):
        self.requests = 0
        self.bytes = 0
        self.date = None

    def http_request(self, request):
        self.requests += 1
        return request

    def http_response(self, request, response):
        self.bytes += int(response.headers.get("Content-Length") or 0)
        self.date = response.headers.get("Date")
        return response

    https_request = http_request
    https_response = http_response
