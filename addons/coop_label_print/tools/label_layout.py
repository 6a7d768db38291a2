"""Where each word and bar of a label stands: millimetres, no Odoo in here.

Printers of all kinds draw what `lay_out` returns, so that a PDF, a thermal label and the picture
on the screen are the same label. Lengths are in mm from the label's top left corner.
"""

import dataclasses
import math
from typing import NamedTuple

from . import barcode, fonts
from .label_text import ABSOLUTE_MINIMUM, Piece, day, euros, fit, fit_pieces, per_unit

PRICE_MISSING = "price_missing"
UNIT_PRICE_MISSING = "unit_price_missing"
CHARACTERS = "characters_left_out"
NAME_SHORTENED = "name_shortened"
BARCODE_ROOM = "barcode_no_room"
QR_ROOM = "qr_no_room"
# Followed by the name of a field.
LEFT_OUT = "left_out:"

PRINTER_MARGIN = 4
SMALLEST_NAME = 2.0
SMALLEST_DETAIL = 1.6
SMALLEST_QR_MODULE = 0.25
LARGEST_QR_MODULE = 0.8


# How far left of `x` a line begins, in parts of its width.
_LEFT_OF_ANCHOR = {"start": 0, "middle": 0.5, "end": 1}


class Text(NamedTuple):
    """A line of text; a tuple, as a shop has a hundred thousand of them.

    :param x: the left end, the middle or the right end, as `anchor` says
    :param y: the baseline
    :param size: of the letters
    :param anchor: "start", "middle" or "end"
    :param width: of the whole line
    :param top: how far letters may go up from the baseline, in parts of the size
    :param bottom: how far down
    """

    x: float
    y: float
    size: float
    text: str
    bold: bool
    anchor: str
    width: float
    top: float = fonts.ASCENT
    bottom: float = fonts.DESCENT

    @property
    def left(self):
        return self.x - _LEFT_OF_ANCHOR[self.anchor] * self.width

    @property
    def box(self):
        """The left, top, right and bottom of the line."""
        left = self.left
        return (
            left,
            self.y - self.top * self.size,
            left + self.width,
            self.y + self.bottom * self.size,
        )


@dataclasses.dataclass(frozen=True)
class Rect:
    """A black rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def box(self):
        return self.x, self.y, self.x + self.width, self.y + self.height


@dataclasses.dataclass(frozen=True)
class BarsAt:
    """A barcode; x is its first bar's, without the quiet zone."""

    x: float
    y: float
    module: float
    height: float
    guard: float
    bars: barcode.Bars

    @property
    def box(self):
        """With the quiet zones."""
        return (
            self.x - self.bars.quiet_left * self.module,
            self.y,
            self.x + (self.bars.width + self.bars.quiet_right) * self.module,
            self.y + self.height + self.guard,
        )


@dataclasses.dataclass(frozen=True)
class QrAt:
    """A QR code, without its quiet zone."""

    x: float
    y: float
    module: float
    code: barcode.QrCode

    @property
    def box(self):
        side = self.code.size * self.module
        return self.x, self.y, self.x + side, self.y + side


@dataclasses.dataclass(frozen=True)
class Layout:
    """A label ready to be drawn.

    :param problems: what could not be printed as wanted: names of this module's constants
    """

    items: tuple
    problems: tuple


def lay_out(content, label_format, dpi=None):
    """Return the `Layout` of a label of a content on a format.

    :param dpi: of a thermal printer, whose bars are whole dots; None for paper
    """
    label, layout = _fair(content, label_format, dpi)
    if label.drawn_bars and label.cramped:
        # The name and what the law wants come before the bars.
        without = dataclasses.replace(label_format, fields=label_format.fields - {"barcode"})
        _label, layout = _fair(content, without, dpi)
        layout = dataclasses.replace(layout, problems=(*layout.problems, BARCODE_ROOM))
    return layout


def _fair(content, label_format, dpi):
    """Return a label whose unit price is no larger than its sentence on reduced content."""
    label = _Label(content, label_format, dpi)
    layout = label.layout()
    if label.sentence_drawn < label.unit_drawn:
        label = _Label(content, label_format, dpi, label.sentence_drawn)
        layout = label.layout()
    return label, layout


