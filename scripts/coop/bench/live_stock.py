"""The live stock of everything that the tills sell, beside Odoo's own figure."""

import json
import time
from pathlib import Path

from coop.bench.figures import Row, median, percentile

TIMES = {"demo": 30, "real": 50}
# Odoo's own reading of everything takes seconds.
PEER_TIMES = 3


def measure(arena):
    """Return the row of all live stock, levels included, read from an empty cache."""
    told = arena.coop.call("coop.bench.live_stock:read", times=TIMES[arena.size])
    return [
        Row(
            name=f"live stock of all {told['products']} products",
            size=arena.size,
            unit="ms",
            ours=median(told["ours"]),
            peer_name="Odoo's qty_available",
            peer=median(told["peer"]),
            p95=percentile(told["ours"], 0.95),
            note=f"{told['queries']} queries, levels and deliveries too; under 100 ms wanted",
        )
    ]


def read(env, path, times):
    """Read all live stock `times` times; runs inside Odoo. Write the times, in ms, to `path`."""
    stock = env["coop.live.stock"]
    warehouse = env.company._coop_shop_warehouse()
    ids = list(stock._coop_read())
    before = env.cr.sql_log_count
    env.invalidate_all()
    stock._coop_read()
    queries = env.cr.sql_log_count - before
    products = env["product.product"].with_context(warehouse_id=warehouse.id).browse(ids)

    def timed(act, count):
        found = []
        for _turn in range(count):
            env.invalidate_all()
            start = time.perf_counter()
            act()
            found.append((time.perf_counter() - start) * 1000)
        return found

    told = {
        "ours": timed(stock._coop_read, times),
        "peer": timed(lambda: products.mapped("qty_available"), PEER_TIMES),
        "products": len(ids),
        "queries": queries,
    }
    Path(path).write_text(json.dumps(told))
