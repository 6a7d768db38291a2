"""How much is left, as members read it: no Odoo in here."""

LEVELS = ("in_stock", "low", "out", "on_order")
# « bientôt épuisé »: so few, or so few days until the last is sold.
FEW = 3
FEW_DAYS = 2


def days_of_cover(quantity, sold_a_day):
    """Return in how many days the last will be sold; None where nothing is tracked or sold.

    >>> days_of_cover(6, 1.5), days_of_cover(-1, 2), days_of_cover(6, 0)
    (4.0, 0.0, None)
    """
    if quantity is None or sold_a_day <= 0:
        return None
    return max(0.0, quantity / sold_a_day)


def level_of(quantity, sold_a_day=0.0, expected_on=None):
    """Return the level of a live quantity; what is not tracked is in stock.

    >>> level_of(None), level_of(4), level_of(3), level_of(0), level_of(0, expected_on="monday")
    ('in_stock', 'in_stock', 'low', 'out', 'on_order')
    >>> level_of(9, sold_a_day=4.5), level_of(9, sold_a_day=4.6)
    ('in_stock', 'low')
    """
    if quantity is None:
        return "in_stock"
    if quantity <= 0:
        return "on_order" if expected_on else "out"
    cover = days_of_cover(quantity, sold_a_day)
    return "low" if quantity <= FEW or (cover is not None and cover < FEW_DAYS) else "in_stock"
