"""Labels and sheets as pictures for the screen, in SVG: no Odoo in here."""

from html import escape

from . import fonts
from .label_layout import BarsAt, QrAt, Rect, Text, lay_out


def render_preview(content, label_format):
    """Return one label as the text of an SVG, in mm, the very layout that is printed."""
    width, height = label_format.width, label_format.height
    marks = [_SHAPES[type(item)](item) for item in lay_out(content, label_format).items]
    return _svg(
        width,
        height,
        f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>' + "".join(marks),
        fonts.printable(content.name)[0],
    )


def render_sheet(label_format, start=1):
    """Return the page with its places as the text of an SVG; those before `start` are grey."""
    width, height = label_format.page_width, label_format.page_height
    marks = [f'<rect width="{width:g}" height="{height:g}" fill="#fff" stroke="#777"/>']
    for place in range(1, label_format.places_per_page + 1):
        _page, x, y = label_format.place_of(0, place)
        fill = "#ddd" if place < start else "#f4faf7"
        marks.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{label_format.width:g}"'
            f' height="{label_format.height:g}" fill="{fill}" stroke="#1f6f54"'
            ' stroke-width="0.4"/>'
            f'<text x="{x + label_format.width / 2:.2f}" y="{y + label_format.height / 2:.2f}"'
            f' font-size="{min(label_format.height, label_format.width) / 3:.2f}"'
            ' font-family="sans-serif" text-anchor="middle" dominant-baseline="central"'
            f' fill="#555">{place}</text>'
        )
    title = f"{label_format.columns} × {label_format.rows}"
    return _svg(width, height, "".join(marks), title)


def _svg(width, height, inside, title):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img"'
        f' width="{width:g}mm" height="{height:g}mm" style="max-width:100%;height:auto">'
        f"<title>{escape(title)}</title>{inside}</svg>"
    )


def _text(item):
    # The length holds the text in its box where the screen lacks the font.
    weight = ' font-weight="bold"' if item.bold else ""
    return (
        f'<text x="{item.left:.3f}" y="{item.y:.3f}" font-size="{item.size:.3f}"{weight}'
        f' font-family="Roboto, Arial, sans-serif" textLength="{item.width:.3f}"'
        f' lengthAdjust="spacingAndGlyphs" xml:space="preserve">{escape(item.text)}</text>'
    )


def _bars(item):
    path = "".join(
        f"M{start} 0h{width}v{item.height + (item.guard if tall else 0):.3f}h-{width}z"
        for start, width, tall in item.bars.runs
    )
    return _path(path, item.x, item.y, item.module, 1)


def _qr(item):
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, modules in enumerate(item.code.rows)
        for column, dark in enumerate(modules)
        if dark
    )
    return _path(path, item.x, item.y, item.module, item.module)


def _rect(item):
    return _path(
        f"M0 0h{item.width:.3f}v{item.height:.3f}h-{item.width:.3f}z", item.x, item.y, 1, 1
    )


def _path(path, x, y, scale_x, scale_y):
    place = f"translate({x:.3f} {y:.3f}) scale({scale_x:.5f} {scale_y:.5f})"
    return f'<path transform="{place}" d="{path}"/>'


_SHAPES = {Text: _text, BarsAt: _bars, QrAt: _qr, Rect: _rect}
