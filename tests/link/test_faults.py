"""The distant server stops, lies, cuts and refuses: nothing is lost or doubled, and it is said."""

from contextlib import closing
from datetime import timedelta

import pytest

from support.linked import ACCOUNT
from support.rpc import call
from support.suggestions import new_name


@pytest.fixture(scope="module")
def reference(new_space, vracoop):
    """What a member space tells to which everything was brought without a fault."""
    space = new_space("reference")
    done = vracoop(space, "sync")
    assert done.returncode == 0, done.stdout + done.stderr
    return space.state()


@pytest.fixture
def empty(new_space, request):
    """A member space to which nothing was brought."""
    return new_space(request.node.name[5:25].strip("_"))


def ends_well_after(vracoop, space, reference, *words):
    """The turn that met the fault said so; the next one brings everything."""
    again = vracoop(space, "sync")
    assert again.returncode == 0, again.stdout + again.stderr
    assert space.state() == reference


def test_a_server_that_stops_half_way_is_gone_on_with(vracoop, empty, proxy, reference):
    proxy.requests = 0
    proxy.bend = lambda number, request: "refuse" if number > 25 else None
    done = vracoop(empty, "sync")
    assert done.returncode != 0
    assert "Relancez la même commande" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    [[words]] = empty.rows("SELECT failed_words FROM coop_vracoop_link")
    assert "Votre Vracoop ne répond pas" in words
    assert empty.rows("SELECT COUNT(*) FROM coop_vracoop_record")[0][0] > 0
    proxy.bend = lambda number, request: None
    ends_well_after(vracoop, empty, reference)


def test_what_passes_by_itself_is_asked_again(vracoop, empty, proxy, reference):
    # Every seventh answer is a 502 or is cut in the middle of a page.
    bad = {0: "502", 7: 900}
    proxy.bend = lambda number, request: bad.get(number % 14)
    done = vracoop(empty, "sync")
    assert done.returncode == 0, done.stdout + done.stderr
    assert empty.state() == reference


def test_a_changed_password_is_said_and_nothing_is_lost(vracoop, empty, distant, shop, reference):
    [user] = shop("res.users", "search", [["login", "=", ACCOUNT]])
    done = vracoop(empty, "sync", VRACOOP_PASSWORD="périmé")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "Votre Vracoop refuse ce compte ou ce mot de passe" in said
    assert "périmé" not in said
    assert "Traceback" not in said
    assert user
    ends_well_after(vracoop, empty, reference)


def test_a_password_that_changes_in_the_middle_is_said(vracoop, empty, proxy, shop, reference):
    [user] = shop("res.users", "search", [["login", "=", ACCOUNT]])
    changed = []

    def change(number, request):
        if number > 15 and not changed:
            changed.append(True)
            shop("res.users", "write", [user], {"password": "un autre"})

    proxy.requests = 0
    proxy.bend = change
    try:
        done = vracoop(empty, "sync")
    finally:
        shop("res.users", "write", [user], {"password": ACCOUNT})
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "Votre Vracoop refuse ce compte ou ce mot de passe" in said
    proxy.bend = lambda number, request: None
    ends_well_after(vracoop, empty, reference)


def test_a_server_whose_clock_is_ahead_loses_nothing(vracoop, space, distant, dbs, proxy, shop):
    ahead = timedelta(minutes=5)

    def write_there(product, name, moment):
        """Write as a server does whose clock says another moment."""
        shop("product.product", "write", [product], {"name": name})
        with (
            closing(dbs.server.connect(distant.database)) as connection,
            connection.cursor() as cursor,
        ):
            for table in ("product_product", "product_template"):
                cursor.execute(
                    f"UPDATE {table} SET write_date = write_date + %s WHERE id = ("
                    f" SELECT {'id' if table == 'product_product' else 'product_tmpl_id'}"
                    "    FROM product_product WHERE id = %s)",
                    (moment, product),
                )

    proxy.ahead = ahead
    [product] = shop("product.product", "create", [{"name": new_name("Riz")}])
    for _turn in range(3):
        name = new_name("Riz")
        write_there(product, name, ahead)
        assert vracoop(space, "sync").returncode == 0
        [[told]] = space.rows(
            "SELECT template.name->>'fr_FR' FROM product_product product"
            " JOIN product_template template ON template.id = product.product_tmpl_id"
            " WHERE product.id = %s",
            space.here(product),
        )
        assert told == name
    [[stock_at, now]] = space.rows(
        "SELECT stock_at, now() AT TIME ZONE 'UTC' FROM coop_vracoop_link"
    )
    assert stock_at <= now


def test_an_account_without_rights_is_told_which(vracoop, space, distant):
    call(
        distant.admin,
        "res.users",
        "create",
        [{"name": "Nu", "login": "nu", "password": "nu"}],
        context={"no_reset_password": True},
    )
    done = vracoop(space, "check", VRACOOP_LOGIN="nu", VRACOOP_PASSWORD="nu")
    assert done.returncode == 1
    assert "caisse" in done.stdout
    assert "Traceback" not in done.stderr


def test_settings_that_name_nothing_are_told(vracoop, space):
    space.set_link(location="Nulle part", till="Caisse 99")
    try:
        done = vracoop(space, "check")
    finally:
        space.set_link(location=False, till=False)
    assert done.returncode == 1
    assert "Nulle part" in done.stdout
    assert "Caisse 99" in done.stdout


def test_a_server_that_is_not_there_is_said(vracoop, space):
    done = vracoop(space, "sync", VRACOOP_URL="http://127.0.0.1:9")
    assert done.returncode != 0
    assert "Votre Vracoop ne répond pas" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_line_that_drops_is_one_sentence_whatever_was_typed(vracoop, space, proxy):
    def drop(number, request):
        # Once logged in.
        return "refuse" if b"execute_kw" in request else None

    proxy.bend = drop
    for command in ("check", "push"):
        done = vracoop(space, command)
        assert done.returncode == 1
        assert "Votre Vracoop ne répond pas" in done.stderr
        assert "Relancez la même commande" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["sync", "status"])
def test_our_own_server_that_stops_is_said(vracoop, space, command):
    done = vracoop(space, command, COOP_URL="http://127.0.0.1:9")
    assert done.returncode != 0
    assert "L'espace membre ne répond pas" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_account_of_the_member_space_is_said(vracoop, space):
    for changed, words in (
        (
            {"COOP_PASSWORD": "périmé"},
            "L'espace membre refuse ce compte ou ce mot de passe : a-t-il changé ?",
        ),
        ({"COOP_DATABASE": "ailleurs"}, "L'espace membre n'a pas de base de données « ailleurs »."),
        # An account that is there, without the right.
        (
            {"COOP_LOGIN": "admin", "COOP_PASSWORD": "admin"},
            "donnez-lui le droit « Liaison avec le Vracoop »",
        ),
    ):
        done = vracoop(space, "status", **changed)
        assert done.returncode == 1
        assert words in done.stderr
        assert "périmé" not in done.stderr
        assert "Traceback" not in done.stderr


def test_a_member_space_without_the_link_is_told_what_to_install(vracoop, space, distant):
    done = vracoop(
        space,
        "status",
        COOP_URL=distant.url,
        COOP_DATABASE=distant.database,
        COOP_LOGIN="admin",
        COOP_PASSWORD="admin",
    )
    assert done.returncode == 1
    assert "installez-y « Coop: link to a distant Vracoop »" in done.stderr
    assert "Traceback" not in done.stderr
