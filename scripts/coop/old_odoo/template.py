"""The database that trials and tests start from, built once."""

from datetime import UTC, datetime

from coop import databases, paths
from coop.old_odoo import shop
from coop.old_odoo.rpc import Rpc
from coop.progress import step

HERE = paths.SCRIPTS / "coop/old_odoo"


def ensure(machine):
    """Return the name of the template, building it if needed (2 minutes).

    It is built anew each day: what was sold there "yesterday" shall be yesterday's.
    """
    dbs = machine.databases()

    def build_empty(name):
        with step("Installing Odoo 14: till, inventory, purchase (about 60 s)"):
            machine.install(name, shop.ADDONS)

    empty = dbs.template("template_old_empty", databases.key_of(*shop.ADDONS), build_empty)

    def build(name):
        machine.copy(empty, name)
        with step("Filling its shop (about 30 s)"), machine.serving(name) as odoo:
            shop.fill(Rpc(odoo.url, name, "admin", "admin"), shop.LOGIN)

    return dbs.template(
        "template_old_shop", databases.key_of(empty, HERE, datetime.now(UTC).date()), build
    )
