"""« Vos demandes, nos réponses »: one A4 to hang by the tills. No Odoo in here."""

import io

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from . import paper

MARGIN = 15 * mm
QR_SIZE = 32 * mm
# Read from a queue, an arm's length away: never smaller.
SMALLEST, LARGEST = 11, 20
# The sentences of the answers stand there only where they need not be small.
SMALLEST_WITH_SENTENCES = 13
LONGEST_SENTENCE = 180
MOST_ARRIVED = 12


class _Arrow(Flowable):
    """An arrow to the right, as high as letters of a size; the fonts have none."""

    def __init__(self, size, colour):
        super().__init__()
        self.size, self.colour = size, colour
        self.width, self.height = size * 1.2, size * paper.LEADING

    def draw(self):
        canvas, size = self.canv, self.size
        middle = self.height - size * 0.62
        canvas.setStrokeColor(self.colour)
        canvas.setLineWidth(size / 9)
        canvas.setLineCap(1)
        canvas.line(0, middle, size, middle)
        canvas.line(size * 0.7, middle + size * 0.25, size, middle)
        canvas.line(size * 0.7, middle - size * 0.25, size, middle)


def render_answers(content):
    """Return a PDF of one page, whatever the number of answers.

    :param dict content: `coop`, `title`, `subtitle`, `colour` (#rrggbb); `answers`, a list of
        ``{"name", "brand", "headline", "text"}``; `arrived`, a list of ``{"name", "brand"}``;
        `answers_title`, `arrived_title`; `more_answers` and `more_arrived`,
        functions from how many are left out to words; `url` of the QR code, `url_words`
    """
    target = io.BytesIO()
    paper.register_fonts()
    canvas = Canvas(target, pagesize=A4, lang="fr-FR")
    canvas.setTitle(paper.printable(f"{content['title']} · {content['subtitle']}"))
    canvas.setAuthor(paper.printable(content["coop"]))
    width = A4[0] - 2 * MARGIN
    top = _draw(canvas, _head(content), MARGIN, A4[1] - MARGIN, width)
    room = top - MARGIN - QR_SIZE - 4 * mm
    _draw(canvas, _fitting(content, width, room), MARGIN, top, width)
    _foot(canvas, content, width)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw(canvas, flowables, x, top, width):
    """Draw flowables below each other; return where the last one ends."""
    for each in flowables:
        _width, height = each.wrap(width, 1e6)
        top -= height
        each.drawOn(canvas, x, top)
    return top


def _head(content):
    colour = HexColor(content["colour"])
    return [
        paper.paragraph(content["title"], 34, bold=True, colour=colour),
        paper.paragraph(f"{content['coop']} · {content['subtitle']}", 15, colour=paper.GREY),
        Spacer(0, 5 * mm),
    ]


def _foot(canvas, content, width):
    paper.draw_qr(canvas, content["url"], A4[0] - MARGIN - QR_SIZE, MARGIN, QR_SIZE)
    words = [
        paper.paragraph(content["url_words"], 15, bold=True),
        paper.paragraph(content["url"], 12, colour=paper.GREY),
    ]
    room = width - QR_SIZE - 6 * mm
    middle = MARGIN + (QR_SIZE + paper.height_of(words, room)) / 2
    _draw(canvas, words, MARGIN, middle, room)
    canvas.setStrokeColor(paper.GREY)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, MARGIN + QR_SIZE + 2 * mm, A4[0] - MARGIN, MARGIN + QR_SIZE + 2 * mm)


def _fitting(content, width, room):
    """Return the body in the largest letters in which it fits; what does not is counted."""
    sizes = [(size, True) for size in range(LARGEST, SMALLEST_WITH_SENTENCES - 1, -1)]
    sizes += [(size, False) for size in range(LARGEST - 2, SMALLEST - 1, -1)]
    answers = len(content["answers"])
    for size, sentences in sizes:
        body = _body(content, width, size, sentences, answers)
        if paper.height_of(body, width) <= room:
            return body
    while answers:
        answers -= 1
        body = _body(content, width, SMALLEST, False, answers)
        if paper.height_of(body, width) <= room:
            break
    return body


def _body(content, width, size, sentences, shown):
    colour = HexColor(content["colour"])
    gap = size * 0.5
    arrow = size * 2
    left = (width - arrow) * 0.42
    body = [paper.paragraph(content["answers_title"], size * 1.25, bold=True, colour=colour)]
    for answer in content["answers"][:shown]:
        right = [paper.paragraph(answer["headline"], size, bold=True)]
        if sentences and answer["text"]:
            text = paper.shortened(answer["text"], LONGEST_SENTENCE)
            right.append(paper.paragraph(text, max(SMALLEST, size * 0.85)))
        row = [[_name(answer, size), _Arrow(size, colour), right]]
        body += [Spacer(0, gap), _table(row, [left, arrow, width - left - arrow])]
    if left_out := len(content["answers"]) - shown:
        body += [Spacer(0, gap), paper.paragraph(content["more_answers"](left_out), size)]
    if content["arrived"]:
        body += [
            Spacer(0, gap * 3),
            paper.paragraph(content["arrived_title"], size * 1.25, bold=True, colour=colour),
            Spacer(0, gap),
        ]
        names = [_name(each, size) for each in content["arrived"][:MOST_ARRIVED]]
        names += [""] * (len(names) % 2)
        rows = [names[place : place + 2] for place in range(0, len(names), 2)]
        body.append(_table(rows, [width / 2, width / 2], size * 0.3))
        if len(content["arrived"]) > MOST_ARRIVED:
            left_out = len(content["arrived"]) - MOST_ARRIVED
            body.append(paper.paragraph(content["more_arrived"](left_out), size))
    return body


def _name(of, size):
    """Return a product's name, and its brand beside it."""
    return paper.paragraph(of["name"], size, after=of["brand"] and f" · {of['brand']}")


def _table(rows, widths, below=0):
    return Table(
        rows,
        colWidths=widths,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), below),
        ],
        hAlign="LEFT",
    )
