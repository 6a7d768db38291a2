"""Labels: how fast, small and frugal their sheets are, and how fast what is to print is found.

Sheets are made by the addon's pure functions, without Odoo, beside Odoo's own report.
"""

import json
import time
from pathlib import Path

from coop.bench import core_labels
from coop.bench.arena import VOLUNTEER
from coop.bench.contest import Contender, compete, floor_of, latency_row
from coop.bench.figures import Row, median, percentile
from coop.bench.labels import measure as measure_sheets

COUNTS = {"demo": (100, 1000), "real": (100, 1000, 5000)}
TURNS = {"demo": 20, "real": 60}
READS = {"demo": 5, "real": 20}
# What is to print on an ordinary day.
CHANGED = 24
MB = 1_000_000


def measure(arena):
    """Return rows: sheets of labels beside Odoo's; the list of what to print; the nightly run."""
    return [*sheet_rows(arena), *list_rows(arena)]


def sheet_rows(arena):
    """Return rows of a PDF with all fields on: seconds, MB a thousand labels, peak of memory."""
    why_not = core_labels.missing()
    rows = []
    for count in COUNTS[arena.size]:
        ours = [measure_sheets(count)]
        core, note = {}, why_not
        if not why_not:
            core = arena.plain.call("coop.bench.core_labels:print_labels", count=count)
            note = "died" in core and f"Odoo's own died of it: {core['died']}"
        # Before and after, so that whatever else the machine does hits both.
        ours += [measure_sheets(count) for _turn in range(2)]
        pages = {key: median(each[key] for each in ours) for key in ours[0]}
        labels = {"size": arena.size, "peer_name": "Odoo's 4 × 12, wkhtmltopdf"}
        rows.append(
            Row(
                name=f"{count} labels as PDF",
                unit="s",
                ours=pages["seconds"],
                peer=core.get("seconds"),
                note=note or "wanted at 1000: Odoo takes at least 20 times as long",
                **labels,
            )
        )
        if count == 1000:
            rows.append(
                Row(
                    name="1000 labels, size",
                    unit="MB",
                    ours=_mb(pages["bytes"]),
                    peer=_mb(core.get("bytes")),
                    note=note or "wanted: under 1 MB",
                    **labels,
                )
            )
        if count == COUNTS[arena.size][-1]:
            rows.append(
                Row(
                    name=f"{count} labels, peak of memory",
                    unit="MB",
                    ours=_mb(pages["peak"]),
                    peer=_mb(core.get("peak")),
                    note=note or "wanted at 5000: under 200 MB; the peer's is wkhtmltopdf's alone",
                    **labels,
                )
            )
    return rows


def _mb(count):
    return None if count is None else count / MB


def list_rows(arena):
    """Return rows of the list of what to print: its page, its own time, the nightly run."""
    coop = arena.coop
    volunteer = coop.named(VOLUNTEER)
    rows = []
    for name, changed in (("an ordinary day", CHANGED), ("all", None)):
        found = coop.call("coop.bench.label_measures:hang", changed=changed)
        floor = floor_of(coop)
        page = Contender("/labels", coop, lambda turn: volunteer.get("/labels"))
        compete(f"labels to print, {name}", TURNS[arena.size], page, floor)
        note = f"; {found['rows']} of {found['products']} to print; wanted: under 3 times the floor"
        rows.append(latency_row(f"labels to print: {name}", arena.size, page, floor, floor, note))
    told = coop.call("coop.bench.label_measures:own_times", times=READS[arena.size])
    for name, what in (
        ("nothing changed", "nothing"),
        ("after a change of something else", "else"),
        ("after one price", "price"),
        ("after a sale", "sale"),
        ("from nothing", "whole"),
    ):
        rows.append(
            Row(
                name=f"finding them, {name}",
                size=arena.size,
                unit="ms",
                ours=median(told[what]),
                p95=percentile(told[what], 0.95),
                note=f"in the model alone; all {told['products']} differ",
            )
        )
    rows.append(
        Row(
            name="labels, nightly comparison",
            size=arena.size,
            unit="s",
            ours=median(told["nightly"]) / 1000,
            p95=percentile(told["nightly"], 0.95) / 1000,
            note=f"{told['products']} products; wanted: under 5 s",
        )
    )
    return rows


def hang(env, path, changed):
    """Take it that all labels hang and are right, but for so many; runs inside Odoo.

    Write {"rows", "products"} to `path` (JSON).

    :param changed: how many products change their price; None for all
    """
    labels = env["coop.label.shown"]
    labels._coop_start_here()
    rows = labels.search([], limit=changed, order="id")
    for row in rows:
        row.content = {**row.content, "price": (row.content["price"] or 0) + 0.1}
    env.cr.commit()
    found = len(env["coop.label.list"]._coop_rows())
    Path(path).write_text(json.dumps({"rows": found, "products": labels.search_count([])}))


def own_times(env, path, times):
    """Find what is to print after nothing, a price, a sale changed, and anew; runs inside Odoo.

    Write the times, in ms, to `path` (JSON).
    """
    labels = env["coop.label.list"].sudo()
    warehouse = env.company._coop_shop_warehouse()
    product = env["product.product"].search([("available_in_pos", "=", True)], limit=1)

    def change_price(turn):
        product.list_price += 0.1 if turn % 2 else -0.1

    def sell(turn):
        quants = env["stock.quant"]
        quants._update_available_quantity(product, warehouse.lot_stock_id, -1 if turn % 2 else 1)

    def timed(function, change=lambda turn: None):
        found = []
        # The first one fills caches.
        for turn in range(times + 1):
            change(turn)
            env.cr.commit()
            env.invalidate_all()
            start = time.perf_counter()
            function()
            found.append((time.perf_counter() - start) * 1000)
        return found[1:]

    told = {
        "nothing": timed(labels._coop_rows),
        "else": timed(
            labels._coop_rows, lambda turn: env.cr.execute("SELECT pg_current_xact_id()")
        ),
        "price": timed(labels._coop_rows, change_price),
        "sale": timed(labels._coop_rows, sell),
        "whole": timed(labels._coop_find),
        "nightly": timed(lambda: labels._coop_compare_all(warehouse)),
        "products": len(labels._coop_find().said),
    }
    Path(path).write_text(json.dumps(told))
