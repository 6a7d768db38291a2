"""The purchasing team's list in the back office, beside Odoo's own lists in the same database."""

import ast
from xml.etree import ElementTree

from coop.bench.arena import TEAM
from coop.bench.contest import Contender, compete, floor_of, latency_row
from coop.errors import Stop

TURNS = {"demo": 20, "real": 100}
# As the web client asks for the first page of a list.
PAGE = 80
MOST_COUNTED = 10_001
PEERS = (("pos.order", "Odoo's list of till orders"), ("product.template", "Odoo's products"))


def measure(arena):
    """Return rows: the ranked list as the team opens it, beside each of Odoo's lists."""
    coop = arena.coop
    team = coop.named(TEAM)
    ours = as_opened(team, "coop.suggestion", "to_decide")
    lists = [
        List(team, "team's list", "coop.suggestion", ours),
        List(team, "team's list, all", "coop.suggestion", {**ours, "domain": []}),
        *(List(team, title, model, as_opened(team, model)) for model, title in PEERS),
    ]
    contenders = [Contender(each.title, coop, each.read) for each in lists]
    floor = floor_of(coop)
    compete("team's list", TURNS[arena.size], *contenders, floor)
    pairs = (
        ("team's list: to decide, ranked", 0, 2),
        ("team's list: to decide, beside products", 0, 3),
        ("team's list: all, ranked", 1, 2),
    )
    return [
        latency_row(
            name,
            arena.size,
            contenders[us],
            contenders[peer],
            floor,
            f"; {lists[us].length()} rows beside {lists[peer].length()}",
        )
        for name, us, peer in pairs
    ]


class List:
    """A list in the back office, read as the web client reads its first page."""

    def __init__(self, visitor, title, model, asked):
        self.title = title
        self._visitor = visitor
        self._model = model
        self._asked = asked

    def read(self, turn=0):
        """Read the first page; raise Stop where Odoo answers with an error."""
        answer = self._visitor.call_method(self._model, "web_search_read", **self._asked)
        if b'"error":' in answer.body[:60]:
            raise Stop(f"{self._model} cannot be listed: {answer.body[:500]!r}")
        return answer

    def length(self):
        """Return in words how many rows the page shows, of how many."""
        result = self.read().json()["result"]
        return f"{len(result['records'])} of {result['length']}"


def as_opened(visitor, model, chosen_filter=None):
    """Return what the web client asks of a model's list when it opens: fields, filter, order.

    Optional columns are asked for, shown or not, as the client does.
    """
    views = visitor.call_method(
        model, "get_views", views=[[False, "list"], [False, "search"]], options={"toolbar": True}
    ).json()["result"]
    fields = views["models"][model]["fields"]
    # What Odoo itself made of its views a moment ago, on loopback.
    tree = ElementTree.fromstring(views["views"]["list"]["arch"])  # noqa: S314
    search = ElementTree.fromstring(views["views"]["search"]["arch"])  # noqa: S314
    domain = []
    if chosen_filter:
        [found] = search.findall(f".//filter[@name='{chosen_filter}']")
        domain = ast.literal_eval(found.get("domain"))
    columns = [node.get("name") for node in tree.iter("field")]
    return {
        "domain": domain,
        "specification": {name: read_as(fields[name]) for name in columns},
        "order": ordered(tree.get("default_order", "")),
        "limit": PAGE,
        "offset": 0,
        "count_limit": MOST_COUNTED,
        "context": {"lang": "fr_FR", "tz": "Europe/Paris", "bin_size": True},
    }


def read_as(field):
    """Return how the web client asks for a field in a list."""
    if field["type"] in ("many2one", "reference"):
        return {"fields": {"display_name": {}}}
    if field["type"] in ("one2many", "many2many"):
        return {"fields": {"display_name": {}}}
    return {}


def ordered(default_order):
    """Return a view's `default_order` with its directions spelled out, as the client does.

    >>> ordered("rank, id desc")
    'rank ASC, id DESC'
    """
    parts = [part.split() for part in default_order.split(",") if part.strip()]
    return ", ".join(f"{name} {(*rest, 'asc')[0].upper()}" for name, *rest in parts)
