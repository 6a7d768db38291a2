"""Suppliers' price lists, as files and line by line: no Odoo in here."""

import doctest
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.addon_tools import addon_tool

price_file = addon_tool("coop_suggestions", "price_file")
price_list = addon_tool("coop_suggestions", "price_list")

Unreadable = price_file.Unreadable
Refused = price_list.Refused
EAN = "3017620422003"
TITLES = ("Désignation", "Gencod", "Colisage", "Prix HT")
RICE = ("Riz complet", EAN, "6", "2,35")


def csv_of(*rows, separator=";", encoding="utf-8"):
    return "\r\n".join(separator.join(row) for row in rows).encode(encoding)


def xlsx_of(*rows, sheets=()):
    book = openpyxl.Workbook()
    for title, others in sheets:
        sheet = book.create_sheet(title, 0)
        for row in others:
            sheet.append(row)
    for row in rows:
        book.worksheets[-1].append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(content, **options):
    """Return lines and refusals of a file, its columns guessed."""
    table = price_file.read_table(content)
    place = price_list.find_titles(table.rows)
    columns = price_list.guess_columns_of(table.rows, place)
    rows = table.rows[0 if place is None else place + 1 :]
    return price_list.read_lines(rows, columns, **options)


def refused(content, **options):
    with pytest.raises(Unreadable) as caught:
        read(content, **options)
    return caught.value


def zip_of(entries):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_doctests():
    assert doctest.testmod(price_list).failed == 0


# --- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_text_is_read_however_it_is_written(encoding, separator):
    row = ("Crème brûlée", EAN, "6", "2.35")
    lines, refusals = read(csv_of(TITLES, row, row[:1], separator=separator, encoding=encoding))
    assert [(line.name, line.barcode, line.pack, line.cost) for line in lines] == [
        ("Crème brûlée", EAN, 6, Decimal("2.35"))
    ]
    assert refusals == []


def test_quoted_cells_keep_their_separators_and_lines():
    text = f'{";".join(TITLES)}\n"Riz; dit ""long""\ncomplet";{EAN};6;2,35\nSel;;1;0,90\n'
    lines, _refusals = read(text.encode())
    assert [(line.number, line.name) for line in lines] == [
        (2, 'Riz; dit "long" complet'),
        (4, "Sel"),
    ]


def test_a_spreadsheet_is_read_with_its_numbers():
    lines, refusals = read(
        xlsx_of(TITLES, ("Riz", int(EAN), 6, 2.35), ("Sel", "4006381333932", 1, 1))
    )
    assert [(line.barcode, line.pack, line.cost) for line in lines] == [(EAN, 6, Decimal("2.35"))]
    assert [refusal.number for refusal in refusals] == [3]


def test_a_cover_sheet_is_passed_over():
    content = xlsx_of(TITLES, RICE, sheets=[("Accueil", [("Tarif 2026",)])])
    assert [line.name for line in read(content)[0]] == ["Riz complet"]


def test_the_line_numbers_are_those_of_the_file():
    content = csv_of(("TARIF 2026",), (), TITLES, RICE, (), ("Sel", "3.02E+12", "6", "1"))
    lines, refusals = read(content)
    assert [line.number for line in lines] == [4]
    assert [(refusal.number, refusal.reason) for refusal in refusals] == [(6, "scientific")]
    [refusal] = read(xlsx_of(TITLES, RICE, (), ("Sel", "3.02E+12", 6, 1)))[1]
    assert refusal.number == 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\r\n", "empty"),
        (b";;\n;;\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "picture"),
        (b"%PDF-1.7", "picture"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old_spreadsheet"),
        (b"PK\x03\x04 no archive", "broken"),
        (zip_of({"a.txt": "a"}), "archive"),
        (zip_of({"xl/workbook.xml": "<nonsense"}), "broken"),
        (b"a;b\0;c", "no_text"),
        ("à;b".encode("cp1252") + b"\x81\x8d", "letters"),
        (b"a;b\n" * (price_file.MOST_LINES + 1), "too_many_lines"),
        (b'a;b\n"riz;1\n' + b"c;2\n" * 50, "quotation"),
        (b'a;"' + b"b" * 200_000 + b'"', "quotation"),
    ],
)
def test_what_is_no_price_list_is_told_by_its_kind(content, reason):
    with pytest.raises(Unreadable) as caught:
        price_file.read_table(content)
    assert caught.value.reason == reason


def test_a_file_that_is_too_large_is_not_looked_at():
    with pytest.raises(Unreadable) as caught:
        price_file.read_table(b"PK\x03\x04" + bytes(price_file.MOST_BYTES))
    assert caught.value.reason == "too_large"


