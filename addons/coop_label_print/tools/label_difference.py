"""What tells the label that hangs from the one that would be printed now: no Odoo in here."""

from .label_text import euros

# In the order in which the reasons are told. Several fields of a label are one reason.
REASONS = {
    "price": ("price", "unit_price", "unit", "unit_amount", "former_price"),
    "name": ("name", "brand"),
    "content": ("net_content", "drained_content", "shrinkflation"),
    "origin": ("origin", "category", "variety"),
    "shelf": ("shelf",),
    "barcode": ("barcode",),
    "organic": ("organic", "certifier"),
    "format": ("kind",),
    "other": ("allergens", "deposit", "mark"),
}


def differences(shown, now):
    """Return why a label has to be printed anew: keys of `REASONS`, in their order.

    The day of printing and the QR code's address are no reason, nor is the place on the shelf:
    one product put in between moves all that follow it.

    :param LabelContent shown: what the label that hangs says
    :param LabelContent now: what it would say now

    >>> from .label_content import LabelContent
    >>> old = LabelContent(name="Riz", price=2.35, place="3")
    >>> differences(old, LabelContent(name="Riz", price=2.49, place="4"))
    ['price']
    """
    return [
        reason
        for reason, names in REASONS.items()
        if any(_value(shown, name) != _value(now, name) for name in names)
    ]


def told(content, reason):
    """Return what a label says of a reason, as one reads it: « 2,35 € », « 500 g ».

    An empty text where there is nothing to read.
    """
    if reason == "price":
        price = content.price if content.price is not None else content.unit_price
        return "" if price is None else euros(price)
    # A whole sentence is not told.
    names = (name for name in REASONS[reason] if name != "shrinkflation")
    values = (getattr(content, name) for name in names)
    return " ".join(str(value) for value in values if value and value is not True)


def _value(content, name):
    value = getattr(content, name)
    # Prices are compared as they are printed.
    return round(value, 4) if isinstance(value, float) else value
