"""A server as a coop's administrator runs it where many people come at once.

Odoo's own defaults do not take hundreds of requests at the same moment: it starts a thread for
each, more than it has connections to PostgreSQL (64), and answers the rest with an error 500;
and only 128 connections may wait, beyond which the system resets them. So, as systemd does for
a service with a socket of its own, we listen for Odoo (its "socket activation"), with a longer
queue, and limit its threads with Odoo's own setting.
"""

import socket
import subprocess
from contextlib import closing, contextmanager

from coop import odoo_process, paths, server

# How many connections may wait for Odoo, systemd's `Backlog=`.
BACKLOG = 1024
SETTINGS = {
    # "auto" is half of the connections to PostgreSQL: a request may need two.
    "ODOO_MAX_HTTP_THREADS": "auto",
    "LISTEN_FDS": "1",
}
PATIENCE = 180  # seconds
# Odoo expects the socket as file 3, and its own process id in LISTEN_PID: a shell knows both.
HANDED_OVER = 'LISTEN_PID=$$ exec "$@" 3<&{number}'


@contextmanager
def serving(setup, database):
    """Serve `database` on a free port of loopback while the block runs; yield a `Running`."""
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listening:
        port = listening.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        with closing(setup.server.connect(database)) as connection:
            connection.cursor().execute(server.BASE_URL, {"url": url})
        log = paths.LOGS / f"{database}-server.log"
        # Timed work is another process's where many people come.
        config = setup.write_config(database, port, max_cron_threads=0)
        with open(log, "w") as output:
            process = _start(setup, odoo_process.command(config, "server"), listening, output)
        try:
            running = server.Running(url=url, log=log, config=config, process=process)
            server.wait_for(running, PATIENCE)
            yield running
        finally:
            odoo_process.end(process)
            config.unlink(missing_ok=True)


def _start(setup, command, listening, output):
    number = listening.fileno()
    return subprocess.Popen(
        ["sh", "-c", HANDED_OVER.format(number=number), "sh", *command],
        env={**setup.environment(), **SETTINGS},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        pass_fds=[number],
        start_new_session=True,
    )
