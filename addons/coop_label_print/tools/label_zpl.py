r"""Labels for thermal printers in ZPL II: no Odoo in here.

Whatever a name holds, it cannot become a command: what is not a plain letter, figure or sign is
written as the hexadecimal codes of its UTF-8 (`^FH`, `^CI28`).
"""

from .barcode import DOTS
from .label_layout import BarsAt, QrAt, Rect, Text, lay_out

_PLAIN = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ,.;:!?'()+-/%*=&"
)
# The printer's own font has no narrow space, and in a block of text a backslash is a command.
_OTHER = str.maketrans({"\u202f": " ", "\u00a0": " ", "\\": "/"})


def render_zpl(contents, label_format, dpi):
    """Return the ZPL II of labels, a page of the roll after the other.

    :param contents: an iterable of `LabelContent`
    :param dpi: of the printer: 203, 300 or 600
    """
    dots = DOTS[dpi]
    begin = (
        f"^XA\n^CI28\n^LH0,0\n^PW{round(label_format.page_width * dots)}"
        f"\n^LL{round(label_format.page_height * dots)}\n"
    )
    out, current = [], None
    for index, content in enumerate(contents):
        page, x, y = label_format.place_of(index)
        if page != current:
            out.append("^XZ\n" + begin if out else begin)
            current = page
        drawing = _Drawing(dots, x, y)
        for item in lay_out(content, label_format, dpi).items:
            drawing.add(item)
        out += drawing.commands
    return "".join(out) + "^XZ\n" if out else ""


def escape(text):
    """Return a text as the data of a field after `^FH`."""
    return "".join(
        letter if letter in _PLAIN else "".join(f"_{byte:02X}" for byte in letter.encode())
        for letter in text.translate(_OTHER)
        if letter.isprintable()
    )


class _Drawing:
    """The commands of one label, in whole dots from the top left corner of the page."""

    def __init__(self, dots, x, y):
        self.dots, self.x, self.y = dots, x, y
        self.commands = []

    def add(self, item):
        if isinstance(item, Text):
            self.text(item)
        elif isinstance(item, BarsAt):
            self.bars(item)
        elif isinstance(item, QrAt):
            self.qr(item)
        elif isinstance(item, Rect):
            left, top = self.place(item.x, item.y)
            self.box(left, top, item.width * self.dots, item.height * self.dots)

    def place(self, x, y):
        """Return whole dots: what an offset pushes off the label stays at its edge."""
        return (
            max(0, round((self.x + x) * self.dots)),
            max(0, round((self.y + y) * self.dots)),
        )

    def box(self, left, top, width, height):
        width, height = max(1, round(width)), max(1, round(height))
        self.commands.append(f"^FO{left},{top}^GB{width},{height},{min(width, height)}^FS\n")

    def text(self, item):
        left, baseline = self.place(item.left, item.y)
        size = max(1, int(item.size * self.dots))
        width = max(1, int(item.width * self.dots))
        align = {"middle": "C", "end": "R"}.get(item.anchor)
        block = f"^FB{width},1,0,{align}" if align else ""
        # The printer's font 0 is condensed: it is narrower than ours at the same size.
        self.commands.append(
            f"^FT{left},{baseline}^A0N,{size},{size}{block}^FH_^FD{escape(item.text)}^FS\n"
        )

    def bars(self, item):
        module = round(item.module * self.dots)
        left, top = self.place(item.x, item.y)
        short = item.height * self.dots
        tall = (item.height + item.guard) * self.dots
        for start, width, is_tall in item.bars.runs:
            self.box(left + start * module, top, width * module, tall if is_tall else short)

    def qr(self, item):
        module = round(item.module * self.dots)
        left, top = self.place(item.x, item.y)
        lines = []
        for row in item.code.rows:
            bits = "".join(("1" if dark else "0") * module for dark in row)
            bits = bits.ljust(-(-len(bits) // 8) * 8, "0")
            lines += [f"{int(bits, 2):0{len(bits) // 4}X}"] * module
        stride = len(lines[0]) // 2
        total = stride * len(lines)
        self.commands.append(f"^FO{left},{top}^GFA,{total},{total},{stride},{''.join(lines)}^FS\n")
