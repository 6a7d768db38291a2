"""What PostgreSQL and the disk complain of, as sentences for the administrator."""

import errno
import re
from contextlib import contextmanager

import psycopg2

from coop.errors import Stop

DISK_FULL = "Le disque est plein : faites de la place, puis recommencez."
# What stands in a complaint, and what it means; the first that fits.
MEANINGS = (
    (("No space left on device", "could not extend file"), DISK_FULL),
    (
        ("password authentication failed", "no password supplied", "authentication failed"),
        (
            "PostgreSQL refuse le mot de passe : vérifiez PGUSER et PGPASSWORD (ou db_user et "
            "db_password dans la configuration d'Odoo)."
        ),
    ),
    (
        ("no pg_hba.conf entry",),
        (
            "PostgreSQL n'accepte pas cette connexion : vérifiez l'adresse, l'utilisateur et "
            "pg_hba.conf."
        ),
    ),
    (
        ("permission denied to create database",),
        (
            "Cet utilisateur de PostgreSQL ne peut pas créer de base : "
            "ALTER ROLE … CREATEDB l'y autorise."
        ),
    ),
    (
        (
            "Connection refused",
            "could not translate host name",
            "No such file or directory",
            "timeout expired",
            "timed out",
            "No route to host",
            "is starting up",
            "is shutting down",
            "in recovery mode",
        ),
        (
            "PostgreSQL ne répond pas : est-il démarré, et l'adresse (PGHOST, PGPORT) est-elle la "
            "bonne ?"
        ),
    ),
    (
        (
            "server closed the connection",
            "terminating connection",
            "connection to server was lost",
            "could not receive data",
            "could not send data",
            "connection already closed",
        ),
        "La liaison avec PostgreSQL s'est rompue en route : recommencez.",
    ),
)


@contextmanager
def told():
    """Raise Stop, with a sentence, for what goes wrong with PostgreSQL or the disk in the block."""
    try:
        yield
    except psycopg2.Error as error:
        raise Stop(meaning(str(error))) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Stop(DISK_FULL) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise Stop(
                f"Je n'ai pas le droit d'écrire ou de lire {error.filename} : lancez la commande "
                "avec l'utilisateur d'Odoo."
            ) from error
        raise


def meaning(complaint):
    """Return the sentence for what a program of PostgreSQL, or its library, wrote."""
    if missing := re.search(r'database "(.+)" does not exist', complaint):
        return f"La base {missing[1]} n'existe pas."
    for signs, sentence in MEANINGS:
        if any(sign in complaint for sign in signs):
            return sentence
    lines = [line for line in complaint.strip().splitlines() if line.strip()]
    return f"PostgreSQL a répondu : {lines[0] if lines else 'rien'}"
