"""What the papers of a meeting share: their fonts, styles and QR code. No Odoo in here.

The fonts lie in the addon, so that a paper looks the same on every machine.
"""

import functools
import unicodedata
from html import escape
from pathlib import Path

import qrcode
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
REGULAR, BOLD = "CoopPaper", "CoopPaperBold"
FILES = {REGULAR: "Roboto-Regular.ttf", BOLD: "Roboto-Bold.ttf"}
GREY = HexColor("#5c636a")
# Letters of a line, from one baseline to the next.
LEADING = 1.2


@functools.cache
def register_fonts():
    """Make the fonts known to reportlab; return the letters they have."""
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR)
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


def printable(text):
    """Return the text on one line, without what the fonts lack (emoji, Arabic…).

    >>> printable("Pâtes\\n🍝  d'épeautre")
    "Pâtes d'épeautre"
    """
    known = register_fonts()
    text = unicodedata.normalize("NFC", text or "")
    kept = "".join(
        " " if letter.isspace() and letter not in "\u00a0\u202f" else letter
        for letter in text
        if letter.isspace() or (ord(letter) in known and unicodedata.category(letter)[0] != "C")
    )
    return " ".join(word for word in kept.split(" ") if word)


def shortened(text, most):
    """Return the text, cut at a word and with … where it has more than `most` letters.

    >>> shortened("Plus de place en rayon", 12)
    'Plus de…'
    """
    text = printable(text)
    if len(text) <= most:
        return text
    words, _space, _half = text[:most].rpartition(" ")
    return f"{words.rstrip(' ,;:') or text[: most - 1]}…"


def paragraph(text, size, bold=False, colour=None, after="", **style):
    """Return a paragraph of plain text, with grey text after it; markup is printed as it stands."""
    register_fonts()
    grey = f'<font color="{GREY.hexval()}"> {escape(printable(after))}</font>' if after else ""
    return Paragraph(
        escape(printable(text)) + grey,
        ParagraphStyle(
            "",
            fontName=BOLD if bold else REGULAR,
            fontSize=size,
            leading=size * LEADING,
            textColor=colour or "black",
            splitLongWords=1,
            **style,
        ),
    )


def height_of(flowables, width):
    """Return how high flowables are together, in points."""
    return sum(each.wrap(width, 1e6)[1] + each.getSpaceBefore() for each in flowables)


def draw_qr(canvas, text, x, y, size):
    """Draw a QR code as vectors, with its quiet zone, `size` points wide."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    module = size / len(rows)
    path = canvas.beginPath()
    for row, modules in enumerate(rows):
        for column, dark in enumerate(modules):
            if dark:
                path.rect(x + column * module, y + size - (row + 1) * module, module, module)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