def problems(content, label_format, dpi=None):
    """Return what could not be printed as wanted, as names: see `Layout`."""
    return lay_out(content, label_format, dpi).problems


def margins(label_format):
    """Return how many mm of a label stay white at its sides, and at its top and bottom.

    Office printers leave some 4 mm of the page white: where labels reach its edge, all labels
    of the sheet keep out of it, so that they look alike.
    """
    form = label_format
    usual = min(max(0.045 * min(form.width, 1.6 * form.height), 1.2), 8)
    if form.kind != "sheet":
        return usual, usual
    right = form.page_width - form.left - (form.columns - 1) * form.step_x - form.width
    bottom = form.page_height - form.top - (form.rows - 1) * form.step_y - form.height
    return (
        max(usual, PRINTER_MARGIN - min(form.left, right)),
        max(usual, PRINTER_MARGIN - min(form.top, bottom)),
    )


def _split(text):
    """Return « 2,90 € » and « le kg » with the space before it."""
    figure, sign, words = text.rpartition("€")
    return figure + sign, words


class _Label:
    def __init__(self, content, label_format, dpi, largest_unit=math.inf):
        self.largest_unit = largest_unit
        self.unit_drawn, self.sentence_drawn = 0, math.inf
        self.content = content
        self.fields = label_format.fields
        self.dpi = dpi
        self.items = []
        self.problems = []
        self.drawn_bars = self.cramped = False
        width, height = label_format.width, label_format.height
        pad_x, pad_y = margins(label_format)
        self.pad = min(pad_x, pad_y)
        self.left, self.right = pad_x, width - pad_x
        self.top, self.bottom = pad_y, height - pad_y
        self.width = width - 2 * pad_x
        self.height = height - 2 * pad_y
        self.gap = 0.02 * self.height
        self.detail = min(max(0.085 * self.height, 1.9), 9)
        # A sentence that the law adds takes its room from the price and the bars.
        self.lower_share = 0.7 if self.sentence() else 1
        self.origin_large = content.kind == "vegetables" and bool(self.field("origin"))

    def field(self, name, field=None):
        """Return the printable text of a field of the content, empty if the format lacks it."""
        if (field or name) not in self.fields:
            return ""
        text, lost = fonts.printable(str(getattr(self.content, name) or ""))
        if lost:
            self.problem(CHARACTERS)
        return text

    def problem(self, name):
        if name not in self.problems:
            self.problems.append(name)

    def layout(self):
        head_bottom = self.paragraphs(self.bars_and_price())
        self.head(head_bottom)
        return Layout(tuple(self.items), tuple(self.problems))

    # What stands at the bottom

    def bars_and_price(self):
        """Draw the lower part, and return where it begins."""
        beside, drawn = self.barcode()
        footer = self.footer_lines()
        if beside is None:
            return self.price_block(self.left, self.right, 0.5 * self.height, self.bottom, footer)
        if beside:
            left = drawn.box[2] + self.gap
            height = (0.55 if self.lower_share == 1 else 0.45) * self.height
            top = self.price_block(left, self.right, height, self.bottom, footer)
            return min(top, drawn.box[1] - self.gap)
        bars_top = drawn.box[1]
        room = self.right - drawn.box[2] - self.gap
        if footer and room >= 9:
            self.footer(footer, drawn.box[2] + self.gap, self.right, self.bottom, stacked=True)
        return self.price_row(bars_top - self.gap)

    def barcode(self):
        """Draw the bars; return whether the price stands beside them (None: no bars), and them."""
        code = self.content.barcode.strip() if "barcode" in self.fields else ""
        bars, problem = barcode.bars(code)
        if problem:
            self.problem(problem)
        if bars is None:
            return None, None
        smallest = [barcode.SMALLEST_MODULE]
        if self.dpi == 203:
            smallest.append(barcode.SMALLEST_THERMAL_MODULE)
        for least in smallest:
            for beside, room in ((True, 0.52 * self.width), (False, self.width)):
                module = barcode.module_width(bars, room, self.dpi, least)
                if module:
                    return beside, self.draw_bars(bars, module, beside)
        self.problem(BARCODE_ROOM)
        return None, None

    def draw_bars(self, bars, module, beside):
        size = min(9 * module, 2.9)
        longest = fonts.unit_width(max((text for _x, text in bars.texts), key=len))
        if longest * size > bars.width * module:
            size = bars.width * module / longest
        figures = fonts.FIGURE_ASCENT * size
        below = 0.3 + figures + fonts.FIGURE_DESCENT * size
        footer = 0 if beside or not self.footer_lines() else self.row_of_footer(bars, module)
        share = (0.36 if beside else 0.22) * self.lower_share
        height = min(barcode.NOMINAL_HEIGHT * module, share * self.height)
        x = self.left + bars.quiet_left * module
        y = self.bottom - footer - below - height
        guard = min(barcode.GUARD * module, below) if any(run[2] for run in bars.runs) else 0
        self.drawn_bars = True
        drawn = BarsAt(x, y, module, height, guard, bars)
        self.items.append(drawn)
        baseline = y + height + 0.3 + figures
        for middle, text in bars.texts:
            self.text(text, x + middle * module, baseline, size, False, "middle", figure=True)
        return drawn

    def row_of_footer(self, bars, module):
        """Return how high the line of the shelf must be that finds no room beside the bars."""
        if self.width - bars.whole_width * module - self.gap >= 9:
            return 0
        height = max(0.075 * self.height, 1.6)
        self.footer(self.footer_lines(), self.left, self.right, self.bottom, height=height)
        return height

    def footer_lines(self):
        place = " · ".join(
            text for text in (self.field("shelf"), self.field("place", "shelf")) if text
        )
        printed = day(self.content.printed_on) if "date" in self.fields else ""
        return [text for text in (place, fonts.printable(printed)[0]) if text]

    def footer(self, lines, left, right, bottom, stacked=False, height=None):
        """Draw the shelf and the date, and return where they begin."""
        if not lines:
            return bottom
        height = height or min(max(0.075 * self.height, 1.8), 5)
        rows = lines if stacked else [" · ".join(lines)]
        for text in reversed(rows):
            fitted = fit(text, right - left, height, height, 1.2, max_lines=1)
            if fitted:
                self.lines(fitted, right, bottom - height, "end")
                bottom -= height
        return bottom

    def prices(self):
        """Return (the figure in large letters, its unit, the unit price below it)."""
        content = self.content
        unit = per_unit(content.unit, content.unit_amount)
        price = content.price if content.price and content.price > 0 else None
        unit_price = content.unit_price if content.unit_price and content.unit_price > 0 else None
        if unit_price is None or not unit or "unit_price" not in self.fields:
            if content.unit and content.unit_price is None and "unit_price" in self.fields:
                self.problem(UNIT_PRICE_MISSING)
            if price is None:
                self.problem(PRICE_MISSING)
                return "", "", ""
            return euros(price), "", ""
        if price is None or content.kind == "bulk":
            return euros(unit_price), unit, ""
        if euros(price) == euros(unit_price):
            return euros(price), unit, ""
        return euros(price), "", f"{euros(unit_price)} {unit}"

    def price_block(self, left, right, height, bottom, footer):
        """Draw the price above its unit above the shelf, and return where it begins."""
        price, unit, unit_price = self.prices()
        bottom = self.footer(footer, left, right, bottom)
        height -= self.bottom - bottom
        if not price:
            return bottom - self.gap
        second = unit_price or unit
        if second:
            bottom = self.unit_price(second, left, right, bottom, 0.29 * height) - self.gap
            height *= 0.69
        former = self.former()
        former_height = min(self.detail * fonts.LINE, 0.3 * height)
        if former:
            height -= former_height
        top = self.price(price, left, right, bottom - height, bottom)
        if former:
            top = self.draw_former(former, left, right, top, former_height)
        return top

    def price_row(self, bottom):
        """Draw the price with its unit on its left, across the label."""
        price, unit, unit_price = self.prices()
        if not price:
            return bottom
        height = 0.28 * self.lower_share * self.height
        top = bottom - height
        middle = self.left + 0.4 * self.width
        second = unit_price or unit
        former = self.former()
        if second:
            self.unit_price(second, self.left, middle - self.gap, bottom, 0.5 * height)
        above = top
        if former:
            above = self.draw_former(
                former, self.left, middle - self.gap, top + 0.4 * height, 0.5 * height, "start"
            )
        left = middle if second or former else self.left
        return min(above, top, self.price(price, left, self.right, top, bottom))

    def unit_price(self, text, left, right, bottom, height):
        """Draw « **2,90 €** le kg » on the right of its room, and return where it begins."""
        figure, words = _split(text)
        length = fonts.unit_width(figure, True) + fonts.unit_width(words)
        size = min(self.unit_size(height), (right - left) / length)
        self.unit_drawn = size
        baseline = bottom - fonts.DESCENT * size
        end = right if right > self.right - 1 else left + length * size
        self.text(words, end, baseline, size, False, "end")
        if figure:
            self.text(figure, end - fonts.unit_width(words) * size, baseline, size, True, "end")
        return bottom - fonts.LINE * size

    def unit_size(self, height):
        """Return the size of the unit price; a sentence on reduced content has the same."""
        largest = min(height / fonts.LINE, self.largest_unit)
        sentence = self.sentence()
        if not sentence:
            return largest
        fitted = fit(
            sentence, self.width, 0.2 * self.height, largest, ABSOLUTE_MINIMUM, max_lines=4
        )
        return fitted.size if fitted else largest

    def sentence(self):
        return self.field("shrinkflation")

    def former(self):
        former = self.content.former_price
        if "former_price" not in self.fields or not former or former <= 0:
            return ""
        return euros(former)

    def draw_former(self, figure, left, right, bottom, height, anchor="end"):
        text = f"au lieu de {figure}"
        fitted = fit(text, right - left, height, self.detail, ABSOLUTE_MINIMUM, max_lines=1)
        if not fitted or not fitted.whole:
            self.problem(LEFT_OUT + "former_price")
            return bottom
        top = bottom - fitted.size * fonts.LINE
        end = right if anchor == "end" else left + fonts.unit_width(text) * fitted.size
        self.lines(fitted, end, top, "end")
        struck = fonts.unit_width(figure) * fitted.size
        line = max(0.07 * fitted.size, 0.12)
        y = top + (fonts.ASCENT - 0.3) * fitted.size
        self.items.append(Rect(end - struck, y, struck, line))
        return top

    def price(self, text, left, right, top, bottom):
        """Draw the price as large as it fits, and return where it begins."""
        line = fonts.FIGURE_ASCENT + fonts.FIGURE_DESCENT
        size = min((bottom - top) / line, (right - left) / fonts.unit_width(text, True))
        if self.origin_large:
            size = min(size, self.origin_size(size))
        baseline = bottom - fonts.FIGURE_DESCENT * size
        self.text(text, right, baseline, size, True, "end", figure=True)
        return baseline - fonts.FIGURE_ASCENT * size

    # What stands between

    def origin_size(self, largest):
        fitted = fit(
            self.field("origin"), self.width, 0.26 * self.height, largest, ABSOLUTE_MINIMUM, True, 2
        )
        return fitted.size if fitted else largest

    def paragraphs(self, bottom):
        """Draw what the law wants whole, from the bottom up, and return where it begins."""
        bottom -= self.gap
        if sentence := self.sentence():
            size = self.unit_drawn or self.detail
            bottom = self.paragraph("shrinkflation", sentence, bottom, 0.2, size, 4)
        if self.content.kind == "bulk" and (allergens := self.field("allergens")):
            text = f"Allergènes : {allergens}"
            bottom = self.paragraph("allergens", text, bottom, 0.2, self.detail, 4)
        if self.origin_large:
            size = max(
                (item.size for item in self.items if isinstance(item, Text)), default=self.detail
            )
            bottom = self.paragraph("origin", self.field("origin"), bottom, 0.26, size, 2, True)
        return bottom

    def paragraph(self, name, text, bottom, share, size, rows, bold=False):
        # The name keeps a line of its own above.
        room = min(share * self.height, bottom - self.gap - self.top - SMALLEST_NAME * fonts.LINE)
        fitted = fit(text, self.width, room, size, ABSOLUTE_MINIMUM, bold, rows)
        if not fitted or not fitted.whole:
            self.problem(LEFT_OUT + name)
            self.cramped = True
        if not fitted:
            return bottom
        if name == "shrinkflation":
            self.sentence_drawn = fitted.size
        top = bottom - len(fitted.lines) * fitted.size * fonts.LINE
        self.lines(fitted, self.left, top, "start", bold)
        return top - self.gap

    # What stands at the top

    def head(self, bottom):
        height = bottom - self.top
        right = self.qr(height)
        width = right - self.left
        pieces = self.pieces()
        share = 0.66 if pieces else 1
        name, lost = fonts.printable(self.content.name)
        if lost:
            self.problem(CHARACTERS)
        fitted = fit(name, width, share * height, 0.2 * self.height, SMALLEST_NAME, True, 3)
        used = 0
        self.cramped |= share * height < 0.75 * SMALLEST_NAME * fonts.LINE and bool(name)
        if fitted:
            self.lines(fitted, self.left, self.top, "start", True)
            used = len(fitted.lines) * fitted.size * fonts.LINE
        if not fitted or not fitted.whole:
            self.problem(NAME_SHORTENED)
        top = self.top + used + min(self.gap, 0.05 * height)
        size, lines, left_out = fit_pieces(
            pieces, width, bottom - top, self.detail, SMALLEST_DETAIL
        )
        for piece in left_out:
            self.problem(LEFT_OUT + piece)
        for number, line in enumerate(lines):
            self.details(line, self.left, top + (number * fonts.LINE + fonts.ASCENT) * size, size)

    def qr(self, height):
        """Draw the QR code in the corner, and return how far to the right the name may go."""
        if "qr" not in self.fields or not self.content.url:
            return self.right
        code = barcode.qr_code(self.content.url)
        count = code.size
        # Its quiet zone may lie on the label's own margin, the rest of it below and on the left.
        module = min(
            height / (count + 4), 0.3 * self.width / (count + 4), self.pad / 4, LARGEST_QR_MODULE
        )
        if self.dpi:
            dots = barcode.DOTS[self.dpi]
            module = int(module * dots + 1e-9) / dots
        if module < SMALLEST_QR_MODULE:
            self.problem(QR_ROOM)
            return self.right
        left = self.right - count * module
        self.items.append(QrAt(left, self.top, module, code))
        return left - 4 * module

    def pieces(self):
        """Return the details in the order in which they are read."""
        content = self.content
        drained = self.field("drained_content", "content")
        deposit = content.deposit if "deposit" in self.fields else None
        organic = "organic" in self.fields and content.organic
        certifier = fonts.printable(content.certifier)[0] if organic else ""
        quality = {name: self.field(name, "origin") for name in ("category", "variety")}
        pieces = [
            Piece("brand", self.field("brand"), 8),
            Piece("content", self.field("net_content", "content"), 0),
            Piece("content", f"égoutté {drained}" if drained else "", 1),
            Piece("origin", quality["category"], 2),
            Piece("origin", quality["variety"], 3),
            Piece("origin", "" if self.origin_large else self.field("origin"), 5),
            Piece("organic", f"bio {certifier}".strip() if organic else "", 6, True),
            Piece("deposit", f"consigne {euros(deposit)}" if deposit and deposit > 0 else "", 4),
            Piece("mark", self.field("mark"), 9, True),
        ]
        return [piece for piece in pieces if piece.text]

    def details(self, line, x, baseline, size):
        for number, piece in enumerate(line):
            if number:
                self.text(" · ", x, baseline, size, False)
                x += fonts.unit_width(" · ") * size
            self.text(piece.text, x, baseline, size, piece.bold)
            x += fonts.unit_width(piece.text, piece.bold) * size

    # Ink

    def lines(self, fitted, x, top, anchor, bold=False):
        for number, line in enumerate(fitted.lines):
            baseline = top + (number * fonts.LINE + fonts.ASCENT) * fitted.size
            self.text(line, x, baseline, fitted.size, bold, anchor)

    def text(self, text, x, baseline, size, bold, anchor="start", figure=False):
        width = fonts.unit_width(text, bold) * size
        rise = (
            (fonts.FIGURE_ASCENT, fonts.FIGURE_DESCENT) if figure else (fonts.ASCENT, fonts.DESCENT)
        )
        self.items.append(Text(x, baseline, size, text, bold, anchor, width, *rise))
