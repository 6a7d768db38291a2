"""PostgreSQL 13 and Odoo 14 running in the folder of an old Debian, reachable from here only.

Both run as the user `odoo` of that Debian. PostgreSQL listens on a socket in the folder, which
that user and root may open; Odoo on loopback.
"""

import os
import secrets
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2

from coop import locks, odoo_process, paths, ports, server
from coop.databases import Databases
from coop.errors import Stop
from coop.postgres import Server

USER = "odoo"
ROLE = "coop"
PROGRAMS = "/usr/lib/postgresql/13/bin"
# As seen from inside the folder.
HOME = "/srv/coop"
CLUSTER = f"{HOME}/postgres"
DATA = f"{HOME}/data"
SOCKETS = "/run/coop"
# What a crash may lose is a demo.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": SOCKETS,
    "unix_socket_permissions": "0700",
    "dynamic_shared_memory_type": "mmap",  # the folder has no /dev/shm
    "fsync": "off",
    "shared_buffers": "256MB",
    "jit": "off",
    "autovacuum": "off",  # small, and tests count who writes
}


@dataclass(frozen=True)
class Machine:
    """The old Debian with its PostgreSQL answering."""

    tree: Path

    @property
    def postgres(self):
        """How to reach PostgreSQL from outside of the folder."""
        return Server(str(self.tree / SOCKETS.lstrip("/")), 5432, ROLE)

    def databases(self):
        """Return the databases with their attached files."""
        return Databases(self.postgres, self.tree / DATA.lstrip("/"))

    def copy(self, template, database):
        """Make `database` anew, equal to `template`."""
        dbs = self.databases()
        dbs.copy(template, database)
        files = dbs.filestores / database
        user, group = self._ids()
        # Copied by root.
        for folder in (files, *(each for each in files.rglob("*") if each.is_dir())):
            if folder.exists():
                os.chown(folder, user, group)

    def _ids(self):
        status = (self.tree / HOME.lstrip("/")).stat()
        return status.st_uid, status.st_gid

    def command(self, *words):
        """Return the command line that runs a program inside, as its user.

        Odoo looks at itself in /proc, which is mounted for this process alone.
        """
        return [
            "unshare",
            f"--mount-proc={self.tree / 'proc'}",
            "chroot",
            f"--userspec={USER}:{USER}",
            str(self.tree),
            *map(str, words),
        ]

    def run(self, *words, log):
        """Run a program inside to its end; raise Stop with the log's path if it fails."""
        with open(log, "a") as output:
            process = odoo_process.spawn(self.command(*words), environment(), output)
            try:
                code = process.wait()
            finally:
                odoo_process.end(process)
        if code:
            raise Stop(f"{Path(words[0]).name} failed in the old Debian: see {log}.")

    def write_config(self, database, port=0):
        """Write Odoo's configuration file of `database`; return its path, as seen inside."""
        options = {
            "data_dir": DATA,
            "db_host": SOCKETS,
            "db_port": 5432,
            "db_user": ROLE,
            "db_name": database,
            "dbfilter": f"^{database}$",
            "list_db": False,
            "admin_passwd": secrets.token_urlsafe(24),
            "http_enable": bool(port),
            "http_interface": "127.0.0.1",
            "http_port": port or 8069,
            "workers": 0,
            "max_cron_threads": 0,
            "smtp_server": "127.0.0.1",
            "smtp_port": 1,  # nothing listens there: no mail leaves
        }
        inside = f"{HOME}/{database}.conf"
        path = self.tree / inside.lstrip("/")
        path.touch(mode=0o600)
        path.write_text("\n".join(["[options]", *(f"{k} = {v}" for k, v in options.items()), ""]))
        os.chown(path, *self._ids())
        return inside

    def install(self, database, addons):
        """Install `addons` in `database`, made if it is not there, French included."""
        self.run(
            "odoo",
            "-c",
            self.write_config(database),
            "-i",
            ",".join(addons),
            "--load-language=fr_FR",
            "--without-demo=all",
            "--stop-after-init",
            log=paths.LOGS / f"{database}.log",
        )

    @contextmanager
    def serving(self, database, port=0):
        """Serve `database` while the block runs; yield a `server.Running` once it answers.

        :param int port: on loopback; a free one by default
        """
        port = port or ports.free_port()
        config = self.write_config(database, port)
        log = paths.LOGS / f"{database}-server.log"
        with open(log, "w") as output:
            process = odoo_process.spawn(self.command("odoo", "-c", config), environment(), output)
        running = server.Running(f"http://127.0.0.1:{port}", log, Path(config), process)
        try:
            _wait_for_odoo(running)
            yield running
        finally:
            odoo_process.end(process)


