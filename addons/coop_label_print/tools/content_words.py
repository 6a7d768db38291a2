"""The net content of a product as French labels say it: no Odoo in here."""

_SMALLER = {"kg": "g", "l": "ml"}


def content_words(quantity, unit):
    """Return « 500 g », « 1,5 l » or « 6 pièces », or an empty text where nothing is known.

    :param quantity: in kg, litres or pieces
    :param unit: "kg", "l" or "piece"

    >>> content_words(0.5, "kg"), content_words(1.5, "l"), content_words(0.3455, "kg")
    ('500 g', '1,5 l', '345,5 g')
    >>> content_words(6, "piece"), content_words(0, "kg")
    ('6 pièces', '')
    """
    if not quantity or quantity <= 0:
        return ""
    # Rounded first: 0.9999999 kg is a kilogram, not 1000 g.
    quantity = round(quantity, 5)
    if unit == "piece":
        return f"{quantity:.0f} {'pièces' if quantity > 1 else 'pièce'}"
    if quantity < 1:
        quantity, unit = quantity * 1000, _SMALLER[unit]
    figure = f"{quantity:.3f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{figure} {unit}"
