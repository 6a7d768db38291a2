"""Supplier's price lists as files, CSV or XLSX, read into lines of cells: no Odoo in here.

Odoo's own import reads such files too, but drops empty lines, so that no line can be named by its
number, takes the result of a formula for a value, and has no limits.
"""

import csv
import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
# What an XLSX, which is packed, may hold: lists of 50,000 lines have about 40 MB.
MOST_UNPACKED = 80 * MEGABYTE
MOST_LINES = 50_000
MOST_COLUMNS = 60
# Of so many lines at the beginning it is told where the columns stand.
BEGINNING = 60
SEPARATORS = (";", "\t", ",", "|")
ENCODINGS = ("utf-8", "windows-1252", "utf-16")
_OLD_SPREADSHEET = b"\xd0\xcf\x11\xe0"
_ARCHIVE = b"PK\x03\x04"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"%PDF", b"II*\x00", b"MM\x00*")
# A text that spans more lines than this is a quotation mark that was never closed.
_MOST_LINES_A_CELL = 5


class Unreadable(Exception):
    """A file is no price list; `reason` says why, `facts` what to tell of it."""

    def __init__(self, reason, **facts):
        self.reason, self.facts = reason, facts
        super().__init__(f"{reason} {facts}")


class Formula(str):
    """A cell with a formula whose result is not in the file; it is never computed here."""

    __slots__ = ()


@dataclass(frozen=True)
class Table:
    """The lines of a file that hold something.

    `rows` are ``(number of the line from 1, cells)``; a cell is a text, an int or a float.
    `encoding` and `separator` are of a text file, else "".
    """

    rows: list
    encoding: str = ""
    separator: str = ""


def read_table(content, encoding="", separator="", most=None):
    """Return the table of a file.

    :param bytes content: a text file or an XLSX, which is told by what is in it, not by its name
    :param encoding: one of `ENCODINGS`; guessed when empty
    :param separator: one of `SEPARATORS`; guessed when empty
    :param most: how many lines to read of the beginning; all of them when None
    :raises Unreadable: when it is no such file
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large", megabytes=MOST_BYTES // MEGABYTE)
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(_PICTURES):
        raise Unreadable("picture")
    if content.startswith(_OLD_SPREADSHEET):
        raise Unreadable("old_spreadsheet")
    if content.startswith(_ARCHIVE):
        table = Table(_read_xlsx(content, most))
    else:
        table = _read_text(content, encoding, separator, most)
    if not table.rows:
        raise Unreadable("empty")
    return table


# --- text


def _read_text(content, encoding, separator, most):
    text, encoding = _decoded(content, encoding)
    separator = separator or _guess_separator(text)
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 1
    try:
        for cells in reader:
            if reader.line_num - number >= _MOST_LINES_A_CELL:
                raise Unreadable("quotation", number=number)
            if any(cell.strip() for cell in cells):
                rows.append((number, tuple(cell.strip() for cell in cells[:MOST_COLUMNS])))
                _refuse_too_many(rows)
            number = reader.line_num + 1
            if len(rows) == most:
                break
    except csv.Error as error:
        raise Unreadable("quotation", number=number) from error
    return Table(rows, encoding, separator)


def _decoded(content, encoding):
    """Return the text, and in which encoding it was written."""
    if not encoding:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "utf-16"
        else:
            encoding = "utf-8" if _is_utf8(content) else "windows-1252"
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeError as error:
        raise Unreadable("letters") from error
    if "\0" in text:
        raise Unreadable("no_text")
    return text, encoding


def _is_utf8(content):
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _guess_separator(text):
    """Return what parts the first lines into columns: most lines with the same number of them."""
    lines = text.splitlines()[:BEGINNING]
    best, best_score = ";", (0, 0)
    for separator in SEPARATORS:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=separator)]
        except csv.Error:
            continue
        counts = Counter(width for width in widths if width > 1).most_common(1)
        width, count = counts[0] if counts else (0, 0)
        if (count, width) > best_score:
            best, best_score = separator, (count, width)
    return best


# --- spreadsheets


def _read_xlsx(content, most):
    _check_archive(content)
    try:
        rows = _sheet_rows(content, most)
    except Unreadable:
        raise
    except Exception as error:  # a broken file breaks openpyxl in many ways
        raise Unreadable("broken") from error
    return rows


def _check_archive(content):
    """Refuse what is no XLSX, or would fill the memory when unpacked."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable("broken") from error
    # Python unpacks no more of an entry than it says of itself.
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable("bomb", megabytes=MOST_UNPACKED // MEGABYTE)
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise Unreadable("archive")


def _sheet_rows(content, most):
    """Return the rows of the first sheet that has two lines at least, else of the fullest one."""
    book = _open(content, results=False)
    found = []
    for sheet in book.worksheets:
        rows = _rows_of(sheet, most)
        if len(rows) > len(found):
            found, name = rows, sheet.title
        if len(found) > 1:
            break
    if any(_is_formula(cell) for _number, cells in found for cell in cells):
        results = dict(_rows_of(_open(content, results=True)[name], most, keep_empty=True))
        found = [
            (number, tuple(map(_result, cells, results.get(number, ("",) * len(cells)))))
            for number, cells in found
        ]
    return found


def _open(content, *, results):
    """Open a spreadsheet: its formulas, or the results that stand in the file for them."""
    return openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=results, keep_links=False
    )


def _rows_of(sheet, most, keep_empty=False):
    rows = []
    # What a file says of its size may be wrong; a lone cell at its far end must cost nothing.
    sheet.reset_dimensions()
    lines = sheet.iter_rows(max_row=2 * MOST_LINES, max_col=MOST_COLUMNS, values_only=True)
    for number, cells in enumerate(lines, 1):
        if keep_empty or any(cell not in (None, "") for cell in cells):
            rows.append((number, tuple(map(_cell, cells))))
            if not keep_empty:
                _refuse_too_many(rows)
        if not keep_empty and len(rows) == most:
            break
    return rows


def _cell(value):
    """Return a cell as a text or a number."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, ArrayFormula | DataTableFormula):
        return "=formula"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if isinstance(value, int | float) else str(value)


def _is_formula(cell):
    return isinstance(cell, str) and cell.startswith("=")


def _result(cell, result):
    """Return what stands in the file for a formula; any other cell as it is."""
    if not _is_formula(cell) or result == cell:
        return cell
    return Formula(cell) if result == "" else result


def _refuse_too_many(rows):
    if len(rows) > MOST_LINES:
        raise Unreadable("too_many_lines", most=MOST_LINES)
