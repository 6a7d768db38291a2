"""Likely doubles: how well names are told apart, and what the search of every night costs."""

import csv
import json
import math
import random
import time
from pathlib import Path

from coop import paths
from coop.addon_tools import stock_tool
from coop.bench.figures import Row, median
from coop.bench.similar_names import SEED, load_names
from coop.progress import step

PAIRS = paths.ROOT / "data/name_pairs_fr.csv"
PRODUCTS = paths.ROOT / "data/products_fr.csv"
SUGGESTIONS = paths.ROOT / "data/brands_fr.csv"
PRODUCT_COUNT = 6500
# How many suggestions are open; the middle one is the coop that is built for.
GROWTH = {"demo": (500, 1000, 2000), "real": (500, 1000, 2000, 4000, 8000)}
USUAL = 2000
TIMES = 3
# The peer is asked for so many suggestions only, and its time multiplied.
ASKED = 200
THRESHOLDS = (0.6, 0.7, 0.8, 0.9, 0.95)


def measure(arena):
    """Return rows: pairs of names told apart, and the nightly search as the coop grows."""
    growth = GROWTH[arena.size]
    found = arena.fitted.call("coop.bench.doubles:run", growth=growth)
    return [*_rows_of_pairs(arena.size, found["similarity"]), *_rows_of_night(arena.size, found)]


def load_pairs(path=PAIRS):
    """Return ``(left name, right name, whether they are one)`` of `data/name_pairs_fr.csv`."""
    with open(path, encoding="utf-8", newline="") as file:
        return [(row["left"], row["right"], row["label"] == "1") for row in csv.DictReader(file)]


def precision_and_recall(scored, threshold):
    """Return the share of pairs named doubles that are, and of doubles that are named.

    :param scored: ``(score, whether they are one)`` of each pair

    >>> precision_and_recall([(0.9, True), (0.8, False), (0.5, True)], 0.8)
    (0.5, 0.5)
    """
    named = [same for score, same in scored if score >= threshold]
    doubles = sum(same for _score, same in scored)
    return (sum(named) / len(named) if named else 1.0), sum(named) / doubles


def best_recall(scored, precision):
    """Return the most that is found at any threshold where so many of the named are right.

    >>> best_recall([(0.9, True), (0.8, False), (0.5, True)], 0.6)
    1.0
    """
    at = (precision_and_recall(scored, threshold) for threshold in {s for s, _same in scored})
    return max((recall for right, recall in at if right >= precision), default=0.0)


def exponent(sizes, seconds):
    """Return the power of its size by which a time grows: 1 is in proportion, 2 is squared.

    >>> exponent([10, 20, 40], [1, 4, 16])
    2.0
    """
    return math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0])


def _rows_of_pairs(size, similarity):
    names = stock_tool("double_names")
    pairs = load_pairs()
    same = [same for _left, _right, same in pairs]
    ours = [
        (names.likeness(names.Name(left), names.Name(right)), same) for left, right, same in pairs
    ]
    peer = list(zip(similarity, same, strict=True))
    precision, recall = precision_and_recall(ours, names.LIKELY)
    others = "; ".join(
        "{}: {:.2f} and {:.2f}".format(threshold, *precision_and_recall(ours, threshold))
        for threshold in THRESHOLDS
    )
    return [
        Row(
            name="doubles: pairs of names missed",
            size=size,
            unit="share",
            ours=1 - recall,
            peer_name="pg_trgm's similarity, as often right",
            peer=1 - best_recall(peer, precision),
            note=f"{len(pairs)} pairs; from a likeness of {names.LIKELY} on, {precision:.3f} of "
            f"those named are doubles and {recall:.3f} of the doubles are named; precision and "
            f"recall from other likenesses on: {others}",
        )
    ]


def _rows_of_night(size, found):
    sizes, nights = found["sizes"], found["nights"]
    seconds = dict(zip(sizes, nights, strict=True))
    grown = ", ".join(f"{count}: {night:.2f} s" for count, night in seconds.items())
    return [
        Row(
            name=f"doubles: all of {USUAL} suggestions and {PRODUCT_COUNT} products",
            size=size,
            unit="s",
            ours=seconds[USUAL],
            peer_name="one search for each suggestion",
            peer=found["one_by_one"],
            note=f"every night; {grown}: by the power of {exponent(sizes, nights):.2f}; "
            f"{found['queries']} queries; {found['pairs']} pairs listed",
        ),
        Row(
            name="doubles: of one new suggestion",
            size=size,
            unit="ms",
            ours=found["one"],
            note=f"beside {USUAL} suggestions and {PRODUCT_COUNT} products",
        ),
    ]


