"""What a member looks at before going shopping: the stock page and its feed."""

import re

from coop.bench.contest import Contender, compete, floor_of, latency_row
from coop.bench.figures import Row, median
from coop.errors import Stop

TURNS = {"demo": 30, "real": 100}
OURS_SHOWN = re.compile(rb'data-id="\d+"')
THEIRS_SHOWN = re.compile(rb'class="[^"]*oe_product_cart[^"]*"')
GZIP = {"Accept-Encoding": "gzip"}


def measure(arena):
    """Return rows: the whole page and per product shown, beside Odoo's shop; the feed."""
    coop, shop = arena.coop, arena.shop
    size, floor = arena.size, floor_of(coop)
    shown = {}

    def page(side, path, pattern):
        def ask(turn):
            answer = side.regular(turn).get(path)
            shown[path] = len(pattern.findall(answer.body))
            return answer

        return ask

    us = Contender("/stock", coop, page(coop, "/stock", OURS_SHOWN))
    peer = Contender("website_sale's /shop", shop, page(shop, "/shop", THEIRS_SHOWN))
    compete("the stock page", TURNS[size], us, peer, floor)
    if not all(shown.values()):
        raise Stop(f"Products shown: {shown}. A page without any says nothing.")
    note = f"; {shown['/stock']} products, the peer {shown['/shop']}"
    rows = [latency_row("stock page", size, us, peer, floor, note)]
    rows.append(
        Row(
            name="stock page, per product shown",
            size=size,
            unit="ms",
            ours=median(us.ms) / shown["/stock"],
            peer_name=peer.name,
            peer=median(peer.ms) / shown["/shop"],
            note="wanted: the peer takes at least 3 times as long",
        )
    )
    return [*rows, *feed_rows(coop, peer, shown["/shop"], size)]


def feed_rows(coop, peer, peer_shows, size):
    """Return the rows of the feed: all of it, per product, and unchanged."""
    visitor = coop.regular(0)
    first = visitor.get("/stock/feed")
    told = len(first.json()["products"])
    tag = first.headers["ETag"]
    whole = Contender(
        "/stock/feed", coop, lambda turn: coop.regular(turn).get("/stock/feed", headers=GZIP)
    )
    unchanged = Contender(
        "/stock/feed, unchanged",
        coop,
        lambda turn: coop.regular(turn).get("/stock/feed", headers={"If-None-Match": tag}),
        expected=304,
    )
    floor = floor_of(coop)
    compete("the feed", TURNS[size], whole, unchanged, floor)
    rows = []
    for name, contender, note in (
        ("stock feed", whole, f"; {told} products"),
        ("stock feed, unchanged (304)", unchanged, "; wanted: under 3 times the floor"),
    ):
        rows.append(latency_row(name, size, contender, floor, floor, note))
    rows.append(
        Row(
            name="stock feed, per product",
            size=size,
            unit="ms",
            ours=median(whole.ms) / told,
            peer_name=peer.name,
            peer=median(peer.ms) / peer_shows,
            note="wanted: the peer takes at least 3 times as long",
        )
    )
    return rows
