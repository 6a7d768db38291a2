"""The letter with a code that pairs an account, as a PDF. No Odoo in here."""

import io
from html import escape

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

MARGIN = 25 * mm
WIDTH = A4[0] - 2 * MARGIN
# reportlab brings this font; the base fonts of PDF lack œ.
FONT = "Vera"
LETTERS = 11
CODE_LETTERS = 22
QR_SIZE = 45 * mm
# Where the window of a French DL envelope shows the address.
ADDRESS = (110 * mm, A4[1] - 50 * mm)


def render_letter(content):
    """Return an A4 page as a PDF.

    :param dict content: `coop` and `address` (lists of lines), `date`, `title`, `paragraphs`
        (texts), `code` (as one copies it), `url` (what the QR code leads to), `url_words`, `until`
    """
    pdfmetrics.registerFont(TTFont(FONT, "Vera.ttf"))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, lang="fr-FR")
    canvas.setTitle(content["title"])
    _lines(canvas, content["coop"], MARGIN, A4[1] - MARGIN)
    _lines(canvas, content["address"], *ADDRESS)
    top = A4[1] - 95 * mm
    top = _words(canvas, content["date"], top)
    top = _words(canvas, content["title"], top - 4 * mm, 14)
    for text in content["paragraphs"]:
        top = _words(canvas, text, top - 3 * mm)
    canvas.setFont(FONT, CODE_LETTERS)
    top -= 16 * mm
    canvas.drawCentredString(A4[0] / 2, top, content["code"])
    top -= QR_SIZE + 4 * mm
    _draw_qr(canvas, content["url"], (A4[0] - QR_SIZE) / 2, top, QR_SIZE)
    top = _words(canvas, content["url_words"], top - 2 * mm)
    _words(canvas, content["until"], top - 3 * mm)
    canvas.save()
    return target.getvalue()


def _lines(canvas, lines, left, top):
    canvas.setFont(FONT, LETTERS)
    for number, line in enumerate(lines):
        canvas.drawString(left, top - number * LETTERS * 1.3, line)


def _words(canvas, text, top, size=LETTERS):
    style = ParagraphStyle("", fontName=FONT, fontSize=size, leading=size * 1.4)
    words = Paragraph(escape(text), style)
    _width, height = words.wrap(WIDTH, top)
    words.drawOn(canvas, MARGIN, top - height)
    return top - height


def _draw_qr(canvas, text, left, bottom, size):
    drawing = Drawing(size, size)
    drawing.add(QrCodeWidget(text, barWidth=size, barHeight=size, barLevel="M"))
    renderPDF.draw(drawing, canvas, left, bottom)
