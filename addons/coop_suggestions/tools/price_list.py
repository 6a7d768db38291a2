"""What a supplier's price list says, line by line: barcodes, packs, prices. No Odoo in here.

Nothing is guessed: what cannot be understood is refused, with the reason.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from stdnum import ean

from .price_file import BEGINNING, Formula, Unreadable

KINDS = ("name", "brand", "barcode", "pack", "price")
NEEDED = ("name", "price")
PRICES = ("unit", "pack")
DECIMAL_MARKS = (",", ".")
# No unit of a grocery costs more: it is a barcode in the column of prices.
MOST_PRICE = Decimal(10_000)
MOST_PACK = 10_000
LONGEST_NAME = 200
LONGEST_SHOWN = 60
# How titles of columns are written, the surest first; what one of `_OTHERS` fits is none of these.
_TITLES = {
    "barcode": (r"\b(ean|gencode?s?|gtin)", r"\bcode ?s?[ -]?barres?\b", r"\b(barcode|upc)\b"),
    "price": (
        r"\bprix.*\b(net|remise)",
        r"\b(prix|p) ?u\b|\bprix.*\b(unit|unite|unitaire|piece)|\bunit price\b",
        r"\b(prix|tarif).*\b(ht|achat|cession)|\bpa ?ht\b",
        r"\b(prix|tarif|price|cost|cout)\b",
    ),
    "pack": (
        r"\b(colisage|pcb|packaging)\b",
        r"\bpar (carton|colis|caisse|lot)\b",
        r"\b(unites|pieces|nb|nombre|qte|quantite).*(carton|colis)",
        r"\b(conditionnement|cond|pack|uvc|carton)\b",
    ),
    "brand": (r"\b(marque|brand)\b", r"\b(fabricant|producteur)\b"),
    "name": (
        r"\b(designation|libelle|intitule)\b",
        r"\b(nom|name|denomination)\b",
        r"\b(produit|article|description|product)\b",
    ),
}
_OTHERS = {
    "price": r"\b(conseille|vente|pvc|public|ttc|kg|kilo|litre|l|ancien|tva|ml|g)\b",
    "barcode": r"\b(carton|colis|caisse|palette)\b",
    "pack": r"\b(prix|tarif|ean|gencod|palette|poids)\b",
    "name": r"\b(code|ref|reference|num|numero|marque|famille|prix|categorie)\b",
}
_NOTHING = {"", "-", "--", "/", "n/a", "na", "neant", "nc"}
_SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+)?\s*[eE]\s*[+-]?\d+")
# How spreadsheets keep a text a text in a CSV.
_QUOTED = re.compile(r'="([^"]*)"')
_CURRENCY = re.compile(r"€|\beuros?\b|\beur\b|\bh\.?t\b\.?", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_GROUPED = re.compile(r"\d{1,3}(?:[., '’]\d{3})+")
_PACK = re.compile(
    r"(?:(?:carton|colis|caisse|lot|pack|boite|sac|c)\s*(?:de\s*|x\s*)?)?"
    r"(?:x\s*)?(\d{1,6})(?:[.,]0+)?\s*"
    r"(?:(?:x|\*)\s*(?:1|\d+(?:[.,]\d+)?\s*(?:kgs?|gr?|mg|cl|ml|dl|l|m))?"
    r"|un?|uv|uvc|pcs?|pieces?|unites?|bouteilles?|bocaux|boites?|sachets?|paquets?|pots?)?"
)
_MEASURE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:kgs?|gr?|mg|cl|ml|dl|l)")


class Refused(ValueError):
    """A cell that is not understood; the message is the reason's code."""


@dataclass(frozen=True)
class Line:
    """One product of a price list; `cost` is of one unit, in EUR without VAT."""

    number: int
    name: str
    brand: str
    barcode: str
    pack: int
    cost: Decimal

    @property
    def key(self):
        """What makes it the same product in the supplier's next list."""
        return product_key(self.barcode, self.name, self.brand)


@dataclass(frozen=True)
class Refusal:
    """A line that is not taken: why (a code), and the cell in question."""

    number: int
    reason: str
    value: str = ""


