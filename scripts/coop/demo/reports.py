"""What the demo's members say of the stock: what they do not find, what they wait for."""

from datetime import timedelta

from coop.demo.dice import thrower

# Minutes ago, for each report of each product that waits on the volunteers' page.
MISSED = ((170, 95, 20), (140,), (75, 40), (55,), (12,))
# How many members wait for each product that is sold out.
WAITED_FOR = (6, 4, 3, 2, 2, 1, 1, 1)


def write(env, product_ids, crowd, seed, now):
    """Write the reports and the alerts; the stock of today decides of which products.

    :param product_ids: what the shop sells
    :param crowd: the `People`
    :param now: naive UTC
    """
    rng = thrower(seed, "reports")
    warehouse = env.company._coop_shop_warehouse()
    products = env["product.product"].browse(product_ids)
    counted = products.filtered(lambda product: product._coop_is_counted())
    quantities = env["coop.live.stock"]._coop_quantities(counted)
    there = [product.id for product in counted if quantities[product.id] > 4]
    gone = counted._coop_sold_out().ids
    missed = rng.sample(there, min(len(there), len(MISSED)))
    waited_for = rng.sample(gone, min(len(gone), len(WAITED_FOR)))
    env["coop.shelf.check"].create(
        [
            {
                "product_id": product_id,
                "warehouse_id": warehouse.id,
                "partner_id": partner_id,
                "reported_on": now - timedelta(minutes=minutes),
                "wants_to_hear": rng.random() < 0.5,
            }
            for product_id, moments in zip(missed, MISSED, strict=False)
            for minutes, partner_id in zip(
                moments, rng.sample(crowd.members, len(moments)), strict=True
            )
        ]
    )
    env["coop.stock.alert"].create(
        [
            {
                "product_id": product_id,
                "warehouse_id": warehouse.id,
                "partner_id": partner_id,
                "asked_on": now - timedelta(hours=rng.randrange(2, 200)),
            }
            for product_id, people in zip(waited_for, WAITED_FOR, strict=False)
            for partner_id in rng.sample(crowd.members, people)
        ]
    )
