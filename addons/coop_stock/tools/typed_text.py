"""What people type, made safe to keep: no Odoo in here.

Nothing is escaped here: text is kept as typed and escaped where it is shown.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from stdnum import ean

# Explicit direction overrides reach beyond the text that holds them and can disguise it
# (Unicode Technical Report 36); plain marks (U+200E, U+200F) stay.
_DIRECTION_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MAX_LINK = 500
# PostgreSQL's integer: a larger number is no id.
LARGEST_ID = 2**31 - 1


def _keeps(character, line_breaks):
    if character in _DIRECTION_OVERRIDES:
        return False
    if character == "\n":
        return line_breaks
    # Cc: control characters, PostgreSQL refuses the null byte; Cs: lone halves of a pair.
    return unicodedata.category(character) not in ("Cc", "Cs")


def clean_line(text):
    """Return one line of typed text: no control characters, single spaces, trimmed."""
    text = re.sub(r"[\r\n\t]", " ", text or "")
    text = "".join(c for c in text if _keeps(c, line_breaks=False))
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def short_line(text, most):
    """Return a line of typed text, cut after `most` characters; what is far longer is not read.

    >>> short_line("  riz   complet ", 5)
    'riz c'
    """
    return clean_line(text[: 4 * most])[:most]


def clean_lines(text):
    """Return typed text with its line breaks, at most one empty line in a row."""
    text = re.sub(r"\r\n?", "\n", text or "").replace("\t", " ")
    text = "".join(c for c in text if _keeps(c, line_breaks=True))
    text = re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", text))
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{2,}", "\n\n", text).strip()


def has_letters(text):
    """Whether there is a letter or a digit to read in the text."""
    return any(c.isalnum() for c in text or "")


def clean_barcode(text):
    """Return the digits of a typed or scanned barcode, spaces and dashes taken out.

    :raises ValueError: when it is not an EAN-8, UPC-A, EAN-13 or GTIN-14 with a right
        check digit (GS1 General Specifications, section 7.9)

    >>> clean_barcode("3 017620 422003")
    '3017620422003'
    """
    digits = re.sub(r"[\s.\-]", "", clean_line(text))
    if not digits:
        return ""
    if not (digits.isascii() and ean.is_valid(digits)):
        raise ValueError("not a barcode")
    return digits


def barcode_variants(barcode):
    """Return the ways in which one code is written: UPC-A is EAN-13 without its first 0.

    >>> barcode_variants("036000291452")
    ['036000291452', '0036000291452']
    """
    variants = [barcode]
    if len(barcode) == 12:
        variants.append("0" + barcode)
    elif len(barcode) == 13 and barcode.startswith("0"):
        variants.append(barcode[1:])
    return variants


def clean_link(text):
    """Return a link to a web page; ``https://`` is put before a bare address.

    :raises ValueError: when it is no web address (another scheme, no host, too long)
    """
    link = clean_line(text)
    if not link:
        return ""
    if "://" not in link and not re.match(r"[a-zA-Z][a-zA-Z0-9+\-]*:(?!\d)", link):
        link = "https://" + link
    parts = urlsplit(link)
    if (
        parts.scheme not in ("http", "https")
        or "." not in (parts.hostname or "")
        or re.search(r"[\s\"<>\\]", link)
        or len(link) > MAX_LINK
    ):
        raise ValueError("not a web address")
    return link


def whole_number(text, largest=LARGEST_ID):
    """Return the number typed into a field or an address, from 1, or 0.

    >>> whole_number(" 12 ", 20), whole_number("21", 20), whole_number("-1", 20)
    (12, 0, 0)
    """
    digits = clean_line(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(largest))):
        return 0
    number = int(digits)
    return number if number <= largest else 0
