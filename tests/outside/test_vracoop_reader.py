"""The link's reader against an Odoo 19: it reads what the member space shows of the same shop."""

import base64
import io
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from PIL import Image

from coop.errors import Stop
from coop.vracoop import troubles
from coop.vracoop.distant import KINDS, Distant
from support.link_prices import Prices
from support.proxy import Proxy
from support.rpc import call
from support.shop import new_product, receive, ring_up
from support.suggestions import new_barcode, new_name

LOGIN = "liaison"
GROUPS = ("base.group_user", "point_of_sale.group_pos_user")
GROUP_TO_PUSH = "product.group_product_manager"


@pytest.fixture(scope="module")
def reader(http, base_url, database):
    """Return `reader(*groups)`: logged in with these groups and no others.

    It sees the `companies`, by default the coop's own alone, at a `url`.
    """
    admin = http("admin")

    def make(*groups, companies=None, url=base_url):
        login = new_name(LOGIN)
        ids = [_group(admin, name) for name in groups]
        values = {"name": login, "login": login, "password": login, "group_ids": [[6, 0, ids]]}
        if companies:
            values["company_ids"] = [[6, 0, companies]]
        call(admin, "res.users", "create", [values])
        distant = Distant(url, database.info.dbname, login, login)
        distant.connect()
        return distant

    return make


def _group(admin, name):
    addon, _, key = name.partition(".")
    domain = [["module", "=", addon], ["name", "=", key], ["model", "=", "res.groups"]]
    [row] = call(admin, "ir.model.data", "search_read", domain, ["res_id"])
    return row["res_id"]


@pytest.fixture(scope="module")
def distant(reader):
    """The reader with the least rights that it needs."""
    return reader(*GROUPS)


@pytest.fixture
def settings_of_link():
    """The settings of a new link."""
    return {
        "location": "",
        "till": "",
        "member_domain": "[('ref', '!=', False)]",
        "sales_since": "2026-01-01",
        "tz": "Europe/Paris",
    }


@pytest.fixture
def read_all(distant, settings_of_link):
    """Return `read_all(kind)`: all rows of a kind by ref, page by page."""

    def read(kind):
        rows, after = {}, None
        while True:
            page, after = distant.changed(kind, settings_of_link, None, after, 300)
            assert not rows.keys() & {row["ref"] for row in page}
            rows |= {row["ref"]: row for row in page}
            if after is None:
                return rows

    return read


def feed(http):
    """Return what the stock page tells, by product."""
    return {each["id"]: each for each in http("admin").get("/stock/feed").json()["products"]}


def test_the_version_is_told_and_nothing_is_missing(distant, settings_of_link):
    assert distant.version == "19.0"
    assert distant.check(settings_of_link) == []


def test_an_account_that_runs_no_till_is_told_what_it_lacks(reader, settings_of_link):
    told = reader("base.group_user").check(settings_of_link)
    assert (
        "Ce compte ne peut pas lire les sessions de caisse : donnez-lui « Point de vente : "
        "Utilisateur »." in told
    )
    # Never without what was just sold.
    with pytest.raises(Stop, match="n'a pas ce droit"):
        troubles.asked(lambda: reader("base.group_user").levels(settings_of_link), troubles.DISTANT)


def test_an_account_that_sees_several_companies_reads_nothing(http, reader):
    admin = http("admin")
    [me] = call(admin, "res.users", "search_read", [["login", "=", "admin"]], ["company_ids"])
    [other] = call(admin, "res.company", "create", [{"name": new_name("Autre coop")}])
    try:
        with pytest.raises(Stop, match=r"voit plusieurs sociétés \(.*Autre coop.*\) : ne lui"):
            reader(*GROUPS, companies=[*me["company_ids"], other])
        assert reader(*GROUPS, companies=me["company_ids"]).companies()
    finally:
        # Who makes a company sees it from then on.
        call(admin, "res.users", "write", [me["id"]], {"company_ids": [[6, 0, me["company_ids"]]]})
        call(admin, "res.company", "write", [other], {"active": False})


@pytest.mark.parametrize("kind", KINDS)
def test_all_rows_are_read_and_counted(distant, settings_of_link, read_all, kind):
    rows = read_all(kind)
    assert distant.count(kind, settings_of_link) == len(rows)
    assert set(distant.refs(kind, settings_of_link)) == set(rows)


