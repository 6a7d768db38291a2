"""The stock page and its feed, as members and programs use them."""

import re

import pytest
from playwright.sync_api import expect

from support.pages import visit
from support.rpc import call
from support.shop import ring_up

KEYS = {"id", "barcode", "name", "shelf", "price", "unit_price", "unit", "quantity", "level"}
LEVELS = {"in_stock", "low", "out", "on_order"}
TYPED = "beure de cacahuete"
FOUND = "Beurre de cacahu"


@pytest.fixture
def counted(http):
    """A product of which the feed tells how many there are, as the feed has it."""
    products = http().get("/stock/feed").json()["products"]
    return next(each for each in products if (each["quantity"] or 0) > 20)


def test_the_feed_keeps_its_form(http):
    answer = http().get("/stock/feed")
    feed = answer.json()
    assert feed.keys() == {"at", "products"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", feed["at"])
    assert len(feed["products"]) >= 1000  # other tests add some
    for product in feed["products"]:
        assert product.keys() == KEYS
        assert product["level"] in LEVELS
    assert answer.headers["Content-Encoding"] == "gzip"


def test_the_feed_tells_no_cost(http):
    """Neither in its keys nor in its figures, whoever asks."""
    products = call(
        http("admin"),
        "product.product",
        "search_read",
        [["available_in_pos", "=", True], ["standard_price", ">", 0]],
        ["standard_price", "lst_price"],
    )
    costs = {each["id"]: each["standard_price"] for each in products}
    for login in (None, "membre", "achats"):
        for product in http(login).get("/stock/feed").json()["products"]:
            told = {value for value in product.values() if isinstance(value, float)}
            told -= {product["quantity"]}
            assert costs.get(product["id"]) not in told


def test_an_unchanged_feed_is_not_sent_again_and_a_changed_one_is(http, counted, database):
    client = http()
    tag = client.get("/stock/feed").headers["ETag"]
    for _often in range(3):
        assert client.get("/stock/feed", headers={"If-None-Match": tag}).status_code == 304
    # By SQL, past Odoo: what the server keeps in memory must see it.
    statement = "UPDATE stock_quant SET quantity = quantity + %s WHERE product_id = %s"
    with database.cursor() as cursor:
        cursor.execute(statement, (1, counted["id"]))
    try:
        changed = client.get("/stock/feed", headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert changed.headers["ETag"] != tag
    finally:
        with database.cursor() as cursor:
            cursor.execute(statement, (-1, counted["id"]))
    assert client.get("/stock/feed", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("login", [None, "membre"])
def test_without_scripts_it_is_searched_narrowed_and_paged(page, login):
    tab = page(login, width=360, javascript=False)
    visit(tab, "/stock")
    rows = tab.locator(".o_coop_stock_row")
    assert rows.count() == 60
    tab.locator("#o_coop_stock_q").fill(TYPED)
    tab.locator(".o_coop_stock_go").click()
    expect(rows.first).to_contain_text(FOUND)
    tab.goto("/stock")
    tab.locator(".o_coop_choice", has_text="Bio").click()
    assert "show=organic" in tab.url
    tab.goto("/stock")
    first = rows.first.get_attribute("id")
    tab.locator("a[rel=next]").click()
    assert "page=2" in tab.url
    assert rows.first.get_attribute("id") != first
    tab.locator("select[name=shelf]").select_option(index=2)
    tab.locator("noscript button, button[form=o_coop_stock_search]").first.click()
    assert "shelf=" in tab.url


def test_it_is_narrowed_down_while_one_types_and_chooses(page):
    tab = page("membre5", width=360)
    visit(tab, "/stock")
    tab.locator("#o_coop_stock_q").press_sequentially(TYPED)
    rows = tab.locator(".o_coop_stock_row")
    expect(rows.first).to_contain_text(FOUND)
    assert TYPED.split()[0] in tab.url, "a reload shows the same"
    expect(tab.locator("#o_coop_stock_q")).to_be_focused()
    tab.locator("#o_coop_stock_q").fill("")
    expect(rows).to_have_count(60)
    tab.locator(".o_coop_choice", has_text="Bientôt épuisé").click()
    expect(tab.locator(".o_coop_choice[aria-current]")).to_have_text("Bientôt épuisé")
    assert set(tab.locator(".o_coop_stock_row .o_coop_level").evaluate_all(
        "all => all.map(each => each.className.split(' ').at(-1))"
    )) == {"o_coop_level_low"}  # fmt: skip


def test_more_products_come_as_one_scrolls(page):
    tab = page(width=360)
    visit(tab, "/stock")
    tab.locator(".o_coop_stock_more").scroll_into_view_if_needed()
    rows = tab.locator(".o_coop_stock_row")
    expect(rows.nth(100)).to_be_attached()
    ids = rows.evaluate_all("all => all.map(each => each.id)")
    assert len(ids) == len(set(ids))
    shelves = tab.locator(".o_coop_stock_section").evaluate_all(
        "all => all.map(each => each.dataset.shelf)"
    )
    assert len(shelves) == len(set(shelves)), "a shelf that goes on is one"


def test_a_star_stays_in_place_and_on_the_list(page, http, counted):
    assert http("membre6").post(f"/p/{counted['id']}/star", {"star": "0"}).ok
    tab = page("membre6", width=360)
    visit(tab, f"/stock?q={counted['name']}")
    star = tab.locator(f"#p{counted['id']} .o_coop_star")
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    visit(tab, "/my/products")
    expect(tab.locator(f"#p{counted['id']}")).to_be_visible()
    visit(tab, f"/p/{counted['id']}")
    star = tab.locator(".o_coop_star_button")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false")
    visit(tab, "/my/products")
    expect(tab.locator(f"#p{counted['id']}")).to_have_count(0)


def test_the_open_page_follows_the_till(page, http, counted):
    """What is rung up stands on the page when one comes back to it, and nothing else moves."""
    tab = page(width=360)
    visit(tab, f"/stock?q={counted['name']}")
    row = tab.locator(f"#p{counted['id']}")
    before = int(counted["quantity"])
    expect(row).to_contain_text(f"{before} en magasin")
    name = row.locator(".o_coop_stock_name").element_handle()
    ring_up(http("admin"), counted["id"], 2, "2026-01-01", counted["price"])
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(row).to_contain_text(f"{before - 2} en magasin")
    assert name.evaluate("each => each.isConnected"), "the row itself stays"


def test_without_a_network_it_says_of_when_the_figures_are(page):
    tab = page(width=360)
    visit(tab, "/stock")
    expect(tab.locator(".o_coop_fresh")).to_contain_text(re.compile(r"à \d+ h \d\d"))
    # A photo that could not come any more would count as a fault of the page.
    tab.wait_for_load_state("networkidle")
    tab.context.set_offline(True)
    expect(tab.locator(".o_coop_stale")).to_contain_text(re.compile(r"stock de \d+ h \d\d"))
    tab.context.set_offline(False)
    expect(tab.locator(".o_coop_fresh")).to_be_visible()
    expect(tab.locator(".o_coop_stale")).to_be_hidden()
