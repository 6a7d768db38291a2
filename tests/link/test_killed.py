"""The link is killed at random moments: what it ends up with is what an uninterrupted one has."""

import random
import time

from support.suggestions import new_barcode, new_name

KILLS = 50
# Seconds after its start at which it is killed.
SOONEST, LATEST = 0.5, 4.0


def change_something(shop, dice):
    """Change some things at the distant shop, as people do meanwhile."""
    products = shop("product.product", "search", [["available_in_pos", "=", True]], limit=400)
    for product in dice.sample(products, 5):
        shop("product.product", "write", [product], {"list_price": dice.randint(1, 900) / 100})
    shop(
        "product.product",
        "create",
        [{"name": new_name("Neuf"), "barcode": new_barcode(), "available_in_pos": True}],
    )
    shop("product.product", "write", [dice.choice(products)], {"active": False})
    people = shop("res.partner", "search", [["ref", "!=", False], ["is_company", "=", False]])
    shop("res.partner", "write", [dice.choice(people)], {"name": new_name("Membre")})


def test_killed_at_fifty_points_it_ends_as_if_it_had_not_been(new_space, start, vracoop, shop):
    dice = random.Random(20261128)
    killed = new_space("killed")
    kills = ends = 0
    while kills < KILLS:
        process = start(killed, "sync")
        time.sleep(dice.uniform(SOONEST, LATEST))
        if process.poll() is None:
            process.kill()
            kills += 1
        else:
            assert process.returncode == 0, process.stdout.read()
            ends += 1
            change_something(shop, dice)
            if ends % 2:
                killed.read_again()
        process.wait()
    assert vracoop(killed, "sync").returncode == 0
    whole = new_space("whole")
    assert vracoop(whole, "sync").returncode == 0
    assert killed.state() == whole.state()
    left = "SELECT kind, ref FROM coop_vracoop_record GROUP BY kind, ref HAVING COUNT(*) > 1"
    assert not killed.rows(left)
