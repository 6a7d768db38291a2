"""Run a function inside Odoo: `python -m coop.inside -c CONFIG MODULE:FUNCTION [JSON]`.

The function gets an environment (superuser, French) and the JSON object's members as
keyword arguments; what it did is committed when it returns.
"""

import argparse
import importlib
import json
import sys

from coop import errors


def main(arguments):
    """Parse the command line and call the function in one transaction."""
    parser = argparse.ArgumentParser(prog="python -m coop.inside")
    parser.add_argument("-c", "--config", required=True)
    parser.add_argument("--lang", default="fr_FR")
    parser.add_argument("function", metavar="MODULE:FUNCTION")
    parser.add_argument("keywords", nargs="?", type=json.loads, default={})
    options = parser.parse_args(arguments)
    module, _, name = options.function.partition(":")

    import odoo.init  # noqa: F401  Odoo wants this first.
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    # A country's accounting addons install themselves when a company moves there: the French
    # ones freeze every till order (French anti-fraud law), which no demo coop could live with.
    config.parse_config(["-c", options.config, "--skip-auto-install"], setup_logging=True)
    function = getattr(importlib.import_module(module), name)
    with Registry(config["db_name"][0]).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {"lang": options.lang})
        function(env, **options.keywords)
    return 0


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
