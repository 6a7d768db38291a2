"""Barcodes and QR codes as modules, and how wide a module may be: no Odoo in here.

Sizes are GS1's for EAN and UPC, in mm; a thermal printer prints whole dots only.
"""

import dataclasses
import functools
import re

import qrcode
from qrcode import base as qr_base
from qrcode import util as qr_util
from reportlab.graphics.barcode.code128 import Code128
from stdnum import ean

SMALLEST_MODULE = 0.264
NOMINAL_MODULE = 0.330
LARGEST_MODULE = 0.660
# Two dots at 203 dpi: a little under the standard, and what such printers have used for decades.
SMALLEST_THERMAL_MODULE = 0.25
# The nominal height, 22.85 mm at 0.330 mm; a shelf label may have less of it.
NOMINAL_HEIGHT = 69.24
GUARD = 5
# The dots of a millimetre, as makers count them.
DOTS = {203: 8, 300: 300 / 25.4, 600: 600 / 25.4}

_LEFT = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split()
_RIGHT = ["".join("10"[int(bit)] for bit in digit) for digit in _LEFT]
_EVEN = [digit[::-1] for digit in _RIGHT]
_BAR = re.compile("1+")
_PARITY = "LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL".split()

WRONG_CHECK_DIGIT = "barcode_wrong"
NOT_ENCODABLE = "barcode_not_encodable"
QR_MASK = 2


@dataclasses.dataclass(frozen=True)
class Bars:
    """A barcode in modules.

    :param runs: (start, width, tall) of each bar; a tall bar goes down between the digits
    :param width: without the quiet zones
    :param texts: (middle, text) of what people read below, in modules
    """

    symbology: str
    runs: tuple
    width: int
    quiet_left: int
    quiet_right: int
    texts: tuple

    @property
    def whole_width(self):
        return self.quiet_left + self.width + self.quiet_right


def symbology(code):
    """Return (symbology, problem) that a code demands; one of the two is empty.

    Eight, twelve and thirteen digits are an article number, whose last digit must be right;
    anything else is the shop's own code.
    """
    if not code:
        return "", ""
    if code.isascii() and code.isdigit() and len(code) in (8, 12, 13):
        if not ean.is_valid(code):
            return "", WRONG_CHECK_DIGIT
        return {8: "ean8", 12: "upca", 13: "ean13"}[len(code)], ""
    if len(code) <= 48 and all(" " <= letter <= "~" for letter in code):
        return "code128", ""
    return "", NOT_ENCODABLE


def bars(code):
    """Return (the bars or None, what is wrong with the code or an empty text)."""
    kind, problem = symbology(code)
    if not kind:
        return None, problem
    return {"ean13": _ean13, "upca": _upca, "ean8": _ean8, "code128": _code128}[kind](code), ""


def module_width(bars_, room, dpi=None, smallest=SMALLEST_MODULE, largest=NOMINAL_MODULE):
    """Return the width of a module in mm with which the bars fit in `room` mm, or None.

    :param dpi: of a thermal printer: a module is then a whole number of dots
    """
    fitting = room / bars_.whole_width
    if dpi is None:
        module = min(fitting, largest)
        return module if module >= smallest else None
    dots = DOTS[dpi]
    # One dot more than the aim: 3 dots at 203 dpi are 0.375 mm, 4 at 300 dpi 0.339 mm.
    most = int(min(fitting, largest + 0.05) * dots + 1e-9)
    return most / dots if most and most / dots >= smallest else None


@functools.lru_cache(maxsize=64)
def _bars_of(bits):
    """Return (start, width) of each bar of a figure or a guard."""
    return [(bar.start(), len(bar[0])) for bar in _BAR.finditer(bits)]


def _modules(symbology_, parts, tall, quiet, texts):
    """Return the bars of figures and guards, none of whose bars touches the next part's."""
    runs, begin = [], 0
    for bits in parts:
        runs += [(begin + start, width, begin + start in tall) for start, width in _bars_of(bits)]
        begin += len(bits)
    return Bars(symbology_, tuple(runs), begin, *quiet, texts)


