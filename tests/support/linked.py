"""A member space that is linked to a distant shop, as the tests look at it."""

import json
import subprocess
import sys
from contextlib import closing

from coop import paths
from support.rpc import call

# What `scripts/vracoop` runs once its packages are there.
COMMAND = (sys.executable, "-m", "coop.vracoop.main")
# Seconds that no turn of these tests may take.
PATIENCE = 900
# Login and password of the account that reads at the distant server.
ACCOUNT = "liaison"
# What may be read there, and nothing written.
GROUPS = ("base.group_user", "point_of_sale.group_pos_user")

# All that the link has brought, by distant ids: the same in two databases that tell the same.
STATE = {
    "products": """
        SELECT record.ref, record.gone, template.name->>'fr_FR', product.barcode, product.active,
               template.list_price, template.sale_ok, template.available_in_pos,
               template.is_storable, template.to_weight, shelf.name, unit.name->>'fr_FR',
               category.complete_name, product.net_weight, product.coop_volume, country.code,
               (SELECT array_agg(tax_record.ref ORDER BY tax_record.ref)
                  FROM product_taxes_rel rel
                  JOIN coop_vracoop_record tax_record
                    ON tax_record.kind = 'tax' AND tax_record.res_id = rel.tax_id
                 WHERE rel.prod_id = template.id),
               (SELECT array_agg(supplier.name ORDER BY supplier.name)
                  FROM product_supplierinfo info
                  JOIN res_partner supplier ON supplier.id = info.partner_id
                 WHERE info.product_tmpl_id = template.id)
          FROM coop_vracoop_record record
          JOIN product_product product ON product.id = record.res_id
          JOIN product_template template ON template.id = product.product_tmpl_id
     LEFT JOIN coop_shelf shelf ON shelf.id = template.coop_shelf_id
     LEFT JOIN uom_uom unit ON unit.id = template.uom_id
     LEFT JOIN product_category category ON category.id = template.categ_id
     LEFT JOIN res_country country ON country.id = product.country_id
         WHERE record.kind = 'product'
    """,
    "members": """
        SELECT record.ref, record.gone, partner.name, partner.ref, partner.email,
               partner.coop_distant_is_member, parent.name
          FROM coop_vracoop_record record
          JOIN res_partner partner ON partner.id = record.res_id
     LEFT JOIN res_partner parent ON parent.id = partner.parent_id
         WHERE record.kind = 'member'
    """,
    "rules": """
        SELECT item.coop_vracoop_ref, item.compute_price, item.fixed_price, item.percent_price,
               item.date_start, item.date_end, product_record.ref
          FROM product_pricelist_item item
     LEFT JOIN product_product product ON product.product_tmpl_id = item.product_tmpl_id
     LEFT JOIN coop_vracoop_record product_record
            ON product_record.kind = 'product' AND product_record.res_id = product.id
         WHERE item.coop_vracoop_ref IS NOT NULL
    """,
    "kinds": "SELECT kind, ref, gone, row - 'write_date' FROM coop_vracoop_record",
    "levels": """
        SELECT record.ref, level.quantity
          FROM coop_vracoop_level level
          JOIN coop_vracoop_record record
            ON record.kind = 'product' AND record.res_id = level.product_id
         WHERE level.quantity != 0
    """,
    "expected": """
        SELECT record.ref, expected.day
          FROM coop_vracoop_expected expected
          JOIN coop_vracoop_record record
            ON record.kind = 'product' AND record.res_id = expected.product_id
    """,
    "days": """
        SELECT record.ref, of_day.day, of_day.quantity, of_day.turnover, of_day.lost,
               of_day.received, of_day.found
          FROM coop_vracoop_day of_day
          JOIN coop_vracoop_record record
            ON record.kind = 'product' AND record.res_id = of_day.product_id
         WHERE (of_day.quantity, of_day.turnover, of_day.lost, of_day.received, of_day.found)
               != (0, 0, 0, 0, 0)
    """,
    "photos": """
        SELECT record.ref, record.photo_size, attachment.checksum
          FROM coop_vracoop_record record
          JOIN product_product product ON product.id = record.res_id
     LEFT JOIN ir_attachment attachment
            ON attachment.res_model = 'product.template' AND attachment.res_field = 'image_1920'
           AND attachment.res_id = product.product_tmpl_id
         WHERE record.kind = 'product' AND record.photo_size > 0
    """,
    "people": "SELECT COUNT(*), COUNT(DISTINCT ref) FROM res_partner WHERE ref IS NOT NULL",
    "left out": "SELECT kind, ref, name, why FROM coop_vracoop_rejection",
}


class Space:
    """A member space: its address, its administrator and, where it is at hand, its PostgreSQL."""

    def __init__(self, url, database, admin, server=None):
        self.url = url
        self.database = database
        self.admin = admin
        self._server = server

    def call(self, model, method, *args, **kwargs):
        """Call a method as the administrator."""
        return call(self.admin, model, method, *args, **kwargs)

    def rows(self, query, *values):
        """Return the rows of a query."""
        with closing(self._server.connect(self.database)) as link, link.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchall()

    def state(self):
        """Return all that was brought, equal where the same was told: ``{what: rows}``."""
        return {
            what: sorted(json.dumps(row, default=str, sort_keys=True) for row in self.rows(query))
            for what, query in STATE.items()
        }

    def here(self, ref, kind="product"):
        """Return the id here of a distant record."""
        known = [["kind", "=", kind], ["ref", "=", str(ref)]]
        [record] = self.call("coop.vracoop.record", "search_read", known, ["res_id"])
        return record["res_id"]

    def left_out(self):
        """Return ``{(kind, ref): why}`` of what was left out."""
        rows = self.rows("SELECT kind, ref, why FROM coop_vracoop_rejection")
        return {(kind, ref): why for kind, ref, why in rows}

    def feed(self):
        """Return what the stock page tells of each product, by its name."""
        return {each["name"]: each for each in self.admin.get("/stock/feed").json()["products"]}

    def read_again(self):
        """Have the next turn read everything again."""
        [link] = self.call("coop.vracoop.link", "search", [])
        self.call("coop.vracoop.link", "action_read_again", [link])

    def set_link(self, **values):
        """Change settings of the link."""
        [link] = self.call("coop.vracoop.link", "search", [])
        self.call("coop.vracoop.link", "write", [link], values)


def run_vracoop(environ, *arguments):
    """Run `scripts/vracoop` to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=paths.ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def start_vracoop(environ, *arguments):
    """Start `scripts/vracoop`, what it says in a pipe."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=paths.ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def make_account(admin, login=ACCOUNT, groups=GROUPS):
    """Make an account at the distant server that reads what the link reads; return its id."""
    ids = [
        call(admin, "ir.model.data", "check_object_reference", *group.split("."))[1]
        for group in groups
    ]
    [user] = call(
        admin,
        "res.users",
        "create",
        [{"name": login, "login": login, "password": login, "group_ids": [[6, 0, ids]]}],
        context={"no_reset_password": True},
    )
    return user
