"""The price per kg, litre or piece: worked examples, and what holds for all numbers."""

import doctest
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.addon_tools import stock_tool

unit_prices = stock_tool("unit_price")
unit_price = unit_prices.unit_price
base_content = unit_prices.base_content

CENTS = st.integers(0, 10**8)  # up to a million euros
GRAMS = st.integers(1, 10**9)  # tenths of a gram, up to 100 tonnes


def test_doctests():
    assert doctest.testmod(unit_prices).failed == 0


@pytest.mark.parametrize(
    ("price", "quantity", "expected"),
    [
        (2.35, 0.5, 4.70),  # 500 g
        (1.89, 0.25, 7.56),  # 250 g of butter
        (5.94, 1.5, 3.96),  # 6 x 25 cl
        (3.45, 0.265, 13.02),  # olives, drained: 13.0188…
        (1.99, 0.33, 6.03),  # 33 cl: 6.0303…
        (2.10, 6, 0.35),  # six eggs
        (0.65, 0.0125, 52.0),  # 12.5 g of yeast
        (2.95, 1, 2.95),  # by the kg
        (0, 0.5, 0.0),
        # Half a cent goes up, also where the binary fraction lies under it.
        (1.005, 1, 1.01),
        (2.675, 1, 2.68),
        (0.25, 2.5, 0.10),
        (0.01, 2, 0.01),
        (1.01, 6 * 0.33 + 0.02, 0.51),  # 1.01 / 2.0000000000000004
        # What a deposit given back comes to.
        (-0.005, 1, -0.01),
    ],
)
def test_worked_examples(price, quantity, expected):
    assert unit_price(price, quantity) == expected


@pytest.mark.parametrize("quantity", [0, 0.0, None, False, -1])
def test_what_cannot_be_divided_by_gives_nothing(quantity):
    assert unit_price(2.5, quantity) is None


def test_an_unknown_price_gives_nothing():
    assert unit_price(None, 0.5) is None


@given(CENTS, GRAMS)
def test_it_is_the_exact_price_to_half_a_cent_up(cents, tenths):
    exact = Fraction(cents, 100) / Fraction(tenths, 10_000)
    found = Fraction(str(unit_price(cents / 100, tenths / 10_000)))
    assert -Fraction(1, 200) < found - exact <= Fraction(1, 200)


@given(CENTS)
def test_of_one_kilogram_it_is_the_price(cents):
    assert unit_price(cents / 100, 1) == cents / 100


@given(CENTS, CENTS, GRAMS)
def test_the_dearer_of_two_packs_is_never_the_cheaper_by_the_kilogram(one, other, tenths):
    low, high = sorted((one, other))
    assert unit_price(low / 100, tenths / 10_000) <= unit_price(high / 100, tenths / 10_000)


@given(*[st.one_of(st.none(), st.floats(-1, 1000)) for _field in range(4)])
def test_the_first_known_content_counts_and_drained_weight_is_first(drained, net, volume, pieces):
    quantity, unit = base_content(drained, net, volume, pieces)
    known = [
        (value, name)
        for value, name in ((drained, "kg"), (net, "kg"), (volume, "l"), (pieces, "piece"))
        if value is not None and value > 0
    ]
    assert (quantity, unit) == (known[0] if known else (0.0, None))