def _ean13(code):
    left = [
        (_LEFT if parity == "L" else _EVEN)[int(digit)]
        for digit, parity in zip(code[1:7], _PARITY[int(code[0])], strict=True)
    ]
    right = [_RIGHT[int(digit)] for digit in code[7:]]
    return _modules(
        "ean13",
        ["101", *left, "01010", *right, "101"],
        {0, 2, 46, 48, 92, 94},
        (11, 7),
        ((-6, code[0]), (24, code[1:7]), (71, code[7:])),
    )


def _upca(code):
    inner = _ean13(f"0{code}")
    tall = {run[0] for run in inner.runs if run[0] < 10 or run[0] >= 85 or run[0] in (46, 48)}
    return Bars(
        "upca",
        tuple((start, width, start in tall) for start, width, _tall in inner.runs),
        95,
        9,
        9,
        ((-5, code[0]), (27, code[1:6]), (68, code[6:11]), (100, code[11])),
    )


def _ean8(code):
    left = [_LEFT[int(digit)] for digit in code[:4]]
    right = [_RIGHT[int(digit)] for digit in code[4:]]
    return _modules(
        "ean8",
        ["101", *left, "01010", *right, "101"],
        {0, 2, 32, 34, 64, 66},
        (7, 7),
        ((17, code[:4]), (50, code[4:])),
    )


def _code128(code):
    widget = Code128(code)
    widget.validate()
    widget.encode()
    widget.decompose()
    # Reportlab writes a bar of n modules as the n-th capital letter, a space as a small one.
    bits = "".join(
        ("1" if letter.isupper() else "0") * (ord(letter.lower()) - ord("a") + 1)
        for letter in widget.decomposed
    )
    return _modules("code128", [bits], (), (10, 10), ((len(bits) / 2, code),))


@dataclasses.dataclass(frozen=True)
class QrCode:
    """A QR code, without its quiet zone of 4 modules.

    :param version: from 1 to 40, how large it is
    :param words: the bytes that it holds, those that correct errors among them
    """

    version: int
    words: bytes

    @property
    def size(self):
        """How many modules a side has."""
        return _qr_frame(self.version).size

    @property
    def rows(self):
        """The modules as rows of bytes, 1 for a dark one."""
        frame = _qr_frame(self.version)
        modules = bytearray(frame.size * frame.size)
        dark = set(frame.dark)
        for number, word in enumerate(self.words):
            dark.update(frame.dark_of_word(number, word))
        for row, column in dark:
            modules[row * frame.size + column] = 1
        return tuple(
            bytes(modules[start : start + frame.size])
            for start in range(0, len(modules), frame.size)
        )


class _QrFrame:
    """What all QR codes of a version have in common.

    :ivar size: how many modules a side has
    :ivar dark: the (row, column) of what is dark whatever the code holds
    :ivar places: for each word, the eight (row, column, flip) of its bits; the mask turns
        those around that have a flip
    """

    def __init__(self, version):
        code = qrcode.QRCode(version=version, error_correction=qrcode.ERROR_CORRECT_L)
        self.size = size = code.modules_count = version * 4 + 17
        code.modules = [[None] * size for _row in range(size)]
        for corner in ((0, 0), (size - 7, 0), (0, size - 7)):
            code.setup_position_probe_pattern(*corner)
        code.setup_position_adjust_pattern()
        code.setup_timing_pattern()
        code.setup_type_info(False, QR_MASK)
        if version >= 7:
            code.setup_type_number(False)
        flip = qr_util.mask_func(QR_MASK)
        order = []
        columns = [column - (column <= 6) for column in range(size - 1, 0, -2)]
        for turn, column in enumerate(columns):
            for row in range(size) if turn % 2 else range(size - 1, -1, -1):
                for side in (column, column - 1):
                    if code.modules[row][side] is None:
                        order.append((row, side, flip(row, side)))
        whole = len(order) // 8 * 8
        self.places = [order[start : start + 8] for start in range(0, whole, 8)]
        # Up to seven modules hold no word's bits: they are noughts, which the mask flips too.
        self.dark = [(row, column) for row, column, flipped in order[whole:] if flipped]
        for row, modules in enumerate(code.modules):
            self.dark += [(row, column) for column, dark in enumerate(modules) if dark]

    def dark_of_word(self, number, word):
        """Return the (row, column) of the dark modules of a word, the `number`-th from 0."""
        return [
            (row, column)
            for bit, (row, column, flip) in enumerate(self.places[number])
            if (word >> 7 - bit & 1) != flip
        ]


