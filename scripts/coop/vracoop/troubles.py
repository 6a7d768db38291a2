"""What can go wrong between two servers, and which of it passes by itself."""

import http.client
import json
import re
import time
import urllib.error

import odoorpc.error

from coop.errors import Stop

# The two servers, as the beginning of a sentence.
DISTANT = "Votre Vracoop"
OURS = "L'espace membre"
# Seconds waited before a question is asked again.
PAUSES = (1, 3, 9)
# Odoo's exceptions that another try would not change.
DENIED = ("AccessDenied", "AccessError", "SessionExpired")
# What PostgreSQL says in the languages of our coops' servers, handed on by Odoo.
NO_DATABASE = re.compile(
    r"""database "(.+?)" does not exist|base de données «\s(.+?)\s» n'existe pas"""
)


class Unreachable(Exception):
    """A server does not answer, or answers nonsense, for the time being: a sentence."""


def asked(question, server, pauses=PAUSES, sleep=time.sleep):
    """Return what `question()` answers, asked again where a fault may pass by itself.

    Only for what may be asked twice: reading, and writes that are safe to repeat.

    :param server: `DISTANT` or `OURS`, which sentences name
    :raises Unreachable: when the last try failed, too
    :raises Stop: when the server refuses, in a sentence
    """
    return told(lambda: again(question, server, pauses, sleep), server)


def again(question, server, pauses=PAUSES, sleep=time.sleep):
    """As `asked`, but what the server refuses is raised as it comes."""
    for pause in pauses:
        try:
            return _reached(question, server)
        except Unreachable:
            sleep(pause)
    return _reached(question, server)


def told(question, server):
    """Return what `question()` answers; what the server refuses is told in a sentence.

    :raises Stop: with the sentence
    """
    try:
        return question()
    except odoorpc.error.RPCError as error:
        raise Stop(in_words(error, server)) from error
    except urllib.error.HTTPError as error:
        raise Stop(f"{server} refuse la demande (réponse {error.code}).") from error


def _reached(question, server):
    try:
        return question()
    except odoorpc.error.RPCError:
        raise
    except urllib.error.HTTPError as error:
        if error.code < 500 and error.code != 429:
            raise
        raise Unreachable(f"{server} ne répond pas (réponse {error.code}).") from error
    except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
        # What was cut in the middle of a page is no JSON; urllib's errors are OSErrors.
        why = str(getattr(error, "reason", "") or error) or repr(error)
        raise Unreachable(f"{server} ne répond pas ({why}).") from error


def in_words(error, server):
    """Return what Odoo refused as a sentence; its name is the last line of what it tells."""
    told = str(error).strip().splitlines()
    info = getattr(error, "info", None) or {}
    kind = (info.get("data") or {}).get("name", "") if isinstance(info, dict) else ""
    last = told[-1] if told else ""
    if missing := NO_DATABASE.search(str(error)):
        return f"{server} n'a pas de base de données « {missing[1] or missing[2]} »."
    # Only odoorpc's own word for a login that led to nobody comes without details.
    if not info or "AccessDenied" in kind or "access denied" in last.lower():
        return f"{server} refuse ce compte ou ce mot de passe : a-t-il changé ?"
    if any(name in kind for name in DENIED):
        return f"{server} répond que ce compte n'a pas ce droit : {last}"
    return f"{server} répond par une erreur : {last[:300]}"
