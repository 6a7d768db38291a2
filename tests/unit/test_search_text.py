"""What resembles what, as `coop_stock` compares names: no Odoo and no database in here."""

import doctest
import importlib.util
import random

import pytest

from coop import paths
from coop.bench import similar_names

_SOURCE = paths.ADDONS / "coop_stock" / "tools" / "search_text.py"
_SPEC = importlib.util.spec_from_file_location("search_text", _SOURCE)
search_text = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(search_text)

SHELF = [
    "Beurre de cacahuète crunchy 350 g",
    "Beurre doux 250g",
    "Bière blonde 33cl",
    "Bière blonde 6x25cl",
    "Chocolat au lait",
    "Coca-Cola 1,5 L",
    "Farine de blé T65",
    "Farines anciennes",
    "Huile coco bio",
    "Jus d'orange 6x25cl",
    "Lait entier",
    "Œufs frais",
    "Pommes gala",
    "Saumon mariné",
]
ROWS = [(number, search_text.normalise(name)) for number, name in enumerate(SHELF)]


def resembling(text, limit=None):
    return [SHELF[id_] for id_, _score in search_text.closest(text, ROWS, limit)]


def filtered(text, limit=None):
    return [SHELF[id_] for id_ in search_text.matching(text, ROWS, limit)]


def test_the_examples_in_the_docstrings_are_right():
    assert doctest.testmod(search_text).failed == 0
    assert doctest.testmod(similar_names).failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crème BRÛLÉE", "creme brulee"),
        ("cœur de bœuf", "coeur de boeuf"),
        ("Straße, Ærø, Łódź", "strasse aero lodz"),
        ("  jus\td'orange\r\n«bio» ", "jus d orange bio"),
        ("100%_\\ *?", "100"),
        ("a\x00b\x1bc\ud800d", "a b c d"),
        ("Danone™ ½ écrémé №5", "danone 1 2 ecreme no5"),
        ("ﬁnes ＡＢＣ", "fines abc"),
        ("Тыква 桂花", "тыква 桂花"),
        ("", ""),
        (None, ""),
        (False, ""),
    ],
)
def test_normalising_leaves_plain_words(text, expected):
    assert search_text.normalise(text) == expected


def test_normalising_twice_changes_nothing():
    characters = "".join(map(chr, range(0x3000)))
    once = search_text.normalise(" ".join(characters))
    assert search_text.normalise(once) == once


@pytest.mark.parametrize(
    ("text", "words", "quantities"),
    [
        ("lait 1 l", "lait", {"1l"}),
        ("biere 6 x 25 cl", "biere", {"6x25cl"}),
        ("tic tac x 200", "tic tac", {"x200"}),
        ("pizza 3 fromages", "pizza 3 fromages", set()),
        ("biere 1664", "biere 1664", set()),
        ("farine t65", "farine t65", set()),
    ],
)
def test_quantities_are_told_from_words(text, words, quantities):
    assert search_text.split_quantities(text) == (words, quantities)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ac", 1), ("abc", "xyz", 3), ("abc", "", 3)],
)
def test_slips_are_counted(left, right, expected):
    assert search_text.slips(left, right) == expected


def test_slips_are_those_of_the_usual_table():
    def table(left, right):
        rows = [[i + j for j in range(len(right) + 1)] for i in range(len(left) + 1)]
        for i in range(1, len(left) + 1):
            for j in range(1, len(right) + 1):
                rows[i][j] = min(
                    rows[i - 1][j] + 1,
                    rows[i][j - 1] + 1,
                    rows[i - 1][j - 1] + (left[i - 1] != right[j - 1]),
                )
                if i > 1 and j > 1 and left[i - 2 : i] == right[j - 2 : j][::-1]:
                    rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        return rows[-1][-1]

    rng = random.Random(4)
    for _ in range(2000):
        left, right = ("".join(rng.choices("abc", k=rng.randrange(1, 9))) for _ in range(2))
        assert search_text.slips(left, right) == table(left, right), (left, right)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("beure de cacahuete", "Beurre de cacahuète crunchy 350 g"),
        ("cacahuete", "Beurre de cacahuète crunchy 350 g"),
        ("cacahuete beurre", "Beurre de cacahuète crunchy 350 g"),
        ("oeuf", "Œufs frais"),
        ("cocacola", "Coca-Cola 1,5 L"),
        ("lati entire", "Lait entier"),
        ("chocoalt", "Chocolat au lait"),
    ],
)
def test_a_misspelt_name_comes_first(text, first):
    assert resembling(text)[0] == first


