"""What one shelf label says: plain values, no Odoo in here.

It is kept as JSON with each label that was printed, so that « quel prix affichait l'étiquette le
3 mars ? » has an answer and the very same label can be printed again.
"""

import dataclasses

# How a label is laid out: by what the law wants on it.
KINDS = ("normal", "vegetables", "bulk", "poster")


@dataclasses.dataclass(frozen=True)
class LabelContent:
    """What stands on a label; what is empty or None is not printed.

    :param kind: one of `KINDS`
    :param price: EUR incl. VAT for one unit, None where it must not or cannot be printed
    :param unit_price: EUR incl. VAT per `unit_amount` `unit`
    :param unit: "kg", "l" or "piece"
    :param unit_amount: 1, or 0.1 for the price per 100 g or 100 ml
    :param former_price: the lowest till price of the last 30 days, in EUR, of a promotion
    :param barcode: the digits, or the shop's own code, as in Odoo
    :param url: where the QR code leads
    :param printed_on: the day of printing, ISO 8601
    """

    name: str
    kind: str = "normal"
    brand: str = ""
    price: float | None = None
    unit_price: float | None = None
    unit: str = ""
    unit_amount: float = 1
    net_content: str = ""
    drained_content: str = ""
    origin: str = ""
    category: str = ""
    variety: str = ""
    allergens: str = ""
    organic: bool = False
    certifier: str = ""
    deposit: float | None = None
    former_price: float | None = None
    shrinkflation: str = ""
    shelf: str = ""
    place: str = ""
    mark: str = ""
    barcode: str = ""
    url: str = ""
    printed_on: str = ""

    def to_json(self):
        """Return the content as a dict that JSON can keep."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values):
        """Return the content kept in a dict, whatever earlier versions kept beside it."""
        return cls(**{name: value for name, value in values.items() if name in _NAMES})


_NAMES = frozenset(field.name for field in dataclasses.fields(LabelContent))