def test_levels_are_those_that_members_see(http, distant, settings_of_link):
    product, _name = new_product(http("admin"), 12)
    ring_up(http("admin"), product, 3, datetime.now(UTC).date(), 2.5)
    ring_up(http("admin"), product, -1, datetime.now(UTC).date(), 2.5)
    shown = {id_: row["quantity"] for id_, row in feed(http).items() if row["quantity"] is not None}
    read = {int(row["ref"]): row["quantity"] for row in distant.levels(settings_of_link)}
    assert read[product] == shown[product] == 10
    assert len(shown) > 800
    assert {id_: read[id_] for id_ in shown} == pytest.approx(shown, abs=0.001)
    assert distant.levels(settings_of_link, [str(product)]) == [
        {"ref": str(product), "quantity": 10.0}
    ]


def test_a_sale_and_a_delivery_touch_their_product(http, distant, settings_of_link):
    admin = http("admin")
    product, _name = new_product(admin)
    since = distant.now()
    receive(admin, product, 4)
    assert str(product) in distant.touched(settings_of_link, since)
    other, _name = new_product(admin)
    since = distant.now()
    ring_up(admin, other, 1, datetime.now(UTC).date(), 2.5)
    assert str(other) in distant.touched(settings_of_link, since)


def test_prices_worked_out_from_the_rows_are_those_shown(http, read_all):
    rows = {kind: read_all(kind) for kind in ("tax", "category", "rule", "product", "till")}
    [till] = rows["till"].values()
    prices = Prices(rows)
    shown = feed(http)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    assert len(shown) > 800
    for id_, row in shown.items():
        price = prices.till_price(till["pricelist"], str(id_), 1, now)
        assert prices.with_vat(str(id_), price) == row["price"], row["name"]


def test_products_are_those_shown(http, read_all):
    rows = read_all("product")
    for id_, shown in feed(http).items():
        row = rows[str(id_)]
        assert row["for_sale"]
        assert row["active"]
        assert row["name"] == shown["name"]
        assert row["barcode"] == (shown["barcode"] or None)
    weighed = [row for row in rows.values() if row["to_weight"]]
    assert weighed
    # Other tests weigh what is sold by the piece.
    assert any(row["unit"][:2] == ["weight", 1.0] for row in weighed)
    assert all(row["unit"][0] in ("weight", "unit") for row in weighed)


def test_what_is_empty_there_is_told_as_empty(http, distant, settings_of_link):
    admin = http("admin")
    [shelf] = call(admin, "coop.shelf", "search", [], limit=1)
    [country] = call(admin, "res.country", "search", [["code", "=", "FR"]])
    product, _name = new_product(
        admin,
        coop_shelf_id=shelf,
        coop_shelf_place=12,
        net_weight=0.5,
        coop_volume=0.75,
        country_id=country,
        coop_is_organic=True,
    )
    named = {"shelf": "coop_shelf_id", "place": "coop_shelf_place", "volume": "coop_volume"}
    named["organic"] = "coop_is_organic"
    settings = settings_of_link | {f"{fact}_field": name for fact, name in named.items()}
    facts = (*named, "net_weight", "origin")

    def told():
        since = distant.now()
        call(admin, "product.product", "write", [product], values)
        rows, _after = distant.changed("product", settings, since, None, 500)
        row = next(row for row in rows if row["ref"] == str(product))
        return {fact: row[fact] for fact in facts}

    values = {"active": True}
    full = told()
    assert full.pop("shelf")
    assert full == {
        "place": "12",
        "volume": 0.75,
        "organic": True,
        "net_weight": 0.5,
        "origin": "France",
    }
    values = dict.fromkeys((*named.values(), "net_weight", "country_id"), False)
    assert told() == {
        "shelf": "",
        "place": "",
        "volume": 0.0,
        "organic": False,
        "net_weight": 0.0,
        "origin": "",
    }
    settings["shelf_field"] = "name_of_none"
    assert told()["shelf"] is None


def test_a_product_deleted_between_two_questions_is_left_out(
    http, base_url, reader, settings_of_link
):
    admin = http("admin")
    proxy = Proxy(urlsplit(base_url).port)
    bent = reader(*GROUPS, url=proxy.url)
    since = bent.now()
    stays, _name = new_product(admin)
    # What a till sells cannot be deleted while its session is open.
    goes, _name = new_product(admin, available_in_pos=False)

    def delete(number, request):
        if b'"product.template", "search_read"' in request:
            call(admin, "product.product", "unlink", [goes])

    proxy.bend = delete
    try:
        rows, _after = bent.changed("product", settings_of_link, since, None, 500)
    finally:
        proxy.close()
    refs = {row["ref"] for row in rows}
    assert str(stays) in refs
    assert str(goes) not in refs


