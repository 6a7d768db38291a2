"""Databases with their filestores: made, copied, renamed, dropped; templates kept by key."""

import hashlib
import os
import shutil
import time
from contextlib import closing
from pathlib import Path

from psycopg2 import errors, sql

from coop import locks, paths

# Seconds to wait for what PostgreSQL itself does in a database.
PATIENCE = 60


class Databases:
    """The databases of one PostgreSQL server, each with its folder of attached files."""

    def __init__(self, server, data=paths.DATA):
        self.server = server
        self.filestores = Path(data) / "filestore"

    def names(self, prefix=""):
        """Return the names of the databases that begin with `prefix`, sorted."""
        rows = self._run(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", prefix
        )
        return [name for (name,) in rows]

    def exists(self, name):
        """Tell whether a database called `name` exists."""
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def drop(self, name):
        """Drop `name` and its files, whoever is connected; nothing happens if it is not there."""
        if self.exists(name):
            self._run("ALTER DATABASE {} IS_TEMPLATE false", name=name)
            self._drop_by_force(name)
        shutil.rmtree(self.filestores / name, ignore_errors=True)

    def _drop_by_force(self, name):
        for left in reversed(range(PATIENCE)):
            try:
                self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name=name)
                return
            except errors.InsufficientPrivilege:
                # PostgreSQL's own autovacuum is at work in it, which is not ours to end.
                if not left:
                    raise
                time.sleep(1)

    def copy(self, source, name):
        """Make `name` anew, equal to `source`, files included; `source` must be at rest."""
        self.drop(name)
        self._run("CREATE DATABASE {} TEMPLATE {}", name=name, other=source)
        if (self.filestores / source).is_dir():
            # Odoo writes a file once, under the hash of its content, and later only deletes
            # it: links are as good as copies, and cost nothing.
            shutil.copytree(self.filestores / source, self.filestores / name, copy_function=_link)

    def rename(self, name, new_name):
        """Give a database at rest, and its files, another name."""
        self.drop(new_name)
        self._run("ALTER DATABASE {} RENAME TO {}", name=name, other=new_name)
        if (self.filestores / name).is_dir():
            (self.filestores / name).rename(self.filestores / new_name)

    def template(self, prefix, key, build):
        """Return the name of the template `prefix` for `key`, building it first if needed.

        `build(name)` fills the database called `name`, which does not exist yet. A template
        appears under its own name only when it is complete; those of other keys are dropped.
        """
        name = f"{prefix}_{key}"
        with locks.hold(prefix, f"Waiting for another command that builds {prefix} …"):
            if not self.exists(name):
                unfinished = f"{prefix}_new"
                self.drop(unfinished)
                build(unfinished)
                self.rename(unfinished, name)
                # Nobody may connect: that would keep it from being copied.
                self._run("ALTER DATABASE {} IS_TEMPLATE true ALLOW_CONNECTIONS false", name=name)
            for old in self.names(f"{prefix}_"):
                if old != name:
                    self.drop(old)
        return name

    def mark(self, name, text):
        """Note `text` on a database."""
        self._run("COMMENT ON DATABASE {} IS %s", text, name=name)

    def mark_of(self, name):
        """Return what was noted on a database, None where nothing was or it does not exist."""
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        rows = self._run(query, name)
        return rows[0][0] if rows else None

    def _run(self, statement, *values, name=None, other=None):
        names = [sql.Identifier(each) for each in (name, other) if each]
        with closing(self.server.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*names), values or None)
            return cursor.fetchall() if cursor.description else []


def key_of(*parts):
    """Return a short key of what a database is built from.

    A `Path` counts with the names and contents of all files below it, anything else with its
    text. Equal parts give equal keys on every machine.
    """
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            for file in files_of(part):
                digest.update(str(file.relative_to(part)).encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
        else:
            digest.update(str(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:10]


def files_of(folder):
    """Return the files below `folder` that belong to the project, sorted by path."""
    if folder.is_file():
        return [folder]
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.name.endswith(".pyc")
    )


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
