"""Fixtures for tests against an Odoo 14 with a small shop; `scripts/test old_odoo` starts it.

They read OLD_ODOO_URL, OLD_ODOO_DATABASE and libpq's PGHOST… from the environment.
"""

import os
import uuid

import psycopg2
import pytest

from coop.old_odoo import shop
from coop.old_odoo.rpc import Rpc
from coop.old_odoo.till import Till
from coop.vracoop.distant import Distant

SETTINGS = {
    "location": "",
    "till": "",
    "member_domain": "[('ref', '!=', False)]",
    "number_field": "",
    "shelf_field": "",
    "place_field": "",
    "volume_field": "",
    "net_weight_field": "",
    "origin_field": "",
    "organic_field": "",
    "sales_since": "2026-01-01",
    "tz": "Europe/Paris",
}


def pytest_sessionstart(session):
    """Say what is missing when pytest is called by hand."""
    if "OLD_ODOO_URL" not in os.environ:
        pytest.exit("These tests need an old Odoo: use `scripts/test old_odoo`.", returncode=2)


@pytest.fixture(scope="session")
def address():
    """The server's address and database."""
    return os.environ["OLD_ODOO_URL"], os.environ["OLD_ODOO_DATABASE"]


@pytest.fixture(scope="session")
def old(address):
    """The old Odoo as its administrator sees it."""
    return Rpc(*address, "admin", "admin")


@pytest.fixture(scope="session")
def distant(address):
    """The reader, with the least rights that it needs."""
    reader = Distant(*address, shop.LOGIN, shop.LOGIN)
    reader.connect()
    return reader


@pytest.fixture
def settings():
    """The settings of a new link."""
    return dict(SETTINGS)


@pytest.fixture(scope="session")
def till(old):
    """The shop's till."""
    return Till(old, old.one("pos.config"))


@pytest.fixture
def selling(old, till):
    """Return `selling(mode)`: close what is open and sell in a new session.

    Its stock moves with each order (``real``) or at its end (``closing``).
    """

    def start(mode):
        for session in old.find("pos.session", ("state", "!=", "closed")):
            till.close(session)
        old.write("res.company", 1, point_of_sale_update_stock_quantities=mode)
        return till.open()

    return start


@pytest.fixture
def account(old, address):
    """Return `account(*groups)`: a reader logged in with these groups."""

    def make(*groups):
        login = f"compte-{uuid.uuid4().hex[:8]}"
        shop.account(old, login, login, groups)
        reader = Distant(*address, login, login)
        reader.connect()
        return reader

    return make


@pytest.fixture(scope="session")
def product(old):
    """Return `product(name)`: the id of a product of the shop."""
    rows = old.rows("product.product", [], "display_name", "name")
    by_name = {row["name"]: row["id"] for row in rows}
    by_name |= {row["display_name"].partition("] ")[2]: row["id"] for row in rows}
    by_name |= {row["display_name"]: row["id"] for row in rows}
    return by_name.__getitem__


@pytest.fixture
def read_all(distant, settings):
    """Return `read_all(kind)`: all rows of a kind by ref."""

    def read(kind):
        rows, after = distant.changed(kind, settings, None, None, 500)
        assert after is None
        return {row["ref"]: row for row in rows}

    return read


@pytest.fixture
def old_database():
    """A connection to the old Odoo's database, in autocommit mode."""
    connection = psycopg2.connect("")
    connection.autocommit = True
    yield connection
    connection.close()