@contextmanager
def running(tree):
    """Yield the Machine while its PostgreSQL runs; one command at a time."""
    with locks.hold("old_odoo", "Waiting for another command that runs the old Odoo …"):
        paths.LOGS.mkdir(parents=True, exist_ok=True)
        machine = Machine(tree)
        log = paths.LOGS / "old-odoo-postgres.log"
        if not (tree / CLUSTER.lstrip("/")).exists():
            _make_cluster(machine, log)
        _end_left_over(machine)
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        with open(log, "a") as output:
            process = odoo_process.spawn(
                machine.command(f"{PROGRAMS}/postgres", "-D", CLUSTER, *settings),
                environment(),
                output,
            )
        try:
            _wait_for_postgres(machine, process, log)
            yield machine
        finally:
            # Odoo has ended: nobody is connected, so that it takes a moment only.
            odoo_process.end(process, patience=30)


def environment():
    """Return the environment of the programs inside: nothing of the machine's own."""
    return {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LC_ALL": "C.UTF-8",
        "HOME": HOME,
    }


def _make_cluster(machine, log):
    for folder in (HOME, SOCKETS):
        path = machine.tree / folder.lstrip("/")
        path.mkdir(parents=True, exist_ok=True)
        shutil.chown(path, *user_of(machine.tree))
        path.chmod(0o700)
    unfinished = f"{CLUSTER}.unfinished"
    shutil.rmtree(machine.tree / unfinished.lstrip("/"), ignore_errors=True)
    words = ("-D", unfinished, "-U", ROLE, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
    machine.run(f"{PROGRAMS}/initdb", *words, log=log)
    (machine.tree / unfinished.lstrip("/")).rename(machine.tree / CLUSTER.lstrip("/"))


def user_of(tree):
    """Return the ids of Odoo's user and group in the folder."""
    for line in (tree / "etc/passwd").read_text().splitlines():
        name, _password, user, group = line.split(":")[:4]
        if name == USER:
            return int(user), int(group)
    raise Stop(f"{tree} holds no Odoo: delete it, then run the same command again.")


def _end_left_over(machine):
    """End the PostgreSQL of a command that was killed; nobody else's, as we hold the lock."""
    pid_file = machine.tree / CLUSTER.lstrip("/") / "postmaster.pid"
    with suppress(OSError, ValueError, IndexError, psutil.NoSuchProcess):
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        if CLUSTER in process.cmdline():
            process.terminate()
            process.wait(30)


def _wait_for_postgres(machine, process, log):
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            machine.postgres.connect().close()
            return
        except psycopg2.OperationalError:
            time.sleep(0.1)
    raise Stop(f"PostgreSQL 13 does not start: see {log}.")


def _wait_for_odoo(running, patience=180):
    deadline = time.monotonic() + patience
    while running.process.poll() is None and time.monotonic() < deadline:
        # Odoo 14 has no page /web/health.
        if server.answers(f"{running.url}/web/login"):
            return
        time.sleep(0.2)
    raise Stop(f"Odoo 14 does not start: see {running.log}.")
