"""The peer of the stock page: Odoo's own shop (website_sale), with the coop's products.

It stands on a copy of the coop itself, so that both sell the same products to the same people.
"""

from coop import databases, paths, templates
from coop.demo import SIZES
from coop.progress import step

ADDONS = ("website_sale",)


def template(setup, dbs, size):
    """Return the template of a coop of `size` that sells in Odoo's shop, built if needed."""
    coop = templates.demo(setup, dbs, size)

    def build(name):
        dbs.copy(coop, name)
        with step("Installing the peer: Odoo's shop (about 3 min)"):
            templates.install(setup, name, ADDONS)
        with step("Publishing the products"):
            templates.call(setup, name, "coop.bench.shop:publish")
        with step("Preparing scripts and styles of the shop"):
            templates.call(setup, name, "coop.shop:warm_up", bundles=templates.BUNDLES)

    code = paths.SCRIPTS / "coop/bench/shop.py"
    key = databases.key_of(coop, code, *ADDONS, SIZES[size])
    return dbs.template(f"template_shop_{size}", key, build)


def publish(env):
    """Publish what the coop's tills sell; runs inside Odoo."""
    env["product.template"].search([("available_in_pos", "=", True)]).write({"is_published": True})
    env.cr.commit()
    env.cr.execute("ANALYZE")
