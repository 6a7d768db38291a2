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

    def build(name):
        with step("Installing Odoo 14: till, inventory, purchase (about 50 s)"):
            machine.install(name, shop.ADDONS)
        with step("Filling its shop"), machine.serving(name) as odoo:
            shop.fill(Rpc(odoo.url, name, "admin", "admin"), shop.LOGIN)

    return dbs.template("template_old", databases.key_of(HERE, datetime.now(UTC).date()), build)
