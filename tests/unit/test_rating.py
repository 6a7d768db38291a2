"""The order of what members review."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from coop.addon_tools import stock_tool

rating = stock_tool("rating")
score = rating.bayesian_average

COUNTS = st.integers(0, 10_000)
MEANS = st.floats(1, 5)


def test_doctests():
    assert doctest.testmod(rating).failed == 0


def test_one_five_does_not_beat_forty_of_four_point_eight_whatever_the_mean():
    for mean in (1, 2, 3, 4, 4.5, 4.79):
        assert score(5, 1, mean) < score(40 * 4.8, 40, mean)


@given(mean=MEANS)
def test_without_a_review_the_mean_stands(mean):
    assert abs(score(0, 0, mean) - mean) < 1e-9


@given(count=COUNTS, stars=MEANS, mean=MEANS)
def test_a_score_lies_between_its_own_mean_and_that_of_all(count, stars, mean):
    low, high = sorted((stars, mean))
    assert low - 1e-9 <= score(stars * count, count, mean) <= high + 1e-9


@given(count=st.integers(1, 1000), stars=st.integers(2, 5), mean=st.floats(1, 1.9))
def test_more_of_the_same_good_reviews_raise_it(count, stars, mean):
    assert score(stars * (count + 1), count + 1, mean) > score(stars * count, count, mean)
