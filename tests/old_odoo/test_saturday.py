"""A coop on Odoo 14 with our member space beside it, on a Saturday morning."""

import os
import time
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import expect, sync_playwright

from coop.old_odoo import shop
from support import pages
from support.client import Client
from support.labels import print_labels
from support.linked import Space, run_vracoop, start_vracoop
from support.login import gestion_compte, log_in_there, type_code
from support.mails import Mails
from support.oauth_server import OauthServer
from support.suggestions import new_odd_name

TURN = 5  # seconds


@pytest.fixture(scope="module")
def environ(address):
    """The environment in which `scripts/vracoop` links the two."""
    url, database = address
    return {
        **os.environ,
        "VRACOOP_URL": url,
        "VRACOOP_DATABASE": database,
        "VRACOOP_LOGIN": shop.LOGIN,
        "VRACOOP_PASSWORD": shop.LOGIN,
        "COOP_LOGIN": "lien",
        "COOP_PASSWORD": "lien",
    }


@pytest.fixture(scope="module")
def vracoop(environ):
    """Return `vracoop(*arguments)`: run the program; what it says."""

    def run(*arguments):
        done = run_vracoop(environ, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def space(vracoop):
    """The member space, to which all of the old shop was brought."""
    url = os.environ["COOP_URL"]
    space = Space(url, os.environ["COOP_DATABASE"], Client(url, "admin", "admin"))
    space.set_link(
        shelf_field=False,
        place_field=False,
        volume_field=False,
        organic_field=False,
        number_field=False,
    )
    assert "Tout est prêt" in vracoop("check")
    vracoop("sync")
    return space


@pytest.fixture(scope="module")
def new_phone(space):
    """Return `new_phone(client=None)`: a phone, with the session of `client` if given."""
    with sync_playwright() as playwright:
        chromium = pages.launch(playwright, os.environ["COOP_CHROMIUM"])
        yield lambda client=None: pages.open_page(chromium, space.url, client, 360)
        chromium.close()


@pytest.fixture(scope="module")
def phone(new_phone, space):
    """A phone of somebody who is logged in."""
    return new_phone(space.admin)


@pytest.fixture(scope="module")
def site(space):
    """The site with the members' accounts, which the login page offers."""
    server = OauthServer(space.url)
    space.call("auth.oauth.provider", "create", gestion_compte(server))
    yield server
    server.close()


def on_sale(old):
    """Return the products that the old tills sell."""
    sold = [("available_in_pos", "=", True), ("sale_ok", "=", True), ("active", "=", True)]
    return old.rows("product.product", sold, "name", "display_name", "barcode")


def test_every_price_is_that_of_the_old_till(space, old, till):
    feed = {each["id"]: each for each in space.feed().values()}
    products = on_sale(old)
    assert len(products) > 30
    for product in products:
        charged = till.with_taxes(product["id"], till.price(product["id"], 1.0))[1]
        shown = feed[space.here(product["id"])]["price"]
        assert shown == pytest.approx(charged, abs=0.005), product["display_name"]


def test_every_level_is_what_the_old_shop_has(space, old, distant, settings):
    feed = {each["id"]: each for each in space.feed().values()}
    compared = 0
    for row in distant.levels(settings):
        shown = feed.get(space.here(row["ref"]))
        if shown and shown["quantity"] is not None:
            assert shown["quantity"] == row["quantity"], shown["name"]
            compared += 1
    assert compared > 10


def test_a_second_turn_changes_nothing(vracoop, space):
    assert "Rien de nouveau" in vracoop("sync")


@pytest.mark.parametrize("mode", ["real", "closing"])
def test_a_sale_rung_up_there_is_on_the_page_here_a_turn_later(
    space, vracoop, environ, till, selling, product, phone, mode
):
    selling(mode)
    wine = product("Vin rouge 75 cl")
    vracoop("sync")
    here = space.here(wine)
    before = next(each for each in space.feed().values() if each["id"] == here)["quantity"]
    pages.visit(phone, f"/p/{here}")
    level = phone.locator(".o_coop_product .o_coop_level").first
    shown = level.inner_text()
    watching = start_vracoop(environ, "watch", "--every", TURN)
    try:
        till.sell({wine: 2})
        for _turn in range(12):
            phone.wait_for_timeout(TURN * 1000)
            pages.visit(phone, f"/p/{here}")
            if level.inner_text() != shown:
                break
        expect(level).not_to_have_text(shown)
    finally:
        watching.kill()
        watching.communicate()
    after = next(each for each in space.feed().values() if each["id"] == here)["quantity"]
    assert after == before - 2


def test_a_label_printed_here_has_the_price_that_till_charges(space, old, till):
    products = [each for each in on_sale(old) if each["barcode"]][:6]
    job = print_labels(space.admin, *[each["barcode"] for each in products])
    pdf = space.admin.get(f"/labels/jobs/{job}/labels.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    sheet = pypdfium2.PdfDocument(pdf.content)
    words = " ".join(page.get_textpage().get_text_range() for page in sheet)
    for product in products:
        charged = till.with_taxes(product["id"], till.price(product["id"], 1.0))[1]
        assert f"{charged:.2f}".replace(".", ",") in words.replace("\u202f", ""), product


def test_members_of_the_old_shop_are_members_here(space, old, read_all):
    rows = read_all("member")
    assert rows
    for ref, row in rows.items():
        [partner] = space.call(
            "res.partner", "read", [space.here(ref, "member")], ["name", "ref", "email"]
        )
        # Who has left is not known by the number any more.
        number = row["number"] if row["is_member"] else None
        assert (partner["name"], partner["ref"] or None) == (row["name"], number)


def test_a_member_of_the_old_shop_logs_in_for_the_first_time_and_votes(
    site, new_phone, record_property
):
    """Without an account here: with the one they have elsewhere, one code, one tap."""
    mails = Mails(os.environ["COOP_MAILS"])

    def log_in(tab, login, number, email):
        site.add(login, account=90_000 + number, number=number, email=f"{login}@ailleurs.example")
        log_in_there(tab, login)
        tab.get_by_label("Numéro de membre").fill(str(number))
        tab.get_by_role("button", name="Recevoir un code").click()
        type_code(tab, mails, {"email": email})

    proposing, name = new_phone(), new_odd_name()
    pages.visit(proposing, "/suggestions/new")
    log_in(proposing, "cperrin", 101, "camille.perrin@example.org")
    proposing.locator(".o_coop_form [name=name]").fill(name)
    proposing.locator(".o_coop_form .o_coop_actions button").click()
    expect(proposing.locator("h1")).to_have_text(name)
    suggestion = urlsplit(proposing.url).path

    voting = new_phone()
    start = time.monotonic()
    voting.goto(suggestion)
    log_in(voting, "imoreau", 103, "ines.moreau@example.org")
    voting.wait_for_url(f"**{suggestion}")
    vote = voting.locator(".o_coop_vote button.btn[aria-pressed]")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    record_property("seconds", round(time.monotonic() - start, 1))
    expect(voting.locator(".o_coop_count strong").first).to_have_text("2")
