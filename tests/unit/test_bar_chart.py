"""The small graph of a product's sales."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from coop.addon_tools import stock_tool

bar_chart = stock_tool("bar_chart")


def test_doctests():
    assert doctest.testmod(bar_chart).failed == 0


@given(st.lists(st.floats(-1e6, 1e6), max_size=60))
def test_every_bar_stays_in_the_drawing(values):
    drawn = bar_chart.bars(values, width=240, height=60, gap=2)
    assert len(drawn) == len(values)
    for bar in drawn:
        assert bar.x >= 0
        assert bar.x + bar.width <= 240.5
        assert 0 <= bar.y <= 60
        assert 0 <= bar.height <= 60
        assert abs(bar.y + bar.height - 60) < 0.02
