"""What a camera or a hand scanner read: no Odoo in here."""

import re
from urllib.parse import unquote, urlsplit

from .typed_text import LARGEST_ID, clean_line

# Nothing that stands on a pack or a shelf is longer.
MAX_LENGTH = 500
_OUR_PAGE = re.compile(r"/p/(?:b/(?P<barcode>[^/]+)|(?P<id>\d{1,10}))/?")
# The application identifier 01 is a GTIN, written with 14 digits (GS1 Digital Link 1.1).
_DIGITAL_LINK = re.compile(r"(?:/.*)?/01/(?P<barcode>\d{8,14})(?:/.*)?")


def read_code(text):
    """Return what a scanned text leads to, as ``(barcode, product id)``; one of them is empty.

    Understands a barcode, the QR code of a shelf label, which is an address that ends in
    ``/p/b/<barcode>`` or ``/p/<id>``, and the QR code that makers print (GS1 Digital Link).

    >>> read_code("3 017620 422003 ")
    ('3017620422003', 0)
    >>> read_code("https://coop.example/p/12"), read_code("https://coop.example/p/b/20000042")
    (('', 12), ('20000042', 0))
    >>> read_code("https://id.maker.example/01/03017620422003/10/A12")
    ('3017620422003', 0)
    """
    if len(text or "") > MAX_LENGTH:
        return "", 0
    code = clean_line(text)
    if code.lower().startswith(("http://", "https://")):
        try:
            path = urlsplit(code).path
        except ValueError:
            return "", 0
        page = _OUR_PAGE.fullmatch(path) or _DIGITAL_LINK.fullmatch(path)
        if not page:
            return "", 0
        number = int(page.groupdict().get("id") or 0)
        if number:
            return "", number if number <= LARGEST_ID else 0
        code = clean_line(unquote(page["barcode"] or ""))
    digits = re.sub(r"[\s.\-]", "", code)
    if not (digits.isascii() and digits.isdigit()):
        return code, 0  # a coop's own barcodes may hold letters
    # A GTIN of 14 digits that begins with 0 is the EAN-13 behind it.
    return digits[1:] if len(digits) == 14 and digits[0] == "0" else digits, 0
