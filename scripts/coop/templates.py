"""The databases that everything starts from, each built once and copied from then on."""

import json
from datetime import UTC, datetime

from coop import databases, odoo_process, paths
from coop.bootstrap import OCA
from coop.errors import Stop
from coop.options import demo_addons, our_addons
from coop.progress import step

# What a shop runs beside our addons.
SHOP = ("point_of_sale", "stock", "purchase", "portal")
# What a member space beside a till elsewhere is made of.
BESIDE_A_VRACOOP = (
    "coop_label_print",
    "coop_login_oauth",
    "coop_suggestions_vracoop",
)
# Repairs Debian's package, which leaves out a file that it names.
SUPPORT = "coop_test_support"
LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
# What the pages of members and of the back office load.
BUNDLES = (
    "web.assets_frontend",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "web.assets_web",
)
# What an addon's translations, pictures and scripts are to a database is in its files, too.
DEMO = (paths.SCRIPTS / "coop/demo", paths.ROOT / "data")


def base(setup, dbs):
    """Return the template of a French shop's Odoo without our addons, building it if needed."""
    addons = [*SHOP]
    if not any((folder / LEFT_OUT).exists() for folder in setup.odoo.addons):
        addons.append(SUPPORT)

    def build(name):
        with step("Installing Odoo: till, inventory, purchase, portal (about 90 s)"):
            install(setup, name, addons)
            call(setup, name, "coop.shop:set_up")

    key = databases.key_of(setup.odoo.version, *addons, paths.SCRIPTS / "coop/shop.py")
    return dbs.template("template_base", key, build)


def tests(setup, dbs):
    """Return the template that addons are tested on: the shop's, with all bundles made.

    Odoo makes every bundle before the first test that uses HTTP, a minute for each addon.
    """
    shop = base(setup, dbs)

    def build(name):
        dbs.copy(shop, name)
        with step("Preparing Odoo's scripts and styles for tests (about 70 s)"):
            call(setup, name, "coop.shop:warm_up")

    return dbs.template("template_tests", databases.key_of(shop), build)


def demo(setup, dbs, size):
    """Return the template of the demo coop of `size`, building it if needed.

    What happened there "last week" is counted from the day it was built, so that it is built
    anew when the week is over.
    """
    week = datetime.now(UTC).strftime("%G-%V")
    shop = base(setup, dbs)

    def build(name):
        dbs.copy(shop, name)
        with step("Installing the coop's addons (about 30 s)"):
            install(setup, name, demo_addons())
        with step(f"Filling the coop, size {size}", quiet=False):
            call(setup, name, "coop.demo:build", size=size)
        with step("Preparing scripts and styles of the pages"):
            call(setup, name, "coop.shop:warm_up", bundles=BUNDLES)

    key = databases.key_of(shop, addons_key(setup), *DEMO, size, week)
    return dbs.template(f"template_{size}", key, build)


def member_space(setup, dbs):
    """Return the template of a member space whose till is elsewhere, building it if needed."""
    shop = base(setup, dbs)

    def build(name):
        dbs.copy(shop, name)
        with step("Installing a member space without a till (about 30 s)"):
            install(setup, name, BESIDE_A_VRACOOP)
        call(setup, name, "coop.linked:set_up")
        call(setup, name, "coop.shop:warm_up", bundles=BUNDLES)

    linked = paths.SCRIPTS / "coop/linked.py"
    key = databases.key_of(shop, addons_key(setup), linked, *BESIDE_A_VRACOOP)
    return dbs.template("template_space", key, build)


def addons_key(setup):
    """Return a key of the code that a database with our addons was last upgraded to."""
    return databases.key_of(setup.odoo.version, OCA, paths.ADDONS)


def install(setup, database, modules, *arguments):
    """Install `modules` in `database`, made if it is not there, French included."""
    names = ",".join(modules)
    odoo(
        setup,
        database,
        "server",
        "-i",
        names,
        "--load-language=fr_FR",
        "--stop-after-init",
        *arguments,
    )


def upgrade(setup, database):
    """Bring our addons in `database` to the code of this checkout, new ones included."""
    new, all_ = ",".join(demo_addons()), ",".join(our_addons())
    odoo(setup, database, "server", "-i", new, "-u", all_, "--stop-after-init")


def call(setup, database, function, **keywords):
    """Call `module:function` inside Odoo with `keywords`, see coop.inside."""
    odoo(setup, database, function, json.dumps(keywords), module="coop.inside")


def odoo(setup, database, *arguments, module="odoo"):
    """Run one of Odoo's programs to its end; raise Stop with the log's path if it fails.

    Odoo logs to standard error, which goes to the log; what is printed goes to the terminal.
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    log = paths.LOGS / f"{database}.log"
    config = setup.write_config(database)
    command = odoo_process.command(config, *arguments, module=module)
    with open(log, "a") as output:
        process = odoo_process.spawn(command, setup.environment(), errors=output)
        try:
            code = process.wait()
        finally:
            odoo_process.end(process)
            config.unlink(missing_ok=True)
    if code:
        raise Stop(f"Odoo failed while it prepared the database {database}: see {log}.")