def run(env, path, growth):
    """Search for doubles in coops of growing size, write what it took to `path` (JSON).

    Runs inside Odoo, on names of `data/` that are put there for the time of this transaction.
    """
    with step("Comparing pairs of names"):
        similarity = _similarity(env)
    doubles = env["coop.suggestion.likely.double"]
    _add_products(env, load_names(PRODUCTS, PRODUCT_COUNT))
    names = _wishes()
    told = {"similarity": similarity, "sizes": list(growth), "nights": []}
    there = 0
    for count in growth:
        with step(f"Searching among {count} suggestions"):
            _add_suggestions(env, names[there:count])
            there = count
            told["nights"].append(median([_timed(doubles._find) for _turn in range(TIMES)]))
        if count == USUAL:
            before = env.cr.sql_log_count
            doubles._find()
            told["queries"] = env.cr.sql_log_count - before
            told["pairs"] = doubles.search_count([])
            told |= _one_by_one(env)
    env.cr.rollback()
    Path(path).write_text(json.dumps(told))


def _timed(act):
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _similarity(env):
    """Return PostgreSQL's own likeness of each pair of names."""
    from odoo.addons.coop_stock.tools.search_text import normalise

    pairs = load_pairs()
    env.cr.execute(
        "SELECT similarity(l, r) FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS p (l, r, n)"
        " ORDER BY n",
        (
            [normalise(left) for left, _right, _same in pairs],
            [normalise(right) for _left, right, _same in pairs],
        ),
    )
    return [row[0] for row in env.cr.fetchall()]


def _wishes():
    """Return names as members propose them, brand and all, in an order of chance."""
    with open(SUGGESTIONS, encoding="utf-8", newline="") as file:
        names = [(row["nom"], row["marque"]) for row in csv.DictReader(file)]
    return random.Random(SEED).sample(names, len(names))  # noqa: S311


def _one_by_one(env):
    """Return seconds for the search that is made while a name is typed, for each suggestion."""
    from odoo.tools import SQL

    suggestions = env["coop.suggestion"].search([], limit=ASKED)
    product = env["product.product"]
    times = []
    for suggestion in suggestions:
        start = time.perf_counter()
        suggestion._coop_search_similar(
            suggestion.coop_search_text, SQL("coop_suggestion.id != %s", suggestion.id)
        )
        product._coop_search_similar(suggestion.coop_search_text, product._coop_sold_here_sql())
        times.append(time.perf_counter() - start)
    doubles = env["coop.suggestion.likely.double"]
    one = median([_timed(lambda s=s: doubles._find_of(s)) for s in suggestions])
    return {"one_by_one": sum(times) * USUAL / len(times), "one": one * 1000}


def _add_products(env, names):
    """Write a product for each name, sold at the tills."""
    from odoo.addons.coop_stock.tools.search_text import normalise

    template = env["product.template"].create({"name": "Bench", "available_in_pos": True})
    env.flush_all()
    env.cr.execute_values(
        "INSERT INTO product_product"
        " (product_tmpl_id, active, combination_indices, coop_search_text) VALUES %s",
        [
            (template.id, True, f"bench-{place}", normalise(name))
            for place, name in enumerate(names)
        ],
        page_size=len(names),
    )
    env.cr.execute("ANALYZE product_product")


def _add_suggestions(env, names):
    """Write an open suggestion for each name and brand."""
    from odoo.addons.coop_stock.tools.search_text import normalise

    company, author = env.company.id, env.user.partner_id.id
    env.cr.execute_values(
        "INSERT INTO coop_suggestion"
        " (name, brand, coop_search_text, state, author_id, company_id, proposed_on) VALUES %s",
        [
            (name, brand, normalise(f"{name} {brand}"), "open", author, company, "2026-01-01")
            for name, brand in names
        ],
        page_size=len(names),
    )
    env.cr.execute("ANALYZE coop_suggestion")
