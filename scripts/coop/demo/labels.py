"""The labels that hang in the demo's shop: nearly all are right, a few are to change today."""

import dataclasses
from datetime import timedelta

from coop.demo.dice import thrower

# How many labels still say the price from before its last change, an older name, nothing at all.
OLD_PRICES, OLD_NAMES, NEW = 11, 1, 3
# Somebody stood before the shelf and asked for a new one.
ASKED = ("missing", "wrong_price")
# A Saturday's print of some days ago, for the history.
PRINTED = 24
DAYS_AGO = 10


def write(env, product_ids, crowd, seed, now):
    """Write what hangs, what members asked for, and one print that was put up.

    :param product_ids: what the shop sells
    :param crowd: the `People`
    :param now: naive UTC
    """
    rng = thrower(seed, "labels")
    shop = env.company._coop_shop_warehouse()
    products = env["product.product"].browse(product_ids)
    products = products.filtered("available_in_pos")
    there = products - products._coop_sold_out()
    changed = _changed_lately(env, there.ids)
    others = [product.id for product in there if product.id not in changed]
    renamed, new, asked, printed = _apart(
        rng.sample(others, min(len(others), OLD_NAMES + NEW + len(ASKED) + PRINTED)),
        (OLD_NAMES, NEW, len(ASKED), PRINTED),
    )
    job = _printed_some_days_ago(env, printed, now)
    shown = env["coop.label.shown"]
    shown._coop_start_here()
    hangs = shown._coop_contents(shop, product_ids)
    shown._coop_keep(
        {
            **{
                product_id: _at_price(hangs[product_id], price)
                for product_id, price in changed.items()
            },
            **{
                product_id: dataclasses.replace(
                    hangs[product_id], name=hangs[product_id].name.split(" ")[0]
                )
                for product_id in renamed
            },
        },
        shop,
    )
    lines = {line.product_id.id: line.id for line in job.line_ids}
    shown._coop_keep({id_: hangs[id_] for id_ in lines}, shop, lines)
    shown.search([("product_id", "in", new)]).unlink()
    shown.search([]).confirmed_on = now - timedelta(days=DAYS_AGO)
    env["coop.label.request"].create(
        [
            {
                "product_id": product_id,
                "warehouse_id": shop.id,
                "partner_id": partner_id,
                "reason": reason,
                "asked_on": now - timedelta(hours=rng.randrange(1, 30)),
            }
            for product_id, reason, partner_id in zip(
                asked, ASKED, rng.sample(crowd.members, len(ASKED)), strict=False
            )
        ]
    )


def _at_price(content, price):
    unit_price = content.unit_price
    if unit_price and content.price:
        unit_price = round(unit_price * price / content.price, 2)
    return dataclasses.replace(content, price=price, unit_price=unit_price)


def _changed_lately(env, product_ids):
    """Return ``{product id: the price before}`` of the latest changes of prices."""
    prices = env["coop.till.price"].search(
        [("product_id", "in", product_ids), ("valid_to", "=", False), ("is_change", "=", True)],
        order="valid_from DESC, id",
        limit=OLD_PRICES,
    )
    return {price.product_id.id: price.old_price for price in prices}


def _apart(ids, counts):
    """Return the ids in lists of these lengths, shorter where there are too few."""
    parts = []
    for count in counts:
        parts.append(ids[:count])
        ids = ids[count:]
    return parts


def _printed_some_days_ago(env, product_ids, now):
    volunteer = env["res.users"].search([("login", "=", "benevole")])
    job = env(user=volunteer)["coop.label.job"]._coop_print(dict.fromkeys(product_ids, 1))
    job = job.with_env(env)
    job._coop_confirm()
    printed_on = now - timedelta(days=DAYS_AGO, hours=1)
    done_on = printed_on + timedelta(minutes=25)
    job.write({"printed_on": printed_on, "finished_on": done_on})
    job.line_ids.write({"answered_on": done_on})
    return job
