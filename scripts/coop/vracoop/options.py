"""The command line of `scripts/vracoop`; standard library only, so that --help answers at once.

It speaks French: whoever keeps a coop's Odoo alive reads its sentences.
"""

import argparse
from pathlib import Path

COMMANDS = {
    "check": "dit ce qui manque de chaque côté, sans rien lire d'autre ni rien écrire",
    "sync": "reprend ce qui a changé dans votre Vracoop, une fois ; n'y écrit jamais",
    "watch": "recommence sans fin, et laisse votre Vracoop souffler quand il ne répond pas",
    "push": "y crée les produits retenus que l'équipe achats a demandés ; pas encore à la vente",
    "status": "dit où en est la liaison",
}


def read(arguments):
    """Return the options of `scripts/vracoop`."""
    parser = argparse.ArgumentParser(
        prog="scripts/vracoop",
        description="Relie l'espace membre au Vracoop (Odoo 12 à 19) de votre coopérative.",
        epilog="Adresses et mots de passe se lisent dans l'environnement (VRACOOP_URL, "
        "VRACOOP_DATABASE, VRACOOP_LOGIN, VRACOOP_PASSWORD, et de même COOP_URL, COOP_DATABASE, "
        "COOP_LOGIN, COOP_PASSWORD) ou dans un fichier que vous seul pouvez lire (--config).",
    )
    parser.add_argument("--config", type=Path, help="fichier des adresses et mots de passe")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    made = {name: commands.add_parser(name, help=text) for name, text in COMMANDS.items()}
    for name in ("sync", "push"):
        made[name].add_argument(
            "--dry-run", action="store_true", help="dit ce qui changerait, et ne change rien"
        )
    made["sync"].add_argument(
        "--allow-departures",
        action="store_true",
        help="laisse partir d'un coup plus d'un cinquième des produits ou des membres, quand c'est "
        "voulu ; avec --dry-run, dit lesquels",
    )
    for name in ("check", "sync"):
        made[name].add_argument(
            "--csv",
            type=Path,
            metavar="DOSSIER",
            help="lit des fichiers exportés (produits, stock, ventes, membres) plutôt que le "
            "serveur",
        )
    made["watch"].add_argument(
        "--every", type=_seconds, default=60, metavar="SECONDES", help="entre deux tours (60)"
    )
    return parser.parse_args(arguments)


def _seconds(text):
    if not text.isdecimal() or not 5 <= int(text) <= 86400:
        raise argparse.ArgumentTypeError("donnez un nombre de secondes, de 5 à 86400")
    return int(text)
