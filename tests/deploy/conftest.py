"""Fixtures for tests of what runs a real coop; `scripts/test deploy` makes the demo coop."""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from coop import databases, odoo_process, odoo_source, paths, postgres
from support.commands import command_of


def pytest_sessionstart(session):
    """Say what is missing when pytest is called by hand."""
    if "PGDATABASE" not in os.environ:
        pytest.exit("These tests need a demo coop: use `scripts/test deploy`.", returncode=2)


@dataclass
class Site:
    """A PostgreSQL server with a folder of attached files, as one machine has them."""

    server: postgres.Server
    data: Path

    @property
    def setup(self):
        """How Odoo's processes find it."""
        options = {"data_dir": self.data}
        return odoo_process.Setup(odoo_source.locate(), self.server, options=options)

    @property
    def databases(self):
        """Its databases."""
        return databases.Databases(self.server, self.data)

    def rows(self, database, query, *values):
        """Return the rows of a query."""
        with (
            closing(self.server.connect(database)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def run(self, module, *arguments):
        """Run one of our commands there; return its exit code and all that it says."""
        return command_of(module, *arguments, environ=self.server.environment())


@pytest.fixture(scope="session")
def demo():
    """The name of the demo coop's database, on the first machine."""
    return os.environ["PGDATABASE"]


@pytest.fixture(scope="session")
def site():
    """The machine with the demo coop."""
    return Site(postgres.external(), paths.DATA)


@pytest.fixture(scope="session")
def other_site():
    """Another machine, with an empty PostgreSQL server of its own; gone after the tests."""
    # The server's own user must reach its folder: pytest's are for one user only.
    folder = paths.VAR / "other_site"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with postgres.handle_of_running(folder / "postgres", "delete") as handle:
        info = handle.get_postmaster_info()
        admin = postgres.Server(str(info.socket_dir), info.port, "postgres")
        with closing(admin.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {postgres.ROLE} LOGIN CREATEDB")
            # One who may not make databases, and one whose password is asked for.
            cursor.execute("CREATE ROLE guest LOGIN")
            cursor.execute("CREATE ROLE locked LOGIN PASSWORD 'right'")
            rules = folder / "postgres/pg_hba.conf"
            rules.write_text("local all locked scram-sha-256\n" + rules.read_text())
            # It is thrown away: nothing need outlive a crash.
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                cursor.execute(f"ALTER SYSTEM SET {setting} = off")
            cursor.execute("SELECT pg_reload_conf()")
        yield Site(postgres.Server(admin.host, admin.port, postgres.ROLE), folder / "data")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def other_config(other_site):
    """Odoo's configuration file on the other machine."""
    path = other_site.data.parent / "odoo.conf"
    path.write_text(
        f"[options]\ndata_dir = {other_site.data}\ndb_host = {other_site.server.host}\n"
        f"db_port = {other_site.server.port}\ndb_user = {other_site.server.user}\n"
        "db_password = False\n"
    )
    return path
