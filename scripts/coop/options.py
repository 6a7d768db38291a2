"""The command lines of `scripts/`; standard library only, so that --help answers at once."""

import argparse

from coop import paths, ports

# For a coop whose till runs on another Odoo; the demo coop has its own.
TILL_ELSEWHERE = ("coop_suggestions_vracoop", "coop_vracoop_link")
# The part of tests that asks an Odoo of years ago.
OLD_ODOO = "old_odoo"


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
    default = ["lint", "unit", *tested_addons(), "lifecycle", "deploy", "link", "outside"]
    # It fetches 500 MB and runs as root only.
    known = [*default, OLD_ODOO]
    parser = argparse.ArgumentParser(
        prog="scripts/test",
        description=f"Run these parts, or those named: {', '.join(default)}. The last line printed "
        "is their sum; each tool of `lint` counts as one test.",
        epilog="What follows `--` goes to pytest, such as `scripts/test outside -- -k vote`.",
    )
    parser.add_argument("parts", nargs="*", metavar="NAME", help="one of the parts; default: all")
    parser.add_argument(
        "--old-odoo",
        action="store_true",
        help=f"run the part {OLD_ODOO}, too: the link against an Odoo 14 (root, on Debian)",
    )
    at = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser.parse_args(arguments[:at])
    options.pytest = arguments[at + 1 :]
    unknown = sorted(set(options.parts) - set(known))
    if unknown:
        parser.error(f"no part is called {', '.join(unknown)}; there are: {', '.join(known)}")
    chosen = options.parts or default
    if options.old_odoo:
        chosen = [*chosen, OLD_ODOO]
    options.parts = [name for name in known if name in chosen]
    return options


def our_addons():
    """Return the names of the addons of this checkout, sorted."""
    return sorted(manifest.parent.name for manifest in paths.ADDONS.glob("*/__manifest__.py"))


def demo_addons():
    """Return the names of those that a coop with a till of its own installs, sorted."""
    return [name for name in our_addons() if name not in TILL_ELSEWHERE]


def tested_addons():
    """Return the names of the addons that have tests, those of tests/addons last."""
    only_tests = paths.TEST_ADDONS.glob("*/tests/__init__.py")
    return [*our_addons(), *sorted(file.parent.parent.name for file in only_tests)]


def _port(text):
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("give a number from 1 to 65535")
    return int(text)
