"""Fixtures for tests against a running demo coop; `scripts/test outside` starts it.

They read COOP_URL, COOP_MAILS, COOP_LOG, COOP_CONFIG, COOP_CHROMIUM and libpq's PGHOST… from the
environment.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import odoorpc
import psycopg2
import pytest
from playwright.sync_api import sync_playwright
from routes import ROLES

from support import pages
from support.client import Client
from support.labels import new_printer, print_labels, print_whole_shop
from support.letters import letter_to, new_shelf, stop_token
from support.mails import Mails
from support.prices import answer_address, ask_price
from support.rpc import call
from support.server_log import ServerLog
from support.shop import address_of, ask_and_bring_back, stop_address
from support.suggestions import act, new_name, propose

# How many do something at the same moment.
CROWD = 50


def pytest_sessionstart(session):
    """Say what is missing when pytest is called by hand."""
    if "COOP_URL" not in os.environ:
        pytest.exit("These tests need a running coop: use `scripts/test outside`.", returncode=2)


@pytest.fixture(scope="session")
def base_url():
    """The coop's address, without a slash at its end."""
    return os.environ["COOP_URL"]


@pytest.fixture(scope="session")
def _sessions():
    return {}


@pytest.fixture(scope="session")
def http(base_url, _sessions):
    """Return `http(login=None, fresh=False)`: a Client, logged in as `login` or a visitor.

    Logging in costs half a second, so a person's session is shared by the tests; a test that
    logs out, or looks at what a session remembers, asks for a `fresh` one.
    """

    def make(login=None, fresh=False):
        if login is None or fresh:
            return Client(base_url, login, _password(login))
        if login not in _sessions:
            _sessions[login] = Client(base_url, login, _password(login))
            _sessions[login].token = _sessions[login].csrf_token()
        return _sessions[login].copy()

    return make


@pytest.fixture(scope="session")
def patient_scanner(http):
    """Have tills take keys that come slowly for those of a hand scanner, as on a busy machine."""
    parameter = ("barcode.max_time_between_keys_in_ms", "2000")
    call(http("admin"), "ir.config_parameter", "set_param", *parameter)


@pytest.fixture(scope="session")
def forget_session(_sessions):
    """Return `forget_session(login)`: have that person's next client log in anew."""
    return lambda login: _sessions.pop(login, None)


def _password(login):
    # The demo's further members share one hash, hence one password.
    return "membre" if login and login.startswith("membre") else login


@pytest.fixture
def rpc(base_url):
    """Return `rpc(login)`: an odoorpc connection of that person, as a program would make one."""
    opened = []

    def make(login):
        address = urlsplit(base_url)
        connection = odoorpc.ODOO(address.hostname, port=address.port, timeout=60)
        connection.login(os.environ["PGDATABASE"], login, _password(login))
        opened.append(connection)
        return connection

    yield make
    for connection in opened:
        connection.logout()


@pytest.fixture(scope="session")
def launch():
    """Return `launch(*flags)`: start a Chromium, closed at the end of all tests."""
    with sync_playwright() as playwright:
        started = []

        def make(*flags):
            started.append(pages.launch(playwright, os.environ["COOP_CHROMIUM"], *flags))
            return started[-1]

        yield make
        for each in started:
            each.close()


@pytest.fixture(scope="session")
def browser(launch):
    """A Chromium for all tests; each page has a context of its own."""
    return launch()


@pytest.fixture
def page(browser, base_url, http, request):
    """Return `page(login=None, width=1280, javascript=True, fresh=False)`: a browser page.

    At the end a test fails if a script of a page failed or logged an error, unless it has emptied
    `page.errors`. Of a failed test each page's picture is kept in var/log/pages.
    """
    opened = []

    def make(login=None, width=1280, javascript=True, fresh=False):
        client = http(login, fresh) if login else None
        opened.append(pages.open_page(browser, base_url, client, width, javascript))
        return opened[-1]

    yield make
    failed = getattr(request.node, "failed", False)
    errors = [error for each in opened for error in each.errors]
    for number, each in enumerate(opened):
        if (failed or errors) and not each.is_closed():
            each.screenshot(path=f"var/log/pages/{request.node.name}-{number}.png", full_page=True)
        each.context.close()
    assert not errors, f"scripts of the page failed: {errors}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures know that their test failed."""
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report


@pytest.fixture
def mails():
    """The mails that the coop has sent since the test began."""
    folder = Mails(os.environ["COOP_MAILS"])
    folder.clear()
    return folder


@pytest.fixture(scope="session")
def database():
    """A connection to the coop's database, in autocommit mode, from libpq's environment."""
    connection = psycopg2.connect("")
    connection.autocommit = True
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def server_log():
    """What the server logs."""
    return ServerLog(os.environ["COOP_LOG"])


@pytest.fixture
def settings(http):
    """Return `settings(**values)`: change the coop's settings for one test, as administrator."""
    admin = http("admin")
    before = {}

    def change(**values):
        [now] = call(admin, "res.company", "read", [1], list(values))
        before.update({name: now[name] for name in values if name not in before})
        call(admin, "res.company", "write", [1], values)

    yield change
    if before:
        call(admin, "res.company", "write", [1], before)


@pytest.fixture(scope="session", autouse=True)
def _no_daily_limits(base_url):
    # The tests' members do more in a minute than a member may in a day.
    admin = Client(base_url, "admin", "admin")
    limits = ("coop_daily_proposals", "coop_daily_comments", "coop_daily_login_requests")
    most = dict.fromkeys(limits, 100_000)
    call(admin, "res.company", "write", [1], most)


