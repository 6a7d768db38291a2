"""Fixtures for the tests of the link: a demo coop with its till, and member spaces beside it.

`scripts/test link` makes the databases that all of them are copied from.
"""

import os
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from coop import databases, mailbox, odoo_process, odoo_source, paths, ports, postgres, server
from support import pages
from support.client import Client
from support.linked import ACCOUNT, Space, make_account, run_vracoop, start_vracoop
from support.proxy import Proxy
from support.rpc import call


def pytest_sessionstart(session):
    """Say what is missing when pytest is called by hand."""
    if "COOP_SPACE" not in os.environ:
        pytest.exit("These tests need two coops: use `scripts/test link`.", returncode=2)


@pytest.fixture(scope="session")
def setup():
    """Odoo and PostgreSQL."""
    return odoo_process.Setup(odoo_source.locate(), postgres.external())


@pytest.fixture(scope="session")
def dbs(setup):
    """The databases."""
    return databases.Databases(setup.server)


@pytest.fixture(scope="session")
def stack():
    """What ends with the tests."""
    with ExitStack() as opened:
        yield opened


@pytest.fixture(scope="session")
def distant(setup, dbs, stack):
    """The demo coop as the distant server: its URL, and an account with the least rights."""
    name = "test_distant"
    dbs.copy(os.environ["COOP_DISTANT"], name)
    setup.smtp_port = stack.enter_context(mailbox.open_mailbox(paths.MAIL / name))
    running = stack.enter_context(server.serving(setup, name, ports.free_port()))
    admin = Client(running.url, "admin", "admin")
    make_account(admin)
    running.admin, running.database = admin, name
    return running


@pytest.fixture(scope="session")
def proxy(distant):
    """A proxy before the distant server, as good as none until a test bends it."""
    proxy = Proxy(urlsplit(distant.url).port)
    yield proxy
    proxy.close()


@pytest.fixture(autouse=True)
def straight(proxy):
    """Have each test begin with a proxy that passes everything on."""
    proxy.bend = lambda number, request: None
    proxy.ahead = type(proxy.ahead)()
    return proxy


@pytest.fixture(scope="session")
def new_space(setup, dbs, stack):
    """Return `new_space(name)`: a member space to which nothing has been brought."""

    served = {}

    def make(name):
        database = f"test_space_{name}"
        if name in served:
            # A test that is tried once more.
            served[name].close()
        dbs.copy(os.environ["COOP_SPACE"], database)
        served[name] = stack.enter_context(ExitStack())
        running = served[name].enter_context(server.serving(setup, database, ports.free_port()))
        return Space(running.url, database, Client(running.url, "admin", "admin"), setup.server)

    return make


@pytest.fixture(scope="session")
def space(new_space, distant, vracoop):
    """A member space that everything has been brought to once."""
    space = new_space("linked")
    done = vracoop(space, "sync")
    assert done.returncode == 0, done.stdout + done.stderr
    return space


@pytest.fixture(scope="session")
def environ(distant, proxy):
    """Return `environ(space)`: the environment in which `scripts/vracoop` links the two."""

    def make(space, **changed):
        return {
            **os.environ,
            "VRACOOP_URL": proxy.url,
            "VRACOOP_DATABASE": distant.database,
            "VRACOOP_LOGIN": ACCOUNT,
            "VRACOOP_PASSWORD": ACCOUNT,
            "COOP_URL": space.url,
            "COOP_DATABASE": space.database,
            "COOP_LOGIN": "lien",
            "COOP_PASSWORD": "lien",
            **changed,
        }

    return make


@pytest.fixture(scope="session")
def vracoop(environ):
    """Return `vracoop(space, *arguments, **environment)`: run the program to its end."""
    return lambda space, *arguments, **changed: run_vracoop(environ(space, **changed), *arguments)


@pytest.fixture
def start(environ):
    """Return `start(space, *arguments)`: start the program; killed at the end of the test."""
    started = []

    def make(space, *arguments):
        started.append(start_vracoop(environ(space), *arguments))
        return started[-1]

    yield make
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def shop(distant):
    """Return `shop(model, method, *args)`: call the distant server as its administrator."""

    def ask(model, method, *args, **kwargs):
        return call(distant.admin, model, method, *args, **kwargs)

    return ask


@pytest.fixture(scope="session")
def browser():
    """A Chromium."""
    with sync_playwright() as playwright:
        chromium = pages.launch(playwright, os.environ["COOP_CHROMIUM"])
        yield chromium
        chromium.close()
