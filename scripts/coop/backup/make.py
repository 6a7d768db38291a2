"""`scripts/backup`: save a coop's database and attached files as one file, while Odoo runs."""

import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

from tqdm import tqdm

from coop import errors, interrupts
from coop.backup import archive, options, pg_tools, place, troubles
from coop.errors import Stop
from coop.progress import say

# Seconds to wait for an upgrade of Odoo to let go of its tables.
PATIENCE = 300
# The exit code after Ctrl-C, or when the service is stopped.
INTERRUPTED = 130


def main(arguments):
    """Make one backup, or one each night."""
    interrupts.catch()
    chosen = options.backup(arguments)
    if not chosen.daily_at:
        return once(chosen)
    while True:
        moment = next_time(datetime.now().astimezone(), chosen.daily_at)
        say(f"Prochaine sauvegarde : {moment:%d/%m/%Y à %H:%M}")
        sleep_until(moment)
        # A bad night, told in the log, is no reason to miss the next one.
        if errors.exit_code(once, chosen) == INTERRUPTED:
            return INTERRUPTED


def next_time(now, clock):
    """Return the next moment after `now` at which clocks show `clock`, in the zone of `now`."""
    today = datetime.combine(now.date(), clock)
    days = [today + timedelta(days=number) for number in range(3)]
    # Without a zone first: at 02:30 the clock may have been changed since yesterday.
    return next(day for day in (each.astimezone() for each in days) if day > now)


def sleep_until(moment):
    """Return when it is `moment`; in steps, as a machine may have been suspended."""
    while (left := (moment - datetime.now(UTC)).total_seconds()) > 0:
        time.sleep(min(left, 60))


def once(chosen):
    """Make one backup and delete those that are too old."""
    if not chosen.to.is_dir():
        raise Stop(f"Le dossier {chosen.to} n'existe pas : créez-le, ou branchez son disque.")
    with troubles.told(), place.of(chosen.config) as where:
        path = chosen.to / archive.name(chosen.database, datetime.now(UTC))
        with archive.appearing(path) as file, zipfile.ZipFile(file, "w") as zipped:
            missing = save(where, chosen.database, zipped)
        say(f"Sauvegarde faite : {path} ({size_in_words(path.stat().st_size)})")
        if missing:
            say(
                f"Attention : fichiers joints que la base connaît et qui manquaient déjà dans "
                f"{where.filestore(chosen.database)} : {missing}."
            )
        if chosen.keep:
            for old in archive.rotate(chosen.to, chosen.database, chosen.keep):
                say(f"Ancienne sauvegarde supprimée : {old.name}")
    return 0


def save(where, database, zipped):
    """Write a database and its files into an open zip; return how many files were missing."""
    filestore = where.filestore(database)
    with held(where.server, database) as cursor:
        about = facts(cursor, database)
        # The files come after: whatever the dump knows of is there by then.
        size, sha256 = archive.write(zipped, archive.DUMP, dump(where.server, database, cursor))
        known = known_files(cursor)
        if known and not filestore.is_dir():
            raise Stop(
                f"La base a des fichiers joints, mais {filestore} n'existe pas : data_dir, dans "
                "la configuration d'Odoo, est-il le bon ?"
            )
        files, bytes_ = write_files(zipped, filestore)
    missing = len(known - files)
    about.update(
        dump_bytes=size,
        dump_sha256=sha256,
        files=len(files),
        files_bytes=bytes_,
        files_missing=missing,
    )
    archive.write_manifest(zipped, about)
    return missing


@contextmanager
def held(server, database):
    """Yield a cursor while Odoo deletes no attached file of the database; all else goes on.

    Odoo deletes files that nothing names any more under a lock that waits for ours.
    """
    with closing(server.connect(database)) as connection:
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('ir_attachment'), to_regclass('ir_module_module')")
            if None in cursor.fetchone():
                raise Stop(f"La base {database} n'est pas une base d'Odoo.")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SET LOCAL lock_timeout = %s", [f"{PATIENCE}s"])
            cursor.execute("LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE")
            yield cursor
        connection.rollback()


def facts(cursor, database):
    """Return what a backup says of itself, in the words of Odoo's own and some more."""
    cursor.execute("SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'")
    modules = dict(cursor.fetchall())
    series = ".".join((modules.get("base") or "").split(".")[:2])
    major, minor = divmod(cursor.connection.server_version, 10_000)
    return {
        "odoo_dump": "1",
        "db_name": database,
        "version": series,
        "major_version": series,
        "pg_version": f"{major}.{minor}",
        "modules": modules,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def dump(server, database, cursor):
    """Yield what pg_dump writes of a database; raise Stop if it fails."""
    program = pg_tools.program("pg_dump", cursor.connection.server_version // 10_000)
    arguments = ("--no-owner", "--no-privileges", "--no-password")
    with tempfile.TemporaryFile() as complaints:
        process = pg_tools.start(
            program,
            *arguments,
            server=server,
            database=database,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )
        try:
            with bar("Base de données") as progress:
                for chunk in archive.chunks_of(process.stdout):
                    progress.update(len(chunk))
                    yield chunk
            code = process.wait()
        finally:
            process.kill()
            process.wait()
        if code:
            complaints.seek(0)
            raise Stop(troubles.meaning(complaints.read().decode(errors="replace")))


def known_files(cursor):
    """Return the names of the files that the database knows of, now."""
    cursor.execute("SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL")
    return {name for (name,) in cursor.fetchall()}


def write_files(zipped, filestore):
    """Write all attached files; return their names and the sum of their sizes."""
    found = sorted(
        file
        for file in filestore.glob("??/*")
        if archive.FILE_NAME.fullmatch(f"{file.parent.name}/{file.name}")
    )
    names = set()
    total = 0
    with bar("Fichiers joints", sum(file.stat().st_size for file in found)) as progress:
        for file in found:
            name = f"{file.parent.name}/{file.name}"
            with open(file, "rb") as source:
                size, _sha256 = archive.write(
                    zipped, archive.FILES + name, archive.chunks_of(source)
                )
            names.add(name)
            total += size
            progress.update(size)
    return names, total


def bar(title, total=None):
    """Return a bar of bytes, shown on a terminal only."""
    return tqdm(desc=title, total=total, unit="o", unit_scale=True, disable=None, leave=False)


def size_in_words(size):
    """Return a number of bytes as a person reads it."""
    return f"{size / 1e6:.1f} Mo".replace(".", ",") if size < 1e9 else f"{size / 1e9:.1f} Go"


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
