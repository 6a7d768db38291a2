"""Sheets to hang in the shop: the open suggestions of each shelf, to tick. No Odoo in here."""

import io

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from . import paper

MARGIN = 14 * mm
WIDTH = A4[0] - 2 * MARGIN
QR_SIZE = 34 * mm
# A member number of up to six digits, written by hand with a thick pen.
BOXES = 7
BOX_HEIGHT = 10 * mm
BOX_GAP = 1.6 * mm
NUMBER_WIDTH = 24 * mm
LETTERS = 15
LONGEST_NAME = 90
PROPOSALS = 4
PROPOSAL_HEIGHT = 11 * mm
# Of the width: product, brand, member number.
COLUMNS = (0.52, 0.26, 0.22)
BOTTOM = MARGIN + 6 * mm


def render_sheets(content):
    """Return a PDF of A4 pages: each shelf begins on a page of its own, with room to propose.

    :param dict content: `coop`, `colour` (#rrggbb), `title`, `how` (one sentence), `propose`,
        `columns` (three words), `url_words`, `empty`, `page` (a function from the page's number to
        words); `sheets`, a list of ``{"shelf", "url", "lines": [{"id", "name", "brand"}]}``
    """
    paper.register_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, lang="fr-FR")
    canvas.setTitle(paper.printable(f"{content['title']} · {content['coop']}"))
    canvas.setAuthor(paper.printable(content["coop"]))
    for sheet in content["sheets"]:
        _Sheet(canvas, content, sheet).draw()
    canvas.save()
    return target.getvalue()


class _Sheet:
    """The pages of one shelf; `top` is where the next thing goes."""

    def __init__(self, canvas, content, sheet):
        self.canvas, self.content, self.sheet = canvas, content, sheet
        self.colour = HexColor(content["colour"])
        self.top = 0

    def draw(self):
        """Draw all pages."""
        self._begin_page()
        if not self.sheet["lines"]:
            self._words(paper.paragraph(self.content["empty"], LETTERS), 0, WIDTH)
            self.top -= 8 * mm
        for line in self.sheet["lines"]:
            self._line(line)
        self._proposals()
        self._end_page()

    def _begin_page(self):
        self.top = A4[1] - MARGIN
        room = WIDTH - QR_SIZE - 6 * mm
        # Its quiet zone is white already: it may stand in the margin.
        paper.draw_qr(
            self.canvas,
            self.sheet["url"],
            A4[0] - MARGIN - QR_SIZE + 3 * mm,
            A4[1] - MARGIN - QR_SIZE + 3 * mm,
            QR_SIZE,
        )
        beside = paper.paragraph(
            self.content["url_words"], 10, colour=paper.GREY, alignment=1, spaceAfter=0
        )
        _width, height = beside.wrap(QR_SIZE, 1e6)
        below_code = A4[1] - MARGIN - QR_SIZE + 3 * mm - height
        beside.drawOn(self.canvas, A4[0] - MARGIN - QR_SIZE + 3 * mm, below_code)
        self._words(
            paper.paragraph(self.content["title"], 23, bold=True, colour=self.colour), 0, room
        )
        shelf = " · ".join(filter(None, (self.sheet["shelf"], self.content["coop"])))
        self._words(paper.paragraph(shelf, 17, bold=True), 0, room)
        self.top -= 2 * mm
        self._words(paper.paragraph(self.content["how"], 14), 0, room)
        self.top = min(self.top, below_code) - 4 * mm
        self._rule(self.top)
        self.top -= 4 * mm

    def _end_page(self):
        canvas = self.canvas
        canvas.setFont(paper.REGULAR, 10)
        canvas.setFillColor(paper.GREY)
        words = paper.printable(self.content["page"](canvas.getPageNumber()))
        canvas.drawRightString(A4[0] - MARGIN, MARGIN, words)
        canvas.setFillGray(0)
        canvas.showPage()

    def _make_room(self, height):
        """Go to a new page where so much does not fit on this one."""
        if self.top - height < BOTTOM:
            self._end_page()
            self._begin_page()

    def _words(self, words, x, width):
        """Draw a paragraph at the top, `x` from the margin."""
        _width, height = words.wrap(width, 1e6)
        self.top -= height
        words.drawOn(self.canvas, MARGIN + x, self.top)

    def _rule(self, y):
        self.canvas.setStrokeColor(paper.GREY)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(MARGIN, y, A4[0] - MARGIN, y)

    def _line(self, line):
        """Draw a suggestion: its number, its name, boxes for member numbers."""
        name = paper.paragraph(
            paper.shortened(line["name"], LONGEST_NAME),
            LETTERS,
            bold=True,
            after=line["brand"] and f" · {paper.shortened(line['brand'], 40)}",
        )
        number = paper.paragraph(f"n° {line['id']}", LETTERS, bold=True, colour=self.colour)
        # Numbers grow: of more than six digits they push the name away instead of meeting it.
        number_width = max(
            NUMBER_WIDTH,
            self.canvas.stringWidth(f"n° {line['id']}", paper.BOLD, LETTERS) + 3 * mm,
        )
        number.wrap(number_width, 1e6)
        height = name.wrap(WIDTH - number_width, 1e6)[1]
        self._make_room(height + 1.5 * mm + BOX_HEIGHT)
        number.drawOn(self.canvas, MARGIN, self.top - number.height)
        self._words(name, number_width, WIDTH - number_width)
        self.top -= 1.5 * mm + BOX_HEIGHT
        box = (WIDTH - (BOXES - 1) * BOX_GAP) / BOXES
        self.canvas.setLineWidth(0.9)
        self.canvas.setStrokeGray(0.25)
        for place in range(BOXES):
            self.canvas.rect(MARGIN + place * (box + BOX_GAP), self.top, box, BOX_HEIGHT)
        self.top -= 5.5 * mm

    def _proposals(self):
        """Draw the lines on which one proposes something else."""
        title = paper.paragraph(self.content["propose"], LETTERS, bold=True, colour=self.colour)
        title_height = title.wrap(WIDTH, 1e6)[1]
        self._make_room(title_height + 8 * mm + PROPOSALS * PROPOSAL_HEIGHT)
        self._words(title, 0, WIDTH)
        self.top -= 5.5 * mm
        canvas = self.canvas
        canvas.setFont(paper.REGULAR, 11)
        canvas.setFillColor(paper.GREY)
        places = [MARGIN + sum(COLUMNS[:place]) * WIDTH for place in range(len(COLUMNS) + 1)]
        for x, words in zip(places, self.content["columns"], strict=False):
            canvas.drawString(x + 1 * mm, self.top + 1 * mm, paper.printable(words))
        canvas.setFillGray(0)
        canvas.setLineWidth(0.9)
        canvas.setStrokeGray(0.25)
        bottom = self.top - PROPOSALS * PROPOSAL_HEIGHT
        canvas.grid(places, [bottom + row * PROPOSAL_HEIGHT for row in range(PROPOSALS + 1)])
        self.top = bottom - 4 * mm
