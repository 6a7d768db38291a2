"""Fixtures for tests that install and uninstall; `scripts/test lifecycle` makes the coop."""

import os
from contextlib import closing

import psycopg2
import pytest

from coop import odoo_process, odoo_source, ports, postgres, server, templates
from support import kept


def pytest_sessionstart(session):
    """Say what is missing when pytest is called by hand."""
    if "PGDATABASE" not in os.environ:
        pytest.exit("These tests need a demo coop: use `scripts/test lifecycle`.", returncode=2)


class Coop:
    """The database of a demo coop that nobody serves."""

    name = os.environ.get("PGDATABASE")

    def __init__(self):
        self._setup = odoo_process.Setup(odoo_source.locate(), postgres.external())

    def rows(self, query, *values):
        """Return the rows of a query."""
        with closing(psycopg2.connect("")) as connection, connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchall()

    def checksum(self, query):
        """Return the number of rows of a query and a hash of what stands in them."""
        return self.rows(kept.checksum(query))[0]

    def upgrade(self):
        """Upgrade our addons, as an administrator does."""
        templates.upgrade(self._setup, self.name)

    def uninstall(self, addon):
        """Uninstall an addon, as the administrator's button does."""
        templates.call(self._setup, self.name, "coop.addons:uninstall", addon=addon)

    def close_the_tills(self):
        """Close all till sessions; raise Stop where live stock is not what Odoo then has."""
        templates.call(self._setup, self.name, "coop.demo.check:close_and_compare")

    def print_everything(self, copies):
        """Print all labels so many times; return the id of the job."""
        templates.call(self._setup, self.name, "coop.demo.check:print_everything", copies=copies)
        return self.rows("SELECT MAX(id) FROM coop_label_job")[0][0]

    def serving(self):
        """Return a context with the coop's server in it, its scheduled actions running."""
        return server.serving(self._setup, self.name, ports.free_port())

    def state_of(self, addon):
        """Return the state of an addon."""
        return self.rows("SELECT state FROM ir_module_module WHERE name = %s", addon)[0][0]


@pytest.fixture(scope="session")
def coop():
    """The demo coop."""
    return Coop()
