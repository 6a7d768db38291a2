"""Small bars for a page, as SVG draws them: no Odoo in here."""

from typing import NamedTuple


class Bar(NamedTuple):
    """One bar: its upper left corner and its size, in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float


def bars(values, width, height, gap=2):
    """Return a bar for each value, side by side, the largest as high as the drawing.

    What is below zero (more came back than was sold) has no height.

    :param values: numbers
    :param width: of the drawing; `height` and `gap` between two bars in the same unit

    >>> bars([1, 2], width=22, height=10)
    [Bar(x=0.0, y=5.0, width=10.0, height=5.0), Bar(x=12.0, y=0.0, width=10.0, height=10.0)]
    >>> bars([], 10, 10), bars([0], 10, 10)
    ([], [Bar(x=0.0, y=10.0, width=10.0, height=0.0)])
    """
    if not values:
        return []
    largest = max(*values, 0) if len(values) > 1 else max(values[0], 0)
    bar_width = (width - gap * (len(values) - 1)) / len(values)
    drawn = []
    for place, value in enumerate(values):
        bar_height = round(height * max(value, 0) / largest, 2) if largest else 0.0
        x = round(place * (bar_width + gap), 2)
        drawn.append(Bar(x, round(height - bar_height, 2), round(bar_width, 2), bar_height))
    return drawn
