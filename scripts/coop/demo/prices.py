"""A year of what the tills charged: prices that rose, and some that came down for a while."""

from datetime import timedelta

from coop.demo import bulk
from coop.demo.dice import thrower

YEAR = timedelta(days=365)
# How many products in a hundred changed their price in the year.
CHANGED = 40
# A week of reduction, for a few of them, some of it running now.
REDUCED = 4


def write_history(env, now, seed):
    """Write the present prices and those of the year before, past the ORM.

    :param now: naive UTC datetime
    :return: how many rows there are
    """
    prices = env["coop.till.price"]
    shop = env.company._coop_shop_warehouse()
    rng = thrower(seed, "prices")
    charged = prices._coop_prices()
    template_of = {
        product.id: product.product_tmpl_id.id for product in env["product.product"].browse(charged)
    }
    rows = []
    for product_id, price in sorted(charged.items()):
        rows += [
            (product_id, template_of[product_id], *row)
            for row in _chain(history(price, now.replace(microsecond=0), rng))
        ]
    # What was made just now is written below.
    env["coop.till.price.mark"]._coop_take_due()
    env.cr.execute("DELETE FROM coop_till_price")
    count = bulk.copy(
        env.cr,
        "coop_till_price",
        "product_id product_tmpl_id price old_price is_change valid_from valid_to",
        rows,
        warehouse_id=shop.id,
        company_id=env.company.id,
        pricelist_id=env["product.product"]._coop_till()._coop_charged_by().pricelist.id or None,
        create_date=now,
        write_date=now,
        create_uid=env.uid,
        write_uid=env.uid,
    )
    env.invalidate_all()
    return count


def history(price, now, rng):
    """Return the prices of a year as [(moment from which it counts, price)], the present last."""
    dice = rng.random() * 100
    start = now - YEAR
    if dice < REDUCED:
        begin = now - timedelta(days=rng.randint(1, 6), hours=rng.randint(0, 9))
        return [(start, _near(price * 1.15, price)), (begin, price)]
    if dice >= CHANGED:
        return [(start, price)]
    changes = rng.randint(1, 3)
    moments = sorted(now - timedelta(hours=rng.randint(6, 24 * 360)) for _change in range(changes))
    found = [(start, None), *((moment, None) for moment in moments)]
    # Backwards from today: it was a little cheaper before, once in five dearer.
    told, later = [], price
    for moment, _price in reversed(found):
        told.append((moment, later))
        later = _near(later * (0.97 if rng.random() < 0.8 else 1.04), later)
    return told[::-1]


def _near(price, other):
    """Return a price in whole five cents, and not the other one."""
    rounded = max(round(price * 20) / 20, 0.05)
    if abs(rounded - other) < 0.01:
        rounded = other + 0.05 if price > other else max(other - 0.05, 0.05)
    return round(rounded, 2)


def _chain(steps):
    """Return rows of (price, price before, is a change, from, until) of [(moment, price)]."""
    rows = []
    for place, (moment, price) in enumerate(steps):
        until = steps[place + 1][0] if place + 1 < len(steps) else None
        before = steps[place - 1][1] if place else None
        if before is not None and abs(before - price) < 0.005:
            rows[-1] = (*rows[-1][:4], until)
        else:
            rows.append((price, before, before is not None, moment, until))
    return rows
