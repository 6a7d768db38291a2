"""The order of what members review."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from coop.addon_tools import stock_tool

rating = stock_tool("rating")
score = rating.rating_score

COUNTS = st.lists(st.integers(0, 500), min_size=5, max_size=5)


def test_doctests():
    assert doctest.testmod(rating).failed == 0


def test_one_five_does_not_beat_forty_of_four_point_eight():
    assert score([0, 0, 0, 0, 1]) < score([0, 0, 0, 8, 32])


def test_one_one_does_not_fall_below_forty_of_one():
    assert score([1, 0, 0, 0, 0]) > score([40, 0, 0, 0, 0])


@given(COUNTS)
def test_a_score_is_a_number_of_stars_below_the_mean(counts):
    total = sum(counts) + 5
    mean = sum(stars * (count + 1) for stars, count in enumerate(counts, 1)) / total
    assert 0 < score(counts) < mean <= 5


@given(COUNTS)
def test_one_more_five_never_lowers_it(counts):
    more = [*counts[:4], counts[4] + 1]
    assert score(more) >= score(counts) - 1e-9


@given(st.integers(1, 500), st.integers(1, 500))
def test_of_the_same_mean_the_surer_one_stands_first(few, more):
    few, many = sorted((few, few + more))
    assert score([0, 0, 0, 0, many]) > score([0, 0, 0, 0, few])
