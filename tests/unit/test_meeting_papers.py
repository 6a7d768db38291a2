"""The papers of a meeting, read back as text and looked at: no Odoo in here."""

import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from coop.addon_tools import addon_tool

paper = addon_tool("coop_suggestions", "paper")
answers_paper = addon_tool("coop_suggestions", "answers_paper")
agenda_paper = addon_tool("coop_suggestions", "agenda_paper")
A4 = (595.3, 841.9)
SIZES_OF_NAMES = set(range(11, 21))
LONG = "Nous l'avons cherché chez nos trois grossistes, aucun ne l'a au catalogue cette saison."


def answers(number, arrived=3, **values):
    """Return a PDF of so many answers."""
    content = {
        "coop": "La Coop",
        "colour": "#1f6f54",
        "title": "Vos demandes, nos réponses",
        "subtitle": "Réunion du 3 mars 2026",
        "answers_title": "Vous avez demandé, nous répondons",
        "answers": [
            {
                "name": f"Produit n°{place}",
                "brand": "Marque" if place % 2 else "",
                "headline": "Pas retenue : plus de place en rayon",
                "text": LONG,
            }
            for place in range(1, number + 1)
        ],
        "more_answers": lambda count: f"et {count} autres réponses en ligne",
        "arrived_title": "Arrivé en rayon",
        "arrived": [{"name": f"Arrivage n°{place + 1}", "brand": ""} for place in range(arrived)],
        "more_arrived": lambda count: f"et {count} autres en ligne",
        "url": "https://coop.example/suggestions?decided=1",
        "url_words": "Toutes les réponses",
        **values,
    }
    return answers_paper.render_answers(content)


def line(**values):
    """Return one suggestion of an agenda."""
    return {
        "place": 1,
        "name": "Beurre de cacahuète",
        "brand": "Marque",
        "cause": "Attend depuis 94 jours",
        "facts": "12 foyers · 5 l'achèteraient chaque semaine",
        "why": "Pour les enfants",
        "beside": ["En rayon : Purée d'amande · 5,20 € · 3,5 par semaine"],
        "sources": ["Fournisseurs : Relais Local"],
        "decision": "",
        **values,
    }


def agenda(lines):
    """Return the PDF of an agenda."""
    return agenda_paper.render_agenda(
        {
            "title": "Ordre du jour",
            "subtitle": "La Coop",
            "boxes": ["Garder", "Ne pas retenir", "Remettre"],
            "notes": "Notes :",
            "page": lambda number: f"page {number}",
            "empty": "L'ordre du jour est vide.",
            "lines": lines,
        }
    )


def read(pdf):
    """Return the pages' texts, spaces made single."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert all(abs(float(page.mediabox.width) - A4[0]) < 1 for page in pages)
    return [" ".join(page.extract_text().split()) for page in pages]


def sizes(pdf):
    """Return the sizes of the letters on the first page."""
    found = set()

    def note(text, _cm, tm, _font, size):
        if text.strip():
            found.add(round(size * abs(tm[3]), 1))

    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    return found


def ink(pdf):
    """Return where the first page has ink, as (left, top, right, bottom) of 72 dots an inch."""
    picture = PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
    return picture.point(lambda grey: 255 if grey < 200 else 0).getbbox()


@pytest.mark.parametrize("number", [1, 5, 12, 20, 35, 60, 200])
def test_the_sheet_by_the_tills_is_one_page_and_readable(number):
    pdf = answers(number)
    [text] = read(pdf)
    assert "Vos demandes, nos réponses" in text
    assert "Produit n°1 " in text
    assert "Arrivé en rayon" in text
    assert "Arrivage n°3" in text
    assert min(sizes(pdf)) >= 11
    left, top, right, bottom = ink(pdf)
    assert left > 30
    assert top > 30
    assert right < A4[0] - 30
    assert bottom < A4[1] - 30


def test_few_answers_are_in_large_letters_with_their_sentences():
    pdf = answers(4)
    assert LONG[:30] in read(pdf)[0]
    assert max(SIZES_OF_NAMES & sizes(pdf)) >= 18


def test_a_usual_meeting_of_twenty_is_told_in_full():
    [text] = read(answers(20))
    assert "Produit n°20 " in text
    assert "en ligne" not in text


def test_what_does_not_fit_is_counted():
    [text] = read(answers(200, arrived=40))
    shown = sum(f"Produit n°{place} " in text for place in range(1, 201))
    assert 15 <= shown < 200
    assert f"et {200 - shown} autres réponses en ligne" in text
    assert "et 28 autres en ligne" in text


def test_without_arrivals_nothing_is_said_of_them():
    [text] = read(answers(3, arrived=0))
    assert "Arrivé en rayon" not in text


def test_the_code_on_the_sheet_leads_to_the_list():
    zxing = pytest.importorskip("zxingcpp")
    picture = PdfDocument(answers(3))[0].render(scale=3).to_pil()
    [code] = zxing.read_barcodes(picture)
    assert code.text == "https://coop.example/suggestions?decided=1"


@pytest.mark.parametrize("number", [0, 1, 20, 45])
def test_the_agenda_has_all_of_each_suggestion(number):
    pages = read(agenda([line(place=place, name=f"Produit n°{place}") for place in range(number)]))
    text = " ".join(pages)
    for place in range(number):
        assert f"{place}. Produit n°{place} · Marque" in text
    assert text.count("Garder") == number
    assert text.count("Relais Local") == number
    assert ("vide" in text) is (number == 0)
    assert pages[-1].startswith(f"Ordre du jour · page {len(pages)}")


def test_a_suggestion_is_not_torn_between_pages():
    for page in read(agenda([line(place=place) for place in range(30)])):
        assert page.count("Beurre de cacahuète") == page.count("Garder")


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=1000))
def test_any_words_are_printed_on_the_same_paper(name, words):
    entry = {"name": name, "brand": name[:60], "headline": words[:120], "text": words}
    assert len(read(answers(1, answers=[entry] * 20, arrived=0))) == 1
    read(agenda([line(name=name, why=words, cause=words[:100], beside=[words])] * 2))


def test_markup_is_printed_as_it_stands():
    [text] = read(agenda([line(name="<b>Gras</b> & <img src='x'/>")]))
    assert "<b>Gras</b> & <img src='x'/>" in text


def test_what_the_fonts_lack_is_left_out():
    assert paper.printable("Pâtes 🍝\u200b\x00 d'épeautre\n bio") == "Pâtes d'épeautre bio"


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Court", 10, "Court"),
        ("Plus de place en rayon", 12, "Plus de…"),
        ("A" * 20, 10, "A" * 9 + "…"),
    ],
)
def test_long_words_are_shortened(text, most, expected):
    assert paper.shortened(text, most) == expected
