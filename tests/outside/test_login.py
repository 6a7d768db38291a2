"""Members log in: by a link in a mail, and with the account they have elsewhere.

The site with those accounts is a real OAuth 2 server, see support/oauth_server.py.
"""

import re

import pytest
from playwright.sync_api import expect

from support.at_once import at_once
from support.login import gestion_compte, log_in_there, type_code
from support.mails import text_of
from support.oauth_server import SECRET, OauthServer
from support.page_checks import check, shut_out
from support.pages import visit, wait_for_scripts
from support.rpc import call
from support.suggestions import propose

LINK = re.compile(r"/login/link/[\w-]+")
LINK_SUBJECT = "Votre lien pour vous connecter"
VOTE = ".o_coop_vote button.btn[aria-pressed]"
ME = ".o_coop_bar a[href='/my']"


@pytest.fixture(scope="module", autouse=True)
def sessions_that_ended(forget_session):
    """Leave no session to other tests: logging in by another site ends a person's others."""
    yield
    for number in range(40, 50):
        forget_session(f"membre{number}")


@pytest.fixture(scope="module")
def member(http):
    """Return `member(number)`: who that member is, as ``{"id", "ref", "email", "name"}``."""
    admin = http("admin")

    def find(number):
        [user] = call(
            admin, "res.users", "search_read", [("login", "=", f"membre{number}")], ["partner_id"]
        )
        fields = ["ref", "email", "name"]
        return call(admin, "res.partner", "read", [user["partner_id"][0]], fields)[0]

    return find


@pytest.fixture(scope="module")
def site(base_url):
    """The site with the members' accounts."""
    server = OauthServer(base_url)
    yield server
    server.close()


@pytest.fixture
def offer(http, site):
    """Return `offer(**values)`: have the login page offer the site as `values` say."""
    admin, made = http("admin"), []

    def make(**values):
        values = {**gestion_compte(site), **values}
        made.append(call(admin, "auth.oauth.provider", "create", [values])[0])
        return made[-1]

    yield make
    site.version, site.is_forging = "new", False
    # Whom a test has paired is paired with it no more.
    users = call(admin, "res.users", "search", [("oauth_provider_id", "in", made)])
    call(admin, "res.users", "write", users, {"oauth_uid": False, "oauth_provider_id": False})
    call(admin, "auth.oauth.provider", "unlink", made)


def openid(site):
    """Return what makes a provider one of OpenID Connect."""
    return {
        "name": "Nuage",
        "flow": "id_token_code",
        "scope": "openid profile email",
        "client_secret": SECRET,
        "token_endpoint": f"{site.url}/oauth/v2/token",
        "jwks_uri": f"{site.url}/jwks",
    }


def log_in_again(tab, login):
    """Log out, and in anew with the account elsewhere."""
    tab.wait_for_load_state("networkidle")  # the account's page still counts
    tab.goto("/web/session/logout")
    visit(tab, "/web/login")
    log_in_there(tab, login)


def partners(database, person):
    """Return how many contacts and accounts bear a person's name."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(DISTINCT partner.id), COUNT(account.id) FROM res_partner partner"
            " LEFT JOIN res_users account ON account.partner_id = partner.id"
            " WHERE partner.name = %s OR partner.email = %s",
            (person["name"], person["email"]),
        )
        return cursor.fetchone()


# --- with an account elsewhere


def test_a_member_logs_in_for_the_first_time_and_votes(
    page, http, site, offer, member, mails, database
):
    """Within a minute: two fields, one code."""
    offer()
    person, suggestion = member(40), propose(http("membre2"))
    site.add("mdupont", account=90_001, number=1, email="ailleurs@example.org")
    before = partners(database, person)
    tab = page(width=360)
    tab.goto(f"/suggestions/{suggestion}")
    assert shut_out(tab, context=".o_coop_ask_link") == []
    log_in_there(tab, "mdupont")
    wait_for_scripts(tab)
    check(tab)
    tab.get_by_label("Numéro de membre").fill(person["ref"])
    tab.get_by_role("button", name="Recevoir un code").click()
    wait_for_scripts(tab)
    check(tab)
    type_code(tab, mails, person)
    tab.wait_for_url(f"**/suggestions/{suggestion}")
    tab.locator(VOTE).click()
    expect(tab.locator(VOTE)).to_have_attribute("aria-pressed", "true")
    assert partners(database, person) == before, "no second contact, no second account"
    assert not mails.all(to="ailleurs@example.org"), "nothing goes where the other site says"
    log_in_again(tab, "mdupont")
    expect(tab.locator(ME).first).to_be_visible()


def test_the_older_gestion_compte_tells_the_number(page, site, offer, member, mails):
    site.version = "old"
    offer(coop_id_means="number")
    person = member(49)
    site.add("pmartin", account=1, number=int(person["ref"]), email="x@example.org")
    tab = page(width=360)
    visit(tab, "/web/login")
    log_in_there(tab, "pmartin")
    expect(tab.get_by_text("l'adresse que la coop connaît")).to_be_visible()
    type_code(tab, mails, person)
    expect(tab.locator(ME).first).to_be_visible()


def test_an_upgrade_that_nobody_told_odoo_of_opens_nobodys_account(
    page, site, offer, member, mails
):
    """The account's id of one person is the member number of another."""
    site.version = "old"
    provider = offer(coop_id_means="number")
    person = member(50)
    site.add("first", account=5, number=int(person["ref"]), email="first@example.org")
    site.add("second", account=int(person["ref"]), number=7, email="second@example.org")
    tab = page(width=360)
    visit(tab, "/web/login")
    log_in_there(tab, "first")
    type_code(tab, mails, person)
    expect(tab.locator(ME).first).to_be_visible()
    site.version = "new"
    log_in_again(tab, "second")
    tab.wait_for_url("**/login/pair")
    assert provider
    tab.goto("/my")
    tab.wait_for_url("**/web/login**")


