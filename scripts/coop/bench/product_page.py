"""The page behind every shelf label, beside the page of the same product in Odoo's own shop."""

import random
import re

from coop.bench.contest import Contender, compete, floor_of, latency_row
from coop.errors import Stop

TURNS = {"demo": 30, "real": 100}
SEED = 11
PAGES = 4
THEIR_ADDRESS = re.compile(r'href="(/shop/[^"?#/]+-\d+)')
SOLD = """
    SELECT product.id
      FROM product_product product
      JOIN product_template template ON template.id = product.product_tmpl_id
     WHERE product.active AND template.active AND template.available_in_pos
"""


def measure(arena):
    """Return the row of a product's page: price, live stock, what resembles it, reviews."""
    coop, shop = arena.coop, arena.shop
    chance = random.Random(SEED)  # noqa: S311
    ids = [id_ for (id_,) in coop.rows(SOLD)]
    addresses = their_addresses(shop)
    chance.shuffle(ids)
    us = Contender(
        "/p/<id>", coop, lambda turn: coop.regular(turn).get(f"/p/{ids[turn % len(ids)]}")
    )
    peer = Contender(
        "website_sale's product",
        shop,
        lambda turn: shop.regular(turn).get(addresses[turn % len(addresses)]),
    )
    floor = floor_of(coop)
    compete("the product page", TURNS[arena.size], us, peer, floor)
    return [latency_row("product page", arena.size, us, peer, floor)]


def their_addresses(shop):
    """Return the addresses of some products in Odoo's shop, as its own list has them."""
    found = {}
    for page in range(1, PAGES + 1):
        body = shop.guests[0].get(f"/shop/page/{page}").body.decode()
        found |= dict.fromkeys(THEIR_ADDRESS.findall(body))
    if not found:
        raise Stop(f"Odoo's shop shows no product: see {shop.log_path}.")
    return list(found)
