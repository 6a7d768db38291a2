"""The link to a distant shop: the first turn, one after a few changes, and how both grow."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from coop import paths
from coop.bench.figures import Row
from coop.errors import Stop
from coop.progress import step

ACCOUNT = "liaison"
CHANGED = 50
# How many products the shops have that are compared with each other.
GROWN = {"demo": (500, 2_000), "real": (2_000, 50_000)}
# Of an import of Odoo's own.
LOADED = ["name", "barcode", "list_price", "available_in_pos", "is_storable"]


def measure(arena):
    """Return rows: a first turn, and one after 50 changes beside one that reads everything."""
    link = Link(arena.coop, arena.space("space"))
    with step("Reading everything for the first time"):
        first = link.turn()
    with step("Odoo's own import of the same products"):
        # Too many for a command line.
        exported = paths.RUN / "bench_products.json"
        arena.coop.call("coop.bench.link:export_products", file=str(exported))
        loaded = arena.plain.call("coop.bench.link:load_products", file=str(exported))
        exported.unlink()
    link.turn()  # what was written while the first one went
    arena.coop.call("coop.bench.link:change_products", count=CHANGED)
    with step(f"Reading {CHANGED} changes"):
        changes = link.turn()
    if changes["changed"] < CHANGED:
        raise Stop(f"Only {changes['changed']} of {CHANGED} changes were read.")
    link.read_again()
    with step("Reading everything again"):
        again = link.turn()
    made = first["created"]
    return [
        Row(
            name=f"link: first turn, {made['product']} products, {made['member']} members, "
            f"sales of {link.days_sold()} days",
            size=arena.size,
            unit="s",
            ours=first["seconds"],
            peer_name="Odoo's import of the names and prices alone",
            peer=loaded["seconds"],
            note=f"{made['day']} figures of a product's day, {first['requests']} requests, "
            f"{first['bytes'] / 1e6:.1f} MB read",
        ),
        Row(
            name="link: memory of the first turn",
            size=arena.size,
            unit="MB",
            ours=first["megabytes"],
            note="of the program, at its highest",
        ),
        Row(
            name=f"link: a turn after {CHANGED} changes",
            size=arena.size,
            unit="s",
            ours=changes["seconds"],
            peer_name="reading everything again",
            peer=again["seconds"],
            note=f"{changes['requests']} requests, {changes['bytes'] / 1e3:.0f} kB; "
            f"everything: {again['requests']}, {again['bytes'] / 1e6:.1f} MB",
        ),
    ]


def measure_growth(arena):
    """Return a row: a turn after 50 changes in a large shop, beside that in a small one."""
    found = {}
    for count in GROWN[arena.size]:
        distant = arena.grown_shop(count)
        link = Link(distant, arena.space(f"space_{count}"))
        with step(f"Reading {count} products for the first time"):
            first = link.turn()
        link.turn()
        distant.call("coop.bench.link:change_products", count=CHANGED)
        turns = [link.turn()]
        for _turn in range(2):
            distant.call("coop.bench.link:change_products", count=CHANGED)
            turns.append(link.turn())
        best = min(turns, key=lambda turn: turn["seconds"])
        found[count] = {**best, "first": first}
    small, large = (found[count] for count in GROWN[arena.size])
    few, many = GROWN[arena.size]
    return [
        Row(
            name=f"link: a turn after {CHANGED} changes among {many} products",
            size=arena.size,
            unit="s",
            ours=large["seconds"],
            peer_name=f"among {few} products",
            peer=small["seconds"],
            note=f"{large['requests']} requests, {large['bytes'] / 1e3:.0f} kB; among {few}: "
            f"{small['requests']}, {small['bytes'] / 1e3:.0f} kB; the best of three",
        ),
        Row(
            name=f"link: memory of the first turn of {many} products",
            size=arena.size,
            unit="MB",
            ours=large["first"]["megabytes"],
            peer_name=f"of {few} products",
            peer=small["first"]["megabytes"],
            note=f"{large['first']['seconds']:.0f} s, {large['first']['requests']} requests",
        ),
    ]


class Link:
    """Turns between two served databases.

    :param distant: the shop's, where the account to read with is made
    :param space: the member space's, which gets to read a year of sales
    """

    def __init__(self, distant, space):
        self._distant = distant
        self._space = space
        distant.call("coop.bench.link:make_account")
        space.call("coop.bench.link:look_a_year_back")

    def turn(self):
        """Run a turn in a process of its own; return what it took."""
        environ = {
            **os.environ,
            "VRACOOP_URL": self._distant.url,
            "VRACOOP_DATABASE": self._distant.database,
            "VRACOOP_LOGIN": ACCOUNT,
            "VRACOOP_PASSWORD": ACCOUNT,
            "COOP_URL": self._space.url,
            "COOP_DATABASE": self._space.database,
            "COOP_LOGIN": "lien",
            "COOP_PASSWORD": "lien",
        }
        done = subprocess.run(
            [sys.executable, "-m", "coop.bench.link_turn"],
            env=environ,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Stop(f"A turn of the link failed: {done.stderr[-2000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def read_again(self):
        """Have the next turn read everything."""
        self._space.call("coop.bench.link:forget_cursors")

    def days_sold(self):
        """Return on how many days something was sold, of those read."""
        query = "SELECT COUNT(DISTINCT day) FROM coop_vracoop_day WHERE quantity != 0"
        return self._space.rows(query)[0][0]


# --- inside Odoo


def make_account(env, path):
    """Make the account that reads at the distant server, once."""
    users = env["res.users"].with_context(no_reset_password=True)
    if not users.search([("login", "=", ACCOUNT)]):
        groups = ("base.group_user", "point_of_sale.group_pos_user")
        users.create(
            {
                "name": ACCOUNT,
                "login": ACCOUNT,
                "password": ACCOUNT,
                "group_ids": [(6, 0, [env.ref(name).id for name in groups])],
            }
        )
    env.cr.commit()
    Path(path).write_text("null")


def look_a_year_back(env, path):
    """Have the first turn read the sales of a year, as it does by default."""
    link = env.ref("coop_vracoop_link.coop_vracoop_link_main")
    link.sales_since = link.default_get(["sales_since"])["sales_since"]
    env.cr.commit()
    Path(path).write_text("null")


def export_products(env, path, file):
    """Write the products that the tills sell, as Odoo's import takes them."""
    products = env["product.template"].search([("available_in_pos", "=", True)])
    rows = [[str(value or "") for value in row] for row in products.export_data(LOADED)["datas"]]
    Path(file).write_text(json.dumps(rows))
    Path(path).write_text("null")