@pytest.mark.parametrize("withdrawn", [True, False], ids=["who left", "who says no there"])
def test_one_who_is_refused_reads_why(page, site, offer, withdrawn):
    offer()
    site.add("parti", account=90_002, number=2, email="parti@example.org", withdrawn=withdrawn)
    tab = page(width=360)
    visit(tab, "/web/login")
    log_in_there(tab, "parti", "Autoriser" if withdrawn else "Refuser")
    tab.wait_for_url("**/login/refused?why=*")
    wait_for_scripts(tab)
    expect(tab.get_by_text("n'est plus" if withdrawn else "pas permis")).to_be_visible()
    check(tab)


def test_who_is_not_recognised_waits_for_the_desk(page, http, site, offer, member):
    offer()
    site.add("inconnue", account=90_003, number=3, email="inconnue@example.org")
    tab = page(width=360)
    visit(tab, "/web/login")
    log_in_there(tab, "inconnue")
    tab.get_by_label("Numéro de membre").fill(member(43)["ref"])
    tab.get_by_role("button", name="Recevoir un code").click()
    tab.get_by_role("button", name="Je ne reçois pas de code").click()
    expect(tab.get_by_text("bureau des membres est prévenu")).to_be_visible()
    wait_for_scripts(tab)
    check(tab)
    admin = http("admin")
    waiting = [("told_username", "=", "inconnue"), ("state", "=", "to_pair")]
    assert call(admin, "coop.account.pairing", "search_count", waiting) == 1


@pytest.mark.usefixtures("quiet_server")
def test_openid_connect(page, site, offer, member, mails):
    offer(**openid(site))
    person = member(44)
    site.add("nuage", account=90_004, number=4, email="nuage@example.org")
    tab = page(width=360)
    visit(tab, "/web/login")
    log_in_there(tab, "nuage")
    tab.get_by_label("Numéro de membre").fill(person["ref"])
    tab.get_by_role("button", name="Recevoir un code").click()
    type_code(tab, mails, person)
    expect(tab.locator(ME).first).to_be_visible()
    log_in_again(tab, "nuage")
    expect(tab.locator(ME).first).to_be_visible()
    site.is_forging = True
    log_in_again(tab, "nuage")
    tab.wait_for_url("**/login/refused?why=failed")


# --- by a link in a mail


@pytest.mark.parametrize("javascript", [False, True], ids=["without scripts", "with scripts"])
def test_a_member_logs_in_by_mail_and_stays_logged_in(page, member, mails, javascript):
    person = member(45 if javascript else 46)
    tab = page(width=360, javascript=javascript)
    visit(tab, "/web/login")
    tab.get_by_label("E-mail ou numéro de membre").fill(person["ref"])
    tab.get_by_role("button", name="Recevoir un lien de connexion").click()
    expect(tab.locator("[role=status]")).to_be_visible()
    link = LINK.search(text_of(mails.wait_for(to=person["email"], subject=LINK_SUBJECT)))[0]
    visit(tab, link)
    if javascript:
        check(tab)
    expect(tab.locator("[name=stay]")).not_to_be_checked()
    tab.get_by_label("C'est mon téléphone").check()
    tab.get_by_role("button", name="Me connecter").click()
    expect(tab.locator(ME).first).to_be_visible()
    # What is left when Odoo has ended the session. A request still under way would be answered
    # with a cookie of its own.
    tab.wait_for_load_state("networkidle")
    tab.context.clear_cookies(name="session_id")
    visit(tab, "/my/devices")
    expect(tab.get_by_role("button", name="Oublier")).to_have_count(1)
    if javascript:
        check(tab)
    tab.get_by_role("button", name="Oublier").click()
    expect(tab.get_by_text("Nulle part")).to_be_visible()
    tab.context.clear_cookies(name="session_id")
    tab.goto("/my/devices")
    assert "/web/login" in tab.url


def test_a_link_works_as_soon_as_its_mail_has_come(http, member, mails):
    for number in (39, 43, 44):
        person = member(number)
        http().post("/login/link", {"who": person["ref"]}, token_from="/login/link")
        mail = mails.wait_for(to=person["email"], subject=LINK_SUBJECT, every=0.001)
        assert http().get(LINK.search(text_of(mail))[0]).status_code == 200


@pytest.mark.usefixtures("quiet_server")
def test_one_link_used_by_many_at_once_logs_in_one(http, member, mails):
    person = member(47)
    http().post("/login/link", {"who": person["email"]}, token_from="/login/link")
    link = LINK.search(text_of(mails.wait_for(to=person["email"], subject=LINK_SUBJECT)))[0]
    clients = [http(None, fresh=True) for _each in range(8)]
    for client in clients:
        client.token = client.csrf_token(link)
    answers = at_once([lambda each=each: each.post(link) for each in clients])
    assert sorted(answer.status_code for answer in answers) == [303] + 7 * [404]


def test_a_former_member_gets_no_link(http, mails, member):
    [former] = call(
        http("admin"), "res.users", "search_read", [("login", "=", "ancien")], ["email"]
    )
    for who in (former["email"], "nobody@coop.example"):
        answer = http().post("/login/link", {"who": who}, token_from="/login/link")
        assert answer.status_code == 303
    # What was asked for later has been answered: so has this.
    person = member(48)
    http().post("/login/link", {"who": person["ref"]}, token_from="/login/link")
    mails.wait_for(to=person["email"], subject=LINK_SUBJECT)
    assert not mails.all(to=former["email"])
