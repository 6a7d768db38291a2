"""The sentence on a quantity that fell while its price rose: no Odoo in here.

Arrêté du 16 avril 2024: shops mainly of food over 400 m² say so beside the product for two
months, in these words and no others. Not of bulk, nor of what is weighed: they have no quantity.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .label_text import euros

_KG_OR_LITRES = {"g": ("0.001", "kg"), "kg": ("1", "kg"), "ml": ("0.001", "l"), "l": ("1", "l")}
_PIECES = dict.fromkeys(("pièce", "pièces"), ("1", "piece"))
_PER = {"kg": "au kg", "l": "au litre", "piece": "à la pièce"}
_CENT = Decimal("0.01")


class Sold(NamedTuple):
    """What a label says of the quantity in one unit sold.

    :param quantity: in words, as `content_words` writes them; empty where there is none
    :param is_drained: whether that is the drained weight
    :param unit_price: EUR incl. VAT per `unit`, or None
    :param unit: "kg", "l" or "piece"
    """

    quantity: str
    is_drained: bool
    unit_price: float | None
    unit: str

    @classmethod
    def of(cls, net_content, drained_content, unit_price, unit):
        """Return it of what stands on a label; the drained weight counts where there is one."""
        return cls(drained_content or net_content or "", bool(drained_content), unit_price, unit)


def has_shrunk(before, now):
    """Return whether less is sold now, of two `Sold` of one product."""
    old, new = _measure(before.quantity), _measure(now.quantity)
    comparable = old and new and old[1] == new[1] and before.is_drained == now.is_drained
    return bool(comparable and new[0] < old[0])


def shrinkflation(now, befores):
    """Return the sentence for a label, or an empty text where the law wants none.

    :param Sold now: what would be printed now
    :param befores: `Sold` that labels said before, the latest first: the first of which less is
        sold now counts

    >>> shrinkflation(Sold("450 g", False, 5.2, "kg"), [Sold("500 g", False, 4.7, "kg")])[-47:]
    'son prix au kg a augmenté de 10,64\\xa0% ou 0,50\\xa0€.'
    """
    before = next((each for each in befores if has_shrunk(each, now)), None)
    if before is None or before.unit != now.unit or not before.unit_price or not now.unit_price:
        return ""
    old, new = Decimal(str(before.unit_price)), Decimal(str(now.unit_price))
    if new <= old:
        return ""
    per_cent = (100 * (new - old) / old).quantize(_CENT, ROUND_HALF_UP)
    figure = f"{per_cent:f}".rstrip("0").rstrip(".").replace(".", ",")
    quantities = [each.quantity.replace(" ", "\xa0") for each in (before, now)]
    return (
        "Pour ce produit, la quantité vendue est passée de {} à {} et son prix {} a augmenté de"
        " {}\xa0% ou {}."
    ).format(*quantities, _PER[now.unit], figure, euros(float(new - old)))


def _measure(words):
    """Return (quantity, unit) of what `content_words` wrote, or None."""
    figure, _space, unit = words.partition(" ")
    known = _KG_OR_LITRES.get(unit) or _PIECES.get(unit)
    return known and (Decimal(figure.replace(",", ".")) * Decimal(known[0]), known[1])
