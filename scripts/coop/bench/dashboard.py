"""The dashboard of suggestions, beside Odoo's own analysis of till orders in the same database."""

from coop.bench.arena import TEAM
from coop.bench.contest import Contender, compete, floor_of, latency_row
from coop.errors import Stop

TURNS = {"demo": 20, "real": 50}
MONTHS = 24


def measure(arena):
    """Return rows: the dashboard and its PDF, beside Odoo's orders by month as its graph asks."""
    coop = arena.coop
    team = coop.named(TEAM)
    page = Contender(
        "/suggestions/dashboard",
        coop,
        lambda turn: team.get("/suggestions/dashboard", months=MONTHS),
    )
    paper = Contender(
        "/suggestions/dashboard.pdf",
        coop,
        lambda turn: team.get("/suggestions/dashboard.pdf", months=MONTHS),
    )
    peer = Contender("Odoo's till orders by month", coop, lambda turn: orders_by_month(team))
    floor = floor_of(coop)
    compete("the dashboard", TURNS[arena.size], page, paper, peer, floor)
    return [
        latency_row("dashboard", arena.size, page, peer, floor),
        latency_row("dashboard, as PDF", arena.size, paper, peer, floor),
    ]


def orders_by_month(visitor):
    """Read what Odoo's graph and pivot of till orders show; raise Stop where it is refused."""
    answer = visitor.call_method(
        "report.pos.order",
        "formatted_read_group",
        [],
        ["date:month"],
        ["price_total:sum", "order_id:count_distinct", "product_qty:sum", "__count"],
        context={"lang": "fr_FR", "tz": "Europe/Paris"},
    )
    if b'"error":' in answer.body[:60]:
        raise Stop(f"Odoo's till orders cannot be read: {answer.body[:500]!r}")
    return answer
