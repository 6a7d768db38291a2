"""Each route lets in whom tests/routes.py says, and no others; and no route is missing there."""

import os
import re
import secrets

import pytest
from routes import FORMER, ROLES, ROUTES, SHOP, VISITOR

from support import routing
from support.client import Client
from support.meetings import held_meeting
from support.suggestions import act, new_name, propose

# What no suggestion or product has: too small, not there yet, beyond PostgreSQL's integers.
UNKNOWN_IDS = (-1, 0, 999_999_999, 2**31, 2**63, 10**30)
NO_NUMBERS = ("abc", "1.5", "1%20OR%201=1")

READ = [route for route in ROUTES if route.method == "GET"]
WRITTEN = [route for route in ROUTES if route.method == "POST"]
GUARDED = [route for route in WRITTEN if route.needs_token]
OF_A_RECORD = [route for route in ROUTES if "<int:" in route.path]


@pytest.fixture(scope="module")
def routed():
    """Our routes, as the running coop's code routes them."""
    return routing.of_the_coop(os.environ["COOP_CONFIG"])


@pytest.fixture
def place(http, samples):
    """Return `place(route, login)`: an address and a form, on records that a test may change."""

    def make(route, login):
        other = samples["with_photo"]
        if route.method == "POST" and "{other}" in route.sample:
            other = propose(http("membre2"))
        held = {}
        if route.method == "POST" and "{meeting}" in route.sample:
            held = held_meeting(http)
        owner = "membre2" if login in (VISITOR, FORMER, SHOP) else login
        values = {
            **samples,
            **held,
            "own": propose(http(owner)) if "{own}" in route.sample else "",
            "other": other,
            "name": new_name(),
        }
        form = {name: value.format(**values) for name, value in route.form.items()}
        return route.sample.format(**values), form

    return make


def person(http, role, fresh=False):
    """Return a role's client."""
    return http(None if role == VISITOR else role, fresh)


def somebody(route):
    """Return the login of somebody who may call a route."""
    return next(
        login for login in ("membre3", "benevole", "achats", "admin") if plays(login, route)
    )


def plays(login, route):
    """Whether a person is one of those who may call a route."""
    return login.rstrip("3") in route.who


def send(client, route, address, form=None):
    """Call a route as its page would, with a token if it wants one."""
    if route.method == "POST":
        token_from = "/web/login" if client.login is None else "/my"
        return client.post(address, form, token_from=token_from)
    return client.get(address, allow_redirects=False)


def test_the_table_knows_every_route(routed):
    """A new route must say in tests/routes.py who may call it."""
    told = {(each["path"], method) for each in routed for method in each["methods"] or [""]}
    known = {(route.path, route.method) for route in ROUTES}
    assert told - known == set(), "routes that tests/routes.py does not know"
    assert known - told == set(), "routes of tests/routes.py that are no more"


def test_only_routes_that_read_may_be_served_from_a_replica(routed):
    reads = {(route.path, route.method): route.reads for route in ROUTES}
    for each in routed:
        for method in each["methods"] or [""]:
            expected = reads[each["path"], method]
            assert bool(each["readonly"]) is expected, f"{method} {each['path']}"
            # A page that shows votes must show the session's own: a function decides.
            if expected and "suggestions" in each["path"]:
                assert isinstance(each["readonly"], str), f"{method} {each['path']}"


def test_every_route_is_guarded_by_a_token(routed):
    mailed = {route.path for route in ROUTES if route.mailed}
    assert {each["path"] for each in routed if not each["csrf"]} == mailed


