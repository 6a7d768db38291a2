"""What labels say of quantities: in words, and that they fell."""

import doctest

import pytest

from coop.addon_tools import addon_tool

shrinkflation = addon_tool("coop_label_print", "shrinkflation")
content_words = addon_tool("coop_label_print", "content_words")
Sold = shrinkflation.Sold


def sold(quantity, unit_price, unit="kg", is_drained=False):
    return Sold(quantity, is_drained, unit_price, unit)


def sentence(now, *befores):
    return shrinkflation.shrinkflation(now, befores).replace("\xa0", " ")


def test_doctests():
    for module in (shrinkflation, content_words):
        assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (
            sold("500 g", 4.7),
            sold("450 g", 5.22),
            "de 500 g à 450 g et son prix au kg a augmenté de 11,06 % ou 0,52 €.",
        ),
        (
            sold("1,5 l", 1, "l"),
            sold("1 l", 1.5, "l"),
            "de 1,5 l à 1 l et son prix au litre a augmenté de 50 % ou 0,50 €.",
        ),
        (
            sold("1 kg", 2.5),
            sold("900 g", 2.75),
            "de 1 kg à 900 g et son prix au kg a augmenté de 10 % ou 0,25 €.",
        ),
        (
            sold("12 pièces", 0.3, "piece"),
            sold("10 pièces", 0.33, "piece"),
            "de 12 pièces à 10 pièces et son prix à la pièce a augmenté de 10 % ou 0,03 €.",
        ),
        (
            sold("250 g", 8, is_drained=True),
            sold("230 g", 1008, is_drained=True),
            "de 250 g à 230 g et son prix au kg a augmenté de 12500 % ou 1 000,00 €.",
        ),
    ],
)
def test_the_sentence_is_that_of_the_law(before, now, words):
    said = sentence(now, before).replace("\u202f", " ")
    assert said == f"Pour ce produit, la quantité vendue est passée {words}"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (sold("500 g", 4.7), sold("450 g", 4.7)),  # the price per kilo did not rise
        (sold("500 g", 4.7), sold("500 g", 5)),  # the quantity did not fall
        (sold("450 g", 4.7), sold("500 g", 5)),
        (sold("0,5 l", 4.7, "l"), sold("450 g", 5)),  # of another kind
        (sold("500 g", 4.7), sold("450 g", 5, is_drained=True)),
        (sold("500 g", None), sold("450 g", 5)),
        (sold("500 g", 4.7), sold("450 g", None)),
        (sold("", 4.7), sold("450 g", 5)),  # bulk, or sold by weight
        (sold("500 g", 4.7), sold("", 5)),
    ],
)
def test_else_nothing_is_said(before, now):
    assert sentence(now, before) == ""


def test_nothing_is_said_of_what_never_had_a_label():
    assert sentence(sold("450 g", 5)) == ""


def test_the_latest_larger_quantity_counts():
    now = sold("450 g", 5)
    assert "de 480 g à 450 g" in sentence(now, sold("480 g", 4.8), sold("500 g", 4.7))
    assert "de 500 g à 450 g" in sentence(now, sold("450 g", 5), sold("500 g", 4.7))
