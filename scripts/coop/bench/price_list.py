"""A supplier's price list: reading its file, importing it, finding suggestions in it."""

import io
import json
import time
from pathlib import Path

from coop.bench.doubles import PRODUCTS, _add_suggestions, _timed, _wishes
from coop.bench.figures import Row, median
from coop.bench.similar_names import load_names
from coop.progress import step

LINES, SUGGESTIONS = 20_000, 2_000
TIMES = {"demo": 3, "real": 5}
# The peers are asked for so many only, and their time multiplied.
LOADED, ASKED = 1_000, 100
# One suggestion in so many has its barcode in the list.
WITH_BARCODE = 3


def measure(arena):
    """Return rows: the import of a list, its parts, and a new suggestion looked up in it."""
    found = arena.fitted.call("coop.bench.price_list:run", times=TIMES[arena.size])
    about = f"{LINES} lines, {SUGGESTIONS} open suggestions"
    return [
        Row(
            name=f"price list: import of {LINES} lines",
            size=arena.size,
            unit="s",
            ours=found["import"],
            peer_name="Odoo's load of the same rows",
            peer=found["load"],
            note=f"{about}: from the file to the offers, the last list replaced; "
            f"the file read as CSV {found['csv']:.2f} s, as XLSX {found['xlsx']:.2f} s; "
            f"its lines understood {found['lines']:.2f} s",
        ),
        Row(
            name=f"price list: matching {LINES} lines",
            size=arena.size,
            unit="s",
            ours=found["match"],
            peer_name="one search for each suggestion",
            peer=found["searches"],
            note=f"{about}; {found['queries']} queries; {found['certain']} found by barcode, "
            f"{found['to_confirm']} to confirm by name",
        ),
        Row(
            name="price list: of one new suggestion",
            size=arena.size,
            unit="ms",
            ours=found["one"],
            note=f"looked up in a list of {LINES} lines",
        ),
    ]


def ean(number):
    """Return the EAN-13 of a number of twelve digits.

    >>> ean(301762042200)
    '3017620422003'
    """
    digits = f"{number:012d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def rows_of_list(wishes, names):
    """Return the rows of a list, titles first: wishes and other names by turns, all distinct."""
    rows = [("Désignation", "Marque", "Gencod", "Colisage", "Prix HT")]
    others = iter(names)
    for place in range(LINES):
        name, brand = wishes[place // 2] if place % 2 else (next(others), "")
        price = f"{1 + place % 900 / 100:.2f}".replace(".", ",")
        rows.append((name.replace(";", ",").replace('"', ""), brand, code_of(place), "6", price))
    return rows


def code_of(place):
    """Return the barcode of a line."""
    return ean(300_000_000_000 + place)


def run(env, path, times):
    """Import a list again and again, write what it took to `path` (JSON); runs inside Odoo."""
    from odoo.addons.coop_suggestions.tools import price_file, price_list

    wishes = _wishes()
    rows = rows_of_list(wishes, load_names(PRODUCTS, LINES // 2))
    content = "\r\n".join(";".join(row) for row in rows).encode()
    sheet = _spreadsheet(rows)
    told = {
        "csv": median([_timed(lambda: price_file.read_table(content)) for _turn in range(times)]),
        "xlsx": _timed(lambda: price_file.read_table(sheet)),
    }
    table = price_file.read_table(content)
    columns = price_list.guess_columns(table.rows[0][1])
    told["lines"] = _timed(lambda: price_list.read_lines(table.rows[1:], columns))
    _add_suggestions(env, wishes[:SUGGESTIONS])
    env.cr.execute(
        "UPDATE coop_suggestion suggestion SET barcode = line.barcode"
        " FROM unnest(%s::varchar[], %s::varchar[]) AS line (name, barcode)"
        " WHERE suggestion.name = line.name",
        (
            [name for name, _brand in wishes[:SUGGESTIONS:WITH_BARCODE]],
            [code_of(2 * place + 1) for place in range(0, SUGGESTIONS, WITH_BARCODE)],
        ),
    )
    env.invalidate_all()
    supplier = env["res.partner"].create({"name": "Bench"})
    told |= _imports(env, supplier, content, times)
    told |= _matches(env, supplier, times)
    told["load"] = _loaded(env, table.rows[1 : LOADED + 1]) * LINES / LOADED
    env.cr.rollback()
    Path(path).write_text(json.dumps(told))


def _spreadsheet(rows):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _imports(env, supplier, content, times):
    """Import the file as the team's dialogue does, after a first time."""
    import base64

    def once():
        wizard = env["coop.price.list.import"].create(
            {"partner_id": supplier.id, "file": base64.b64encode(content)}
        )
        wizard.action_read()
        wizard.action_import()

    with step(f"Importing {LINES} lines"):
        once()
        env.cr.execute("ANALYZE coop_supplier_list_line")
        return {"import": median([_timed(once) for _turn in range(times)])}


def _matches(env, supplier, times):
    """Find the suggestions of the list, all at once and one by one."""
    from odoo.tools import SQL

    offers = env["coop.supplier.offer"]
    supplier_list = env["coop.supplier.list"].search([("partner_id", "=", supplier.id)])
    with step("Matching"):
        match = median([_timed(lambda: offers._find(supplier_list)) for _turn in range(times)])
        before = env.cr.sql_log_count
        offers._find(supplier_list)
        queries = env.cr.sql_log_count - before
    # The lists that were replaced in this transaction are still in the index.
    env.cr.execute("REINDEX TABLE coop_supplier_list_line")
    suggestions = env["coop.suggestion"].search([("barcode", "=", False)], limit=ASKED)
    lines = env["coop.supplier.list.line"]
    start = time.perf_counter()
    for suggestion in suggestions:
        lines._coop_search_similar(
            suggestion.coop_search_text,
            SQL("coop_supplier_list_line.list_id = %s", supplier_list.id),
        )
    searches = (time.perf_counter() - start) * SUGGESTIONS / len(suggestions)
    groups = offers._read_group([("partner_id", "=", supplier.id)], ["state"], ["__count"])
    return {
        "match": match,
        "queries": queries,
        "searches": searches,
        "one": 1000 * median([_timed(lambda s=s: offers._find_of(s)) for s in suggestions]),
        "certain": 0,
        "to_confirm": 0,
        **dict(groups),
    }


def _loaded(env, rows):
    """Return seconds for Odoo's own import of the same rows, without any matching."""
    from odoo.addons.coop_suggestions.tools.price_list import product_key

    lines = env["coop.supplier.list.line"]
    supplier_list = env["coop.supplier.list"].search([], limit=1)
    values = [
        [
            str(supplier_list.id), str(number), cells[0], cells[1], cells[2], cells[3],
            cells[4].replace(",", "."), product_key(cells[2], cells[0], cells[1]),
        ]
        for number, cells in rows
    ]  # fmt: skip
    names = [
        "list_id/.id", "number", "name", "brand", "barcode", "pack", "cost", "product_key",
    ]  # fmt: skip
    return _timed(lambda: lines.load(names, values))
