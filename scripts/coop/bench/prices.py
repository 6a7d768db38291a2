"""Till prices: what a price change costs the one who imports it, and what reading them costs."""

import json
import time
from pathlib import Path

from coop.bench.figures import Row, median, percentile

COUNT = 1000
# Each side imports in turn, so that whatever else the machine does hits both.
TURNS = {"demo": 2, "real": 4}
# In each turn, one process of Odoo imports that often.
IMPORTS = 4
READS = {"demo": 50, "real": 200}


def measure(arena):
    """Return rows: 1,000 changed prices imported with and without us; all prices read."""
    ours, peer = [], []
    for turn in range(TURNS[arena.size]):
        sides = ((arena.coop, ours), (arena.plain, peer))
        for side, times in sides if turn % 2 else reversed(sides):
            times += side.call("coop.bench.prices:import_prices", count=COUNT, times=IMPORTS)
    more = 100 * (median(ours) / median(peer) - 1)
    read = arena.coop.call("coop.bench.prices:read_prices", times=READS[arena.size])
    shared = {"size": arena.size, "unit": "ms"}
    computed = {"peer_name": "computed by Odoo", "peer": read["computed"], **shared}
    return [
        Row(
            name=f"import of {COUNT} changed prices",
            ours=median(ours),
            peer_name="without our addons",
            peer=median(peer),
            p95=percentile(ours, 0.95),
            note=f"{more:+.1f} % with our addons, at most 10 wanted; product.template.load and "
            f"commit, {len(ours)} times each",
            **shared,
        ),
        Row(
            name=f"all {read['products']} till prices, kept",
            ours=median(read["kept"]),
            p95=percentile(read["kept"], 0.95),
            note=f"{read['queries']} queries; at most 30 ms wanted",
            **computed,
        ),
        Row(
            name=f"all {read['products']} till prices, {COUNT} just changed",
            ours=median(read["changed"]),
            p95=percentile(read["changed"], 0.95),
            note="before they are recorded",
            **computed,
        ),
    ]


def import_prices(env, path, count, times):
    """Change the prices of `count` products `times` times as an import does; runs inside Odoo.

    Write the times, in ms, to `path` (JSON).
    """
    names = [f"__import__.bench_price_{number}" for number in range(count)]
    template = env["product.template"].with_context(lang="en_US", tracking_disable=True)
    if not env.ref(names[0], raise_if_not_found=False):
        rows = [[name, f"Bench {number}", "5", "1"] for number, name in enumerate(names)]
        _load(template, ["id", "name", "list_price", "available_in_pos"], rows)
    found = []
    for turn in range(times + 1):
        base = time.time() % 50 + 1
        rows = [[name, f"{base + number / 100:.2f}"] for number, name in enumerate(names)]
        env.invalidate_all()
        start = time.perf_counter()
        _load(template, ["id", "list_price"], rows)
        if turn:  # the first one fills caches
            found.append((time.perf_counter() - start) * 1000)
    Path(path).write_text(json.dumps(found))


def _load(template, fields, rows):
    result = template.load(fields, rows)
    if not result["ids"]:
        raise ValueError(result["messages"])
    template.env.cr.commit()


def read_prices(env, path, times):
    """Read all prices `times` times: kept, and with some just changed; runs inside Odoo.

    Write the times, in ms, to `path` (JSON).
    """
    prices = env["coop.till.price"]
    prices._cron_compare()
    prices._cron_record()
    env.cr.commit()

    def timed(count):
        found = []
        for _turn in range(count):
            env.invalidate_all()
            start = time.perf_counter()
            prices._coop_prices()
            found.append((time.perf_counter() - start) * 1000)
        return found

    kept = timed(times)
    env.invalidate_all()
    before = env.cr.sql_log_count
    products = env["product.product"].browse(prices._coop_prices())
    queries = env.cr.sql_log_count - before
    start = time.perf_counter()
    prices._coop_compute(products, env.company._coop_shop_warehouse())
    computed = (time.perf_counter() - start) * 1000
    changed = products[:COUNT].product_tmpl_id
    for template in changed:
        template.list_price += 1
    env.flush_all()
    few = timed(max(times // 10, 5))
    env.cr.rollback()
    told = {
        "kept": kept,
        "changed": few,
        "computed": computed,
        "products": len(products),
        "queries": queries,
    }
    Path(path).write_text(json.dumps(told))