@pytest.fixture
def at_once_published(settings):
    """Have verdicts published without a delay."""
    settings(coop_publish_delay=0)


@pytest.fixture(scope="session")
def samples(http, database):
    """What stands for the names in braces of tests/routes.py, by name; see `Route.sample`."""
    name, address = ask_and_bring_back(http("admin"), http("membre20"))
    large_job, file = print_whole_shop(http("benevole"), http("admin"))
    mails = Mails(os.environ["COOP_MAILS"])
    mail = mails.wait_for(to=address, subject=name, seconds=60)
    asked = propose(http("membre20"), follow="1", name=(asked_name := new_name()))
    for login in ("membre", "membre3", "benevole", "achats", "admin"):
        act(http(login), asked, "vote")
    question = ask_price(http("achats"), asked, 4.9)
    price_mail = mails.wait_for(
        to=address_of(http("admin"), http("membre20")), subject=asked_name, seconds=60
    )
    with database.cursor() as cursor:
        # Where this is tried once more: no second letter is written in a week.
        cursor.execute("UPDATE coop_mail_choice SET looked_week = NULL")
    letter, _name = letter_to(
        http("admin"), http("membre20"), http("membre19"), new_shelf(http("admin")), mails
    )
    with database.cursor() as cursor:

        def row(query, *values):
            cursor.execute(query, values or None)
            return cursor.fetchone()

        product, barcode = row(
            """
            SELECT product.id, product.barcode
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN ir_attachment photo ON photo.res_model = 'product.template'
                   AND photo.res_id = template.id AND photo.res_field = 'image_1920'
             WHERE product.barcode IS NOT NULL AND product.active AND template.sale_ok
          ORDER BY product.id
             LIMIT 1
            """
        )
        [with_photo] = row(
            "SELECT id FROM coop_suggestion WHERE has_photo AND state = 'open' LIMIT 1"
        )
        [gone] = row("SELECT product_id FROM coop_stock_alert WHERE ended_on IS NULL LIMIT 1")
        [there] = row("SELECT product_id FROM coop_shelf_check LIMIT 1")
        reviewed, review = row(
            """
            SELECT review.product_id, review.id
              FROM coop_review review
              JOIN res_users author ON author.partner_id = review.partner_id
             WHERE review.hidden IS NOT TRUE AND author.login != ALL(%s)
             LIMIT 1
            """,
            list(ROLES),
        )
        meeting, line = row(
            """
            SELECT meeting.id, line.id
              FROM coop_review_meeting meeting
              JOIN coop_review_meeting_line line ON line.meeting_id = meeting.id
             WHERE meeting.state = 'draft'
          ORDER BY meeting.id, line.sequence
             LIMIT 1
            """
        )
        [trial] = row("SELECT id FROM coop_trial WHERE state = 'running' ORDER BY id LIMIT 1")
        [letter_waited_for] = row(
            """
            INSERT INTO coop_account_pairing
                        (provider_id, company_id, subject, state, partner_id, serial, tries,
                         expires_on)
                 SELECT (SELECT MIN(id) FROM auth_oauth_provider), account.company_id, 'sample',
                        'letter', account.partner_id, 1, 0, now() + interval '30 days'
                   FROM res_users account
                  WHERE account.login = 'membre20'
            ON CONFLICT (provider_id, subject) DO UPDATE SET state = 'letter'
              RETURNING id
            """
        )
        [shelf] = row("SELECT id FROM coop_shelf WHERE active ORDER BY id LIMIT 1")
    return {
        "token": stop_address(mail).rpartition("/")[2],
        "asked": asked,
        "question": question,
        "price_token": answer_address(price_mail).rpartition("/")[2],
        "mail_token": stop_token(letter),
        "product": product,
        "barcode": barcode,
        "with_photo": with_photo,
        "gone": gone,
        "there": there,
        "reviewed": reviewed,
        "review": review,
        "shelf": shelf,
        "job": print_labels(http("benevole"), barcode),
        "large_job": large_job,
        "file": file,
        "printer": new_printer(http("admin"), port=9),
        "meeting": meeting,
        "line": line,
        "trial": trial,
        "letter": letter_waited_for,
        "decision": 0,
    }


# --- many at once


@pytest.fixture
def crowd(http, crowd_logins):
    """Clients of 50 members of 50 households, each with a session of their own."""
    # Hashing a password takes half a second, outside Python's lock.
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(http, crowd_logins))


@pytest.fixture(scope="session")
def crowd_logins(database):
    """Logins of 50 members of 50 households."""
    with database.cursor() as cursor:
        cursor.execute(
            r"""
            SELECT MIN(account.login)
              FROM res_users account
              JOIN res_partner person ON person.id = account.partner_id
             WHERE account.active AND account.login ~ '^membre\d+$'
               AND NOT EXISTS (
                   SELECT FROM res_partner_res_partner_category_rel WHERE partner_id = person.id
               )
          GROUP BY COALESCE(person.parent_id, person.id)
          ORDER BY 1
             LIMIT %s
            """,
            (CROWD,),
        )
        logins = [login for (login,) in cursor.fetchall()]
    assert len(logins) == CROWD
    return logins


@pytest.fixture
def quiet_server(server_log):
    """The server logs no error while the test runs, not even one that it gets over."""
    start = server_log.size()
    yield
    assert server_log.troubles(start) == []


@pytest.fixture
def count(database):
    """Return `count(table, suggestion)`: how many rows of a kind a suggestion has."""

    def ask(table, suggestion):
        with database.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*) FROM coop_suggestion_{table} WHERE suggestion_id = %s",
                (suggestion,),
            )
            return cursor.fetchone()[0]

    return ask
