"""The price per kilogram, litre or piece, as a shelf must tell it: no Odoo in here.

The price per measure goes by the drained weight where a food lies in a liquid (arrêté du
16 novembre 1999 relatif à la publicité des prix), else by the net content.
"""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def base_content(drained_weight=0, net_weight=0, volume=0, pieces=0):
    """Return what a unit price divides by, as ``(quantity, unit)``.

    :param drained_weight: in kg, like `net_weight`; `volume` in litres
    :return: the first that is known; ``(0.0, None)`` when nothing is

    >>> base_content(drained_weight=0.265, net_weight=0.4)
    (0.265, 'kg')
    >>> base_content(volume=1.5)
    (1.5, 'l')
    """
    for quantity, unit in (
        (drained_weight, "kg"),
        (net_weight, "kg"),
        (volume, "l"),
        (pieces, "piece"),
    ):
        if quantity and quantity > 0:
            return float(quantity), unit
    return 0.0, None


def unit_price(price, base_quantity):
    """Return the price of one kg, litre or piece, in EUR, half up to the cent.

    :param price: what the unit sold costs, in EUR; None when it is not known
    :param base_quantity: how many kg, litres or pieces that unit holds; 0 when it is not known
    :return: None when there is nothing to divide, or nothing to divide by

    >>> unit_price(2.35, 0.5), unit_price(1.99, 0.33), unit_price(0.01, 2)
    (4.7, 6.03, 0.01)
    >>> unit_price(3, 0) is None
    True
    """
    if price is None or not base_quantity or base_quantity <= 0:
        return None
    # Through their shortest decimals: as binary fractions 1.005 lies under its half cent.
    quotient = Decimal(str(round(price, 6))) / Decimal(str(round(base_quantity, 9)))
    return float(quotient.quantize(CENT, ROUND_HALF_UP))
