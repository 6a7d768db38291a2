"""What the demo's members buy: a real supermarket's shape, the same each time."""

import doctest
from collections import Counter
from datetime import date

import pytest

from coop.demo import catalogue, sales

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def shop():
    return catalogue.choose(1000, 10, 7)[0]


def history(shop, seed=7, days=42, lines=25_000):
    return list(sales.history(shop, 80, 2, days, lines, seed, TODAY))


def test_doctests():
    assert doctest.testmod(sales).failed == 0


def test_the_same_seed_gives_the_same_sales(shop):
    assert history(shop, days=3) == history(shop, days=3)
    assert history(shop, days=3) != history(shop, seed=8, days=3)


def test_about_as_many_lines_as_asked_for(shop):
    lines = sum(len(order.lines) for _day, orders in history(shop) for order in orders)
    assert 23_000 < lines < 27_000


def test_few_products_make_up_most_lines(shop):
    sold = Counter(
        place
        for _day, orders in history(shop)
        for order in orders
        for place, _amount in order.lines
    )
    total = sum(sold.values())
    best = sum(count for _place, count in sold.most_common(len(shop) // 5))
    # The store's own best fifth makes up 59 % of its lines.
    assert 0.5 < best / total < 0.75
    assert len(sold) > 0.9 * len(shop)


def test_saturdays_are_busier_than_fridays(shop):
    lines = Counter()
    for day, orders in history(shop):
        lines[day.weekday()] += sum(len(order.lines) for order in orders)
    assert lines[5] > lines[4]


def test_orders_lie_in_the_opening_hours_of_paris(shop):
    for day, orders in history(shop, days=7):
        first = sales.in_utc(day, 9)
        last = sales.in_utc(day, 13 if day.weekday() == 6 else 21)
        bought = [order for order in orders if not order.refunds]
        assert all(first <= order.moment < last for order in bought)


def test_only_manned_tills_sell(shop):
    for day, orders in history(shop, days=7):
        tills = {order.till for order in orders}
        assert tills <= set(range(sales.tills_open(day, 2)))


def test_what_is_weighed_is_sold_to_the_gram(shop):
    amounts = {
        amount
        for _day, orders in history(shop, days=7)
        for order in orders
        for place, amount in order.lines
        if shop[place].unit == "kg"
    }
    assert any(amount * 100 % 1 for amount in amounts)
    assert max(amounts) < 3


def test_refunds_give_back_a_line_of_their_order(shop):
    refunds = [
        order for _day, orders in history(shop) for order in orders if order.refunds is not None
    ]
    assert refunds
    for refund in refunds:
        ((place, amount),) = refund.lines
        assert refund.refunds.lines[0] == (place, -amount)
        assert refund.moment > refund.refunds.moment


def test_winter_and_summer_time():
    assert sales.in_utc(date(2026, 1, 5), 9).hour == 8
    assert sales.in_utc(date(2026, 7, 6), 9).hour == 7
