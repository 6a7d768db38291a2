"""The price that a label tells in large letters: no Odoo in here."""


def told_price(content):
    """Return the price in EUR that a `LabelContent` tells first, or None.

    Of what is sold in bulk, that is the price of one measure.

    >>> from .label_content import LabelContent
    >>> told_price(LabelContent(name="Riz", price=2.35, unit_price=4.7))
    2.35
    >>> told_price(LabelContent(name="Riz", kind="bulk", price=2.35, unit_price=4.7))
    4.7
    """
    if content.kind == "bulk" and content.unit_price is not None:
        return content.unit_price
    return content.unit_price if content.price is None else content.price