def load_products(env, path, file):
    """Import products with Odoo's own importer, and undo it."""
    products = json.loads(Path(file).read_text())
    start = time.monotonic()
    told = env["product.template"].load(LOADED, products)
    env.flush_all()
    seconds = time.monotonic() - start
    if not told["ids"]:
        raise Stop(f"Odoo's import failed: {told['messages'][:3]}")
    env.cr.rollback()
    Path(path).write_text(json.dumps({"seconds": seconds}))


def change_products(env, path, count):
    """Change the prices of some products, as a buyer does."""
    products = env["product.product"].search([("available_in_pos", "=", True)], limit=2000)
    step_ = max(1, len(products) // count)
    for product in products[::step_][:count]:
        product.lst_price += 0.05
    env.cr.commit()
    Path(path).write_text("null")


def forget_cursors(env, path):
    """Have the next turn read everything again."""
    env["coop.vracoop.link"].search([]).action_read_again()
    env.cr.commit()
    Path(path).write_text("null")


def grow(env, path, count):
    """Fill a shop without products with so many, past the ORM; each has a stock."""
    from odoo.tools import SQL

    model = env["product.template"].create(
        {"name": "Riz", "list_price": 2.5, "available_in_pos": True, "is_storable": True}
    )
    env["pos.config"].create({"name": "Caisse"})
    env.flush_all()
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    # What is written lies some days back, so that a turn finds nothing new in it.
    env.cr.execute(
        SQL(
            """
            INSERT INTO product_template (name, write_date, %(columns)s)
            SELECT jsonb_build_object('fr_FR', 'Produit ' || n, 'en_US', 'Produit ' || n),
                   now() AT TIME ZONE 'UTC' - INTERVAL '3 days', %(columns)s
              FROM product_template, generate_series(1, %(count)s) n
             WHERE product_template.id = %(model)s
            """,
            columns=_columns(env, "product_template"),
            count=count,
            model=model.id,
        )
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO product_product (product_tmpl_id, barcode, write_date, %(columns)s)
            SELECT template.id, (2000000000000 + template.id)::text,
                   now() AT TIME ZONE 'UTC' - INTERVAL '3 days', %(copied)s
              FROM product_template template, product_product model
             WHERE template.id > %(model)s AND model.product_tmpl_id = %(model)s
            """,
            columns=_columns(env, "product_product"),
            copied=_columns(env, "product_product", "model"),
            model=model.id,
        )
    )
    env.cr.execute(
        """
        INSERT INTO stock_quant (product_id, location_id, quantity, reserved_quantity, company_id,
                                 in_date, create_date, write_date)
        SELECT product.id, %s, 7, 0, %s, now(), now(), now() AT TIME ZONE 'UTC' - INTERVAL '3 days'
          FROM product_product product WHERE product.product_tmpl_id >= %s
        """,
        (location.id, location.company_id.id, model.id),
    )
    env.cr.execute("ANALYZE")
    env.cr.commit()
    Path(path).write_text("null")


def _columns(env, table, *alias):
    """Return, as SQL, the columns of a table that a copy takes over as they are."""
    from odoo.tools import SQL

    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", (table,)
    )
    own = {"id", "name", "write_date", "product_tmpl_id", "barcode"}
    names = sorted({name for (name,) in env.cr.fetchall()} - own)
    return SQL(", ").join(SQL.identifier(*alias, name) for name in names)
