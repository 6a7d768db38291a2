"""Odoo as deploy/odoo.conf has it, with workers, behind Caddy as deploy/Caddyfile has it."""

import http.client
import json
import re
import ssl
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests
import websocket

from coop import ports, server
from support import caddy, deployed
from support.client import Client


@contextmanager
def odoo_with_workers(site, database, folder):
    """Run Odoo with two workers; yield it with its ports."""
    live = ports.free_port()
    options = {
        "--database": database,
        "--db-filter": f"^{database}$",
        "--gevent-port": live,
        "--workers": 2,
        "--max-cron-threads": 0,
    }
    pieces = [f"{name}={value}" for name, value in options.items()]
    with deployed.serving(site, folder, *pieces) as running:
        wait_until(lambda: server.answers(f"http://127.0.0.1:{live}/websocket/health"))
        yield running, urlsplit(running.url).port, live


@pytest.fixture(scope="module")
def behind(site, demo, tmp_path_factory):
    """The running Odoo, and Caddy in front of it."""
    folder = tmp_path_factory.mktemp("proxy")
    # Odoo learns its own address from the first administrator who logs in.
    site.rows(demo, "DELETE FROM ir_config_parameter WHERE key = 'web.base.url.freeze'")
    caddy.program()
    with (
        odoo_with_workers(site, demo, folder) as (running, port, live),
        caddy.in_front_of(port, live, ports.free_port(), ports.free_port(), folder) as front,
    ):
        yield running, front


@pytest.fixture
def odoo(behind):
    """The Odoo behind."""
    return behind[0]


@pytest.fixture
def front(behind):
    """What a browser meets."""
    return behind[1]


def test_caddy_finds_nothing_wrong_with_its_file():
    code, told = caddy.validated()
    assert code == 0, told


def test_odoo_knows_every_line_of_its_file(odoo):
    log = odoo.log.read_text()
    assert "unknown option" not in log
    # Its folders are those of a server.
    complaints = re.findall(r" WARNING \S+ odoo\.tools\.config: (.+)", log)
    assert all("no such directory '/opt/coop/" in each for each in complaints), complaints
    assert "Worker WorkerHTTP" in log


def test_http_leads_to_https(front):
    answer = requests.get(f"{front.plain}/stock?q=riz", allow_redirects=False, timeout=60)
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("https://localhost")
    assert answer.headers["Location"].endswith("/stock?q=riz")


@pytest.mark.parametrize("coding", ["zstd", "gzip"])
def test_pages_are_compressed(front, coding):
    answer = front.get("/stock", headers={"Accept-Encoding": coding}, stream=True)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, coding)


def test_browsers_are_told_to_be_careful(front):
    headers = front.get("/stock").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "strict-origin" in headers["Referrer-Policy"]
    assert "Server" not in headers, "nobody needs the versions of what runs"


def test_a_member_logs_in_through_it(front, site, demo):
    client = Client(front.url)
    client.session.verify = str(front.authority)
    client.log_in("membre", "membre")
    assert "o_coop_page" in client.get("/suggestions").text
    admin = Client(front.url)
    admin.session.verify = str(front.authority)
    admin.log_in("admin", "admin")
    # The links of its mails lead to the address that people use.
    address = "SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'"
    assert site.rows(demo, address) == [(front.url,)]


def test_odoo_believes_caddy_and_caddy_no_one(front, odoo):
    """With proxy_mode Odoo takes who asks from headers that only Caddy may set."""
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Host": "evil.example"}
    requests.get(f"{odoo.url}/web/login?straight", headers=forged, timeout=60)
    assert front.get("/web/login?round", headers=forged).status_code == 200
    assert who_asked(odoo, "straight") == "203.0.113.7"
    assert who_asked(odoo, "round") == "127.0.0.1"


def who_asked(odoo, mark):
    """Return the address that Odoo logged with a request."""
    line = re.compile(rf"werkzeug: (\S+) .*/web/login\?{mark}")
    wait_until(lambda: line.search(odoo.log.read_text()))
    return line.search(odoo.log.read_text())[1]


def wait_until(is_so, seconds=60):
    """Wait until something is so; fail after some seconds."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.1)


def test_live_messages_come_through(front):
    context = {"ca_certs": str(front.authority), "cert_reqs": ssl.CERT_REQUIRED}
    live = websocket.create_connection(
        front.live, sslopt=context, timeout=60, origin=front.url, http_no_proxy=["*"]
    )
    assert live.status == 101
    live.ping("there?")
    opcode, frame = live.recv_data_frame(control_frame=True)
    assert (opcode, frame.data) == (websocket.ABNF.OPCODE_PONG, b"there?")
    live.close()


def test_live_messages_have_their_own_process(odoo):
    """Workers refuse them: that is what the Caddyfile's second address is for."""
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(
            odoo.url.replace("http", "ws") + "/websocket", timeout=60, origin=odoo.url
        )


@pytest.mark.parametrize("page", ["manager", "selector", "backup", "drop"])
def test_databases_are_nobodys_business(front, odoo, demo, page):
    assert front.get(f"/web/database/{page}").status_code == 404
    straight = requests.get(f"{odoo.url}/web/database/{page}", timeout=60)
    assert demo not in straight.text
    assert straight.status_code in (404, 405) or "has been disabled" in straight.text


def test_databases_are_not_listed_to_programs(front, demo):
    call = {
        "jsonrpc": "2.0",
        "method": "call",
        "params": {"service": "db", "method": "list", "args": []},
    }
    answer = front.request("POST", "/jsonrpc", json=call)
    assert "result" not in answer.json()
    assert demo not in answer.text


def test_a_monitor_finds_the_health(front):
    answer = front.get("/coop/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "pass")


def test_too_large_a_file_is_refused(front):
    """Without being kept anywhere: it is refused on the way."""
    address = urlsplit(front.url)
    context = ssl.create_default_context(cafile=str(front.authority))
    connection = http.client.HTTPSConnection("localhost", address.port, context=context, timeout=60)
    connection.putrequest("POST", "/web/login")
    connection.putheader("Content-Type", "application/octet-stream")
    connection.putheader("Content-Length", str(200 << 20))
    connection.endheaders()
    try:
        for _piece in range(200):
            connection.send(bytes(1 << 20))
        status = connection.getresponse().status
    except OSError:
        status = None  # it hung up in the middle, as it may
    assert status in (None, 400, 413, 502)
    connection.close()
    assert json.loads(front.get("/web/health").text)["status"] == "pass"
