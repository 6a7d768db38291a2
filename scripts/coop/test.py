"""`scripts/test`: check the code and run the tests, all or the parts named."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from functools import partial
from itertools import groupby

import psutil

from coop import (
    browser,
    databases,
    errors,
    interrupts,
    locks,
    odoo_process,
    odoo_source,
    options,
    postgres,
    templates,
)
from coop.progress import say
from coop.testing import addon, lint, pytests
from coop.testing.result import Result

# An addon's tests keep one processor busy, and two such runs do not disturb each other.
SIDE_BY_SIDE = 2


def main(arguments):
    """Run the parts and print the sum; return 1 if anything failed."""
    interrupts.catch()
    chosen = options.test(arguments)
    addons = options.tested_addons()
    total = Result()
    with Ground() as ground:
        for are_addons, names in groupby(chosen.parts, addons.__contains__):
            run = run_side_by_side if are_addons else run_in_turn
            total += run(list(names), ground, chosen.pytest)
    if total.failures:
        say("\nWhat failed:")
        for failure in total.failures:
            say(f"  {failure}")
    say(f"\n{total}")
    return 1 if total.failures else 0


def run_in_turn(names, ground, extra):
    """Run parts one after the other; return the sum of their Results."""
    total = Result()
    for name in names:
        say(f"\n{name}")
        total += run_part(name, ground, extra)
    return total


def run_side_by_side(names, ground, extra):
    """Run the parts of addons, some at the same time; return the sum of their Results."""
    browser.ensure()
    templates.tests(*ground())
    say(f"\n{', '.join(names)}")
    total = Result()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        runs = [pool.submit(run_part, name, ground, extra) for name in names]
        try:
            for done in as_completed(runs):
                total += done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            # The threads wait for the Odoo that each has started.
            for child in psutil.Process().children():
                child.terminate()
            raise
    return total


def run_part(name, ground, extra):
    """Run one part and say what it came to; return its Result."""
    start = time.monotonic()
    with locks.hold(f"test_{name}", f"Waiting for another command that tests {name} …"):
        result = part(name, ground, extra)()
    say(f"  {name}: {result} in {time.monotonic() - start:.0f} s")
    return result


class Ground:
    """Odoo and PostgreSQL, made ready when the first part asks for them."""

    def __init__(self):
        self._stack = ExitStack()
        self._made = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._stack.close()

    def __call__(self):
        """Return the Setup and the Databases."""
        if not self._made:
            odoo = odoo_source.ensure()
            pg = self._stack.enter_context(postgres.running())
            self._made = odoo_process.Setup(odoo, pg), databases.Databases(pg)
        return self._made


def part(name, ground, extra):
    """Return the function that runs the part called `name`."""
    if name == "lint":
        return lint.run
    if name == "unit":
        return partial(pytests.unit, extra)
    if name == options.OLD_ODOO:
        return partial(pytests.old_odoo, *ground(), extra)
    if name in ("lifecycle", "deploy", "link", "outside"):
        return partial(getattr(pytests, name), *ground(), extra)
    return partial(addon.run, *ground(), name)


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