def fold(text):
    """Return a text in lower case, without accents, its words parted by single spaces.

    >>> fold("  Désignation\\n(Libellé)")
    'designation libelle'
    """
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(c for c in text if unicodedata.category(c)[0] != "M")
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def product_key(barcode, name, brand=""):
    """Return what makes a product the same: its barcode however it is padded, else its name.

    >>> product_key("036000291452", "Riz"), product_key("", "Riz  Noir", "Ô Champs")
    ('b:36000291452', 'n:riz noir o champs')
    """
    return f"b:{barcode.lstrip('0')}" if barcode else f"n:{fold(f'{name} {brand}')}"


# --- which column is what


def guess_columns(titles):
    """Return which columns hold what, by their titles: ``{kind: place}``.

    >>> guess_columns(["Réf.", "Désignation", "Gencod", "Colisage", "Prix unit. HT", "PVC TTC"])
    {'barcode': 2, 'price': 4, 'pack': 3, 'name': 1}
    """
    folded = [fold(str(title)) for title in titles]
    found = {}
    for kind, patterns in _TITLES.items():
        fits = [
            (rank, place)
            for place, title in enumerate(folded)
            for rank, pattern in enumerate(patterns)
            if place not in found.values()
            and re.search(pattern, title)
            and not re.search(_OTHERS.get(kind, "$^"), title)
        ]
        if fits:
            found[kind] = min(fits)[1]
    return found


def find_titles(rows):
    """Return the place of the line of titles among the first rows, or None.

    :param rows: as in `price_file.Table`
    """
    best, most = None, 1
    for place, (_number, cells) in enumerate(rows[:BEGINNING]):
        if not _holds_words_only(cells):
            continue
        count = len(guess_columns(cells))
        if count > most:
            best, most = place, count
    if best is None and len(rows) > 1:
        # Words above figures are titles, whatever they say.
        first, second = rows[0][1], rows[1][1]
        if sum(1 for cell in first if cell != "") > 1 and _holds_words_only(first):
            best = None if _holds_words_only(second) else 0
    return best


def _holds_words_only(cells):
    """Whether no cell is a number, a barcode or a price."""
    return not any(
        isinstance(cell, int | float) or _is_barcode(cell) or _is_price(cell)
        for cell in cells
        if cell != ""
    )


def guess_columns_of(rows, titles_place):
    """Return which columns hold what, by the titles, and the barcodes by how they look.

    :param rows: as in `price_file.Table`
    :param titles_place: as of `find_titles`
    """
    first = 0 if titles_place is None else titles_place + 1
    found = guess_columns(rows[titles_place][1]) if first else {}
    if "barcode" not in found:
        below = [cells for _number, cells in rows[first : first + BEGINNING]]
        filled = [
            (place, cell)
            for cells in below
            for place, cell in enumerate(cells)
            if cell != "" and place not in found.values()
        ]
        cells_of = Counter(place for place, _cell in filled)
        counts = Counter(place for place, cell in filled if _is_barcode(cell))
        for place, count in counts.most_common(1):
            if 2 * count > cells_of[place]:
                found["barcode"] = place
    return found


def _is_barcode(cell):
    try:
        return bool(read_barcode(cell))
    except Refused:
        return False


def _is_price(cell):
    try:
        return bool(read_price(cell))
    except Refused:
        return False


# --- numbers


def text_of(cell):
    """Return a cell as a text on one line, as it is shown to people.

    >>> text_of(4.5), text_of(" Riz\\n noir "), text_of('="0123"')
    ('4.5', 'Riz noir', '0123')
    """
    text = repr(cell) if isinstance(cell, float) else str(cell)
    quoted = _QUOTED.fullmatch(text.strip())
    text = "".join(
        " " if c.isspace() else c
        for c in (quoted[1] if quoted else text)
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Cf")
    )
    return " ".join(unicodedata.normalize("NFC", text).split())


def _checked_text(cell):
    text = text_of(cell)
    if isinstance(cell, Formula) or text.startswith("="):
        raise Refused("formula")
    return "" if fold(text) in _NOTHING and text.casefold() in _NOTHING else text


