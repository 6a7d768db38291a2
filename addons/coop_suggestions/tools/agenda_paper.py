"""The agenda of a meeting, to take into the shop: A4 pages. No Odoo in here."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Spacer

from . import paper

MARGIN = 15 * mm
LONGEST_WHY = 260
NOTE_LINES = 2
LINE = 8 * mm


class _Boxes(Flowable):
    """Boxes to tick, and lines to write on."""

    def __init__(self, boxes, notes):
        super().__init__()
        self.boxes, self.notes = boxes, notes

    def wrap(self, width, _height):
        self.width, self.height = width, LINE * NOTE_LINES + 3 * mm
        return self.width, self.height

    def draw(self):
        canvas, side = self.canv, 4.5 * mm
        canvas.setLineWidth(1)
        canvas.setFont(paper.REGULAR, 11)
        x, y = 0, self.height - LINE + 1 * mm
        for words in self.boxes:
            canvas.rect(x, y, side, side)
            canvas.drawString(x + side + 2 * mm, y + 1 * mm, words)
            x += side + 5 * mm + canvas.stringWidth(words, paper.REGULAR, 11) + 4 * mm
        canvas.drawString(x, y + 1 * mm, self.notes)
        canvas.setLineWidth(0.3)
        canvas.setStrokeColor(paper.GREY)
        start = x + canvas.stringWidth(self.notes, paper.REGULAR, 11) + 2 * mm
        for number in range(NOTE_LINES):
            below = y - number * LINE
            canvas.line(0 if number else start, below, self.width, below)


class _Rule(Flowable):
    """A line across the page."""

    def wrap(self, width, _height):
        self.width = width
        return width, 7 * mm

    def draw(self):
        self.canv.setLineWidth(1.2)
        self.canv.line(0, 3 * mm, self.width, 3 * mm)


def render_agenda(content):
    """Return a PDF with a block for each suggestion: what is known, boxes to tick, room to write.

    :param dict content: `title`, `subtitle`, `boxes` (words), `notes` (a word), `page` (a function
        from the page's number to words); `lines`, a list of ``{"place", "name", "brand", "cause",
        "facts", "beside", "sources", "why", "decision"}``: `beside` and `sources` are lists of
        lines, all others text, "" for what is not known; `empty`, words where there is none
    """
    paper.register_fonts()
    target = io.BytesIO()

    def foot(canvas, document):
        canvas.setFont(paper.REGULAR, 9)
        canvas.setFillColor(paper.GREY)
        words = f"{content['title']} · {content['page'](document.page)}"
        canvas.drawRightString(A4[0] - MARGIN, 9 * mm, paper.printable(words))

    frame = Frame(
        MARGIN, MARGIN, A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document = BaseDocTemplate(
        target, pagesize=A4, title=paper.printable(content["title"]), lang="fr-FR"
    )
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    story = [
        paper.paragraph(content["title"], 20, bold=True),
        paper.paragraph(content["subtitle"], 12, colour=paper.GREY, spaceAfter=2 * mm),
    ]
    story += [_block(line, content) for line in content["lines"]]
    if not content["lines"]:
        story.append(paper.paragraph(content["empty"], 12))
    document.build(story)
    return target.getvalue()


def _block(line, content):
    """Return what stands together about one suggestion."""
    brand = f" · {line['brand']}" if line["brand"] else ""
    parts = [
        _Rule(),
        paper.paragraph(f"{line['place']}. {line['name']}{brand}", 14, bold=True),
        paper.paragraph(f"{line['cause']} · {line['facts']}", 11),
    ]
    if line["why"]:
        why = paper.shortened(line["why"], LONGEST_WHY)
        parts.append(paper.paragraph(f"« {why} »", 10.5, colour=paper.GREY, spaceBefore=1 * mm))
    for words in line["beside"] + line["sources"]:
        parts.append(paper.paragraph(words, 10.5, leftIndent=4 * mm, spaceBefore=0.5 * mm))
    if line["decision"]:
        parts.append(paper.paragraph(line["decision"], 11, bold=True, spaceBefore=1 * mm))
    parts += [Spacer(0, 1 * mm), _Boxes(content["boxes"], content["notes"])]
    return KeepTogether(parts)
