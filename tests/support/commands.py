"""Our commands, run as a person runs them."""

import os
import subprocess
import sys

from coop import paths

# What says where PostgreSQL and Odoo are: a test says it itself.
PLACES = ("PG", "ODOO_RC", "ODOO_DATA_DIR")


def command_of(module, *arguments, environ):
    """Run `python -m module`; return its exit code and all that it says."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PLACES)}
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        env={**clean, "PYTHONPATH": str(paths.SCRIPTS), **environ},
        cwd=paths.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    return done.returncode, done.stdout
