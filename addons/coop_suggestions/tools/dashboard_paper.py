"""The dashboard as one A4 page for the general assembly. No Odoo in here."""

import io

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from . import paper

MARGIN = 15 * mm
WIDTH = A4[0] - 2 * MARGIN
GAP = 8 * mm
COLUMN = (WIDTH - GAP) / 2
FIGURE_HEIGHT = 25 * mm
CHART_HEIGHT = 28 * mm
FOOT = 10


def render_dashboard(content):
    """Return a PDF of one page.

    :param dict content: `coop`, `colour` (#rrggbb), `title`, `subtitle`, `foot`; `figures`, a list
        of ``(figure, words)``; `charts`, a list of ``{"title", "most", "first", "last", "bars",
        "width", "height"}``, bars as the page draws them, y downwards
    """
    paper.register_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, lang="fr-FR")
    canvas.setTitle(paper.printable(f"{content['title']} · {content['coop']}"))
    canvas.setAuthor(paper.printable(content["coop"]))
    colour = HexColor(content["colour"])
    top = A4[1] - MARGIN
    for words in (
        paper.paragraph(content["title"], 26, bold=True, colour=colour),
        paper.paragraph(f"{content['coop']} · {content['subtitle']}", 13, colour=paper.GREY),
    ):
        top -= words.wrap(WIDTH, 1e6)[1]
        words.drawOn(canvas, MARGIN, top)
    top -= 8 * mm
    for place, (figure, told) in enumerate(content["figures"]):
        x = MARGIN + (place % 2) * (COLUMN + GAP)
        _figure(canvas, figure, told, x, top - (place // 2) * FIGURE_HEIGHT, colour)
    top -= (len(content["figures"]) + 1) // 2 * FIGURE_HEIGHT + 2 * mm
    for place, chart in enumerate(content["charts"]):
        x = MARGIN + (place % 2) * (COLUMN + GAP)
        _chart(canvas, chart, x, top - (place // 2) * (CHART_HEIGHT + 22 * mm), colour)
    foot = paper.paragraph(content["foot"], FOOT, colour=paper.GREY)
    foot.wrap(WIDTH, 1e6)
    foot.drawOn(canvas, MARGIN, MARGIN)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _figure(canvas, figure, told, x, top, colour):
    number = paper.paragraph(figure, 24, bold=True, colour=colour)
    top -= number.wrap(COLUMN, 1e6)[1]
    number.drawOn(canvas, x, top)
    words = paper.paragraph(told, 12)
    words.wrap(COLUMN, 1e6)
    words.drawOn(canvas, x, top - words.height - 1 * mm)


def _chart(canvas, chart, x, top, colour):
    title = paper.paragraph(chart["title"], 12, bold=True, after=chart["most"])
    top -= title.wrap(COLUMN, 1e6)[1] + 2 * mm
    title.drawOn(canvas, x, top + 2 * mm)
    across, up = COLUMN / chart["width"], CHART_HEIGHT / chart["height"]
    canvas.setFillColor(colour)
    for bar in chart["bars"]:
        bottom = top - (bar.y + bar.height) * up
        canvas.rect(x + bar.x * across, bottom, bar.width * across, bar.height * up, 0, 1)
    below = top - CHART_HEIGHT
    canvas.setStrokeColor(paper.GREY)
    canvas.setLineWidth(0.5)
    canvas.line(x, below, x + COLUMN, below)
    canvas.setFont(paper.REGULAR, FOOT)
    canvas.setFillColor(paper.GREY)
    canvas.drawString(x, below - 4 * mm, paper.printable(chart["first"]))
    canvas.drawRightString(x + COLUMN, below - 4 * mm, paper.printable(chart["last"]))
