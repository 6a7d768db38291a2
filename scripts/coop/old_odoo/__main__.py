"""An Odoo 14 with a small shop in it, for trials by hand: `python -m coop.old_odoo serve`."""

import argparse
import sys

from coop import errors, interrupts
from coop.old_odoo import shop, template, tree
from coop.old_odoo.servers import running
from coop.progress import say


def main(arguments):
    """Run one command."""
    parser = argparse.ArgumentParser(prog="python -m coop.old_odoo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the shop until Ctrl-C, as it was left")
    serve.add_argument("--port", type=int, default=8114)
    serve.add_argument("--fresh", action="store_true", help="throw the shop away, start anew")
    options = parser.parse_args(arguments)
    interrupts.catch()
    with running(tree.ensure()) as machine:
        database = "old_demo"
        made = template.ensure(machine)
        if options.fresh or not machine.databases().exists(database):
            machine.copy(made, database)
        with machine.serving(database, options.port) as odoo:
            say(f"{odoo.url}  database {database}; logins admin/admin and")
            say(f"{shop.LOGIN}/{shop.LOGIN} (reads only). Ctrl-C ends it.")
            odoo.wait()


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
