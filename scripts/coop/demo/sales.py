"""What the demo's members buy, decided without Odoo.

The shape is a real supermarket's, The Complete Journey's store 367 in 2017: how few products
make up most lines, which weeks they sell in, how busy each weekday is, how many pieces go over
the counter at once. Its products stand, by rank, for the shop's.
"""

import csv
import gzip
import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from coop.demo.dice import thrower
from coop.demo.shelves import DATA

PARIS = ZoneInfo("Europe/Paris")
WEEKS = 53
# How many of a hundred orders begin in each hour of the shop's day, by eye.
HOURS = {9: 6, 10: 9, 11: 11, 12: 8, 13: 5, 14: 6, 15: 7, 16: 9, 17: 12, 18: 14, 19: 11, 20: 2}
SUNDAY_HOURS = {9: 20, 10: 30, 11: 32, 12: 18}
REFUNDS = 1 / 300
CASH = 0.15


@dataclass
class Order:
    """One time at the till: `lines` are (place of the product, quantity); `moment` is naive UTC.

    `till` and `customer` are places in their lists; `refunds` is the order given back, whose
    first line comes back here with a negative quantity.
    """

    moment: datetime
    till: int
    customer: int | None
    cash: bool
    lines: list
    refunds: "Order | None" = None


@cache
def _journey():
    """Return (weekday shares, week sales, pieces): the store's year.

    Weekday shares begin on Monday and have a mean of 1; week sales are lists of baskets a week,
    one per product, most sold first; pieces are how many of it go into a basket.
    """
    weekdays = [0] * 7
    weeks = defaultdict(lambda: [0] * WEEKS)
    baskets, pieces = defaultdict(int), defaultdict(float)
    path = DATA / "completejourney_store367_daily.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day, product, count = (
                date.fromisoformat(row["day"]),
                row["product_id"],
                int(row["baskets"]),
            )
            weekdays[day.weekday()] += count
            weeks[product][day.isocalendar().week - 1] += count
            baskets[product] += count
            pieces[product] += float(row["quantity"])
    ranked = sorted(baskets, key=lambda product: (-baskets[product], product))
    mean = sum(weekdays) / 7
    return (
        [count / mean for count in weekdays],
        [weeks[product] for product in ranked],
        [min(pieces[product] / baskets[product], 4.0) for product in ranked],
    )


def demand(products, seed):
    """Return (weights by week, mean pieces) for each of the shop's products.

    The shop's products are ranked by how often their kind is bought and by chance; a product
    stands for as many of the store's as there are for each.

    :return: a list of 53 lists of weights, and a list of mean pieces a line
    """
    rng = thrower(seed, "demand")
    appeal = [product.pull * rng.lognormvariate(0, 0.5) for product in products]
    order = sorted(range(len(products)), key=lambda place: -appeal[place])
    _weekdays, week_sales, pieces = _journey()
    weights = [[0.0] * len(products) for _ in range(WEEKS)]
    mean_pieces = [1.0] * len(products)
    for rank, place in enumerate(order):
        first = rank * len(week_sales) // len(products)
        end = max(first + 1, (rank + 1) * len(week_sales) // len(products))
        year = sum(map(sum, week_sales[first:end]))
        for week in range(WEEKS):
            share = sum(sales[week] for sales in week_sales[first:end])
            # Half what the week sold, half the year's mean: one store's weeks are noisy.
            weights[week][place] = share + year / WEEKS
        mean_pieces[place] = pieces[first]
    return weights, mean_pieces


def quantity(product, mean, rng):
    """Return how much of a product goes over the counter at once: pieces, or kg to the gram."""
    if product.unit == "kg":
        return round(rng.triangular(0.12, 2.2, 0.5), 3)
    pieces = 1
    while pieces < 12 and rng.random() < (mean - 1) / mean:
        pieces += 1
    return float(pieces)


def tills_open(day, tills):
    """Return how many of the tills are manned: all on Saturdays, half on other days."""
    return tills if day.weekday() == 5 else max(1, (tills + 1) // 2)


def opening_hours(day):
    """Return {hour: share} of the orders that begin in each hour, the shop's time."""
    return SUNDAY_HOURS if day.weekday() == 6 else HOURS


def history(products, customers, tills, days, lines, seed, today):
    """Yield (day, orders) for the `days` before `today`, orders by till and moment.

    :param products: the catalogue's `Product`
    :param int customers: how many members come to the shop
    :param int lines: about how many lines there are in all
    """
    rng = thrower(seed, "history")
    weights, mean_pieces = demand(products, seed)
    cumulative = [list(itertools.accumulate(week)) for week in weights]
    loyalty = list(itertools.accumulate(rng.lognormvariate(0, 0.7) for _ in range(customers)))
    places = range(len(products))
    weekdays, _sales, _pieces = _journey()
    for ago in range(days, 0, -1):
        day = today - timedelta(days=ago)
        wanted = lines / days * weekdays[day.weekday()] * rng.uniform(0.88, 1.12)
        cum_weights = cumulative[day.isocalendar().week - 1]
        hours = opening_hours(day)
        manned = tills_open(day, tills)
        orders = []
        while wanted > 0:
            size = min(40, max(1, round(rng.lognormvariate(1.3, 0.75))))
            wanted -= size
            chosen = dict.fromkeys(rng.choices(places, cum_weights=cum_weights, k=size))
            hour = rng.choices(list(hours), weights=hours.values())[0]
            orders.append(
                Order(
                    moment=in_utc(day, hour, rng.randrange(3600)),
                    till=rng.randrange(manned),
                    customer=(
                        None
                        if rng.random() < 0.02
                        else rng.choices(range(customers), cum_weights=loyalty)[0]
                    ),
                    cash=rng.random() < CASH,
                    lines=[
                        (place, quantity(products[place], mean_pieces[place], rng))
                        for place in chosen
                    ],
                )
            )
            if rng.random() < REFUNDS:
                orders.append(_refund(orders[-1]))
        orders.sort(key=lambda order: (order.till, order.moment))
        yield day, orders


def _refund(order):
    """Return the order that gives back the first line of another, a few minutes later."""
    place, amount = order.lines[0]
    return Order(
        moment=order.moment + timedelta(minutes=7),
        till=order.till,
        customer=order.customer,
        cash=order.cash,
        lines=[(place, -amount)],
        refunds=order,
    )


def in_utc(day, hour, seconds=0):
    """Return a moment of the shop's day as naive UTC, as Odoo stores it."""
    local = datetime.combine(day, time(hour), tzinfo=PARIS) + timedelta(seconds=seconds)
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def amounts(price, vat, quantity_):
    """Return (without VAT, with VAT) of a line whose price includes it, in euros.

    >>> amounts(2.95, 5.5, 0.345)
    (0.97, 1.02)
    """
    included = round(price * quantity_ + 1e-9 * quantity_, 2)
    return round(included / (1 + vat / 100), 2), included