def test_routes_of_members_ask_for_an_account(routed):
    public = {route.path for route in ROUTES if route.public}
    for each in routed:
        assert (each["auth"] in ("public", "none")) is (each["path"] in public), each["path"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_route_lets_in_whom_it_should(http, place, route, role):
    client = person(http, role, fresh="logout" in route.path)
    address, form = place(route, role)
    answer = send(client, route, address, form)
    assert answer.status_code == route.status(role), answer.headers.get("Location")
    if role == VISITOR and not route.public:
        assert "/web/login" in answer.headers["Location"]
    if answer.status_code == 403:
        assert "o_coop_page" in answer.text, "whoever may not reads a page of ours that says why"


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_a_form_without_its_token_is_refused(http, place, route):
    client = http(somebody(route))
    address, form = place(route, client.login)
    assert client.post(address, form, token_from=None).status_code == 400
    assert client.post(address, {**form, "csrf_token": "x"}, token_from=None).status_code == 400
    assert send(client, route, address, form).status_code == route.done


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_the_token_of_another_is_refused(http, place, route):
    client = http(somebody(route))
    address, form = place(route, client.login)
    form["csrf_token"] = http("membre4").csrf_token()
    assert client.post(address, form, token_from=None).status_code == 400


def test_logging_out_by_a_form_asks_for_the_token(http):
    client = http("membre3", fresh=True)
    assert client.post("/web/session/logout", token_from=None).status_code == 400
    assert client.post("/web/session/logout").status_code == 303
    assert client.get("/my/suggestions", allow_redirects=False).status_code == 303


@pytest.mark.parametrize("unknown", UNKNOWN_IDS)
@pytest.mark.parametrize("route", OF_A_RECORD, ids=str)
def test_an_unknown_number_is_answered_kindly(http, route, unknown):
    client = http(somebody(route))
    address = re.sub(r"\{\w+\}|(?<=/page/)\d+", str(unknown), route.sample)
    answer = send(client, route, address, {**route.form, "name": new_name()})
    assert answer.status_code == route.unknown


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("route", OF_A_RECORD, ids=str)
def test_what_is_no_number_is_not_found(http, route, text):
    address = re.sub(r"\{\w+\}|(?<=/page/)\d+", text, route.sample)
    assert send(http(somebody(route)), route, address, route.form).status_code == 404


def test_an_unknown_barcode_is_answered_kindly(http):
    answer = http().get("/p/b/4006381333931")
    assert answer.status_code == 404
    assert "/suggestions/new?barcode=4006381333931" in answer.text


@pytest.mark.parametrize("path", sorted({route.path for route in READ}))
def test_a_page_that_only_reads_takes_no_form(http, place, path):
    """The method decides: what is not a form's own address does not write."""
    if path in {route.path for route in WRITTEN}:
        return
    [route] = [each for each in READ if each.path == path]
    address, _form = place(route, "membre3")
    if "<any" in path:
        # Its address is that of the forms: another test posts there.
        return
    assert http("membre3").post(address, {"q": "x"}).status_code == 405


@pytest.fixture(scope="module")
def reader(base_url):
    """A member on a shift who never writes anything."""
    return Client(base_url, "benevole")


@pytest.fixture(scope="module")
def writer(base_url):
    """The same person, elsewhere, who writes."""
    return Client(base_url, "benevole")


@pytest.mark.parametrize("route", READ, ids=str)
def test_a_read_page_is_served_from_a_replica(reader, place, server_log, route):
    """Nothing in it writes, or Odoo would run it a second time on the primary."""
    address, _form = place(route, reader.login)
    # Its first visitor has Odoo note which styles and scripts it needs, which is a write.
    reader.get(address)
    assert mode_of(reader, route, address, server_log) == "ro"


@pytest.mark.parametrize("route", READ, ids=str)
def test_a_session_that_just_wrote_reads_from_the_primary(
    http, reader, writer, place, server_log, route
):
    """So that a member sees their own vote when the replica lags; others still use the replica."""
    address, _form = place(route, writer.login)
    assert act(writer, propose(http("membre2")), "vote").status_code == 303
    assert mode_of(writer, route, address, server_log) == "rw"
    assert mode_of(reader, route, address, server_log) == "ro"


@pytest.mark.parametrize("route", WRITTEN, ids=str)
def test_a_form_is_written_to_the_primary_at_once(writer, place, server_log, route):
    address, form = place(route, writer.login)
    assert mode_of(writer, route, address, server_log, form) == "rw"


def mode_of(client, route, address, server_log, form=None):
    """Call a route and return how the server read the database for it."""
    probe, start = secrets.token_hex(8), server_log.size()
    send(client, route, f"{address}{'&' if '?' in address else '?'}probe={probe}", form)
    return server_log.mode_of(probe, start)
