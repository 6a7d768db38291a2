"""Contrast of colours, after WCAG 2.1 (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio)."""

import re

DEFAULT_COLOUR = "#1f6f54"
WHITE = "#ffffff"
# WCAG 2.1 AA for ordinary text.
MINIMUM_CONTRAST = 4.5


def _channels(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def relative_luminance(colour):
    """Return the relative luminance, 0 (black) to 1 (white), of a colour ``#rrggbb``."""
    linear = []
    for channel in _channels(colour):
        value = channel / 255
        linear.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one, other):
    """Return the contrast, 1 to 21, of two colours ``#rrggbb``."""
    lighter, darker = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on_white(colour):
    """Return the colour, darkened until white text on it, or it on white, can be read.

    :param colour: ``#rrggbb`` in any case; anything else gives the default green
    :return: a colour ``#rrggbb`` of at least 4.5 : 1 against white

    >>> readable_on_white("#1F6F54")
    '#1f6f54'
    >>> contrast_ratio(readable_on_white("#ffee00"), WHITE) >= MINIMUM_CONTRAST
    True
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour or ""):
        return DEFAULT_COLOUR
    channels = _channels(colour)
    while contrast_ratio(shade := "#{:02x}{:02x}{:02x}".format(*channels), WHITE) < (
        MINIMUM_CONTRAST
    ):
        channels = [int(channel * 0.95) for channel in channels]
    return shade
