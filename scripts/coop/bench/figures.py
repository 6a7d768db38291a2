"""What the benchmark reports: rows of figures, their table, their JSON."""

import json
import math
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One figure of ours beside the same figure of a peer, taken in the same run.

    `ours`, `peer`, `floor` and `p95` are in `unit`, and less is better. `floor` is what Odoo
    takes for its own log-in page, `p95` is the 95th percentile of ours.
    """

    name: str
    size: str
    unit: str
    ours: float
    peer_name: str | None = None
    peer: float | None = None
    floor: float | None = None
    p95: float | None = None
    note: str = ""

    @property
    def ratio(self):
        """How many times the peer needs what we need; None where there is nothing to divide."""
        if self.peer is None or not self.ours:
            return None
        return self.peer / self.ours

    def as_json(self):
        """Return the row as a dict of plain values, in the order that readers know."""
        return {
            "name": self.name,
            "size": self.size,
            "unit": self.unit,
            "ours": _rounded(self.ours),
            "peer_name": self.peer_name,
            "peer": _rounded(self.peer),
            "ratio": _rounded(self.ratio),
            "floor": _rounded(self.floor),
            "p95": _rounded(self.p95),
            "note": self.note,
        }


def percentile(values, share):
    """Return the value that `share` (0 to 1) of the values do not exceed, by nearest rank.

    >>> percentile([5, 1, 4, 2, 3], 0.5), percentile(range(1, 101), 0.95)
    (3, 95)
    """
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def median(values):
    """Return the middle value, the lower one of two."""
    return percentile(values, 0.5)


def table(rows):
    """Return the rows as lines of text in columns, a title line first."""
    titles = ("", "unit", "ours", "p95", "peer", "ratio", "floor", "beside")
    cells = [titles, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(titles))]
    lines = []
    for place, line in enumerate(cells):
        texts = [
            # Names and words on the left, figures aligned on the right.
            text.rjust(width) if 2 <= column <= 6 else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append("  ".join(texts).rstrip())
        if place and rows[place - 1].note:
            lines.append(f"    {rows[place - 1].note}")
    return lines


def save(rows, path):
    """Write the rows to the file `path` as JSON."""
    text = json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1)
    Path(path).write_text(f"{text}\n", encoding="utf-8")


def _cells(row):
    figures = (row.ours, row.p95, row.peer, row.ratio, row.floor)
    return (row.name, row.unit, *map(_shown, figures), row.peer_name or "")


def _shown(value):
    """Return a figure as it stands in the table: three digits that mean something.

    >>> _shown(1234.5), _shown(12.345), _shown(0.0034), _shown(0), _shown(None)
    ('1234', '12.3', '0.0034', '0', '')
    """
    if value is None:
        return ""
    if value == int(value) or value >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"


def _rounded(value):
    return None if value is None else round(value, 4)
