import http.client
import json
import urllib.error

import odoorpc.error
import pytest

from coop.errors import Stop
from coop.vracoop import troubles


class Questions:
    """A question that fails so many times before it is answered."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.asked = 0
        self.slept = []

    def __call__(self):
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return "answer"


def http_error(code):
    return urllib.error.HTTPError("http://x", code, "", {}, None)


PASSING = [
    http_error(502),
    http_error(503),
    http_error(429),
    ConnectionResetError("cut"),
    TimeoutError(),
    http.client.IncompleteRead(b"{"),
    http.client.RemoteDisconnected(""),
    urllib.error.URLError("refused"),
    json.JSONDecodeError("no", "{", 1),
]


@pytest.mark.parametrize("failure", PASSING, ids=lambda each: type(each).__name__)
def test_what_passes_by_itself_is_asked_again(failure):
    question = Questions(failure, failure)
    assert troubles.asked(question, troubles.OURS, sleep=question.slept.append) == "answer"
    assert (question.asked, question.slept) == (3, [1, 3])


def test_in_the_end_it_is_unreachable():
    question = Questions(*[http_error(502)] * 9)
    with pytest.raises(troubles.Unreachable, match=r"L'espace membre ne répond pas .*502"):
        troubles.asked(question, troubles.OURS, sleep=question.slept.append)
    assert question.asked == 4


def test_a_refusal_is_asked_once():
    question = Questions(http_error(403))
    with pytest.raises(Stop, match=r"L'espace membre refuse la demande .*403"):
        troubles.asked(question, troubles.OURS, sleep=question.slept.append)
    assert question.asked == 1


def rpc_error(name, message):
    return odoorpc.error.RPCError(message, {"data": {"name": name, "message": message}})


def test_odoos_errors_are_told_in_words():
    denied = rpc_error("odoo.exceptions.AccessDenied", "Access Denied")
    assert "a-t-il changé" in troubles.in_words(denied, troubles.DISTANT)
    forbidden = rpc_error("odoo.exceptions.AccessError", "Vous ne pouvez pas lire les produits")
    assert "n'a pas ce droit" in troubles.in_words(forbidden, troubles.DISTANT)
    other = rpc_error("odoo.exceptions.ValidationError", "Trop de lignes")
    assert "Trop de lignes" in troubles.in_words(other, troubles.DISTANT)


# As odoorpc says it, and as servers do.
REFUSED = odoorpc.error.RPCError("Wrong login ID or password")
NO_DATABASE = rpc_error(
    "psycopg2.OperationalError", 'connection failed: FATAL:  database "coop" does not exist'
)
PAS_DE_BASE = rpc_error(
    "psycopg2.OperationalError", "FATAL:  la base de données « coop » n'existe pas"
)


@pytest.mark.parametrize("server", [troubles.DISTANT, troubles.OURS])
def test_each_sentence_names_the_server(server):
    refused = f"{server} refuse ce compte ou ce mot de passe : a-t-il changé ?"
    assert troubles.in_words(REFUSED, server) == refused
    denied = rpc_error("odoo.exceptions.AccessDenied", "Access Denied")
    assert troubles.in_words(denied, server) == refused
    for missing in (NO_DATABASE, PAS_DE_BASE):
        told = troubles.in_words(missing, server)
        assert told == f"{server} n'a pas de base de données « coop »."
    for name in ("odoo.exceptions.AccessError", "builtins.ValueError"):
        assert troubles.in_words(rpc_error(name, "Non"), server).startswith(server)
