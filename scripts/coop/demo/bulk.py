"""Writing many rows at once, past the ORM: years of history in seconds.

The rows must be what the ORM would have written; callers invalidate its caches afterwards.
"""

import io
import itertools
from datetime import date, datetime

from psycopg2 import sql

ROWS_AT_ONCE = 50_000
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def new_ids(cr, table, count):
    """Take `count` fresh ids of a table's sequence, in order."""
    if not count:
        return range(0)
    cr.execute(
        "SELECT setval(seq, nextval(seq) + %s - 1) FROM pg_get_serial_sequence(%s, 'id') AS seq",
        (count, table),
    )
    last = cr.fetchone()[0]
    return range(last - count + 1, last + 1)


def copy(cr, table, columns, rows, **constants):
    """Append rows to a table.

    :param str columns: names, separated by spaces, of the values in each row
    :param rows: tuples of None, bool, numbers, str, date and datetime (naive UTC)
    :param constants: columns that are the same in every row
    :return: how many rows there were
    """
    names = [*columns.split(), *constants]
    tail = "".join(f"\t{_text(value)}" for value in constants.values())
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    rows = iter(rows)
    count = 0
    while batch := list(itertools.islice(rows, ROWS_AT_ONCE)):
        lines = io.StringIO("".join("\t".join(map(_text, row)) + tail + "\n" for row in batch))
        cr.copy_expert(statement.as_string(cr.connection), lines)
        count += len(batch)
    return count


def _text(value):
    """Return a value as PostgreSQL's text format of COPY wants it."""
    if value is None:
        return r"\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return repr(value)
