"""The search itself on all real names, more than one shop sells; no HTTP in between."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from coop import paths
from coop.bench.figures import Row
from coop.bench.similar_feed import WAYS
from coop.bench.similar_names import SHOWN, load_names, measure
from coop.progress import step

NAMES = paths.ROOT / "data/products_fr.csv"
QUESTIONS = {"demo": 100, "real": 1000}
ADDED = "starts_with(product_product.combination_indices, 'bench-')"


def measure_rows(arena):
    """Return rows: time of the search and share of names missed, whole and half typed."""
    questions = QUESTIONS[arena.size]
    found = arena.coop.call("coop.bench.all_names:run", questions=questions)
    rows = []
    for key, (_typed, title, wanted) in WAYS.items():
        ours, peer = found[key]["ours"], found[key]["peer"]
        rows.append(
            Row(
                name=f"search in {found['names']} names: {title}",
                size=arena.size,
                unit="ms",
                ours=ours["median_ms"],
                peer_name="nearest of pg_trgm alone",
                peer=peer["median_ms"],
                p95=ours["p95_ms"],
                note=f"the model's method, SQL and Python; {questions} questions",
            )
        )
        rows.append(
            Row(
                name=f"search in {found['names']} names: missed, {key} name",
                size=arena.size,
                unit="share",
                ours=1 - ours["recall"],
                peer_name="nearest of pg_trgm alone",
                peer=1 - peer["recall"],
                note=f"found in the first {SHOWN}: {ours['recall']:.3f}, wanted {wanted}; "
                f"peer {peer['recall']:.3f}",
            )
        )
    return rows


def run(env, path, questions):
    """Ask the products' search for names of `data/` and write what it found to `path` (JSON).

    Runs inside Odoo. The names are put beside the shop's products for the time of this
    transaction, so the index holds both; only they are asked for.
    """
    from odoo.tools import SQL

    from odoo.addons.coop_stock.tools.search_text import normalise

    names = load_names(NAMES)
    name_of = _add(env, names, normalise)
    product = env["product.product"]
    added = SQL(ADDED)

    def ours(text):
        found = product._coop_search_similar(text, added, limit=SHOWN)
        return [name_of[id_] for id_, _score in found]

    def nearest(text):
        rows = env.execute_query(
            SQL(
                """
                SELECT id FROM product_product
                 WHERE coop_search_text IS NOT NULL AND %s
              ORDER BY coop_search_text <-> %s
                 LIMIT %s
                """,
                added,
                normalise(text),
                SHOWN,
            )
        )
        return [name_of[id_] for (id_,) in rows]

    found = {"names": len(names)}
    for key, (typed, title, _wanted) in WAYS.items():
        found[key] = {}
        for asked, query in (("ours", ours), ("peer", nearest)):
            with (
                step(f"{title}, {asked}, {questions} times", quiet=False),
                # Odoo keeps standard error for its log.
                tqdm(total=questions, leave=False, file=sys.stdout, disable=None) as bar,
            ):
                result = measure(
                    _telling(query, bar), names, normalise, sample=questions, typed=typed
                )
            found[key][asked] = asdict(result)
    env.cr.rollback()
    Path(path).write_text(json.dumps(found))


def _telling(query, bar):
    """Return `query`, which moves the bar each time."""

    def told(text):
        answer = query(text)
        bar.update()
        return answer

    return told


def _add(env, names, normalise):
    """Write a product for each name, in this transaction; return the names by id."""
    env.cr.execute("SELECT MIN(id) FROM product_template")
    [template] = env.cr.fetchone()
    rows = [
        (template, False, f"bench-{place}", normalise(name)) for place, name in enumerate(names)
    ]
    added = env.cr.execute_values(
        "INSERT INTO product_product"
        " (product_tmpl_id, active, combination_indices, coop_search_text) VALUES %s RETURNING id",
        rows,
        page_size=len(rows),
        fetch=True,
    )
    env.cr.execute("ANALYZE product_product")
    return {id_: name for (id_,), name in zip(added, names, strict=True)}
