"""`scripts/restore`: put a backup in place, as a database that did not exist."""

import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager, nullcontext

from psycopg2 import sql

from coop import databases, errors, interrupts
from coop.backup import archive, make, neutral, options, pg_tools, place, troubles
from coop.errors import Stop
from coop.progress import say

# What a database is called until it is whole, and what is noted on it.
UNFINISHED = "{}_restoring"
MARK = "coop: a restore was under way"


def main(arguments):
    """Restore one file."""
    interrupts.catch()
    chosen = options.restore(arguments)
    with troubles.told(), place.of(chosen.config) as where, archive.opened(chosen.file) as zipped:
        Restore(where, zipped, chosen.database).run(chosen.neutralize)
    say(f"La base {chosen.database} est en place.")
    if chosen.neutralize:
        say("C'est une copie pour un essai : elle n'envoie aucun mail et ne fait rien d'elle-même.")
    return 0


class Restore:
    """One backup on its way into a database."""

    def __init__(self, where, zipped, database):
        self.where = where
        self.zipped = zipped
        self.database = database
        self.unfinished = UNFINISHED.format(database)
        self.dbs = databases.Databases(where.server, where.data)
        self.about = archive.manifest(zipped)

    def run(self, neutralize=False):
        """Restore; a database and its folder appear under their name when they are whole."""
        self.require_room()
        psql = pg_tools.program("psql", self.require_server())
        ready = neutral.ready(self.where, self.unfinished) if neutralize else nullcontext()
        with ready as make_harmless, self.scratch():
            self.extract()
            self.load(psql)
            if make_harmless:
                make_harmless()
            self.run_sql("ANALYZE", database=self.unfinished)
            self.appear()

    def require_room(self):
        """Raise Stop if the database, or a folder of its files, is there already."""
        filestore = self.where.filestore(self.database)
        if self.dbs.exists(self.database):
            raise Stop(
                f"La base {self.database} existe déjà, et rien n'est jamais écrasé : choisissez "
                "un autre nom, ou renommez d'abord l'ancienne."
            )
        if filestore.exists() and any(filestore.iterdir()):
            raise Stop(
                f"La base {self.database} n'existe pas, mais ses fichiers joints sont encore dans "
                f"{filestore} : déplacez d'abord ce dossier."
            )

    def require_server(self):
        """Return the server's major version; raise Stop if the backup is of a newer one."""
        with closing(self.where.server.connect()) as connection:
            major = connection.server_version // 10_000
        of_backup = str(self.about.get("pg_version", "")).partition(".")[0]
        if of_backup.isdecimal() and int(of_backup) > major:
            raise Stop(
                f"La sauvegarde vient de PostgreSQL {of_backup}, plus récent que ce serveur "
                f"({major}) : restaurez-la sur un PostgreSQL {of_backup} au moins."
            )
        return major

    @contextmanager
    def scratch(self):
        """Have an empty database under a name that Odoo does not look for; gone on failure."""
        if self.dbs.mark_of(self.unfinished) == MARK:
            self.dbs.drop(self.unfinished)
        # As Odoo makes its databases.
        self.run_sql(
            "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'", self.unfinished
        )
        try:
            self.dbs.mark(self.unfinished, MARK)
            yield
        except BaseException:
            self.dbs.drop(self.unfinished)
            raise

    def load(self, psql):
        """Run the dump, whole or not at all."""
        arguments = (
            "--no-psqlrc", "--no-password", "--quiet", "--single-transaction",
            "--set=ON_ERROR_STOP=1",
        )  # fmt: skip
        with tempfile.TemporaryFile() as complaints:
            process = pg_tools.start(
                psql,
                *arguments,
                server=self.where.server,
                database=self.unfinished,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
            )
            try:
                self.feed(process.stdin)
                code = process.wait()
            except BrokenPipeError:
                code = process.wait() or 1  # it stopped reading: it says why
            finally:
                process.kill()
                process.wait()
            if code:
                complaints.seek(0)
                raise Stop(troubles.meaning(complaints.read().decode(errors="replace")))

    def feed(self, stream):
        """Write the dump to psql."""
        size = self.zipped.getinfo(archive.DUMP).file_size
        with stream, make.bar("Base de données", size) as progress:
            for chunk in archive.read(self.zipped, archive.DUMP, self.about.get("dump_sha256")):
                stream.write(chunk)
                progress.update(len(chunk))

    def extract(self):
        """Write the attached files where Odoo will look for them."""
        folder = self.where.filestore(self.unfinished)
        found = archive.files(self.zipped)
        if len(found) < self.about.get("files", 0):
            raise archive.Damaged(archive.FILES)
        folder.mkdir(parents=True, mode=0o750)
        size = sum(info.file_size for info in found.values())
        with make.bar("Fichiers joints", size) as progress:
            for name, info in found.items():
                archive.extract(self.zipped, info, folder / name)
                progress.update(info.file_size)

    def appear(self):
        """Give the database and its folder their name."""
        self.run_sql("COMMENT ON DATABASE {} IS NULL", self.unfinished)
        folder = self.where.filestore(self.database)
        if folder.exists():
            folder.rmdir()  # it is empty
        self.where.filestore(self.unfinished).rename(folder)
        try:
            self.run_sql("ALTER DATABASE {} RENAME TO {}", self.unfinished, self.database)
        except BaseException:
            folder.rename(self.where.filestore(self.unfinished))
            raise

    def run_sql(self, statement, *names, database="postgres"):
        """Run a statement with these names in it."""
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        with (
            closing(self.where.server.connect(database)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query)


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
