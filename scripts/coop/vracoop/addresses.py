"""Where the two servers are and how to log in: from the environment, or a file of mode 600."""

import configparser
import ipaddress
import os
import stat
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from coop.errors import Stop

# Section of the file and beginning of the variables, and who that is in words.
DISTANT = "vracoop", "votre Vracoop"
OURS = "coop", "l'espace membre"
# Names that lead nowhere but the same network (RFC 6762, RFC 8375, and what routers give).
LOCAL_NAMES = (".local", ".localhost", ".home.arpa", ".internal", ".lan")
NEEDED = ("url", "database", "login", "password")


@dataclass(frozen=True)
class Address:
    """One server's address and account; the password never shows in a message or a log."""

    url: str
    database: str
    login: str
    password: str = field(repr=False)

    @property
    def is_in_the_open(self):
        """Whether the password goes over the internet without encryption."""
        address = urlsplit(self.url)
        if address.scheme == "https":
            return False
        name = address.hostname or ""
        try:
            return ipaddress.ip_address(name).is_global
        except ValueError:
            # One word is a machine of the same network, or a container.
            return "." in name and not name.endswith(LOCAL_NAMES)


def read(which, config=None, environ=os.environ):
    """Return the Address of `which`, DISTANT or OURS; a variable wins over the file.

    :param Path config: an INI file with the sections ``[vracoop]`` and ``[coop]``
    :raises Stop: naming what is missing, or that others can read the file
    """
    section, name = which
    values = _of_file(config, section) if config else {}
    for key in NEEDED:
        if given := environ.get(f"{section}_{key}".upper()):
            values[key] = given
    missing = [f"{section}_{key}".upper() for key in NEEDED if not values.get(key)]
    if missing:
        raise Stop(
            f"Pour joindre {name}, il manque {', '.join(missing)} dans l'environnement, ou la "
            f"ligne de même nom dans la partie [{section}] du fichier donné par --config."
        )
    if not values["url"].startswith(("http://", "https://")):
        raise Stop(f"L'adresse de {name} doit commencer par https:// (ou http://).")
    return Address(**{key: values[key] for key in NEEDED})


def _of_file(path, section):
    try:
        mode = path.stat().st_mode
    except OSError:
        raise Stop(f"Le fichier {path} ne se lit pas : vérifiez son nom.") from None
    if stat.S_IMODE(mode) & 0o077:
        raise Stop(
            f"D'autres que vous peuvent lire {path}, qui contient des mots de passe : "
            f"tapez d'abord  chmod 600 {path}"
        )
    # A password may hold a percent sign.
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        raise Stop(
            f"Le fichier {path} n'a pas la forme attendue : une ligne [vracoop], puis "
            "url = …, database = …, login = …, password = …, et de même sous [coop]."
        ) from None
    return dict(parser[section]) if parser.has_section(section) else {}
