"""Odoo as a child process: its configuration file, its environment, its start and its end."""

import os
import secrets
import signal
import subprocess
import sys
import sysconfig
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from coop import paths, postgres
from coop.odoo_source import Odoo

# Variables that Odoo or libpq would read behind the back of our configuration file.
HIDDEN = (
    "PGHOST",
    "PGPORT",
    "PGUSER",
    "PGPASSWORD",
    "PGDATABASE",
    "PGSERVICE",
    "PGAPPNAME",
    "PGHOST_REPLICA",
    "PGPORT_REPLICA",
    "PGDATABASE_TEMPLATE",
    "ODOO_RC",
    "ODOO_DEV",
    "PYTHONPATH",
)


@dataclass
class Setup:
    """All that Odoo's processes of one command share."""

    odoo: Odoo
    server: postgres.Server
    smtp_port: int = 1  # nothing listens there: mail stays in the queue
    options: dict = field(default_factory=dict)

    def addons_path(self):
        """Return the folders that Odoo finds addons in, its own first."""
        ours = (
            paths.ADDONS,
            paths.TEST_ADDONS,
            Path(sysconfig.get_path("purelib")) / "odoo/addons",
        )
        return [*self.odoo.addons, *(each for each in ours if any(each.glob("*/__manifest__.py")))]

    def config(self, database, port=0, **options):
        """Return the options of Odoo's configuration file, by name.

        `port` is the HTTP port on loopback; 0 is a process that serves nobody.
        """
        secret = {"db_password": self.server.password} if self.server.password else {}
        return {
            "addons_path": ",".join(map(str, self.addons_path())),
            "data_dir": paths.DATA,
            "db_host": self.server.host,
            "db_port": self.server.port,
            "db_user": self.server.user,
            "db_name": database,
            "dbfilter": f"^{database}$",
            "list_db": False,
            # Nobody needs the master password: the database manager is closed.
            "admin_passwd": secrets.token_urlsafe(24),
            "http_enable": bool(port),
            "http_interface": "127.0.0.1",
            "http_port": port or 8069,
            "proxy_mode": False,
            "workers": 0,
            "max_cron_threads": 1 if port else 0,
            "smtp_server": "127.0.0.1",
            "smtp_port": self.smtp_port,
            "email_from": "coop@example.org",
            "geoip_city_db": "",
            "geoip_country_db": "",
            **secret,
            **self.options,
            **options,
        }

    def write_config(self, database, port=0, **options):
        """Write the configuration file of `database` and return its path."""
        paths.RUN.mkdir(parents=True, exist_ok=True)
        path = paths.RUN / f"{database}-{port or os.getpid()}.conf"
        lines = [
            f"{key} = {value}" for key, value in self.config(database, port, **options).items()
        ]
        path.touch(mode=0o600)
        path.write_text("\n".join(["[options]", *lines, ""]))
        return path

    def environment(self):
        """Return the environment of Odoo's processes."""
        environ = {k: v for k, v in os.environ.items() if k not in HIDDEN}
        environ["PYTHONPATH"] = os.pathsep.join([str(self.odoo.import_root()), str(paths.SCRIPTS)])
        environ["PYTHONUNBUFFERED"] = "1"
        return environ


def command(config, *arguments, module="odoo"):
    """Return the command line of Odoo's program (its subcommand first), or of our `module`."""
    start = [sys.executable, "-m", module]
    if module == "odoo":
        start, arguments = [*start, arguments[0]], arguments[1:]
    return [*start, "-c", str(config), *arguments]


def spawn(arguments, environ, output=None, errors=None):
    """Start a child in a process group of its own.

    Ctrl-C on the terminal does not reach it: we end it ourselves. `output` and `errors` are
    open files; the errors go with the output where only that is given.
    """
    return subprocess.Popen(
        arguments,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors or (subprocess.STDOUT if output else None),
        start_new_session=True,
    )


def end(process, patience=10):
    """End `process` and what it started: kindly first, firmly after `patience` seconds."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    # What it started shares its group, and may outlive it.
    _signal(process, signal.SIGKILL)
    process.wait()


def _signal(process, number):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
