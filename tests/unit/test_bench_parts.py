"""What the benchmark reads and decides without a server."""

import doctest

import pytest

from coop.bench import (
    command_line,
    doubles,
    figures,
    pages,
    polls,
    price_list,
    request_log,
    similar_feed,
    similar_names,
    team_list,
    votes,
)
from coop.bench.visitor import Answer

REQUEST = (
    "2026-11-23 22:35:36,395 5497 INFO bench_coop werkzeug: 127.0.0.1 - - "
    '[23/Nov/2026 22:35:36] "GET /suggestions?q=th%C3%A9 HTTP/1.1" 200 - 27 0.012 0.040\n'
)
OTHER = "2026-11-23 22:35:36,396 5497 INFO bench_coop odoo.registry: Registry loaded in 1.2s\n"


@pytest.mark.parametrize(
    "module",
    [doubles, figures, pages, polls, price_list, similar_feed, similar_names, team_list],
    ids=str,
)
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


def test_a_request_is_read_from_the_log():
    served = request_log.parse(REQUEST)
    assert (served.method, served.path, served.status) == ("GET", "/suggestions?q=th%C3%A9", 200)
    assert (served.queries, served.sql_ms, served.rest_ms, served.ms) == (27, 12, 40, 52)


def test_other_lines_tell_of_no_request():
    assert request_log.parse(OTHER) is None
    assert request_log.parse(REQUEST.replace("27 0.012 0.040", "- - -")) is None


def test_the_log_is_read_on_from_where_it_was(tmp_path):
    file = tmp_path / "server.log"
    file.write_text(REQUEST)
    log = request_log.RequestLog(file)
    assert log.take() == []
    with open(file, "a") as growing:
        growing.write(OTHER + REQUEST + REQUEST[:60])
    assert [served.queries for served in log.take()] == [27]
    with open(file, "a") as growing:
        growing.write(REQUEST[60:])
    assert len(log.take()) == 1


def test_all_is_measured_by_default_in_a_fixed_order():
    chosen = command_line.options([])
    assert chosen.only == list(command_line.MEASURES)
    assert (chosen.size, chosen.json) == ("real", None)
    chosen = command_line.options(["--only", "vote", "--only", "list", "--size", "demo"])
    assert (chosen.only, chosen.size) == (["list", "vote"], "demo")


@pytest.mark.parametrize(
    "arguments", [["--only", "nothing"], ["--size", "huge"], ["--json", "/no/such/folder/x.json"]]
)
def test_a_wrong_option_is_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        command_line.options(arguments)
    assert capsys.readouterr().err


def test_what_is_measured_is_what_can_be_asked_for():
    from coop.bench.__main__ import MEASURES

    assert list(MEASURES) == list(command_line.MEASURES)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b'{"voted": true}', True),
        (200, b'{"jsonrpc": "2.0", "result": {}}', True),
        (200, b'{"jsonrpc": "2.0", "error": {"code": 0}}', False),
        (409, b'{"error": "no longer open"}', False),
        (500, b"<html>", False),
    ],
)
def test_an_error_is_no_success_whatever_its_status(status, body, expected):
    assert votes.succeeded(Answer(status, body, 1.0)) is expected


def test_a_broken_connection_is_no_success():
    assert not votes.succeeded(None)


def test_all_are_asked_at_once_and_a_broken_connection_is_told():
    def ask(place):
        if place == 3:
            raise ConnectionResetError
        return place

    assert votes.at_once(ask, 5) == [0, 1, 2, None, 4]


def test_votes_that_went_wrong_are_counted_once():
    rush = votes.Rush(sent=10, ms=[1.0], failed=3, stored=8, doubled=1, troubles=[])
    assert rush.wrong == 4
    assert votes.Rush(10, [1.0], 0, 10, 0, []).wrong == 0


class Side:
    """Two people, three things, one vote, one author."""

    guests = ()

    def __init__(self):
        self.guests = [type("V", (), {"session": {"user_id": number}})() for number in (1, 2)]

    def rows(self, query):
        return {"things": [(7,), (8,), (9,)], "votes": [(1, 7)], "barred": [(2, 8)]}[query]


def test_nobody_votes_twice_nor_for_their_own():
    poll = polls.Poll("poll", Side(), "user_id", "things", "votes", "barred", None)
    wishes = [(visitor.session["user_id"], thing) for visitor, thing in poll.wishes()]
    assert sorted(wishes) == [(1, 8), (1, 9), (2, 7), (2, 9)]
    thing, crowd = poll.crowd(2)
    assert (thing, len(crowd)) == (9, 2)
    assert poll.voters(7) == [1]


def test_what_odoo_reads_of_a_field_in_a_list():
    assert team_list.read_as({"type": "char"}) == {}
    assert team_list.read_as({"type": "many2one"}) == {"fields": {"display_name": {}}}
    assert team_list.ordered("") == ""