def read_barcode(cell):
    """Return the digits of a barcode, "" where there is none.

    :raises Refused: never guessed: cut short as 3.02E+12, a wrong check digit, words

    >>> read_barcode("3 017620 422003"), read_barcode(3017620422003), read_barcode("-")
    ('3017620422003', '3017620422003', '')
    >>> read_barcode("3.02E+12")
    Traceback (most recent call last):
    ...
    coop_suggestions_tools.price_list.Refused: scientific
    """
    text = _checked_text(cell)
    if _SCIENTIFIC.fullmatch(text):
        raise Refused("scientific")
    digits = re.sub(r"[.,]0+$", "", text)
    digits = re.sub(r"[\s\-.']", "", digits)
    if not digits.strip("0"):
        return ""
    if not (digits.isascii() and digits.isdigit()):
        raise Refused("barcode_words")
    if len(digits) not in (8, 12, 13, 14):
        raise Refused("barcode_length")
    if not ean.is_valid(digits):
        raise Refused("barcode_check")
    # A GTIN of 14 digits that begins with 0 is the EAN-13 behind it.
    return digits[1:] if len(digits) == 14 and digits[0] == "0" else digits


def guess_decimal_mark(cells):
    """Return which mark stands before the cents in a column of prices: "," or ".".

    >>> guess_decimal_mark(["1.234", "12,50"]), guess_decimal_mark(["1,234.50", "2,000"])
    (',', '.')
    >>> guess_decimal_mark(["2.350", "12.100"]), guess_decimal_mark([])
    ('.', ',')
    """
    sure, maybe = Counter(), Counter()
    for cell in cells:
        if isinstance(cell, int | float):
            continue
        text = _bare(text_of(cell))
        marks = [c for c in text if c in DECIMAL_MARKS]
        if not marks:
            continue
        after = len(text) - 1 - max(text.rfind(mark) for mark in DECIMAL_MARKS)
        if len(set(marks)) == 2 or (len(marks) == 1 and after != 3):
            sure[marks[-1]] += 1
        elif len(marks) == 1:
            maybe[marks[-1]] += 1
    for counted in (sure, maybe):
        if counted:
            return counted.most_common(1)[0][0]
    return ","


def _bare(text):
    """Return a price without its currency and spaces."""
    return _SPACES.sub("", _CURRENCY.sub("", text)).replace("’", "'")


