"""Which names are of one product: what holds for all names, and for the pairs of data/."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.addon_tools import stock_tool
from coop.bench import doubles

double_names = stock_tool("double_names")
LIKELY = double_names.LIKELY
Name = double_names.Name

WORDS = ["lait", "riz", "bio", "beurre", "beure", "cacahuete", "cacahuetes", "noix", "t65", "500 g"]
NAMES = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)


def likeness(left, right):
    return double_names.likeness(Name(left), Name(right))


def test_doctests():
    assert doctest.testmod(double_names).failed == 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Beurre de cacahuète", "BEURRE DE CACAHUETES"),
        ("Beurre de cacahuète", "Beurre de cacahuète Moulin"),
        ("Laitues", "laitue"),
        ("Flammekueches", "Flamekueche"),
        ("Poissons en conserve", "conserves de poisson"),
        ("Haricots verts extra fins", "Haricots verts extra-fins 400g"),
    ],
)
def test_names_of_one_product_are_likely_doubles(left, right):
    assert likeness(left, right) >= LIKELY


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Beurres salés", "Beurres belges"),
        ("Jus de pomme", "Jus de pêche"),
        ("Farine de blé T110", "Farine de blé T150"),
        ("Limonade sucrée", "Limonade non sucrée"),
        ("Lait", "Lait de coco bio sans sucre"),
        ("", "Lait"),
        ("", ""),
    ],
)
def test_names_that_differ_in_a_word_are_none(left, right):
    assert likeness(left, right) < LIKELY


@given(NAMES, NAMES)
def test_a_likeness_is_a_share_and_the_same_both_ways_round(left, right):
    assert 0 <= likeness(left, right) <= 1
    assert (likeness(left, right) >= LIKELY) == (likeness(right, left) >= LIKELY)


@given(NAMES)
def test_a_name_is_itself(name):
    assert likeness(name, name) == (1 if Name(name).words else 0)


@given(st.lists(NAMES, max_size=8), st.lists(NAMES, max_size=8))
def test_no_likely_pair_is_left_out_for_speed(names, others):
    """As if each name were compared with each."""
    ours, theirs = dict(enumerate(names)), dict(enumerate(others))
    pairs, other_pairs = double_names.likely_pairs(ours, theirs)
    assert {pair[:2] for pair in pairs} == {
        (left, right)
        for left in ours
        for right in ours
        if left < right and likeness(ours[left], ours[right]) >= LIKELY
    }
    assert {pair[:2] for pair in other_pairs} == {
        (left, right)
        for left in ours
        for right in theirs
        if likeness(ours[left], theirs[right]) >= LIKELY
    }


def test_of_the_pairs_of_data_seven_in_eight_named_are_right_and_half_are_named():
    scored = [(likeness(left, right), same) for left, right, same in doubles.load_pairs()]
    precision, recall = doubles.precision_and_recall(scored, LIKELY)
    assert precision > 7 / 8
    assert recall > 0.5
