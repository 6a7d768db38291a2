"""The two fonts of labels, and how wide a text is in them: no Odoo in here.

They lie in the addon, so that a label looks the same on every machine.
"""

import functools
import unicodedata
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
FILES = {"CoopLabel": "Roboto-Regular.ttf", "CoopLabelBold": "Roboto-Bold.ttf"}

# Parts of the size of a letter: from the baseline up to the accent of É, and down to the foot of g.
ASCENT = 0.95
DESCENT = 0.25
LINE = ASCENT + DESCENT
# The same for a price, which has no accents: up to its figures, down to its comma.
FIGURE_ASCENT = 0.74
FIGURE_DESCENT = 0.16


def font_name(bold):
    """Return the name of a font in reportlab."""
    return "CoopLabelBold" if bold else "CoopLabel"


@functools.cache
def font(bold):
    """Return one of the two fonts, and make it known to reportlab."""
    name = font_name(bold)
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / FILES[name])))
    return pdfmetrics.getFont(name)


@functools.lru_cache(maxsize=20000)
def unit_width(text, bold=False):
    """Return how wide a text is in letters of the size 1."""
    return font(bold).stringWidth(text, 1)


@functools.lru_cache(maxsize=20000)
def printable(text):
    """Return the text that the fonts can print, and whether letters were left out.

    Control characters and what the fonts lack (emoji, Arabic…) are left out; white space of
    all kinds becomes a space, except those that keep a figure together.
    """
    text = unicodedata.normalize("NFC", text or "")
    if text.isascii() and text.isprintable():
        return " ".join(text.split()), False
    known = font(False).face.charToGlyph
    kept, lost = [], False
    for letter in text:
        if letter in "\u00a0\u202f":
            kept.append(letter)
        elif letter.isspace():
            kept.append(" ")
        elif unicodedata.category(letter)[0] == "C":
            # Joiners and marks of direction are no letters: nobody misses them.
            lost |= unicodedata.category(letter) not in ("Cc", "Cf")
        elif ord(letter) in known:
            kept.append(letter)
        else:
            lost = True
    return " ".join(word for word in "".join(kept).split(" ") if word), lost
