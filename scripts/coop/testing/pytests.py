"""Parts `unit`, `lifecycle`, `deploy`, `link`, `outside` and `old_odoo`: pytest, with nothing, with
a demo coop's database, with the same and servers of its own, with a member space linked to it,
against a running demo coop, and against an Odoo of years ago."""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from functools import partial
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
LONGEST = "outside"
# For tests that wait for servers and browsers: each is tried once more, but no more than some.
SECOND_TRIES = ("--reruns=1", "--max-suite-reruns=5", "--rerun-show-tracebacks")


@dataclass(frozen=True)
class Pytest:
    """How pytest is called: with `arguments`, and whether other parts run `beside` it.

    Beside others only the part that takes longest shows how far it is; what the others print is
    shown once they have ended. Ctrl-C does not reach them: whoever started them ends them.
    """

    arguments: tuple[str, ...] = ()
    beside: bool = False

    def run(self, part, environ):
        """Run pytest on tests/`part` and count; no test at all, or one skipped, is a failure.

        What a test cannot do here through no fault of the checkout it skips with a reason that
        begins with ACCEPTED; pytest shows it. A test of real servers and browsers, which a busy
        machine may hold up, is tried once more before it counts as failed, and named.
        """
        paths.LOGS.mkdir(parents=True, exist_ok=True)
        report = paths.LOGS / f"{part}.xml"
        report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", paths.TESTS / part, f"--junitxml={report}"]
        if part != "unit":
            command += SECOND_TRIES
        code = self._call([*command, *self.arguments], {**os.environ, **environ}, part)
        return count(part, code, report)

    def _call(self, command, environ, part):
        call = partial(subprocess.run, command, cwd=paths.ROOT, env=environ)
        if not self.beside:
            return call().returncode
        if part == LONGEST:
            return call(start_new_session=True).returncode
        log = paths.LOGS / f"{part}.txt"
        with open(log, "w") as output:
            done = call(start_new_session=True, stdout=output, stderr=subprocess.STDOUT)
        say(f"\n{part}\n{log.read_text(errors='replace')}")
        return done.returncode


def unit(pytest):
    """Run tests/unit."""
    return pytest.run("unit", {})


def lifecycle(setup, dbs, pytest):
    """Run tests/lifecycle on a copy of the demo coop that nobody serves."""
    return on_a_copy("lifecycle", setup, dbs, pytest)


def deploy(setup, dbs, pytest):
    """Run tests/deploy on a copy of the demo coop that nobody serves."""
    return on_a_copy("deploy", setup, dbs, pytest)


def on_a_copy(part, setup, dbs, pytest):
    """Run a part with libpq's variables leading to a copy of the demo coop."""
    database = f"test_{part}"
    template = templates.demo(setup, dbs, "demo")
    with step("Copying the coop"):
        dbs.copy(template, database)
    result = pytest.run(part, setup.server.environment(database))
    if not result.failures:
        dbs.drop(database)
    return result


def link(setup, dbs, pytest):
    """Run tests/link, which serve a demo coop and link member spaces to it."""
    environ = {
        # The database is of no account: libpq wants one.
        **setup.server.environment("postgres"),
        "COOP_DISTANT": templates.demo(setup, dbs, "demo"),
        "COOP_SPACE": templates.member_space(setup, dbs),
        "COOP_CHROMIUM": browser.ensure(),
    }
    return pytest.run("link", environ)


def outside(setup, dbs, pytest):
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
        result = pytest.run("outside", environ)
    with open(coop.log, errors="replace") as lines:
        # What is under way when the server is stopped is cut off, and says so.
        served = takewhile(lambda line: "Initiating shutdown" not in line, lines)
        troubles = odoo_log.read(served, our_addons()).troubles
    for trouble in troubles:
        say(trouble)
        result.failures.append(f"outside: the server logged {odoo_log.brief(trouble)}")
    return result


def old_odoo(setup, dbs, pytest):
    """Run tests/old_odoo against an Odoo 14 on a copy of its small shop, and a member space."""
    database, space = "test_old_odoo", "test_old_odoo_space"
    dbs.copy(templates.member_space(setup, dbs), space)
    mails = paths.MAIL / space
    shutil.rmtree(mails, ignore_errors=True)
    with old_servers.running(old_tree.ensure()) as machine:
        machine.copy(old_template.ensure(machine), database)
        with (
            machine.serving(database) as odoo,
            mailbox.open_mailbox(mails) as setup.smtp_port,
            server.serving(setup, space, ports.free_port()) as coop,
        ):
            environ = {
                **machine.postgres.environment(database),
                "OLD_ODOO_URL": odoo.url,
                "OLD_ODOO_DATABASE": database,
                "COOP_URL": coop.url,
                "COOP_DATABASE": space,
                "COOP_MAILS": str(mails),
                "COOP_CHROMIUM": browser.ensure(),
            }
            return pytest.run("old_odoo", environ)


def count(part, code, report):
    """Return the Result that pytest's exit `code` and its JUnit `report` tell."""
    result = Result()
    cases = ElementTree.parse(report).iter("testcase") if report.exists() else ()  # noqa: S314  ours
    # Each try of a test is a case, in their order.
    tries = {}
    for case in cases:
        name = f"{part}: {case.get('classname')}.{case.get('name')}"
        tries.setdefault(name, []).append(case)
    for name, [*earlier, case] in tries.items():
        skipped = case.find("skipped")
        if skipped is not None:
            if not skipped.get("message", "").startswith(ACCEPTED):
                result.failures.append(f"{name} was skipped")
        elif case.find("failure") is not None or case.find("error") is not None:
            result.failures.append(name)
        else:
            result.passed += 1
            if earlier:
                result.second_tries.append(name)
    if not result.passed and not result.failures:
        result.failures.append(f"{part}: pytest ran no test (exit code {code})")
    elif code and not result.failures:
        result.failures.append(f"{part}: pytest ended with exit code {code}")
    return result
