"""A sale rung up in the real till screen changes what members see, before the till is closed."""

import pytest
from playwright.sync_api import expect

from support import till_screen
from support.pages import visit
from support.rpc import call
from support.suggestions import new_barcode, new_name

IN_STOCK = 8


def make_product(admin):
    """Make a product that the tills sell, with some in the shop; return its id and barcode."""
    barcode = new_barcode()
    values = {
        "name": new_name("Thé"),
        "barcode": barcode,
        "list_price": 4.5,
        "available_in_pos": True,
        "is_storable": True,
    }
    [product] = call(admin, "product.product", "create", [values])
    [shop] = call(
        admin, "stock.warehouse", "search_read", [], fields=["lot_stock_id"], limit=1, order="id"
    )
    [quant] = call(
        admin,
        "stock.quant",
        "create",
        [
            {
                "product_id": product,
                "location_id": shop["lot_stock_id"][0],
                "inventory_quantity": IN_STOCK,
            }
        ],
    )
    call(admin, "stock.quant", "action_apply_inventory", [quant])
    return product, barcode


def open_tills(admin):
    """Return the till whose session is open in the demo coop."""
    sessions = call(
        admin,
        "pos.session",
        "search_read",
        [["state", "=", "opened"], ["rescue", "=", False]],
        fields=["config_id"],
        order="id",
        limit=1,
    )
    return sessions[0]["config_id"][0]


def feed_of(client, product):
    """Return what the feed says of a product."""
    return {each["id"]: each for each in client.get("/stock/feed").json()["products"]}[product]


@pytest.mark.usefixtures("patient_scanner")
def test_a_sale_at_the_till_changes_the_members_page_at_once(page, http):
    admin, member = http("admin"), http("membre9")
    product, barcode = make_product(admin)
    phone = page("membre9", width=360)
    visit(phone, f"/p/{product}")
    level = phone.locator(".o_coop_product .o_coop_level").first
    expect(level).to_contain_text(f"{IN_STOCK} en magasin")
    assert feed_of(member, product)["quantity"] == IN_STOCK

    till = page("admin")
    config = open_tills(admin)
    till_screen.open_till(till, config)
    for _time in range(6):
        till_screen.scan_again(till, barcode)
    till_screen.pay(till)

    visit(phone, f"/p/{product}")
    expect(level).to_contain_text(f"plus que {IN_STOCK - 6}")
    told = feed_of(member, product)
    assert (told["quantity"], told["level"]) == (IN_STOCK - 6, "low")
    [session] = call(
        admin,
        "pos.session",
        "search_read",
        [["config_id", "=", config], ["state", "=", "opened"]],
        fields=["state"],
    )
    assert session["state"] == "opened", "the till is still open"
    till.errors.clear()  # the till's own screen looks for devices that are not there
