"""What the tests do over and over in the shop: products, deliveries, scheduled actions."""

import re
import secrets
import time

from support.rpc import Refused, call
from support.suggestions import new_name


def new_product(admin, quantity=0, **values):
    """Make a product that the tills sell, with so many in the shop; return (id, name)."""
    name = values.pop("name", None) or new_name("Produit")
    product = call(
        admin,
        "product.product",
        "create",
        {"name": name, "available_in_pos": True, "is_storable": True, "list_price": 2.5, **values},
    )
    if quantity:
        receive(admin, product, quantity)
    return product, name


def receive(admin, product, quantity):
    """Have a delivery of so many of a product come in, as the back office does."""
    [kind] = call(
        admin,
        "stock.picking.type",
        "search_read",
        [("code", "=", "incoming")],
        ["default_location_src_id", "default_location_dest_id"],
        limit=1,
    )
    places = {
        "location_id": kind["default_location_src_id"][0],
        "location_dest_id": kind["default_location_dest_id"][0],
    }
    move = {"product_id": product, "product_uom_qty": quantity, **places}
    picking = call(
        admin,
        "stock.picking",
        "create",
        {"picking_type_id": kind["id"], "move_ids": [[0, 0, move]], **places},
    )
    call(admin, "stock.picking", "action_confirm", [picking])
    call(admin, "stock.picking", "button_validate", [picking])


def ring_up(admin, product, quantity, day, price):
    """Have a till have sold so many on a day, as its screen sends what it rang up offline."""
    [session] = call(
        admin,
        "pos.session",
        "search_read",
        [["state", "=", "opened"], ["rescue", "=", False]],
        ["config_id", "user_id"],
        order="id",
        limit=1,
    )
    [till] = call(admin, "pos.config", "read", [session["config_id"][0]], ["payment_method_ids"])
    amount, uuid = quantity * price, secrets.token_hex(8)
    line = {
        "uuid": f"{uuid}-line",
        "product_id": product,
        "qty": quantity,
        "price_unit": price,
        "price_subtotal": amount,
        "price_subtotal_incl": amount,
        "tax_ids": [],
    }
    order = {
        "uuid": uuid,
        "name": f"Essai {uuid}",
        "session_id": session["id"],
        "user_id": session["user_id"][0],
        "state": "paid",
        "date_order": f"{day} 11:00:00",
        "amount_total": amount,
        "amount_tax": 0,
        "amount_paid": amount,
        "amount_return": 0,
        "lines": [[0, 0, line]],
        "payment_ids": [
            [0, 0, {"amount": amount, "payment_method_id": till["payment_method_ids"][0]}]
        ],
    }
    call(admin, "pos.order", "sync_from_ui", [order])


def run_action(admin, name, module="coop_stock"):
    """Run a scheduled action now, by its name in the code, once the server's own run is over."""
    domain = [("module", "=", module), ("name", "=", name)]
    [row] = call(admin, "ir.model.data", "search_read", domain, ["res_id"])
    deadline = time.monotonic() + 60
    while True:
        try:
            return call(admin, "ir.cron", "method_direct_trigger", [row["res_id"]])
        except Refused as refusal:
            # A sale, a reception and much else have the server look by itself.
            if "already executing" not in str(refusal) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def ask_and_bring_back(admin, member):
    """Have a member wait for a new product, and bring it back; return (its name, their address)."""
    product, name = new_product(admin)
    assert member.post(f"/p/{product}/alert").status_code == 303
    receive(admin, product, 4)
    run_action(admin, "ir_cron_tell_alerts")
    return name, address_of(admin, member)


def address_of(admin, member):
    """Return a person's e-mail address."""
    [user] = call(
        admin, "res.users", "search_read", [("login", "=", member.login)], ["email"], limit=1
    )
    return user["email"]


def stop_address(mail):
    """Return the path of the address in a mail's header that stops the alerts."""
    found = re.fullmatch(r"<https?://[^/]+(/[^>\s]+)>", mail["List-Unsubscribe"])
    return found[1]