def test_rules_of_a_price_list_are_read(http, distant, settings_of_link):
    admin = http("admin")
    product, _name = new_product(admin)
    [row] = call(admin, "product.product", "read", [product], ["product_tmpl_id"])
    [pricelist] = call(admin, "product.pricelist", "create", [{"name": new_name("Prix")}])
    since = distant.now()
    [rule] = call(
        admin,
        "product.pricelist.item",
        "create",
        [
            {
                "pricelist_id": pricelist,
                "applied_on": "1_product",
                "product_tmpl_id": row["product_tmpl_id"][0],
                "compute_price": "formula",
                "base": "standard_price",
                "price_discount": -30,
                "price_round": 0.05,
                "date_start": "2026-01-01 08:00:00",
                "min_quantity": 3,
            }
        ],
    )
    rows, _after = distant.changed("rule", settings_of_link, since, None, 500)
    found = next(row for row in rows if row["ref"] == str(rule))
    assert found == {
        "ref": str(rule),
        "pricelist": str(pricelist),
        "applied_on": "1_product",
        "product": None,
        "template_products": [str(product)],
        "category": None,
        "date_start": "2026-01-01 08:00:00",
        "date_end": None,
        "compute_price": "formula",
        "base": "standard_price",
        "base_pricelist": None,
        "min_quantity": 3.0,
        "fixed_price": 0.0,
        "percent_price": 0.0,
        "price_discount": -30.0,
        "price_surcharge": 0.0,
        "price_round": 0.05,
        "price_min_margin": 0.0,
        "price_max_margin": 0.0,
    }
    call(admin, "product.pricelist", "unlink", [pricelist])


def test_taxes_that_a_fiscal_position_replaces_are_told(http, distant, settings_of_link):
    admin = http("admin")
    [till] = call(admin, "pos.config", "search", [], limit=1, order="id")
    sale = [["type_tax_use", "=", "sale"]]
    origin, into = call(admin, "account.tax", "search", sale, limit=2)
    [position] = call(
        admin, "account.fiscal.position", "create", [{"name": new_name("À emporter")}]
    )
    call(
        admin,
        "account.tax",
        "write",
        [into],
        {"original_tax_ids": [[6, 0, [origin]]], "fiscal_position_ids": [[6, 0, [position]]]},
    )
    [before] = call(admin, "pos.config", "read", [till], ["default_fiscal_position_id"])
    call(admin, "pos.config", "write", [till], {"default_fiscal_position_id": position})
    try:
        [[row], _after] = distant.changed("till", settings_of_link, None, None, 500)
        assert row["taxes_mapped"] == {str(origin): [str(into)]}
        assert row["adapts_price"] is False
        call(admin, "account.tax", "write", [into], {"fiscal_position_ids": [[5]]})
        # A position without taxes takes all of them away.
        [[row], _after] = distant.changed("till", settings_of_link, None, None, 500)
        assert row["taxes_mapped"][str(origin)] == row["taxes_mapped"][str(into)] == []
    finally:
        kept = before["default_fiscal_position_id"]
        values = {"default_fiscal_position_id": kept and kept[0]}
        call(admin, "pos.config", "write", [till], values)
        cleared = {"original_tax_ids": [[5]], "fiscal_position_ids": [[5]]}
        call(admin, "account.tax", "write", [into], cleared)


def test_days_are_those_of_the_sales_that_the_coop_counts(http, distant, settings_of_link):
    today = datetime.now(UTC).date()
    first, last = str(today - timedelta(days=9)), str(today - timedelta(days=2))
    counted = call(
        http("admin"),
        "coop.consumption",
        "search_read",
        [["day", ">=", first], ["day", "<=", last]],
        ["product_id", "day", "quantity", "turnover"],
    )
    expected = {
        (str(row["product_id"][0]), row["day"]): (row["quantity"], row["turnover"])
        for row in counted
    }
    rows = distant.days(settings_of_link, first, last)
    sold = {(row["ref"], row["day"]): (row["quantity"], row["turnover"]) for row in rows}
    assert len(expected) > 500
    # The others were only lost that day.
    assert all(sold[key] == (0.0, 0.0) for key in sold.keys() - expected.keys())
    for key, figures in expected.items():
        assert sold[key] == pytest.approx(figures, abs=0.011), key


