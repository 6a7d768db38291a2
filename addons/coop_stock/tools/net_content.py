"""Net contents read out of product names, as proposals for somebody to confirm: no Odoo in here.

Better no proposal than a wrong one: where a name tells several quantities and not which one is
the content, nothing is read.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

NET_WEIGHT, DRAINED_WEIGHT, VOLUME = "net_weight", "drained_weight", "volume"
# kg, or litres.
_UNITS = {
    "kg": (NET_WEIGHT, Decimal(1)),
    "g": (NET_WEIGHT, Decimal("0.001")),
    "l": (VOLUME, Decimal(1)),
    "dl": (VOLUME, Decimal("0.1")),
    "cl": (VOLUME, Decimal("0.01")),
    "ml": (VOLUME, Decimal("0.001")),
}
_SPELLINGS = {
    r"kgs?|kilos?|kilogrammes?": "kg",
    r"grammes?|grs?|g": "g",
    r"litres?|l": "l",
    r"dl|decilitres?": "dl",
    r"cl|centilitres?": "cl",
    r"ml|millilitres?": "ml",
}
_NUMBER = r"1/2|1/4|3/4|\d{1,5}(?:[.,]\d{1,3})?"
_UNIT = "|".join(_SPELLINGS)
_PACK = (
    r"(?:bouteilles?|boites?|bocaux|briques?|briquettes?|canettes?|dosettes?|flacons?|gourdes?|"
    r"paquets?|pots?|sachets?|tubes?|verrines?|yaourts?)"
)
# Not inside of a word or a longer number, nor after a slash: « T65 », « 12,5 », « 3/4 ».
_START = r"(?<![\w.,/%])"
# « 3 l'huile » is no volume, « 20 g/100 » no content.
_END = r"(?![\w'/%]|[.,]\d)"
_EACH = rf"(?P<number>{_NUMBER}) ?(?P<unit>{_UNIT}){_END}"
_QUANTITY = re.compile(
    rf"{_START}(?:(?P<before>\d{{1,3}}) ?(?:x ?|fois |{_PACK} (?:de |d')))?{_EACH}"
    rf"(?: ?x ?(?P<after>\d{{1,3}}){_END})?"
)
_EGOUTTE = r"egout+e(?:e?s?)\b"
_DRAINED_BEFORE = re.compile(rf"{_EGOUTTE}(?: net)? ?:? ?\(?$")
_DRAINED_AFTER = re.compile(rf"^ ?\(?(?:(?:de )?poids )?(?:net )?{_EGOUTTE}(?! ?:? ?\(?\d)")
# What is told per 100 g, or of one nutrient, is no content.
_PER_HUNDRED = re.compile(r"(?:pour|par|/|les) ?100 ?(?:g|ml)\b")
_NUTRIENT_AFTER = re.compile(
    r"^ ?(?:de |d')?(?:proteines?|protein|prot\b|fibres?|glucides?|lipides?|sucres? ajoute"
    r"|matieres? grasses?|sel ajoute|d?e? ?cacao|fruits? pour)"
)
# The content of something else, or more than usual.
_NO_CONTENT = re.compile(
    r"^(?:sacs?|bocal|bocaux|carafe|seau|bassine|thermos|mug|verres?|tasses?|casserole|pichet)\b"
    r"|\b(?:poubelles?|congelation|isotherme|gratuite?s?|offerte?s?)\b|\+ ?\d+ ?%| \+ [a-z]"
)
# Several packs: whether the quantity is of one or of all, the name does not tell.
_SEVERAL = re.compile(
    rf"\b(?:lot|pack|colis|carton|caisse|case) (?:de |of )?\d|\d ?{_PACK}\b"
    r"|\d ?x ?\d|\bx ?\d|\d ?x\b"
)
_LIKE_A_QUANTITY = re.compile(rf"\d ?(?:{_UNIT})(?!\w)")
LARGEST = Decimal(30)
SMALLEST = Decimal("0.0001")


@dataclass(frozen=True)
class Reading:
    """A content read out of a name.

    `kind` is NET_WEIGHT, DRAINED_WEIGHT or VOLUME; `quantity` in kg or litres; `words` say how
    it was read, such as « 6 × 25 cl ».
    """

    kind: str
    quantity: float
    words: str


@dataclass(frozen=True)
class _Found:
    kind: str
    count: int
    number: str
    unit: str

    @property
    def each(self):
        fractions = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75"}
        number = fractions.get(self.number, self.number.replace(",", "."))
        return Decimal(number) * _UNITS[self.unit][1]

    @property
    def total(self):
        return self.count * self.each

    @property
    def words(self):
        each = f"{self.number.replace('.', ',')} {self.unit}"
        return f"{self.count} × {each}" if self.count > 1 else each


def _plain(name):
    """Return a name in lower case, without accents, « × » and « * » as x, single spaces."""
    text = unicodedata.normalize("NFKD", name.lower().replace("×", "x").replace("*", "x"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = " ".join(text.replace("’", "'").replace("œ", "oe").split())
    return re.sub(r"\b([13]) ?/ ?([24])\b", r"\1/\2", text)


def _unit(spelled):
    return next(unit for spelling, unit in _SPELLINGS.items() if re.fullmatch(spelling, spelled))


def _all_found(text):
    """Return every quantity in a plain name that may be a content."""
    found = []
    matches = list(_QUANTITY.finditer(text))
    if len(_LIKE_A_QUANTITY.findall(text)) > len(matches):
        return []  # something beside them was not understood
    for match in matches:
        rest = text[match.end() :]
        if _NUTRIENT_AFTER.match(rest):
            continue
        unit = _unit(match["unit"])
        kind = _UNITS[unit][0]
        is_drained = _DRAINED_BEFORE.search(text[: match.start()]) or _DRAINED_AFTER.match(rest)
        if kind == NET_WEIGHT and is_drained:
            kind = DRAINED_WEIGHT
        count = int(match["before"] or 1) * int(match["after"] or 1)
        found.append(_Found(kind, count, match["number"], unit))
    return found


def _is_plausible(found):
    # « 1.000 g » may be a kilogram or a gram.
    is_thousand = re.search(r"[.,]\d{3}$", found.number) and found.unit in ("g", "ml")
    return not is_thousand and found.count and SMALLEST <= found.total <= LARGEST


def read_net_content(name):
    """Return the `Reading` of a product's name, or None.

    >>> read_net_content("Bière blonde 6x25cl")
    Reading(kind='volume', quantity=1.5, words='6 × 25 cl')
    >>> read_net_content("Olives vertes 400 g, 250 g net égoutté").quantity
    0.25
    >>> read_net_content("Farine de blé T65") is None
    True
    """
    text = _plain(name or "")
    if _PER_HUNDRED.search(text) or _NO_CONTENT.search(text):
        return None
    found = _all_found(text)
    drained = [one for one in found if one.kind == DRAINED_WEIGHT]
    # The price per kg goes by the drained weight, whatever else is told.
    chosen = _agreed(drained or found, text)
    if not chosen or not _is_plausible(chosen):
        return None
    return Reading(chosen.kind, float(chosen.total), chosen.words)


def _agreed(found, text):
    """Return the one content that all quantities of a name tell, or None."""
    if not found:
        return None
    packs = [one for one in found if one.count > 1]
    singles = [one for one in found if one.count == 1]
    if packs:
        # « 4 x 125 g (500 g) », « 6 x 1 l, bouteilles de 1 l »
        known = {(one.kind, amount) for one in packs for amount in (one.total, one.each)}
        agree = len({(one.kind, one.total) for one in packs}) == 1
        return packs[0] if agree and {(one.kind, one.total) for one in singles} <= known else None
    if len({(one.kind, one.total) for one in singles}) > 1 or _SEVERAL.search(text):
        return None
    return singles[0]
