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
    whole = {**ours, "domain": []}
    rows = []
    for name, asked, (model, title) in (
        ("team's list: to decide, ranked", ours, PEERS[0]),
        ("team's list: to decide, ranked (2)", ours, PEERS[1]),
        ("team's list: all, ranked", whole, PEERS[0]),
    ):
        us = Contender("team's list", coop, listing(team, "coop.suggestion", asked))
        theirs = as_opened(team, model)
        peer = Contender(title, coop, listing(team, model, theirs))
        floor = floor_of(coop)
        lengths = [
            listing(team, of, what)(0).json()["result"]["length"]
            for of, what in (("coop.suggestion", asked), (model, theirs))
        ]
        compete(name, TURNS[arena.size], us, peer, floor)
        note = f"; {min(PAGE, lengths[0])} of {lengths[0]} rows beside {PAGE} of {lengths[1]}"
        rows.append(latency_row(name, arena.size, us, peer, floor, note))
    return rows


def listing(visitor, model, asked):
    """Return a function of the turn that reads the first page of a list."""

    def ask(turn):
        answer = visitor.call_method(model, "web_search_read", **asked)
        if "error" in answer.json():
            raise Stop(f"{model} cannot be listed: {answer.json()['error']['data']['message']}")
        return answer

    return ask


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
