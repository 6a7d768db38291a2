"""The command lines of `scripts/`; standard library only, so that --help answers at once."""

import argparse

from coop import paths, ports


def run(arguments):
    """Return the options of `scripts/run`; a busy port is told before anything is prepared."""
    parser = argparse.ArgumentParser(
        prog="scripts/run",
        description="Bring up a demo coop on a real Odoo 19 and serve it on this machine until "
        "Ctrl-C. Everything is kept in var/; the first start takes some minutes, the next ones "
        "seconds.",
        epilog="ODOO_HOME names an Odoo 19 of your own. PGHOST, PGPORT, PGUSER and PGPASSWORD name "
        "a PostgreSQL server of your own; without them an embedded one is used.",
    )
    parser.add_argument("--port", type=_port, default=8069, help="HTTP port (default: 8069)")
    parser.add_argument("--fresh", action="store_true", help="throw the coop away, start anew")
    parser.add_argument(
        "--size",
        choices=("demo", "real"),
        default="demo",
        help="demo: 1,000 products, 80 members (default); real: 6,500 products, 3,000 members, a "
        "year of sales",
    )
    options = parser.parse_args(arguments)
    ports.require_free(options.port)
    return options


def test(arguments):
    """Return the options of `scripts/test`: `parts` in their order, `pytest` arguments."""
    known = ["lint", "unit", *tested_addons(), "lifecycle", "deploy", "outside"]
    parser = argparse.ArgumentParser(
        prog="scripts/test",
        description=f"Run these parts, or those named: {', '.join(known)}. The last line printed "
        "is their sum; each tool of `lint` counts as one test.",
        epilog="What follows `--` goes to pytest, such as `scripts/test outside -- -k vote`.",
    )
    parser.add_argument("parts", nargs="*", metavar="NAME", help="one of the parts; default: all")
    at = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser.parse_args(arguments[:at])
    options.pytest = arguments[at + 1 :]
    unknown = sorted(set(options.parts) - set(known))
    if unknown:
        parser.error(f"no part is called {', '.join(unknown)}; there are: {', '.join(known)}")
    options.parts = [name for name in known if name in (options.parts or known)]
    return options


def our_addons():
    """Return the names of the addons of this checkout, sorted."""
    return sorted(manifest.parent.name for manifest in paths.ADDONS.glob("*/__manifest__.py"))


def tested_addons():
    """Return the names of the addons that have tests, those of tests/addons last."""
    only_tests = paths.TEST_ADDONS.glob("*/tests/__init__.py")
    return [*our_addons(), *sorted(file.parent.parent.name for file in only_tests)]


def _port(text):
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("give a number from 1 to 65535")
    return int(text)
