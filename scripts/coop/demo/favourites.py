"""The demo's members' own lists, « Mes produits »."""

from coop.demo import bulk
from coop.demo.dice import thrower

# One member in so many keeps a list, and the first of them in any case.
ONE_IN = 3
FEWEST, MOST = 6, 24


def write(env, product_ids, crowd, seed, now):
    """Write what some members have starred.

    :param product_ids: what the shop sells
    :param crowd: the `People`
    :param now: naive UTC
    """
    rng = thrower(seed, "favourites")
    keepers = [
        partner_id
        for place, partner_id in enumerate(crowd.members)
        if place == 0 or rng.random() < 1 / ONE_IN
    ]
    bulk.copy(
        env.cr,
        "coop_product_star",
        "partner_id product_id",
        (
            (partner_id, product_id)
            for partner_id in keepers
            for product_id in rng.sample(product_ids, rng.randrange(FEWEST, MOST))
        ),
        create_uid=env.uid,
        write_uid=env.uid,
        create_date=now,
        write_date=now,
    )
    env["coop.product.star"].invalidate_model()