@functools.lru_cache(maxsize=8)
def _qr_frame(version):
    return _QrFrame(version)


def qr_frame_rectangles(version):
    """Return the rectangles of what all QR codes of a version have in common.

    With those of its words they cover a code's dark modules, each once.

    :return: a list of (column, row, width, height) in modules
    """
    return _rectangles(_qr_frame(version).dark)


def qr_word_rectangles(version, number, word):
    """Return the rectangles of a word of a QR code, as `qr_frame_rectangles` does.

    :param number: which word, from 0
    :param word: from 0 to 255
    """
    return _rectangles(_qr_frame(version).dark_of_word(number, word))


def _rectangles(dark):
    """Return few (column, row, width, height) that cover the dark (row, column), each once."""
    left = set(dark)
    found = []
    for row, column in sorted(dark):
        if (row, column) not in left:
            continue
        width = height = 1
        while (row, column + width) in left:
            width += 1
        while left.issuperset((row + height, column + n) for n in range(width)):
            height += 1
        left.difference_update(
            (row + down, column + across) for down in range(height) for across in range(width)
        )
        found.append((column, row, width, height))
    return found


@functools.cache
def _remainders(count):
    """Return, for each byte, what it adds to a remainder of `count` bytes (Reed-Solomon)."""
    generator = [1]
    for power in range(count):
        root = qr_base.gexp(power)
        longer = [*generator, 0]
        for position, factor in enumerate(generator):
            longer[position + 1] ^= _product(factor, root)
        generator = longer
    return [
        int.from_bytes(bytes(_product(factor, byte) for factor in generator[1:]), "big")
        for byte in range(256)
    ]


def _product(one, other):
    return qr_base.gexp(qr_base.glog(one) + qr_base.glog(other)) if one and other else 0


def _one_block(text, block):
    """Return the words of a QR code of one block, faster than the library's general way."""
    head = (0b0100 << 8 | len(text)) << 8 * len(text) | int.from_bytes(text, "big")
    data = (head << 4).to_bytes(len(text) + 2, "big")
    padding = block.data_count - len(data)
    data += (b"\xec\x11" * (padding // 2 + 1))[:padding]
    count = block.total_count - block.data_count
    table, keep, top = _remainders(count), (1 << 8 * (count - 1)) - 1, 8 * (count - 1)
    rest = 0
    for byte in data:
        rest = (rest & keep) << 8 ^ table[rest >> top ^ byte]
    return data + rest.to_bytes(count, "big")


def _qr_data(raw):
    return qr_util.QRData(raw, mode=qr_util.MODE_8BIT_BYTE, check_data=False)


@functools.cache
def _qr_version(length):
    """Return the smallest version that holds so many bytes."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_L)
    code.add_data(_qr_data(b"0" * length), optimize=0)
    return code.best_fit()


@functools.lru_cache(maxsize=64)
def qr_code(text):
    """Return a text as a `QrCode`.

    One mask serves for all: trying eight for the best costs ten times as much, and readers
    take any.
    """
    raw = text.encode()
    version = _qr_version(len(raw))
    blocks = qr_base.rs_blocks(version, qrcode.ERROR_CORRECT_L)
    if len(blocks) == 1:
        words = _one_block(raw, blocks[0])
    else:
        words = bytes(qr_util.create_data(version, qrcode.ERROR_CORRECT_L, [_qr_data(raw)]))
    return QrCode(version, words)
