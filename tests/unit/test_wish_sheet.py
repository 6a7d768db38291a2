"""The sheets that hang in the shop, read back as text: no Odoo in here."""

import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from coop.addon_tools import addon_tool

wish_sheet = addon_tool("coop_suggestions", "wish_sheet")
A4 = (595.3, 841.9)
URL = "https://coop.example/suggestions?shelf="


def sheets(*shelves, **values):
    """Return a PDF of shelves with so many suggestions, or with those given."""
    content = {
        "coop": "La Coop",
        "colour": "#1f6f54",
        "title": "Que voudriez-vous trouver en rayon ?",
        "how": "Écrivez votre numéro de membre.",
        "propose": "Autre chose ?",
        "columns": ["Produit", "Marque", "Numéro de membre"],
        "url_words": "Scannez ce code",
        "empty": "Rien n'attend.",
        "page": lambda number: f"page {number}",
        "sheets": [
            {"shelf": f"Rayon {place}", "url": f"{URL}{place}", "lines": lines(each)}
            for place, each in enumerate(shelves)
        ],
        **values,
    }
    return wish_sheet.render_sheets(content)


def lines(wanted):
    """Return so many lines, or those given."""
    if isinstance(wanted, int):
        return [{"id": n + 1, "name": f"Produit {n + 1}.", "brand": "M"} for n in range(wanted)]
    return wanted


def read(pdf):
    """Return the pages' texts."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


@pytest.mark.parametrize("number", [0, 1, 7, 8, 9, 40])
def test_each_suggestion_stands_there_once_and_one_can_propose(number):
    pages = read(sheets(number))
    text = " ".join(pages)
    for place in range(1, number + 1):
        assert text.count(f"Produit {place}.") == 1
    assert text.count("Autre chose ?") == 1
    assert "Autre chose ?" in pages[-1]
    assert ("Rien n'attend." in text) is (number == 0)
    assert all(f"page {place}" in page for place, page in enumerate(pages, 1))
    assert all("Écrivez votre numéro" in page for page in pages)


def test_each_shelf_begins_a_page_of_its_own():
    pages = read(sheets(2, 12, 1))
    assert [next(n for n in range(3) if f"Rayon {n}" in page) for page in pages] == [0, 1, 1, 2]


def test_every_page_has_the_code_of_its_shelf():
    zxing = pytest.importorskip("zxingcpp")
    document = PdfDocument(sheets(1, 12))
    found = []
    for page in document:
        [code] = zxing.read_barcodes(page.render(scale=3).to_pil(), try_downscale=False)
        found.append(code.text)
    assert found == [f"{URL}0", f"{URL}1", f"{URL}1"]


def test_nothing_is_printed_into_the_margin():
    for page in PdfDocument(sheets(12)):
        picture = page.render(scale=1).to_pil().convert("L")
        left, top, right, bottom = picture.point(lambda grey: 255 * (grey < 200)).getbbox()
        assert left >= 35
        assert top >= 30
        assert right <= A4[0] - 35
        assert bottom <= A4[1] - 30


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=100), st.integers(1, 2**31))
def test_any_words_are_printed(name, brand, number):
    assert read(sheets([{"id": number, "name": name, "brand": brand}] * 3))
