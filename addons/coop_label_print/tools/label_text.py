"""Figures and words of labels in French, and texts made to fit boxes: no Odoo in here.

Labels hang in French shops and say what French law wants: their words are French whatever the
language of the one who prints.
"""

import dataclasses
import math
from decimal import ROUND_HALF_UP, Decimal

from . import fonts

UNITS = {
    ("kg", 1): "le kg",
    ("kg", 0.1): "les 100 g",
    ("l", 1): "le litre",
    ("l", 0.1): "les 100 ml",
    ("piece", 1): "la pièce",
}
NARROW = "\u202f"
NO_BREAK = "\u00a0"
ELLIPSIS = "…"
# The size below which nothing is printed, whatever the box, in mm.
ABSOLUTE_MINIMUM = 0.9
# How much smaller a text may become before it goes on a second line instead.
ONE_LINE = 0.72
_STEP = 0.94


def euros(amount):
    """Return « 12 345,67 € », rounded half up to the cent, for an amount in EUR."""
    cents = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    figure = f"{cents:,.2f}".replace(",", NARROW).replace(".", ",")
    return f"{figure}{NO_BREAK}€"


def per_unit(unit, amount=1):
    """Return « le kg », « les 100 g »…, or an empty text for a unit that labels do not know."""
    return UNITS.get((unit, amount), "")


def day(iso):
    """Return « 23/11/2026 » for an ISO 8601 date; what is no date stays as it is."""
    year, _dash, rest = iso[:10].partition("-")
    month, _dash, number = rest.partition("-")
    return f"{number}/{month}/{year}" if number else iso


@dataclasses.dataclass(frozen=True)
class Fitted:
    """A text that fits its box.

    :param size: of the letters, in mm
    :param lines: the lines, from top to bottom
    :param whole: whether nothing was left out
    """

    size: float
    lines: tuple
    whole: bool = True


def fit(text, width, height, largest, smallest, bold=False, max_lines=3, line=fonts.LINE):
    """Return the text as large as it fits into a box of mm, or None where nothing does.

    It shrinks, then wraps, then ends in an ellipsis after a whole word. Only a word that alone
    is wider than the box at the smallest size of all is cut.
    """
    words = text.split(" ")
    if not text or width <= 0 or height < ABSOLUTE_MINIMUM * line:
        return None
    largest = min(largest, height / line)
    smallest = max(min(smallest, largest), ABSOLUTE_MINIMUM)
    whole = fonts.unit_width(text, bold)
    size = min(largest, width / whole)
    if size >= max(ONE_LINE * largest, smallest) or (max_lines == 1 and size >= smallest):
        return Fitted(size, (text,))
    widths = [fonts.unit_width(word, bold) for word in words]
    space = fonts.unit_width(" ", bold)
    size = largest
    while max_lines > 1:
        rows = min(max_lines, math.floor(height / (line * size) + 1e-9))
        # Most sizes are too large by the sum of the words alone: those need no laying out.
        if whole - (rows - 1) * space <= rows * (width / size + 1e-9):
            lines, rest = _wrap(words, widths, space, width / size, rows)
            if not rest:
                return Fitted(size, lines)
        if size <= smallest:
            break
        size = max(size * _STEP, smallest)
    return _shortened(words, widths, space, width, height, smallest, bold, max_lines, line)


def _wrap(words, widths, space, room, rows):
    """Return (lines, number of words that found no place)."""
    lines, current, used = [], [], 0.0
    for position, (word, width) in enumerate(zip(words, widths, strict=True)):
        if current and used + space + width <= room + 1e-9:
            current.append(word)
            used += space + width
            continue
        if width > room + 1e-9 or (current and len(lines) + 1 >= rows):
            if current:
                lines.append(" ".join(current))
            return tuple(lines), len(words) - position
        if current:
            lines.append(" ".join(current))
        current, used = [word], width
    lines.append(" ".join(current))
    return tuple(lines), 0


def _shortened(words, widths, space, width, height, size, bold, max_lines, line):
    longest = max(widths[: max(1, max_lines * 2)])
    if longest * ABSOLUTE_MINIMUM <= width < longest * size:
        size = width / longest
    rows = max(1, min(max_lines, math.floor(height / (line * size) + 1e-9)))
    lines, rest = _wrap(words, widths, space, width / size, rows)
    if not rest:
        return Fitted(size, lines)
    lines = list(lines)
    last = lines[-1].split(" ") if lines else [words[0]]
    room = width + 1e-9
    while len(last) > 1 and fonts.unit_width(" ".join(last) + ELLIPSIS, bold) * size > room:
        last.pop()
    ended = fonts.unit_width(last[0] + ELLIPSIS, bold)
    if ended * size > room and ended * ABSOLUTE_MINIMUM <= width:
        # A little smaller, the last word stays whole before the ellipsis.
        size = width / ended
        return _shortened(words, widths, space, width, height, size, bold, max_lines, line)
    text = " ".join(last)
    while text and fonts.unit_width(text + ELLIPSIS, bold) * size > room:
        text = text[:-1]
    if not text and len(lines) > 1:
        return Fitted(size, tuple(lines[:-1]), whole=False)
    return Fitted(size, (*lines[:-1], text + ELLIPSIS), whole=False)


@dataclasses.dataclass(frozen=True)
class Piece:
    """A part of a line of details that stays together while it can.

    :param rank: what is left out first has the highest
    """

    name: str
    text: str
    rank: int
    bold: bool = False


def fit_pieces(pieces, width, height, largest, smallest):
    """Return (size, lines of pieces, names of those left out) of details in a box of mm.

    Pieces are joined by « · »; what the law wants has the lowest rank and stays longest.
    """
    pieces, left_out = list(pieces), []
    separator = fonts.unit_width(" · ")
    while pieces and height >= ABSOLUTE_MINIMUM * fonts.LINE:
        size = min(largest, height / fonts.LINE)
        floor = max(min(smallest, size), ABSOLUTE_MINIMUM)
        widths = [fonts.unit_width(piece.text, piece.bold) for piece in pieces]
        while True:
            rows = math.floor(height / (fonts.LINE * size) + 1e-9)
            lines = _flow(pieces, widths, separator, width / size, rows)
            if lines:
                return size, lines, left_out
            if size <= floor:
                break
            size = max(size * _STEP, floor)
        last = max(pieces, key=lambda piece: piece.rank)
        pieces.remove(last)
        left_out.append(last.name)
    return 0, (), left_out + [piece.name for piece in pieces]


def _flow(pieces, widths, separator, room, rows):
    """Return the lines of pieces, or None where they find no room."""
    room += 1e-9
    # Most sizes are too large by the sum of the pieces alone: those need no laying out.
    shortest = sum(widths) + (len(widths) - rows) * separator
    if max(widths) > room or shortest > rows * room:
        return None
    lines, used = [], 0.0
    for piece, width in zip(pieces, widths, strict=True):
        if lines and used + separator + width <= room:
            lines[-1].append(piece)
            used += separator + width
        else:
            lines.append([piece])
            used = width
    return lines if len(lines) <= rows else None
