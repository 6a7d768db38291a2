"""The demo's year of prices: it ends with today's, and never names a change that is none."""

import itertools
from datetime import UTC, datetime, timedelta

from coop.demo import prices
from coop.demo.dice import thrower

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


def chains(count=500):
    rng = thrower(7, "prices")
    return [prices._chain(prices.history(2.35, NOW, rng)) for _product in range(count)]


def test_the_last_price_is_todays_and_has_no_end():
    for rows in chains():
        price, _before, _is_change, _since, until = rows[-1]
        assert (price, until) == (2.35, None)
        assert rows[0][3] == NOW - timedelta(days=365)


def test_each_price_begins_when_the_one_before_ends():
    for rows in chains():
        for one, next_ in itertools.pairwise(rows):
            assert one[4] == next_[3]
            assert next_[1] == one[0] != next_[0]
            assert next_[2]
        assert rows[0][1:3] == (None, False)


def test_some_changed_and_some_this_week():
    made = chains()
    changed = sum(len(rows) > 1 for rows in made) / len(made)
    assert 0.3 < changed < 0.5
    week = [rows for rows in made if rows[-1][3] > NOW - timedelta(days=7)]
    assert 0.02 < len(week) / len(made) < 0.15