def test_a_scrap_is_lost_and_its_day_is_told(http, distant, settings_of_link):
    admin = http("admin")
    product, _name = new_product(admin, 6)
    since = distant.now()
    [scrap] = call(admin, "stock.scrap", "create", [{"product_id": product, "scrap_qty": 2}])
    call(admin, "stock.scrap", "action_validate", [scrap])
    [(ref, day)] = [
        pair for pair in distant.touched_days(settings_of_link, since) if pair[0] == str(product)
    ]
    [row] = distant.days(settings_of_link, day, day, [ref])
    assert row == {
        "ref": ref,
        "day": day,
        "quantity": 0.0,
        "turnover": 0.0,
        "received": 6.0,
        "lost": 2.0,
        "found": 0.0,
    }


def test_deliveries_are_expected_on_their_planned_day(http, distant, settings_of_link):
    admin = http("admin")
    told = {row["ref"]: row["day"] for row in distant.expected(settings_of_link)}
    moves = call(
        admin,
        "stock.move",
        "search_read",
        [
            ["picking_code", "=", "incoming"],
            ["state", "in", ["confirmed", "waiting", "partially_available", "assigned"]],
        ],
        ["product_id"],
    )
    assert set(told) == {str(move["product_id"][0]) for move in moves}
    product, _name = new_product(admin)
    assert distant.expected(settings_of_link, [str(product)]) == [
        {"ref": str(product), "day": None}
    ]


def test_members_are_those_of_the_rule(http, read_all):
    rows = read_all("member")
    domain = [["ref", "!=", False]]
    people = call(
        http("admin"), "res.partner", "search_read", domain, ["ref", "email", "parent_id"]
    )
    assert len(people) > 50
    for person in people:
        row = rows[str(person["id"])]
        assert (row["number"], row["email"]) == (person["ref"], person["email"] or None)
        assert row["is_member"]


def test_who_left_the_rule_exists_and_who_was_deleted_does_not(http, distant):
    admin = http("admin")
    values = [{"name": new_name("Léo")} for _time in range(3)]
    left, archived, deleted = call(admin, "res.partner", "create", values)
    call(admin, "res.partner", "write", [archived], {"active": False})
    call(admin, "res.partner", "unlink", [deleted])
    asked = [*map(str, (left, archived, deleted)), "de-fichier"]
    assert distant.deleted("member", asked) == [str(deleted)]


def test_photos_are_told_by_size_and_read(distant, read_all):
    with_photo = [row for row in read_all("product").values() if row["photo_size"]][:12]
    photos = distant.photos([row["ref"] for row in with_photo])
    assert [photo["ref"] for photo in photos] == [row["ref"] for row in with_photo]
    for row, photo in zip(with_photo, photos, strict=True):
        data = base64.b64decode(photo["photo"])
        assert max(Image.open(io.BytesIO(data)).size) <= 1024
        assert row["photo_size"] == pytest.approx(len(data), rel=0.01)


def test_a_product_is_made_once_and_not_for_sale(http, reader, settings_of_link):
    maker = reader(*GROUPS, GROUP_TO_PUSH)
    product = {"key": new_name("COOP"), "name": new_name("Tahin"), "barcode": new_barcode()}
    product |= {"supplier": None, "cost": 4.2, "price": 6.0, "category": None, "brand": "Perl"}
    ref = maker.push(product, settings_of_link)
    assert maker.push(product, settings_of_link) == ref
    [made] = call(
        http("admin"),
        "product.product",
        "read",
        [int(ref)],
        ["name", "barcode", "sale_ok", "available_in_pos", "is_storable", "list_price"],
    )
    assert made == {
        "id": int(ref),
        "name": product["name"],
        "barcode": product["barcode"],
        "sale_ok": False,
        "available_in_pos": False,
        "is_storable": True,
        "list_price": 6.0,
    }


def test_the_account_that_reads_makes_nothing(distant, settings_of_link):
    product = {"key": new_name("COOP"), "name": "Tahin", "barcode": None}
    with pytest.raises(Stop, match="« Création de produits »"):
        distant.push(product, settings_of_link)
