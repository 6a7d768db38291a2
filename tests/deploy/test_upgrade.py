"""A coop that an earlier state of the addons made is upgraded to today's: all stays, all answers.

Where it fails after a change of a stored field or of data marked noupdate, the addon needs a folder
`migrations/VERSION` with a script, and its manifest that version.
"""

import ast
import io
import os
import subprocess
import sys
import tarfile

import pytest
from routes import ROUTES

from coop import databases, options, paths, ports, server, templates
from coop.testing.pytests import ACCEPTED
from support import kept
from support.client import Client

# The commit of main whose addons made the database: before the link to a coop's own Vracoop.
EARLIER = "6571e82b165fe21be067225fb91a3cb27a0085d8"
FOLDER = paths.VAR / "earlier"
DATABASE = "test_upgrade"
OURS = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND starts_with(tablename, 'coop_')
"""
COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
    " AND table_name = %s AND column_name NOT IN ('write_date', 'write_uid')"
)


@pytest.fixture(scope="module")
def earlier_code():
    """The checkout of the earlier commit."""
    archived = subprocess.run(
        ["git", "archive", EARLIER], cwd=paths.ROOT, capture_output=True, check=False
    )
    if archived.returncode:
        pytest.skip(
            f"{ACCEPTED}this folder lacks the commit {EARLIER[:7]} that the upgrade starts from:"
            " clone the repository with its history, or run `git fetch --unshallow`"
        )
    with tarfile.open(fileobj=io.BytesIO(archived.stdout)) as archive:
        archive.extractall(FOLDER, filter="data")
    data = FOLDER / "var/data"
    if not data.is_symlink():
        data.parent.mkdir(exist_ok=True)
        data.symlink_to(paths.DATA)
    return FOLDER


@pytest.fixture(scope="module")
def earlier_coop(site, earlier_code):
    """The name of a demo coop as the earlier commit's own tools make one."""
    setup, dbs = site.setup, site.databases
    shop = templates.base(setup, dbs)
    addons = [file.parent.name for file in earlier_code.glob("addons/*/__manifest__.py")]

    def build(name):
        dbs.copy(shop, name)
        tool(site, "install", name, *sorted(addons))
        tool(site, "run", name, "coop.demo:build", '{"size": "demo"}')

    key = databases.key_of(shop, EARLIER)
    dbs.copy(dbs.template("template_earlier", key, build), DATABASE)
    yield DATABASE
    dbs.drop(DATABASE)


def tool(site, *arguments):
    """Run a developer's shortcut of the earlier commit."""
    done = subprocess.run(
        [sys.executable, "-m", "coop.dev", *arguments],
        cwd=FOLDER,
        env={
            **os.environ,
            **site.server.environment(),
            "PYTHONPATH": str(FOLDER / "scripts"),
            "ODOO_HOME": str(site.setup.odoo.package.parent),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.fixture(scope="module")
def before(site, earlier_coop):
    """What stood in the earlier coop."""
    return said(site), {table: columns(site, table) for table in our_tables(site)}, ours(site)


@pytest.fixture(scope="module")
def upgraded(site, earlier_coop, before):
    """The same coop, upgraded as an administrator does it."""
    templates.upgrade(site.setup, earlier_coop)
    return earlier_coop


def said(site):
    """Return checksums of what a shop has and people said."""
    queries = kept.SHOP | kept.SAID | kept.SHELVES
    return {name: site.rows(DATABASE, kept.checksum(query)) for name, query in queries.items()}


def our_tables(site):
    """Return the tables of our models, with rows or without."""
    return sorted(name for (name,) in site.rows(DATABASE, OURS))


def columns(site, table):
    """Return the columns of a table, but for those that say who wrote last."""
    return sorted(name for (name,) in site.rows(DATABASE, COLUMNS, table))


def ours(site, only=None):
    """Return checksums of our tables, of all columns or of `only` {table: columns}."""
    only = only or {table: columns(site, table) for table in our_tables(site)}
    return {
        table: site.rows(
            DATABASE,
            kept.checksum(
                "SELECT {} FROM {}".format(", ".join(f'"{name}"' for name in names), table)
            ),
        )
        for table, names in only.items()
    }


def test_all_that_stood_there_stays(site, before, upgraded):
    was_said, had, was_ours = before
    assert sum(count for [(count, _hash)] in was_ours.values()) > 2_000
    assert said(site) == was_said
    lost = {table: set(names) - set(columns(site, table)) for table, names in had.items()}
    assert not any(lost.values()), "fields that are no more: a migration says what became of them"
    assert ours(site, had) == was_ours


def test_every_addon_that_it_had_is_at_todays_version(site, upgraded):
    versions = {
        name: ast.literal_eval((paths.ADDONS / name / "__manifest__.py").read_text())["version"]
        for name in options.our_addons()
        if (FOLDER / "addons" / name).is_dir()
    }
    assert len(versions) >= 4
    query = "SELECT name, latest_version, state FROM ir_module_module WHERE starts_with(name, %s)"
    found = {name: (version, state) for name, version, state in site.rows(DATABASE, query, "coop_")}
    assert {name: found[name] for name in versions} == {
        name: (version, "installed") for name, version in versions.items()
    }
    assert site.rows(DATABASE, "SELECT name FROM ir_module_module WHERE state LIKE 'to %'") == []


def test_all_pages_answer(site, upgraded):
    with server.serving(site.setup, upgraded, ports.free_port()) as coop:
        clients = {login: Client(coop.url, login) for login in ("membre", "benevole", "achats")}
        samples = of_the_coop(site)
        visited = 0
        for route in ROUTES:
            address = address_of(route, samples)
            if route.method != "GET" or not address:
                continue
            login = next(login for login in clients if route.public or login in route.who)
            answer = clients[login].get(address, allow_redirects=False)
            assert answer.status_code == route.done, f"{address} as {login}"
            visited += 1
        assert visited > 40
        for address in ("/odoo/action-coop_suggestions.coop_suggestion_action", "/odoo"):
            assert clients["achats"].get(address).status_code == 200


def address_of(route, samples):
    """Return the address of a route's sample, None where it needs what only a test makes."""
    try:
        return route.sample.format(**samples)
    except KeyError:
        return None


def of_the_coop(site):
    """Return records of the coop for the samples of tests/routes.py, by their name there."""
    queries = {
        "product": "SELECT product.id FROM product_product product"
        " JOIN product_template template ON template.id = product.product_tmpl_id"
        " JOIN ir_attachment photo ON photo.res_model = 'product.template'"
        " AND photo.res_id = template.id AND photo.res_field = 'image_1920'"
        " WHERE product.active AND template.sale_ok",
        "barcode": "SELECT barcode FROM product_product WHERE barcode IS NOT NULL AND active",
        "other": "SELECT id FROM coop_suggestion WHERE has_photo AND state = 'open'",
        "shelf": "SELECT id FROM coop_shelf WHERE active",
        "there": "SELECT product_id FROM coop_shelf_check",
        "gone": "SELECT product_id FROM coop_stock_alert WHERE ended_on IS NULL",
        "meeting": "SELECT id FROM coop_review_meeting WHERE state = 'draft'",
        "trial": "SELECT id FROM coop_trial WHERE state = 'running'",
        "job": "SELECT id FROM coop_label_job",
    }
    return {
        name: site.rows(DATABASE, f"{query} ORDER BY 1 LIMIT 1")[0][0]
        for name, query in queries.items()
    }