def read_price(cell, decimal_mark=","):
    """Return a price, above 0, to four decimals.

    :param decimal_mark: tells what « 1,234 » is, where both would do
    :raises Refused: when it is no price

    >>> str(read_price("4,90 €")), str(read_price("1 234,50")), str(read_price("1,234", "."))
    ('4.9000', '1234.5000', '1234.0000')
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = repr(cell)
    else:
        number = _number(_bare(_checked_text(cell)), decimal_mark)
    try:
        price = Decimal(number)
    except InvalidOperation:
        raise Refused("price_words") from None
    if not price.is_finite():
        raise Refused("price_words")
    if price <= 0:
        raise Refused("price_zero")
    if price >= MOST_PRICE:
        raise Refused("price_high")
    price = price.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    if not price:
        raise Refused("price_zero")
    return price


def _number(text, decimal_mark):
    """Return a written number as Python writes it."""
    if not text:
        raise Refused("price_missing")
    if not (re.fullmatch(r"-?[\d.,']+", text) and text.isascii() and re.search(r"\d", text)):
        raise Refused("price_words")
    marks = [c for c in text if c in DECIMAL_MARKS]
    grouped = _GROUPED.fullmatch(text.lstrip("-"))
    if len(set(marks)) == 2:
        mark = marks[-1]
    elif len(marks) == 1:
        # « 0,990 » is no group of thousands.
        thousands = grouped and marks[0] != decimal_mark and not text.lstrip("-").startswith("0")
        mark = None if thousands else marks[0]
    else:
        mark = None
    whole, _, cents = text.rpartition(mark) if mark else (text, "", "")
    digits = whole.lstrip("-")
    if re.search(r"\D", digits) and not _GROUPED.fullmatch(digits):
        raise Refused("price_words")
    if not cents.isdigit() and mark and cents:
        raise Refused("price_words")
    sign = "-" if text.startswith("-") else ""
    return f"{sign}{re.sub(r'[^0-9]', '', digits) or '0'}.{cents or '0'}"


def read_pack(cell):
    """Return how many units a pack holds; 1 where nothing, or a weight only, is said.

    :raises Refused: when it is not understood

    >>> [read_pack(each) for each in ("6", "carton de 12", "6 x 500 g", "x8", "5 kg", "", 10)]
    [6, 12, 6, 8, 1, 1, 10]
    """
    text = _checked_text(cell)
    text = "".join(
        c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] != "M"
    )
    text = text.replace("×", "x").casefold()
    if not text or _MEASURE.fullmatch(text):
        return 1
    found = _PACK.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= MOST_PACK:
        raise Refused("pack_words")
    return int(found[1])


def _read_name(cell):
    text = _checked_text(cell)
    if not text:
        raise Refused("name_missing")
    if len(text) > LONGEST_NAME:
        raise Refused("name_long")
    if not any(c.isalpha() for c in text):
        raise Refused("name_words")
    return text


# --- lines


def read_lines(rows, columns, decimal_mark=",", price_of="unit"):
    """Return the products of a price list, and the lines that are refused.

    A line with one cell only is a title between the products, and neither of both.

    :param rows: the rows below the titles, as in `price_file.Table`
    :param dict columns: place of the column of each kind; those of `NEEDED` are there
    :param price_of: whether prices are of a "unit" or of a "pack"
    :return: ``(lines, refusals)``, lists of `Line` and of `Refusal`
    :raises Unreadable: when most lines are refused, or there is none
    """
    lines, refusals, first_of_key = [], [], {}
    for number, cells in rows:
        if sum(1 for cell in cells if cell != "") < 2:
            continue
        line = _read_line(number, cells, columns, decimal_mark, price_of)
        if isinstance(line, Line):
            first = first_of_key.setdefault(line.key, number)
            if first == number:
                lines.append(line)
                continue
            line = Refusal(number, "double", str(first))
        refusals.append(line)
    _refuse_shifted(lines, refusals)
    return lines, refusals


def _read_line(number, cells, columns, decimal_mark, price_of):
    def cell(kind):
        place = columns.get(kind)
        return cells[place] if place is not None and place < len(cells) else ""

    read = {
        "name": _read_name,
        "brand": lambda value: _checked_text(value)[:LONGEST_NAME],
        "barcode": read_barcode,
        "pack": read_pack,
        "price": lambda value: read_price(value, decimal_mark),
    }
    values = {}
    # The barcode first: one that is cut short is what people must hear of.
    for kind in ("barcode", "price", "name", "pack", "brand"):
        try:
            values[kind] = read[kind](cell(kind))
        except Refused as refused:
            reason = str(refused)
            if reason == "formula":
                reason = f"formula_{kind}"
            return Refusal(number, reason, text_of(cell(kind))[:LONGEST_SHOWN])
    price = values.pop("price")
    cost = price / values["pack"] if price_of == "pack" else price
    cost = cost.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    if not cost:
        return Refusal(number, "price_zero", text_of(cell("price")))
    return Line(number=number, cost=cost, **values)


def _refuse_shifted(lines, refusals):
    """Refuse the whole list where most of it makes no sense: its columns are others."""
    wrong = [refusal for refusal in refusals if refusal.reason != "double"]
    total = len(lines) + len(wrong)
    if not total:
        raise Unreadable("no_lines")
    if 2 * len(wrong) <= total:
        return
    [(reason, _count)] = Counter(refusal.reason for refusal in wrong).most_common(1)
    first = next(refusal for refusal in wrong if refusal.reason == reason)
    raise Unreadable(
        "shifted",
        cause=reason,
        count=len(wrong),
        total=len(lines) + len(refusals),
        number=first.number,
        value=first.value,
    )


# --- in the shop


def price_in_shop(cost, margin, vat):
    """Return about what a unit would cost on the shelf, in EUR with VAT, half up to the cent.

    :param cost: of the unit, without VAT
    :param margin: in percent of the cost
    :param vat: in percent

    >>> price_in_shop(3.5, 23, 5.5), price_in_shop(0, 23, 5.5)
    (4.54, 0.0)
    """
    cost, margin, vat = (Decimal(str(round(each, 6))) for each in (cost, margin, vat))
    price = cost * (1 + margin / 100) * (1 + vat / 100)
    return float(price.quantize(Decimal("0.01"), ROUND_HALF_UP))