def test_a_spreadsheet_that_would_fill_the_memory_is_not_unpacked():
    content = zip_of(
        {"xl/workbook.xml": "<a/>", "xl/sharedStrings.xml": b" " * (price_file.MOST_UNPACKED + 1)}
    )
    assert len(content) < price_file.MEGABYTE
    with pytest.raises(Unreadable) as caught:
        price_file.read_table(content)
    assert caught.value.reason == "bomb"


def test_a_lone_cell_at_the_far_end_costs_no_memory():
    book = openpyxl.Workbook()
    for row in (TITLES, RICE):
        book.active.append(row)
    book.active["XFD1048576"] = "là-bas"
    target = io.BytesIO()
    book.save(target)
    assert [line.name for line in read(target.getvalue())[0]] == ["Riz complet"]


def test_formulas_are_never_computed():
    rows = [("Sel", "", 1, "=1+1"), ('=HYPERLINK("x")', EAN, 1, 3), RICE, ("Thé", "", 1, 3)]
    content = xlsx_of(TITLES, RICE, *rows)
    _lines, refusals = read(content)
    assert [(refusal.number, refusal.reason) for refusal in refusals] == [
        (3, "formula_price"),
        (4, "formula_name"),
        (5, "double"),
    ]
    assert read(csv_of(TITLES, RICE, ("Sel", "", "1", "=1+1")))[1][0].reason == "formula_price"


def test_the_result_of_a_formula_that_stands_in_the_file_is_read():
    # As a spreadsheet program writes it; openpyxl writes none.
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(
            f'<row r="{number}">{cells}</row>'
            for number, cells in (
                (1, '<c r="A1" t="str"><v>Produit</v></c><c r="B1" t="str"><v>Prix HT</v></c>'),
                (2, '<c r="A2" t="str"><v>Riz</v></c><c r="B2"><f>2+0.35</f><v>2.35</v></c>'),
                (3, '<c r="A3" t="str"><v>Sel</v></c><c r="B3"><v>0.9</v></c>'),
            )
        )
        + "</sheetData></worksheet>"
    )
    source = io.BytesIO(xlsx_of(("a",)))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for entry in before.namelist():
            new = sheet if entry == "xl/worksheets/sheet1.xml" else before.read(entry)
            after.writestr(entry, new)
    lines, refusals = read(target.getvalue())
    assert [line.cost for line in lines] == [Decimal("2.35"), Decimal("0.9")]
    assert refusals == []


@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused(content):
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", "é;".encode()):
        try:
            table = price_file.read_table(start + content)
        except Unreadable:
            continue
        assert table.rows


# --- columns


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        (
            "Code article;Libellé;Marque;EAN;PCB;PU HT;PVC TTC",
            {"name": 1, "brand": 2, "barcode": 3, "pack": 4, "price": 5},
        ),
        (
            "Réf;Produit;Code-barres;Conditionnement;Prix au kg;Prix net HT",
            {"name": 1, "barcode": 2, "pack": 3, "price": 5},
        ),
        ("Name;Brand;Barcode;Pack;Unit price", dict(zip(price_list.KINDS, range(5), strict=True))),
        (
            "Désignation produit;Prix HT;Unités par carton;GENCOD UVC;Gencod carton",
            {"name": 0, "price": 1, "pack": 2, "barcode": 3},
        ),
    ],
)
def test_columns_are_guessed_by_their_titles(titles, columns):
    assert price_list.guess_columns(titles.split(";")) == columns


def test_without_titles_the_barcodes_are_known_by_their_looks():
    table = price_file.read_table(csv_of(RICE, ("Sel", "4006381333931", "1", "0,90")))
    assert price_list.find_titles(table.rows) is None
    assert price_list.guess_columns_of(table.rows, None) == {"barcode": 1}


# --- cells


@pytest.mark.parametrize("code", [EAN, "96385074", "036000291452", "13017620422000"])
def test_barcodes_are_read_however_they_are_spaced(code):
    for written in (code, f" {code[:3]} {code[3:]}\u00a0", f'="{code}"', f"{code}.0", int(code)):
        if isinstance(written, int) and code.startswith("0"):
            continue  # the spreadsheet has lost the zero: see below
        assert price_list.read_barcode(written) == code


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("3.02E+12", "scientific"),
        ("3,01762E+12", "scientific"),
        ("3017620422004", "barcode_check"),
        (3020000000000, "barcode_check"),
        (36000291452, "barcode_length"),
        ("301762042200", "barcode_check"),
        ("Riz complet", "barcode_words"),
        ("٣٠١٧٦٢٠٤٢٢٠٠٣", "barcode_words"),
        ("=A1", "formula"),
    ],
)
def test_a_barcode_is_never_guessed(cell, reason):
    with pytest.raises(Refused, match=reason):
        price_list.read_barcode(cell)


