"""`scripts/test`: check the code and run the tests, all or the parts named."""

import sys
import time
from contextlib import ExitStack
from functools import partial

from coop import databases, errors, interrupts, locks, odoo_process, odoo_source, options, postgres
from coop.progress import say
from coop.testing import addon, lint, pytests
from coop.testing.result import Result


def main(arguments):
    """Run the parts and print the sum; return 1 if anything failed."""
    interrupts.catch()
    chosen = options.test(arguments)
    total = Result()
    with Ground() as ground:
        for name in chosen.parts:
            say(f"\n{name}")
            start = time.monotonic()
            with locks.hold(f"test_{name}", f"Waiting for another command that tests {name} …"):
                result = part(name, ground, chosen.pytest)()
            say(f"  {name}: {result} in {time.monotonic() - start:.0f} s")
            total += result
    if total.failures:
        say("\nWhat failed:")
        for failure in total.failures:
            say(f"  {failure}")
    say(f"\n{total}")
    return 1 if total.failures else 0


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
    if name in ("lifecycle", "outside"):
        return partial(getattr(pytests, name), *ground(), extra)
    return partial(addon.run, *ground(), name)


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
