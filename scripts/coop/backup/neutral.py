"""Odoo's own `neutralize`: a copy for a trial sends no mail and does nothing by itself."""

import shutil
import subprocess
from contextlib import contextmanager

from coop import odoo_process, odoo_source
from coop.backup import pg_tools
from coop.errors import Stop


@contextmanager
def ready(where, database):
    """Yield a function that neutralizes `database`; raise Stop at once if Odoo is not there."""
    if where.config:
        program = shutil.which("odoo")
        if not program:
            raise _missing()
        command = [program, "neutralize", "-c", str(where.config), "-d", database]
        environ = pg_tools.environment(where.server, database)
        yield lambda: _run(command, environ)
        return
    odoo = odoo_source.locate()
    if not odoo:
        raise _missing()
    setup = odoo_process.Setup(odoo, where.server, options={"data_dir": where.data})
    config = setup.write_config(database)
    try:
        yield lambda: _run(odoo_process.command(config, "neutralize"), setup.environment())
    finally:
        config.unlink(missing_ok=True)


def _missing():
    return Stop("Le programme d'Odoo manque : lui seul sait neutraliser une base.")


def _run(command, environ):
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    if done.returncode:
        told = done.stderr.strip().splitlines()
        raise Stop(
            "Odoo n'a pas pu neutraliser la copie, qui n'est donc pas en place : "
            f"{told[-1] if told else 'il ne dit pas pourquoi'}"
        )
