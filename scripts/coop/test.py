"""`scripts/test`: check the code and run the tests, all or the parts named."""

import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from functools import partial
from itertools import chain, groupby

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

# An Odoo under test keeps one processor busy, and two such runs do not disturb each other.
SIDE_BY_SIDE = 2
# Parts that take about as long, one after the other, as the longest does.
BESIDE_LONGEST = ("lifecycle", "deploy", "link")
SERVED = (*BESIDE_LONGEST, pytests.LONGEST)


def main(arguments):
    """Run the parts and print the sum; return 1 if anything failed."""
    interrupts.catch()
    chosen = options.test(arguments)
    total = Result()
    with Ground() as ground:
        for lanes in groups(chosen.parts):
            run = run_side_by_side if len(lanes) > 1 else run_in_turn
            total += run(lanes, ground, chosen.pytest)
    if total.second_tries:
        say("\nWhat passed at the second try only:")
        for name in total.second_tries:
            say(f"  {name}")
    if total.failures:
        say("\nWhat failed:")
        for failure in total.failures:
            say(f"  {failure}")
    say(f"\n{total}")
    return 1 if total.failures else 0


def groups(parts):
    """Yield groups of `parts`, one to be run after the other.

    A group is a list of lanes that are run side by side, a lane a list of parts that are not.
    """
    kinds = {
        **dict.fromkeys(options.tested_addons(), "addon"),
        **dict.fromkeys(SERVED, "served"),
    }
    for kind, names in groupby(parts, lambda name: kinds.get(name, name)):
        if kind == "served":
            lanes = groupby(names, BESIDE_LONGEST.__contains__)
            yield [list(lane) for _is_beside, lane in lanes]
        else:
            yield [[name] for name in names]


def run_in_turn(lanes, ground, extra):
    """Run the parts of lanes one after the other; return the sum of their Results."""
    total = Result()
    for name in chain.from_iterable(lanes):
        say(f"\n{name}")
        total += run_part(name, ground, pytests.Pytest(extra))
    return total


def run_side_by_side(lanes, ground, extra):
    """Run some lanes at the same time; return the sum of their Results."""
    make_ready(lanes, ground)
    say(f"\n{', '.join(chain.from_iterable(lanes))}")
    total = Result()
    over = threading.Event()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        runs = [pool.submit(run_lane, lane, ground, extra, over) for lane in lanes]
        try:
            for done in as_completed(runs):
                total += done.result()
        except BaseException:
            over.set()
            pool.shutdown(wait=False, cancel_futures=True)
            # The threads wait for the Odoo or the pytest that each has started.
            for child in psutil.Process().children():
                child.send_signal(signal.SIGINT)
            raise
    return total


def make_ready(lanes, ground):
    """Make what lanes share, which two could not make at the same time."""
    browser.ensure()
    if pytests.LONGEST in chain.from_iterable(lanes):
        templates.demo(*ground(), "demo")
    else:
        templates.tests(*ground())


def run_lane(lane, ground, extra, over):
    """Run the parts of a lane one after the other until `over`; return the sum of their Results."""
    total = Result()
    for name in lane:
        if not over.is_set():
            total += run_part(name, ground, pytests.Pytest(extra, beside=True))
    return total


def run_part(name, ground, pytest):
    """Run one part and say what it came to; return its Result."""
    start = time.monotonic()
    with locks.hold(f"test_{name}", f"Waiting for another command that tests {name} …"):
        result = part(name, ground, pytest)()
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


def part(name, ground, pytest):
    """Return the function that runs the part called `name`."""
    if name == "lint":
        return lint.run
    if name == "unit":
        return partial(pytests.unit, pytest)
    if name == options.OLD_ODOO:
        return partial(pytests.old_odoo, *ground(), pytest)
    if name in SERVED:
        return partial(getattr(pytests, name), *ground(), pytest)
    return partial(addon.run, *ground(), name)


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