def test_a_name_is_found_while_it_is_typed():
    for length in range(4, len("beurre de caca")):
        assert "Beurre de cacahuète crunchy 350 g" in resembling("beurre de caca"[:length])


@pytest.mark.parametrize("text", ["p", "po", "pom"])
def test_few_letters_are_a_beginning(text):
    assert resembling(text, 1) == ["Pommes gala"]


def test_a_beginning_goes_before_a_word_in_the_middle():
    assert resembling("lait") == ["Lait entier", "Chocolat au lait"]


@pytest.mark.parametrize(
    "text", ["xyzzy", "lessive", "papier toilette", "", "%", "_", "\x00", None]
)
def test_nothing_resembles_nonsense(text):
    assert resembling(text) == []


def test_quantities_part_equals_only():
    assert resembling("biere blonde 6x25cl", 2) == ["Bière blonde 6x25cl", "Bière blonde 33cl"]
    assert "Jus d'orange 6x25cl" not in resembling("biere blonde 6x25cl")


def test_the_same_name_scores_one_and_none_scores_more():
    for _id, name in ROWS:
        scores = [score for _id, score in search_text.closest(name, ROWS)]
        assert scores[0] == 1.0
        assert scores == sorted(scores, reverse=True)


def test_a_very_long_text_is_cut():
    # One of these characters normalises to 18.
    for text in ("ﷺ" * 100_000, "lait entier " * 10_000):
        assert len(search_text.Pattern(text).text) <= search_text.MAX_LENGTH


def test_a_filter_gives_every_name_with_the_word():
    assert filtered("farine") == ["Farine de blé T65", "Farines anciennes"]


def test_a_filter_finds_the_singular_and_the_plural():
    assert filtered("pomme") == filtered("pommes") == ["Pommes gala"]


def test_a_filter_forgives_a_slip():
    assert filtered("farnie") == ["Farine de blé T65", "Farines anciennes"]


def test_a_filter_takes_words_that_exist_as_typed():
    # « marine » is one slip from « farine », but there are names with « farine ».
    assert "Saumon mariné" not in filtered("farine")


def test_a_filter_asks_for_every_word_but_the_small_ones():
    assert filtered("huile de coco 50cl") == ["Huile coco bio"]
    assert filtered("chocolat lait") == ["Chocolat au lait"]
    assert filtered("chocolat noir") == []


def test_a_filter_finds_words_written_together():
    assert filtered("cocacola") == ["Coca-Cola 1,5 L"]


def test_a_filter_puts_beginnings_first():
    assert filtered("lait") == ["Lait entier", "Chocolat au lait"]
    assert filtered("lait", limit=1) == ["Lait entier"]


def test_a_filter_without_a_letter_filters_nothing():
    assert len(filtered(" %_ ")) == len(SHELF)


def test_damage_is_repeatable_and_small():
    for name in SHELF:
        damaged = similar_names.damage(name, random.Random(5))
        assert damaged == similar_names.damage(name, random.Random(5))
        plain = search_text.normalise(name)
        assert 1 <= search_text.slips(search_text.normalise(damaged), plain) <= 3


def test_a_perfect_search_is_measured_as_perfect():
    found = similar_names.measure(resembling, SHELF, search_text.normalise)
    assert (found.asked, found.recall) == (len(SHELF), 1.0)
    assert 0 < found.median_ms <= found.p95_ms


def test_a_search_that_finds_nothing_is_measured_as_such():
    assert similar_names.measure(lambda text: [], SHELF, search_text.normalise).recall == 0.0
