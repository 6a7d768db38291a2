"""The Saturday of a linked coop: a sale over there is on the page here a turn later."""

import re
import time
from datetime import UTC, datetime

from playwright.sync_api import expect

from support import pages
from support.shop import new_product, ring_up

TURN = 5
# Milliseconds: some turns.
SOON = 60_000


def test_a_sale_there_changes_the_open_page_here(browser, distant, space, start, vracoop):
    made, _name = new_product(distant.admin, 8, list_price=4.5, taxes_id=[[6, 0, []]])
    assert vracoop(space, "sync").returncode == 0
    here = space.here(made)
    phone = pages.open_page(browser, space.url, space.admin, 360)
    pages.visit(phone, f"/p/{here}")
    level = phone.locator(".o_coop_product .o_coop_level").first
    expect(level).to_contain_text("8 en magasin")
    expect(phone.locator(".o_coop_buy")).to_contain_text(re.compile("stock d’il y a|cette minute"))
    start(space, "watch", "--every", TURN)
    ring_up(distant.admin, made, 6, datetime.now(UTC).date(), 4.5)
    for _turn in range(12):
        phone.wait_for_timeout(TURN * 1000)
        pages.visit(phone, f"/p/{here}")
        if "plus que 2" in level.inner_text():
            break
    expect(level).to_contain_text("plus que 2")
    assert not phone.errors
    phone.context.close()


def test_a_watch_outlives_a_server_that_stops(space, start, proxy, distant):
    made, _name = new_product(distant.admin, 3, list_price=4.5, taxes_id=[[6, 0, []]])
    proxy.bend = lambda number, request: "refuse"
    process = start(space, "watch", "--every", TURN)
    line = process.stdout.readline()
    assert "Nouvel essai dans" in line, line
    proxy.bend = lambda number, request: None
    query = "SELECT COUNT(*) FROM coop_vracoop_record WHERE kind = 'product' AND ref = %s"
    for _try in range(120):
        if space.rows(query, str(made))[0][0]:
            break
        process.stdout.readline()
    assert space.rows(query, str(made))[0][0] == 1
    assert process.poll() is None


def test_what_is_typed_beside_a_watch_is_told_of_it_and_may_look_on(space, start, vracoop):
    process = start(space, "watch", "--every", TURN)
    assert process.stdout.readline(), "a turn was made, or begun"
    beside = vracoop(space, "sync")
    assert beside.returncode == 1
    assert "scripts/vracoop watch" in beside.stderr + beside.stdout
    assert vracoop(space, "sync", "--dry-run").returncode == 0
    assert process.poll() is None


def test_a_watch_outlives_an_answer_that_nobody_foresaw(space, start, proxy):
    answer = b'{"jsonrpc": "2.0", "id": 1, "result": [{}]}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    is_sums = b'"formatted_read_group"'
    proxy.bend = lambda number, request: head % len(answer) + answer if is_sums in request else None
    process = start(space, "watch", "--every", TURN)
    line = process.stdout.readline()
    while "Nouvel essai dans" not in line:
        assert line, process.wait()
        line = process.stdout.readline()
    assert "Une erreur imprévue a interrompu la liaison (KeyError" in line
    query = "SELECT failed_words FROM coop_vracoop_link"
    for _try in range(60):
        if space.rows(query)[0][0]:
            break
        time.sleep(1)
    assert "KeyError" in space.rows(query)[0][0]
    proxy.bend = lambda number, request: None
    while space.rows(query)[0][0]:
        assert process.stdout.readline(), process.wait()
    assert process.poll() is None
