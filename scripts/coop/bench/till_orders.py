"""What our addons cost the till: orders rung up with them and without."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from coop.bench.figures import Row, median, percentile

ORDERS = 100
PRODUCTS = 60
LINES = 5
# Each side rings up in turn, so that whatever else the machine does hits both.
TURNS = {"demo": 2, "real": 4}


def measure(arena):
    """Return the row of 100 orders, each sent as the till's screen does, stock moved at once."""
    ours, peer = [], []
    for turn in range(TURNS[arena.size]):
        sides = ((arena.fitted, ours), (arena.plain, peer))
        for side, times in sides if turn % 2 else reversed(sides):
            times += side.call("coop.bench.till_orders:ring_up")
    more = 100 * (median(ours) / median(peer) - 1)
    return [
        Row(
            name=f"{ORDERS} till orders",
            size=arena.size,
            unit="ms an order",
            ours=median(ours),
            peer_name="without our addons",
            peer=median(peer),
            p95=percentile(ours, 0.95),
            note=f"{more:+.1f} % with our addons; {LINES} lines an order, {len(ours)} orders each",
        )
    ]


def ring_up(env, path):
    """Ring up orders at a till of the benchmark's own; runs inside Odoo.

    Write the times of each, in ms, to `path` (JSON).
    """
    # Odoo's own user may not open a till.
    env = env(user=env.ref("base.user_admin").id)
    session = _session(env)
    products = _products(env)
    way = session.payment_method_ids.filtered(lambda way: not way.is_cash_count)[:1]
    found = []
    for number in range(ORDERS + 1):
        order = _order(session, products, way, number)
        env.invalidate_all()
        start = time.perf_counter()
        env["pos.order"].sync_from_ui([order])
        env.cr.commit()
        if number:  # the first one fills caches
            found.append((time.perf_counter() - start) * 1000)
    Path(path).write_text(json.dumps(found))


def _session(env):
    from coop.demo import till

    session = env["pos.session"].search([("state", "=", "opened")], limit=1)
    if not session:
        config = till.create(env, 1)
        config.open_ui()
        session = config.current_session_id
        session.set_opening_control(0, "")
        env.cr.commit()
    return session


def _products(env):
    products = env["product.product"].search([("name", "=like", "Bench till %")], order="id")
    if not products:
        products = products.create(
            [
                {
                    "name": f"Bench till {number}",
                    "available_in_pos": True,
                    "is_storable": True,
                    "list_price": 2.0,
                    "taxes_id": False,
                }
                for number in range(PRODUCTS)
            ]
        )
        env.cr.commit()
    return products


def _order(session, products, way, number):
    """Return a paid order as the till's screen sends it."""
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    stamp = time.time_ns()
    total = 2.0 * LINES
    return {
        "uuid": f"bench-{stamp}",
        "state": "paid",
        "session_id": session.id,
        "company_id": session.company_id.id,
        "user_id": session.user_id.id,
        "partner_id": False,
        "date_order": moment,
        "fiscal_position_id": False,
        "pricelist_id": False,
        "to_invoice": False,
        "amount_paid": total,
        "amount_total": total,
        "amount_tax": 0.0,
        "amount_return": 0.0,
        "lines": [
            (
                0,
                0,
                {
                    "uuid": f"bench-{stamp}-{place}",
                    "product_id": products[(number + place) % len(products)].id,
                    "full_product_name": "Bench",
                    "qty": 1,
                    "price_unit": 2.0,
                    "discount": 0,
                    "price_subtotal": 2.0,
                    "price_subtotal_incl": 2.0,
                    "tax_ids": [(6, 0, [])],
                    "pack_lot_ids": [],
                },
            )
            for place in range(LINES)
        ],
        "payment_ids": [
            (
                0,
                0,
                {
                    "uuid": f"bench-{stamp}-paid",
                    "amount": total,
                    "name": moment,
                    "payment_method_id": way.id,
                },
            )
        ],
    }
