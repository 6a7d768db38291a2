"""The command line of `scripts/bench`; standard library only, so that --help answers at once."""

import argparse
from pathlib import Path

# What can be measured, in the order of a whole run; those that write come last.
MEASURES = {
    "list": "the open suggestions: in fair order, by demand, searched; queries of a page",
    "suggestion": "the page of one suggestion",
    "similar": "what resembles a name being typed: time in the server, share found",
    "names": "the same search in all 12,000 names of data/, without HTTP",
    "doubles": "likely doubles: share of pairs of names told, the nightly search as a coop grows",
    "pricelist": "a price list of 20,000 lines: imported, matched with 2,000 suggestions",
    "digest": "the letter of the week for 3,000 members: time for each, memory",
    "team": "the purchasing team's ranked list in the back office",
    "meeting": "the next suggestion on the meeting's screen, beside Odoo's product form",
    "dashboard": "the dashboard of 24 months, beside Odoo's own analysis of till orders by month",
    "livestock": "the live stock of all products, beside Odoo's own figure",
    "orders": "100 till orders rung up with and without our addons",
    "product": "the page of a product, beside that of Odoo's own shop",
    "prices": "1,000 changed prices imported with and without our addons; all prices read",
    "stock": "the stock page and its feed, beside Odoo's own shop with the same products",
    "labels": "sheets of labels beside Odoo's own; the list of what to print; the nightly run",
    "link": "the link to a distant shop: the first turn, one after 50 changes",
    "growth": "the same turn in a small shop and in a large one: 2,000 and 50,000 products",
    "vote": "a vote, in place and by a form",
    "rush": "hundreds of people voting for one suggestion at once",
}


def options(arguments):
    """Return the options: `only` (names of measures in order), `size`, `json` (a path or None)."""
    listed = "\n".join(f"  {name:<12}{what}" for name, what in MEASURES.items())
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measure how fast the pages and feeds are, beside Odoo's own log-in page (the "
        "floor) and Odoo's own forum (the peer) in the same run, on copies of a coop and a forum "
        "that are served for the time of the run.\n\n" + listed,
        epilog="The first run of a size builds its coop and its forum, which takes up to half an "
        "hour; they are kept in var/. Close other programs: everything here is measured against "
        "the clock.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=MEASURES,
        metavar="NAME",
        help="one of the measures above; can be repeated; default: all",
    )
    parser.add_argument(
        "--size",
        choices=("demo", "real"),
        default="real",
        help="the coop's size; demo is quick and says little (default: real)",
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the figures to FILE, as JSON"
    )
    chosen = parser.parse_args(arguments)
    chosen.only = [name for name in MEASURES if name in (chosen.only or MEASURES)]
    if chosen.json and not chosen.json.resolve().parent.is_dir():
        parser.error(f"there is no folder {chosen.json.resolve().parent}")
    return chosen
