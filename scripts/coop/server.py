"""Odoo serving a database on loopback."""

import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from coop import odoo_process, paths
from coop.errors import Stop

BASE_URL = """
    INSERT INTO ir_config_parameter (key, value, create_date, write_date)
    VALUES ('web.base.url', %(url)s, now(), now()), ('web.base.url.freeze', 'True', now(), now())
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, write_date = now()
"""


# A proxy of the environment is for other machines.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class Running:
    """A server that answers."""

    url: str
    log: Path
    config: Path
    process: object

    def wait(self):
        """Return when the server ends by itself."""
        self.process.wait()
        raise Stop(f"Odoo ended by itself: see {self.log}.")


@contextmanager
def serving(setup, database, port, patience=180, **options):
    """Serve `database` on `port` while the block runs; yield it once it answers.

    `patience` is in seconds; `options` go to Odoo's configuration file.
    """
    url = f"http://127.0.0.1:{port}"
    with closing(setup.server.connect(database)) as connection, connection.cursor() as cursor:
        # Links in mails must lead to this server, whatever port it had the last time.
        cursor.execute(BASE_URL, {"url": url})
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    log = paths.LOGS / f"{database}-server.log"
    config = setup.write_config(database, port, **options)
    with open(log, "w") as output:
        process = odoo_process.spawn(
            odoo_process.command(config, "server"), setup.environment(), output
        )
    running = Running(url, log, config, process)
    try:
        wait_for(running, patience)
        yield running
    finally:
        odoo_process.end(process)
        config.unlink(missing_ok=True)


def wait_for(running, patience):
    """Return when the server answers; raise Stop if it ends or takes longer than `patience` s."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            raise Stop(f"Odoo did not start: see {running.log}.")
        if answers(f"{running.url}/web/health") and answers(f"{running.url}/web/login"):
            return
        time.sleep(0.2)
    raise Stop(f"Odoo does not answer after {patience} s: see {running.log}.")


def answers(url):
    """Tell whether `url` (on loopback) answers with success."""
    try:
        with OPENER.open(url, timeout=60) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
