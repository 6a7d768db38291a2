"""Parts `unit`, `lifecycle`, `deploy`, `link`, `outside` and `old_odoo`: pytest, with nothing, with
a demo coop's database, with the same and servers of its own, with a member space linked to it,
against a running demo coop, and against an Odoo of years ago."""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from itertools import takewhile

from coop import browser, mailbox, paths, ports, server, templates
from coop.old_odoo import servers as old_servers
from coop.old_odoo import template as old_template
from coop.old_odoo import tree as old_tree
from coop.options import our_addons
from coop.progress import say, step
from coop.testing import odoo_log
from coop.testing.result import Result

ACCEPTED = "accepted: "


def unit(arguments=()):
    """Run tests/unit."""
    return run("unit", {}, arguments)


def lifecycle(setup, dbs, arguments=()):
    """Run tests/lifecycle on a copy of the demo coop that nobody serves."""
    return on_a_copy("lifecycle", setup, dbs, arguments)


def deploy(setup, dbs, arguments=()):
    """Run tests/deploy on a copy of the demo coop that nobody serves."""
    return on_a_copy("deploy", setup, dbs, arguments)


def on_a_copy(part, setup, dbs, arguments):
    """Run a part with libpq's variables leading to a copy of the demo coop."""
    database = f"test_{part}"
    template = templates.demo(setup, dbs, "demo")
    with step("Copying the coop"):
        dbs.copy(template, database)
    result = run(part, setup.server.environment(database), arguments)
    if not result.failures:
        dbs.drop(database)
    return result


def link(setup, dbs, arguments=()):
    """Run tests/link, which serve a demo coop and link member spaces to it."""
    environ = {
        # The database is of no account: libpq wants one.
        **setup.server.environment("postgres"),
        "COOP_DISTANT": templates.demo(setup, dbs, "demo"),
        "COOP_SPACE": templates.member_space(setup, dbs),
        "COOP_CHROMIUM": browser.ensure(),
    }
    return run("link", environ, arguments)


def outside(setup, dbs, arguments=()):
    """Run tests/outside against a server on a copy of the demo coop."""
    chromium = browser.ensure()
    database = "test_outside"
    template = templates.demo(setup, dbs, "demo")
    with step("Copying the coop"):
        dbs.copy(template, database)
    mails = paths.MAIL / database
    shutil.rmtree(mails, ignore_errors=True)
    # The database as its own read replica: pages that only read get a connection that cannot write.
    replica = {"db_replica_host": setup.server.host, "db_replica_port": setup.server.port}
    with (
        mailbox.open_mailbox(mails) as setup.smtp_port,
        server.serving(setup, database, ports.free_port(), **replica) as coop,
    ):
        environ = {
            **setup.server.environment(database),
            "COOP_URL": coop.url,
            "COOP_LOG": str(coop.log),
            "COOP_CONFIG": str(coop.config),
            "COOP_MAILS": str(mails),
            "COOP_CHROMIUM": chromium,
        }
        result = run("outside", environ, arguments)
    with open(coop.log, errors="replace") as lines:
        # What is under way when the server is stopped is cut off, and says so.
        served = takewhile(lambda line: "Initiating shutdown" not in line, lines)
        troubles = odoo_log.read(served, our_addons()).troubles
    for trouble in troubles:
        say(trouble)
        result.failures.append(f"outside: the server logged {odoo_log.brief(trouble)}")
    return result


def old_odoo(setup, dbs, arguments=()):
    """Run tests/old_odoo against an Odoo 14 on a copy of its small shop, and a member space."""
    database, space = "test_old_odoo", "test_old_odoo_space"
    dbs.copy(templates.member_space(setup, dbs), space)
    with old_servers.running(old_tree.ensure()) as machine:
        machine.copy(old_template.ensure(machine), database)
        with (
            machine.serving(database) as odoo,
            server.serving(setup, space, ports.free_port()) as coop,
        ):
            environ = {
                **machine.postgres.environment(database),
                "OLD_ODOO_URL": odoo.url,
                "OLD_ODOO_DATABASE": database,
                "COOP_URL": coop.url,
                "COOP_DATABASE": space,
                "COOP_CHROMIUM": browser.ensure(),
            }
            return run("old_odoo", environ, arguments)


def run(part, environ, arguments):
    """Run pytest on tests/`part` and count; no test at all, or one skipped, is a failure.

    What a test cannot do here through no fault of the checkout it skips with a reason that begins
    with ACCEPTED; pytest shows it.
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    report = paths.LOGS / f"{part}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", paths.TESTS / part, f"--junitxml={report}"]
    code = subprocess.run(
        [*command, *arguments], cwd=paths.ROOT, env={**os.environ, **environ}
    ).returncode
    return count(part, code, report)


def count(part, code, report):
    """Return the Result that pytest's exit `code` and its JUnit `report` tell."""
    result = Result()
    cases = ElementTree.parse(report).iter("testcase") if report.exists() else ()  # noqa: S314  ours
    for case in cases:
        name = f"{part}: {case.get('classname')}.{case.get('name')}"
        skipped = case.find("skipped")
        if skipped is not None:
            if not skipped.get("message", "").startswith(ACCEPTED):
                result.failures.append(f"{name} was skipped")
        elif case.find("failure") is not None or case.find("error") is not None:
            result.failures.append(name)
        else:
            result.passed += 1
    if not result.passed and not result.failures:
        result.failures.append(f"{part}: pytest ran no test (exit code {code})")
    elif code and not result.failures:
        result.failures.append(f"{part}: pytest ended with exit code {code}")
    return result
