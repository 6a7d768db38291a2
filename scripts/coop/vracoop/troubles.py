"""What can go wrong between two servers, and which of it passes by itself."""

import http.client
import json
import time
import urllib.error

import odoorpc.error

from coop.errors import Stop

# Seconds waited before a question is asked again.
PAUSES = (1, 3, 9)
# Odoo's exceptions that another try would not change.
DENIED = ("AccessDenied", "AccessError", "SessionExpired")


class Unreachable(Exception):
    """A server does not answer, or answers nonsense, for the time being."""


def asked(question, pauses=PAUSES, sleep=time.sleep):
    """Return what `question()` answers, asked again where a fault may pass by itself.

    Only for what may be asked twice: reading, and writes that are safe to repeat.

    :raises Unreachable: when the last try failed, too
    :raises Stop: when the server refuses, in a sentence
    """
    return told(lambda: again(question, pauses, sleep))


def again(question, pauses=PAUSES, sleep=time.sleep):
    """As `asked`, but what the server refuses is raised as it comes."""
    for pause in pauses:
        try:
            return _reached(question)
        except Unreachable:
            sleep(pause)
    return _reached(question)


def told(question):
    """Return what `question()` answers; what the server refuses is told in a sentence.

    :raises Stop: with the sentence
    """
    try:
        return question()
    except odoorpc.error.RPCError as error:
        raise Stop(in_words(error)) from error
    except urllib.error.HTTPError as error:
        raise Stop(f"Le serveur refuse la demande (réponse {error.code}).") from error


def _reached(question):
    try:
        return question()
    except odoorpc.error.RPCError:
        raise
    except urllib.error.HTTPError as error:
        if error.code < 500 and error.code != 429:
            raise
        raise Unreachable(f"réponse {error.code}") from error
    except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
        # What was cut in the middle of a page is no JSON; urllib's errors are OSErrors.
        raise Unreachable(str(getattr(error, "reason", "") or error) or repr(error)) from error


def in_words(error):
    """Return what Odoo refused as a sentence; its name is the last line of what it tells."""
    told = str(error).strip().splitlines()
    info = getattr(error, "info", None) or {}
    kind = (info.get("data") or {}).get("name", "") if isinstance(info, dict) else ""
    last = told[-1] if told else ""
    if "AccessDenied" in kind or "Access Denied" in last or "Access denied" in last:
        return "Le compte ou le mot de passe est refusé : a-t-il changé ?"
    if any(name in kind for name in DENIED):
        return f"Ce compte n'a pas ce droit : {last}"
    return f"Le serveur répond par une erreur : {last[:300]}"
