"""Labels as a PDF, in vectors: no Odoo in here."""

import functools
import io
import zlib

from reportlab.pdfgen.canvas import Canvas

from . import barcode, fonts
from .label_layout import BarsAt, QrAt, Rect, Text, lay_out

MM = 72 / 25.4
CROP = 4


def render_pdf(contents, label_format, start=1, file=None):
    """Return the PDF of labels.

    Contents are taken one by one, and only finished pages are kept, compressed.

    :param contents: an iterable of `LabelContent`
    :param start: the first free place of the first page, from 1
    :param file: a binary file to write to instead; the answer is then empty
    :raise ValueError: when the page has no such place
    """
    target = file or io.BytesIO()
    canvas = new_canvas(target, label_format.page_width, label_format.page_height, "Étiquettes")
    label_format.place_of(0, start)
    current = 0
    begin_page(canvas, label_format)
    drawing = _Drawing(canvas, label_format.page_height)
    for index, content in enumerate(contents):
        page, x, y = label_format.place_of(index, start)
        if page != current:
            canvas.showPage()
            begin_page(canvas, label_format)
            current = page
        drawing.add(lay_out(content, label_format), x, y)
    canvas.showPage()
    canvas.save()
    return b"" if file else target.getvalue()


def new_canvas(target, width, height, title):
    """Return a canvas of a page of mm that tells printers not to scale it."""
    for bold in (False, True):
        fonts.font(bold)  # known to reportlab from here on
    canvas = Canvas(target, pagesize=(width * MM, height * MM), pageCompression=0)
    canvas._doc.defaultStreamFilters = [_QuickFlate]
    canvas.setTitle(title)
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas


class _QuickFlate:
    """Compression of pages in half the time of reportlab's own, which takes zlib's usual level."""

    pdfname = "FlateDecode"

    @staticmethod
    def encode(content):
        return zlib.compress(content.encode() if isinstance(content, str) else content, 2)


def begin_page(canvas, label_format):
    if label_format.kind == "cut":
        _crop_marks(canvas, label_format)


class _Drawing:
    """Labels drawn on the pages of a canvas.

    It writes PDF's own commands: reportlab's `drawString` takes ten times as long, and prints
    the same.

    :param page_height: in mm
    """

    def __init__(self, canvas, page_height):
        self.canvas, self.page_height = canvas, page_height
        # Labels of a page have most texts in common: the brand, « le kg », the date.
        self.shown = functools.lru_cache(maxsize=5000)(self._shown)

    def add(self, layout, x, y):
        """Draw a label whose top left corner is x, y mm from the page's."""
        shapes, texts = [], []
        for item in layout.items:
            if isinstance(item, Text):
                # The font has the size 1, and the matrix makes it as large as it must be.
                size = f"{item.size:.3f}"
                place = f"{size} 0 0 {size} {item.left:.3f} {-item.y:.3f} Tm"
                texts.append(f"{place} {self.shown(item.text, item.bold)}")
            elif isinstance(item, BarsAt):
                shapes.append(_bars(item))
            elif isinstance(item, QrAt):
                shapes.append(_qr(item))
            elif isinstance(item, Rect):
                shapes.append(_filled(item, 1, [f"0 0 {item.width:.3f} {item.height:.3f} re"]))
        # From here on in mm from the label's corner; upwards, as PDF counts.
        corner = f"{MM:.6f} 0 0 {MM:.6f} {x * MM:.3f} {(self.page_height - y) * MM:.3f} cm"
        self.canvas._code.append(f"q {corner} {' '.join(shapes)} BT {' '.join(texts)} ET Q")

    def _shown(self, text, bold):
        """Return the commands that show a text, in letters of the size 1."""
        document, font = self.canvas._doc, fonts.font(bold)
        return " ".join(
            f"{font.getSubsetInternalName(subset, document)} 1 Tf ({self.canvas._escape(part)}) Tj"
            for subset, part in font.splitString(text, document)
        )


def _bars(item):
    # In modules across and short bars down: short numbers, and every module the same.
    tall = f"{1 + item.guard / item.height:.3f} re"
    return _filled(
        item,
        item.module,
        [
            f"{start} 0 {width} {tall if is_tall else '1 re'}"
            for start, width, is_tall in item.bars.runs
        ],
        item.height,
    )


def _qr(item):
    code = item.code
    words = [_qr_word(code.version, number, word) for number, word in enumerate(code.words)]
    return _filled(item, item.module, [_qr_frame(code.version), *words], item.module)


@functools.lru_cache(maxsize=8)
def _qr_frame(version):
    return _rectangles(barcode.qr_frame_rectangles(version))


# A word has one of 256 values, and each of them always stands as the same rectangles in its
# place: a thousand codes have most of them in common.
@functools.lru_cache(maxsize=30000)
def _qr_word(version, number, word):
    return _rectangles(barcode.qr_word_rectangles(version, number, word))


def _rectangles(rectangles):
    return " ".join(
        f"{column} {row} {width} {height} re" for column, row, width, height in rectangles
    )


def _filled(item, scale_x, rectangles, scale_y=1):
    """Fill rectangles as one path, so that no hair shows between those that touch.

    They are counted downwards from the item's corner.
    """
    place = f"{scale_x:.6f} 0 0 {-scale_y:.6f} {item.x:.3f} {-item.y:.3f} cm"
    return f"q {place} {' '.join(rectangles)} f Q"


def _crop_marks(canvas, label_format):
    """Draw short lines around the block of labels, where a cutter is set."""
    canvas.setLineWidth(0.25)
    right = label_format.left + (label_format.columns - 1) * label_format.step_x
    bottom = label_format.top + (label_format.rows - 1) * label_format.step_y
    right, bottom = right + label_format.width, bottom + label_format.height
    dx, dy = label_format.offset_x, label_format.offset_y
    height = label_format.page_height
    for x in _edges(
        label_format.left, label_format.columns, label_format.step_x, label_format.width
    ):
        for from_y, to_y in ((label_format.top - 1, -CROP), (bottom + 1, CROP)):
            y = height - from_y - dy
            canvas.line((x + dx) * MM, y * MM, (x + dx) * MM, (y - to_y) * MM)
    for y in _edges(label_format.top, label_format.rows, label_format.step_y, label_format.height):
        for from_x, length in ((label_format.left - 1, -CROP), (right + 1, CROP)):
            level = (height - y - dy) * MM
            canvas.line((from_x + dx) * MM, level, (from_x + length + dx) * MM, level)


def _edges(first, count, step, size):
    """Return where cuts go, each once."""
    return sorted({round(first + n * step + side, 2) for n in range(count) for side in (0, size)})
