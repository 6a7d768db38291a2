"""Shelves filled by scanning along them, and what lacks on products, from outside."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from support import camera, pages
from support.pages import visit, wait_for_scripts
from support.rpc import Refused, call
from support.shop import new_product
from support.suggestions import new_barcode, new_name

LACKS = "/odoo/action-coop_stock.coop_incomplete_product_action"
PROPOSALS = "/odoo/action-coop_stock.coop_content_proposal_server_action"


@pytest.fixture
def admin(http):
    """The administrator."""
    return http("admin")


@pytest.fixture
def shelf(admin):
    """Return a new, empty shelf; it is taken away afterwards."""
    shelf = call(admin, "coop.shelf", "create", {"name": new_name("Rayon"), "sequence": 999})
    yield shelf
    call(admin, "coop.shelf", "write", [shelf], {"active": False})


def scannable(admin, count):
    """Make products with a barcode; return (product, name, barcode) of each."""
    made = []
    for _number in range(count):
        barcode = new_barcode()
        made.append((*new_product(admin, barcode=barcode), barcode))
    return made


def put(client, shelf, code):
    """Scan a code, as without scripts; return the page that follows."""
    answer = client.post(f"/volunteer/shelves/{shelf}/put", {"code": code})
    assert answer.status_code == 303, answer.text[:2000]
    return client.get(answer.headers["Location"]).text


def places(admin, shelf):
    """Return {product: place} of what stands on a shelf."""
    rows = call(
        admin,
        "product.product",
        "search_read",
        [("coop_shelf_id", "=", shelf)],
        ["coop_shelf_place"],
    )
    return {row["id"]: row["coop_shelf_place"] for row in rows}


def test_two_people_filling_one_shelf_at_once_lose_nothing(http, admin, shelf, server_log):
    start = server_log.size()
    products = scannable(admin, 16)
    halves = (http("benevole"), products[::2]), (http("achats"), products[1::2])
    gun = threading.Barrier(2)

    def fill(half):
        client, mine = half
        said = []
        for _product, _name, barcode in mine:
            gun.wait()  # each pair of scans at the same moment
            said.append(put(client, shelf, barcode))
        return said

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(fill, halves))
    stands = places(admin, shelf)
    assert sorted(stands.values()) == list(range(1, 17))
    for said, (_client, mine) in zip(told, halves, strict=True):
        for page, (product, name, _barcode) in zip(said, mine, strict=True):
            assert f"{name} : place {stands[product]}." in page
    assert server_log.troubles(start) == []


def test_one_product_put_on_two_shelves_at_once_stands_on_one(http, admin, shelf):
    other = call(admin, "coop.shelf", "create", {"name": new_name("Rayon"), "sequence": 999})
    clients = http("benevole"), http("achats")
    gun = threading.Barrier(2)
    for product, _name, barcode in scannable(admin, 4):

        def scan(client, where, code=barcode):
            gun.wait()
            return put(client, where, code)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(scan, clients, (shelf, other)))
        assert (product in places(admin, shelf)) + (product in places(admin, other)) == 1
    call(admin, "coop.shelf", "write", [other], {"active": False})


def test_a_hand_scanner_does_not_wait_for_answers(page, admin, shelf):
    """It types digits and Enter, and then the next ones: each gets its place, in that order."""
    products = scannable(admin, 3)
    tab = page("benevole", width=360)
    visit(tab, f"/volunteer/shelves/{shelf}")
    expect(tab.locator("#coop_code")).to_be_focused()
    for _product, _name, barcode in products:
        tab.keyboard.type(barcode)
        tab.keyboard.press("Enter")
    last = products[-1][1]
    expect(tab.locator("#o_coop_status")).to_have_text(f"{last} : place 3.")
    expect(tab.locator("#coop_code")).to_be_focused()
    expect(tab.locator("#coop_code")).to_have_value("")
    assert places(admin, shelf) == {product: n for n, (product, *_) in enumerate(products, 1)}

    tab.keyboard.type(products[0][2])
    tab.keyboard.press("Enter")
    expect(tab.locator(".alert")).to_contain_text("a déjà sa place ici : 1.")
    tab.keyboard.type("4006381333931")
    tab.keyboard.press("Enter")
    expect(tab.locator(".alert")).to_contain_text("aucun produit au code « 4006381333931 »")

    tab.get_by_role("button", name=f"Annuler : {last}").click()
    wait_for_scripts(tab)
    expect(tab.locator(".alert")).to_contain_text(f"{last} n'a pas de rayon, comme avant.")
    assert len(places(admin, shelf)) == 2


def test_a_shelf_is_filled_without_scripts(page, admin, shelf):
    [(_product, name, barcode)] = scannable(admin, 1)
    tab = page("benevole", width=360, javascript=False)
    visit(tab, "/volunteer/shelves")
    tab.locator(f"a[href='/volunteer/shelves/{shelf}']").click()
    for said in (f"{name} : place 1.", "a déjà sa place ici"):
        expect(tab.locator("#coop_code")).to_be_focused()
        tab.keyboard.type(barcode)
        tab.keyboard.press("Enter")
        expect(tab.locator(".alert")).to_contain_text(said)
    expect(tab.locator("[data-coop-scan]")).to_be_hidden()
    tab.get_by_role("button", name="Annuler").click()
    expect(tab.locator(".alert")).to_contain_text("comme avant")
    assert places(admin, shelf) == {}


def test_the_camera_puts_a_product_on_the_shelf(launch, base_url, http, admin, shelf, tmp_path):
    """A real Chromium whose camera sees a film of a label."""
    [(product, name, barcode)] = scannable(admin, 1)
    film = camera.film_of_barcode(barcode, tmp_path / "label.mjpeg")
    browser = launch(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    tab = pages.open_page(browser, base_url, http("benevole"), width=360)
    visit(tab, f"/volunteer/shelves/{shelf}")
    tab.get_by_role("button", name="Scanner un produit").click()
    expect(tab.locator("#o_coop_status")).to_have_text(f"{name} : place 1.", timeout=60_000)
    assert places(admin, shelf) == {product: 1}
    assert tab.errors == []
    tab.context.close()


def test_where_the_session_has_ended_nothing_is_said_to_be_done(page, admin, shelf):
    [(_product, _name, barcode)] = scannable(admin, 1)
    tab = page("benevole", width=360)
    visit(tab, f"/volunteer/shelves/{shelf}")
    tab.context.clear_cookies()
    tab.keyboard.type(barcode)
    tab.keyboard.press("Enter")
    expect(tab.locator("#coop_filling .alert")).to_contain_text(f"{barcode} : pas envoyé")
    assert places(admin, shelf) == {}
    tab.errors.clear()  # the refusal, which the browser notes


# --- what lacks


def test_the_team_fills_in_many_at_once(page, admin):
    word = new_name("Semoule")
    made = [new_product(admin, name=f"{word} {size}")[0] for size in ("fine", "moyenne", "grosse")]
    tab = page("achats")
    tab.goto(LACKS)
    rows = tab.locator(".o_data_row")
    # Only a list that stands there takes a search.
    rows.first.wait_for()
    tab.locator(".o_searchview_input").press_sequentially(word, delay=10)
    tab.locator(".o_searchview_autocomplete").wait_for()
    tab.keyboard.press("Enter")
    tab.locator(".o_searchview .o_facet_value", has_text=word).wait_for()
    expect(rows).to_have_count(3, timeout=20_000)
    tab.locator("thead .o_list_record_selector input").click()
    rows.first.locator("[name=coop_brand]").click()
    tab.locator(".o_selected_row [name=coop_brand] input").fill("Moulin du Gué")
    tab.keyboard.press("Enter")
    with tab.expect_response(lambda answer: "coop.incomplete.product/web_save" in answer.url):
        tab.locator(".modal-footer .btn-primary").click()
    expect(rows.last.locator("[name=coop_brand]")).to_have_text("Moulin du Gué")
    brands = call(admin, "product.product", "read", made, ["coop_brand"])
    assert {row["coop_brand"] for row in brands} == {"Moulin du Gué"}


def test_the_team_drags_the_products_of_a_shelf_into_order(page, http, admin, shelf):
    products = scannable(admin, 3)
    for _product, _name, barcode in products:
        put(http("benevole"), shelf, barcode)
    tab = page("achats")
    tab.goto("/odoo/action-coop_stock.coop_shelf_action")
    row = tab.locator(".o_data_row", has_text=_name_of(admin, shelf))
    row.locator("button[name=action_coop_products]").click()
    rows = tab.locator(".o_data_row")
    expect(rows).to_have_count(3)
    rows.nth(2).locator(".o_row_handle").hover()
    tab.mouse.down()
    # Odoo begins to drag when the browser next draws: moves before that enter no row.
    last = rows.nth(2).bounding_box()
    tab.mouse.move(last["x"] + 60, last["y"] - 15, steps=5)
    tab.locator(".o_dragged").first.wait_for()
    top = rows.nth(0).bounding_box()
    tab.mouse.move(top["x"] + 60, top["y"] + 30, steps=10)
    tab.mouse.move(top["x"] + 60, top["y"] + 3, steps=10)
    with tab.expect_response(lambda answer: "/web_resequence" in answer.url):
        tab.mouse.up()
    expect(rows.first).to_contain_text(products[2][1])
    expect(rows.last).to_contain_text(products[1][1])
    order = places(admin, shelf)
    assert order[products[2][0]] < order[products[0][0]] < order[products[1][0]]
    # The next scan goes on behind them.
    [(_product, name, barcode)] = scannable(admin, 1)
    assert f"{name} : place 4." in put(http("benevole"), shelf, barcode)


def _name_of(admin, shelf):
    return call(admin, "coop.shelf", "read", [shelf], ["name"])[0]["name"]


def test_a_content_of_a_name_is_written_when_somebody_accepts_it(page, admin):
    product, name = new_product(admin, name=f"{new_name('Limonade')} 6x25cl")
    left, left_name = new_product(admin, name=f"{new_name('Riz')} 500 g")
    tab = page("achats")
    tab.goto(PROPOSALS)
    row = tab.locator(".o_data_row", has_text=name)
    expect(row).to_contain_text("6 × 25 cl")
    expect(row).to_contain_text("1,5 l")
    fields = ["coop_volume", "net_weight"]
    assert call(admin, "product.product", "read", [product], fields)[0]["coop_volume"] == 0
    row.locator("button[name=action_coop_accept]").click()
    expect(tab.locator(".o_notification")).to_contain_text("Contenances enregistrées : 1.")
    expect(row).to_have_count(0)
    assert call(admin, "product.product", "read", [product], fields)[0]["coop_volume"] == 1.5
    tab.locator(".o_data_row", has_text=left_name).locator("button[name=action_coop_leave]").click()
    expect(tab.locator(".o_data_row", has_text=left_name)).to_have_count(0)
    assert call(admin, "product.product", "read", [left], fields)[0]["net_weight"] == 0


@pytest.mark.parametrize("login", ["membre", "benevole", "magasin", "caisse"])
def test_others_fill_in_nothing_over_rpc(http, admin, login):
    product, _name = new_product(admin)
    for model, method, args in (
        ("coop.incomplete.product", "write", ([product], {"coop_brand": "x"})),
        ("coop.incomplete.product", "web_save", ([product], {"coop_brand": "x"}, {})),
        ("coop.content.proposal", "action_coop_look", ()),
    ):
        with pytest.raises(Refused, match="AccessError"):
            call(http(login), model, method, *args)
