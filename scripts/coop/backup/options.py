"""The command lines of `scripts/backup` and `scripts/restore`; standard library only.

They speak French: whoever keeps a coop's Odoo alive reads them.
"""

import argparse
import os
import re
from datetime import time
from pathlib import Path

# What the packages of a server need; the embedded PostgreSQL of a checkout needs more.
NEEDS = ("psutil", "psycopg2", "tqdm")
WHERE = (
    "Sans rien d'autre, il s'agit du PostgreSQL de ce dossier (celui de scripts/run). Un fichier "
    "de configuration d'Odoo (--config, ou ODOO_RC) dit où sont la base et les fichiers joints ; "
    "PGHOST, PGPORT, PGUSER et PGPASSWORD l'emportent sur lui."
)


def backup(arguments):
    """Return the options of `scripts/backup`."""
    parser = argparse.ArgumentParser(
        prog="scripts/backup",
        description="Sauvegarde une base d'Odoo et ses fichiers joints en un seul fichier, sans "
        "arrêter Odoo. C'est le format d'Odoo : son gestionnaire de bases le relit aussi.",
        epilog=WHERE,
    )
    parser.add_argument("database", metavar="BASE", type=_database)
    parser.add_argument(
        "--to", type=Path, required=True, metavar="DOSSIER", help="où mettre la sauvegarde"
    )
    parser.add_argument(
        "--keep",
        type=_count,
        metavar="N",
        help="ne garde que les N dernières sauvegardes de cette base (toutes, sans cela)",
    )
    parser.add_argument(
        "--daily-at",
        type=_time,
        metavar="HH:MM",
        help="recommence chaque nuit à cette heure, sans fin",
    )
    _add_where(parser)
    return parser.parse_args(arguments)


def restore(arguments):
    """Return the options of `scripts/restore`."""
    parser = argparse.ArgumentParser(
        prog="scripts/restore",
        description="Remet une sauvegarde en place, dans une base qui n'existe pas encore : rien "
        "n'est jamais écrasé.",
        epilog=WHERE,
    )
    parser.add_argument("file", metavar="FICHIER", type=Path)
    parser.add_argument("database", metavar="BASE", type=_database)
    parser.add_argument(
        "--neutralize",
        action="store_true",
        help="pour un essai : ni mail, ni action planifiée, ni imprimante",
    )
    _add_where(parser)
    return parser.parse_args(arguments)


def _add_where(parser):
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FICHIER",
        default=Path(os.environ["ODOO_RC"]) if os.environ.get("ODOO_RC") else None,
        help="fichier de configuration d'Odoo",
    )


def _database(text):
    # As Odoo wants them; a folder has the same name.
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}", text):
        raise argparse.ArgumentTypeError(
            "le nom d'une base se compose de lettres sans accent, de chiffres, de « _ », « . » "
            "et « - »"
        )
    return text


def _count(text):
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError("donnez un nombre, à partir de 1")
    return int(text)


def _time(text):
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("donnez une heure, par exemple 02:30") from None
