"""The meeting's screen, beside Odoo's own product form in the same database."""

from itertools import cycle
from xml.etree import ElementTree

from coop.bench.arena import TEAM
from coop.bench.contest import Contender, compete, floor_of, latency_row
from coop.bench.team_list import read_as
from coop.errors import Stop

TURNS = {"demo": 20, "real": 60}


def measure(arena):
    """Return the row of the meeting's next suggestion: each of the agenda in turn."""
    coop = arena.coop
    team = coop.named(TEAM)
    meeting, lines = draft_meeting(team)
    turns = cycle(lines)
    page = Contender(
        "/suggestions/meetings",
        coop,
        lambda turn: team.get(f"/suggestions/meetings/{meeting}", line=next(turns)),
    )
    products = call(team, "product.template", "search", [("sale_ok", "=", True)], limit=len(lines))
    forms = cycle(products)
    asked = form_fields(team, "product.template")
    peer = Contender(
        "Odoo's product form",
        coop,
        lambda turn: team.call_method(
            "product.template", "web_read", [next(forms)], specification=asked
        ),
    )
    floor = floor_of(coop)
    compete("the meeting's next suggestion", TURNS[arena.size], page, peer, floor)
    note = f"; {len(lines)} on the agenda, each in turn"
    return [latency_row("meeting: next suggestion", arena.size, page, peer, floor, note)]


def draft_meeting(team):
    """Return (meeting, its lines): the demo's next one, its agenda filled."""
    [meeting] = call(
        team,
        "coop.review.meeting",
        "search_read",
        [("state", "=", "draft")],
        ["line_ids"],
        order="id desc",
        limit=1,
    )
    return meeting["id"], meeting["line_ids"]


def form_fields(team, model):
    """Return what the web client asks of a record that a form opens."""
    views = call(team, model, "get_views", views=[[False, "form"]])
    fields = views["models"][model]["fields"]
    # What Odoo itself made of its views a moment ago, on loopback.
    tree = ElementTree.fromstring(views["views"]["form"]["arch"])  # noqa: S314
    own = [node for node in tree.iter("field") if node.get("name") in fields]
    return {node.get("name"): read_as(fields[node.get("name")]) for node in own}


def call(team, model, method, *args, **kwargs):
    """Return what a method answers; raise Stop where Odoo answers with an error."""
    answer = team.call_method(model, method, *args, **kwargs).json()
    if "error" in answer:
        raise Stop(f"{model}.{method} is refused: {str(answer['error'])[:500]}")
    return answer["result"]
