"""`scripts/bench`: measure, print a table, write JSON."""

import os
import sys
import time

from coop import errors, interrupts, locks
from coop.bench import (
    all_names,
    dashboard,
    digest,
    doubles,
    figures,
    label_measures,
    link,
    live_stock,
    meeting,
    pages,
    price_list,
    prices,
    product_page,
    similar_feed,
    stock,
    team_list,
    till_orders,
    votes,
)
from coop.bench.arena import Arena
from coop.bench.command_line import options
from coop.progress import say

MEASURES = {
    "list": pages.measure_list,
    "suggestion": pages.measure_suggestion,
    "similar": similar_feed.measure,
    "names": all_names.measure_rows,
    "doubles": doubles.measure,
    "pricelist": price_list.measure,
    "digest": digest.measure,
    "team": team_list.measure,
    "meeting": meeting.measure,
    "dashboard": dashboard.measure,
    "livestock": live_stock.measure,
    "orders": till_orders.measure,
    "product": product_page.measure,
    "prices": prices.measure,
    "stock": stock.measure,
    "labels": label_measures.measure,
    "link": link.measure,
    "growth": link.measure_growth,
    "vote": votes.measure_vote,
    "rush": votes.measure_rush,
}


def main(arguments):
    """Measure what the command line names."""
    interrupts.catch()
    chosen = options(arguments)
    start = time.monotonic()
    rows = []
    waiting = "Waiting for another benchmark of this checkout …"
    with locks.hold("bench", waiting), Arena(chosen.size) as arena:
        for name in chosen.only:
            say(f"\n{name}")
            began = time.monotonic()
            rows += MEASURES[name](arena)
            say(f"  {name}: {time.monotonic() - began:.0f} s")
    seconds = time.monotonic() - start
    say(f"\nSize {chosen.size}, {seconds:.0f} s in all. Less is better. The machine's load was")
    load = f"{os.getloadavg()[1]:.1f} on {os.cpu_count()} processors"
    say(f"{load}, about 1 of it our own.\n")
    for line in figures.table(rows):
        say(line)
    if chosen.json:
        figures.save(rows, chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
