"""One part for each addon: it is installed alone in a shop's Odoo, and its tests run there."""

from coop import browser, odoo_process, paths, ports, templates
from coop.options import our_addons
from coop.progress import say
from coop.testing import odoo_log
from coop.testing.result import Result


def run(setup, dbs, addon):
    """Install `addon` in a copy of the shop's template; run its tests, in the browser too."""
    # Odoo looks for it on PATH, and skips its browser tests without a word where it is missing.
    browser.ensure()
    database = f"test_{addon}"
    dbs.copy(templates.tests(setup, dbs), database)
    log = paths.LOGS / f"{database}.log"
    code = install_and_test(setup, database, addon, log)
    with open(log, errors="replace") as lines:
        reading = odoo_log.read(lines, our_addons())
    result = judge(addon, code, reading)
    if result.failures:
        for trouble in reading.troubles:
            say(trouble)
        say(f"  The whole log: {log}")
    else:
        dbs.drop(database)
    return result


def install_and_test(setup, database, addon, log):
    """Run Odoo with the tests of `addon`, its output to `log`; return its exit code."""
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    config = setup.write_config(
        database, ports.free_port(), max_cron_threads=0, screenshots=paths.LOGS / "screenshots"
    )
    command = odoo_process.command(
        config, "server", "-i", addon, f"--test-tags=/{addon}", "--stop-after-init"
    )
    with open(log, "w") as output:
        process = odoo_process.spawn(command, setup.environment(), output)
        try:
            return process.wait()
        finally:
            odoo_process.end(process)
            config.unlink(missing_ok=True)


def judge(addon, code, reading):
    """Return the Result of a run that ended with exit `code` and left `reading` in the log."""
    result = Result(max(0, reading.tests - reading.failed - len(reading.skipped)))
    if not reading.tests:
        result.failures.append(f"{addon}: Odoo ran no test")
    result.failures += [f"{addon}: skipped {test}" for test in reading.skipped]
    result.failures += [f"{addon}: {odoo_log.brief(trouble)}" for trouble in reading.troubles]
    if not result.failures and (code or reading.failed):
        result.failures.append(f"{addon}: Odoo ended with exit code {code}")
    return result