@pytest.mark.parametrize(
    ("cell", "mark", "price"),
    [
        ("4,90", ",", "4.90"),
        ("4.90 €", ",", "4.90"),
        ("€ 4,90 HT", ",", "4.90"),
        ("1 234,50", ",", "1234.50"),
        ("1\u202f234,50", ",", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1,234.50", ".", "1234.50"),
        ("1'234.50", ".", "1234.50"),
        ("2,350", ",", "2.35"),
        ("2.350", ",", "2350"),
        ("2.350", ".", "2.35"),
        ("0,990", ".", "0.99"),
        ("12", ",", "12"),
        (12, ",", "12"),
        (4.9, ",", "4.9"),
        ("0,0312", ",", "0.0312"),
    ],
)
def test_prices_are_read_with_either_mark(cell, mark, price):
    assert price_list.read_price(cell, mark) == Decimal(price)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "price_missing"),
        ("-", "price_missing"),
        ("sur devis", "price_words"),
        ("4,9,0", "price_words"),
        ("12.34.56", "price_words"),
        ("1e3", "price_words"),
        ("٤", "price_words"),
        (".", "price_words"),
        ("0", "price_zero"),
        ("-3,50", "price_zero"),
        (0.00001, "price_zero"),
        (EAN, "price_high"),
        (float("inf"), "price_words"),
        (float("nan"), "price_words"),
        ("=1+1", "formula"),
    ],
)
def test_what_is_no_price_is_refused(cell, reason):
    with pytest.raises(Refused, match=reason):
        price_list.read_price(cell)


@given(st.integers(1, 999_999), st.sampled_from([",", "."]), st.booleans())
def test_every_price_reads_as_it_is_written(cents, mark, grouped):
    other = "." if mark == "," else ","
    written = f"{cents / 100:,.2f}" if grouped else f"{cents / 100:.2f}"
    written = written.replace(",", "_").replace(".", mark).replace("_", other)
    assert price_list.read_price(written, mark) == Decimal(cents) / 100


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats()))
def test_any_cell_is_read_or_refused(cell):
    for function in (price_list.read_price, price_list.read_barcode, price_list.read_pack):
        try:
            function(cell)
        except Refused:
            continue


@pytest.mark.parametrize("cell", ["2 x 6", "6 x 4 x 125 g", "0", "99999", "beaucoup", "-6"])
def test_a_pack_is_never_guessed(cell):
    with pytest.raises(Refused, match="pack_words"):
        price_list.read_pack(cell)


# --- lines


def test_the_price_of_a_pack_is_parted_by_its_units():
    [line] = read(csv_of(TITLES, ("Riz", EAN, "6", "14,10")), price_of="pack")[0]
    assert line.cost == Decimal("2.35")


def test_a_product_that_stands_twice_counts_once():
    content = csv_of(TITLES, RICE, ("Riz long", EAN, "12", "2,10"), ("Sel", "", "1", "1"))
    lines, refusals = read(content + b"\nSEL;;;1,10")
    assert [line.name for line in lines] == ["Riz complet", "Sel"]
    assert [(r.number, r.reason, r.value) for r in refusals] == [
        (3, "double", "2"),
        (5, "double", "4"),
    ]


def test_titles_between_the_products_are_no_refused_lines():
    lines, refusals = read(csv_of(TITLES, ("ÉPICERIE",), RICE, ("", "", "", ""), ("FRAIS",)))
    assert (len(lines), refusals) == (1, [])


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ([(str(place), "Riz", EAN, "6") for place in range(9)], "barcode_words"),
        ([("Riz", EAN, "2,35", "Carton de 6") for _place in range(9)], "price_words"),
        ([("Riz", "3.02E+12", "6", "2,35") for _place in range(9)], "scientific"),
    ],
)
def test_a_list_with_shifted_columns_is_refused_whole(rows, cause):
    error = refused(csv_of(TITLES, RICE, *rows))
    assert error.reason == "shifted"
    assert (error.facts["cause"], error.facts["number"]) == (cause, 3)
    assert (error.facts["count"], error.facts["total"]) == (9, 10)


def test_a_list_of_titles_only_has_no_products():
    assert refused(csv_of(TITLES, ("ÉPICERIE",))).reason == "no_lines"


@given(st.integers(1, 10**7), st.integers(0, 200), st.sampled_from([0, 2.1, 5.5, 10, 20]))
def test_the_price_in_the_shop_is_never_less_than_the_cost(cost, margin, vat):
    price = price_list.price_in_shop(cost / 10_000, margin, vat)
    assert price >= round(cost / 10_000, 2) - 0.005
    assert price == pytest.approx(cost / 10_000 * (1 + margin / 100) * (1 + vat / 100), abs=0.0051)
