"""How much is left, as members read it."""

import doctest

import pytest

from coop.addon_tools import stock_tool

stock_level = stock_tool("stock_level")


def test_doctests():
    assert doctest.testmod(stock_level).failed == 0


@pytest.mark.parametrize(
    ("quantity", "sold_a_day", "expected_on", "level"),
    [
        (None, 5, "a day", "in_stock"),
        (3.001, 0, None, "in_stock"),
        (3, 0, None, "low"),
        (0.001, 0, None, "low"),
        (0, 5, None, "out"),
        (-2, 5, None, "out"),
        (0, 0, "a day", "on_order"),
        (-2, 0, "a day", "on_order"),
        (4, 0, "a day", "in_stock"),
        (4, 2, None, "in_stock"),  # two days of cover
        (4, 2.001, None, "low"),
        (4, -2, None, "in_stock"),  # more came back than was sold
    ],
)
def test_levels(quantity, sold_a_day, expected_on, level):
    assert stock_level.level_of(quantity, sold_a_day, expected_on) == level
