"""A suggestion that was kept becomes a product of the Vracoop, once, when the team asks."""

import re
import time
from contextlib import closing

import pytest

from support.client import Client
from support.rpc import call
from support.suggestions import new_barcode, new_name, propose


@pytest.fixture
def kept(space):
    """A kept suggestion with a product of its own: (suggestion id, name, barcode)."""
    name, barcode = new_name("Tartinade"), new_barcode()
    login = new_name("membre").replace(" ", "")
    [portal] = [space.call("ir.model.data", "check_object_reference", "base", "group_portal")[1]]
    space.call(
        "res.users",
        "create",
        [{"name": "Ma Membre", "login": login, "password": login, "group_ids": [[6, 0, [portal]]]}],
        context={"no_reset_password": True},
    )
    [person] = space.call("res.users", "search_read", [["login", "=", login]], ["partner_id"])
    # Of the Vracoop's members, as its rule says.
    space.rows(
        "UPDATE res_partner SET coop_distant_is_member = TRUE WHERE id = %s RETURNING id",
        person["partner_id"][0],
    )
    suggestion = propose(Client(space.url, login, login), name, barcode=barcode)
    # Published at once, by the scheduler.
    space.call("res.company", "write", [1], {"coop_publish_delay": 0})
    wizard = space.call(
        "coop.decide",
        "create",
        {"suggestion_ids": [[6, 0, [suggestion]]], "answer": "next_order", "text": "Bonne idée."},
    )
    space.call("coop.decide", "action_decide", [wizard])
    for _moment in range(120):
        [told] = space.call("coop.suggestion", "read", [suggestion], ["state"])
        if told["state"] == "kept":
            break
        time.sleep(0.5)
    wizard = space.call(
        "coop.make.product",
        "create",
        {"suggestion_id": suggestion, "name": name, "barcode": barcode},
    )
    space.call("coop.make.product", "action_make", [wizard])
    return suggestion, name, barcode


NOT_FOR_SALE = {"sale_ok": False, "available_in_pos": False}
# Who may make products over there.
BUYER = {"VRACOOP_LOGIN": "admin", "VRACOOP_PASSWORD": "admin"}


@pytest.fixture
def ask(space):
    """Return `ask(name)`: have a product that was made here asked for there; gone afterwards."""
    made = []

    def make(name):
        values = {"name": name, "coop_vracoop_asked_on": "2026-01-05 18:00:00"}
        made.append(space.call("product.product", "create", {**values, **NOT_FOR_SALE}))

    yield make
    space.call("product.product", "write", made, {"coop_vracoop_asked_on": False})


@pytest.fixture
def refuse(dbs, distant):
    """Return `refuse(name)`: have the distant database take no product of that name."""

    def run(statement):
        with closing(dbs.server.connect(distant.database)) as link, link.cursor() as cursor:
            cursor.execute(statement)

    def make(name):
        run(
            "ALTER TABLE product_template ADD CONSTRAINT refused_by_the_shop"
            f" CHECK (name->>'fr_FR' != '{name}')"
        )

    yield make
    run("ALTER TABLE product_template DROP CONSTRAINT IF EXISTS refused_by_the_shop")


def test_it_is_made_there_once_not_for_sale_and_found_again(space, shop, vracoop, kept, distant):
    suggestion, name, barcode = kept
    found = [["barcode", "=", barcode]]
    assert "Rien à créer" in vracoop(space, "push").stdout
    space.call("coop.suggestion", "action_ask_vracoop", [suggestion])
    assert name in vracoop(space, "push", "--dry-run").stdout
    assert not shop("product.product", "search", found)

    refused = vracoop(space, "push")
    assert refused.returncode != 0
    assert "Création de produits" in refused.stdout + refused.stderr

    done = vracoop(space, "push", **BUYER)
    assert done.returncode == 0, done.stdout + done.stderr
    [made] = shop(
        "product.product",
        "search_read",
        found,
        ["name", "sale_ok", "available_in_pos", "purchase_ok"],
    )
    assert (made["name"], made["sale_ok"], made["available_in_pos"]) == (name, False, False)
    assert made["purchase_ok"]
    assert "Rien à créer" in vracoop(space, "push", **BUYER).stdout
    assert len(shop("product.product", "search", [*found])) == 1

    # Put on sale there, it is the suggestion's own product that is for sale here.
    shop("product.product", "write", [made["id"]], {"sale_ok": True, "available_in_pos": True})
    assert vracoop(space, "sync").returncode == 0
    [told] = space.call("coop.suggestion", "read", [suggestion], ["product_id", "is_in_vracoop"])
    assert told["is_in_vracoop"]
    assert space.here(made["id"]) == told["product_id"][0]
    [here] = space.call(
        "product.product", "read", [told["product_id"][0]], ["available_in_pos", "barcode"]
    )
    assert (here["available_in_pos"], here["barcode"]) == (True, barcode)


def test_one_that_the_vracoop_refuses_is_named_and_keeps_no_other_back(
    space, shop, vracoop, ask, refuse
):
    bad, good = new_name("Tahin"), new_name("Tahin")
    ask(bad)
    ask(good)
    refuse(bad)
    done = vracoop(space, "push", **BUYER)
    assert done.returncode == 1
    assert f"✗ {bad} : Votre Vracoop répond par une erreur" in done.stdout
    assert f"créé, pas encore à la vente : {good} " in done.stdout
    assert "Créés : 1 ; refusés : 1, qui restent demandés." in done.stdout
    assert "Traceback" not in done.stderr
    assert shop("product.product", "search_count", [["name", "=", good]]) == 1
    # Asked again, the one is not made twice, and the other is still named.
    again = vracoop(space, "push", **BUYER)
    assert bad in again.stdout
    assert good not in again.stdout


def test_what_is_asked_for_is_told_wherever_one_looks(space, vracoop, ask):
    waiting = "1 produit demandé par l'équipe achats : scripts/vracoop push"
    assert "équipe achats" not in vracoop(space, "status").stdout
    ask(new_name("Miso"))
    for command in ("status", "sync"):
        assert waiting in vracoop(space, command).stdout
    # Reading needs no such right: it is said, and all is ready.
    done = vracoop(space, "check")
    assert done.returncode == 0
    assert waiting in done.stdout
    assert "! Votre Vracoop ne laisse pas ce compte créer de produit" in done.stdout
    assert "Tout est prêt" in done.stdout
    ask(new_name("Miso"))
    done = vracoop(space, "check", **BUYER)
    assert "2 produits demandés par l'équipe achats" in done.stdout
    assert "créer de produit" not in done.stdout


def test_a_watch_tells_of_it_when_the_number_changes(space, start, ask):
    def lines_until(process, *, turns):
        told = []
        while turns:
            told.append(process.stdout.readline())
            assert told[-1], process.wait()
            turns -= bool(re.match(r"\d\d:\d\d:\d\d ", told[-1]))
        return [line for line in told if "équipe achats" in line]

    ask(new_name("Tempeh"))
    process = start(space, "watch", "--every", 5)
    assert len(lines_until(process, turns=3)) == 1
    ask(new_name("Tempeh"))
    [told] = lines_until(process, turns=3)
    assert "2 produits demandés" in told


def test_members_of_the_shop_cannot_ask(space):
    with pytest.raises(Exception, match="Access"):
        call(Client(space.url, "lien", "lien"), "coop.suggestion", "action_ask_vracoop", [1])
