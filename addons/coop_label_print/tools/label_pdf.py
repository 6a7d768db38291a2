"""Labels as a PDF, in vectors: no Odoo in here."""

import io

from reportlab.pdfgen.canvas import Canvas

from . import fonts
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
    for index, content in enumerate(contents):
        page, x, y = label_format.place_of(index, start)
        if page != current:
            canvas.showPage()
            begin_page(canvas, label_format)
            current = page
        draw_layout(canvas, lay_out(content, label_format), x, y, label_format.page_height)
    canvas.showPage()
    canvas.save()
    return b"" if file else target.getvalue()


def new_canvas(target, width, height, title):
    """Return a canvas of a page of mm that tells printers not to scale it."""
    for bold in (False, True):
        fonts.face(bold)  # known to reportlab from here on
    canvas = Canvas(target, pagesize=(width * MM, height * MM), pageCompression=1)
    canvas.setTitle(title)
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas


def begin_page(canvas, label_format):
    if label_format.kind == "cut":
        _crop_marks(canvas, label_format)


def draw_layout(canvas, layout, x, y, page_height):
    """Draw a label whose top left corner is x, y mm from the page's."""
    texts = []
    for item in layout.items:
        if isinstance(item, Text):
            texts.append(item)
        elif isinstance(item, BarsAt):
            _bars(canvas, item, x, page_height - y)
        elif isinstance(item, QrAt):
            _qr(canvas, item, x, page_height - y)
        elif isinstance(item, Rect):
            _rects(
                canvas,
                (x + item.x) * MM,
                (page_height - y - item.y) * MM,
                (f"0 0 {item.width * MM:.3f} {-item.height * MM:.3f} re",),
            )
    for item in texts:
        canvas.setFont(fonts.font_name(item.bold), item.size * MM)
        canvas.drawString((x + item.left) * MM, (page_height - y - item.y) * MM, item.text)


def _bars(canvas, item, x, top):
    # In modules across and millimetres down: short numbers, and every module the same.
    whole = item.height + item.guard
    _rects(
        canvas,
        (x + item.x) * MM,
        (top - item.y) * MM,
        (
            f"{start} 0 {width} {-(whole if tall else item.height):.3f} re"
            for start, width, tall in item.bars.runs
        ),
        item.module * MM,
        MM,
    )


def _qr(canvas, item, x, top):
    module = item.module * MM
    _rects(canvas, (x + item.x) * MM, (top - item.y) * MM, _qr_runs(item.rows), module, module)


def _qr_runs(rows):
    for number, row in enumerate(rows):
        start = row.find(1)
        while start >= 0:
            end = row.find(0, start)
            end = len(row) if end < 0 else end
            yield f"{start} {-number} {end - start} -1 re"
            start = row.find(1, end)


def _rects(canvas, x, y, rectangles, scale_x=1, scale_y=1):
    """Fill rectangles as one path, so that no hair shows between those that touch."""
    path = " ".join(rectangles)
    canvas._code.append(f"q {scale_x:.5f} 0 0 {scale_y:.5f} {x:.3f} {y:.3f} cm {path} f Q")


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
