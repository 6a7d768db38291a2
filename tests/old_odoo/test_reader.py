"""What is read of an Odoo 14 is what that Odoo says itself."""

import base64
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from coop.errors import Stop
from coop.old_odoo import shop
from coop.vracoop.distant import KINDS, Distant
from support.link_prices import Prices

KEYS = {
    "tax": "ref name amount_type amount price_include include_base_amount is_base_affected "
    "sequence children active",
    "category": "ref name parent",
    "pricelist": "ref name active",
    "rule": "ref pricelist applied_on product template_products category min_quantity date_start "
    "date_end compute_price fixed_price percent_price price_discount price_surcharge price_round "
    "price_min_margin price_max_margin base base_pricelist",
    "till": "ref name pricelist taxes_mapped adapts_price",
    "product": "ref template name barcode code active for_sale to_weight list_price cost taxes "
    "category unit is_counted shelf place net_weight volume origin organic supplier write_date "
    "photo_size",
    "member": "ref name number email parent is_member",
}


def now():
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


# --- the account


def test_the_version_and_the_clock_are_told(distant):
    assert distant.version == "14.0"
    told = datetime.fromisoformat(distant.now()).replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - told) < timedelta(seconds=30)


def test_nothing_is_missing_for_the_account_with_least_rights(distant, settings):
    assert distant.check(settings) == []


def test_what_an_account_may_not_read_is_named_with_the_remedy(account, settings):
    told = account("base.group_user").check(settings)
    assert (
        "Ce compte ne peut pas lire les sessions de caisse : donnez-lui « Point de vente : "
        "Utilisateur »." in told
    )
    assert all("caisse" in sentence or "stock" in sentence for sentence in told)


def test_settings_that_name_nothing_are_told(distant, settings):
    settings.update(
        location="Cave",
        till="Caisse 9",
        shelf_field="rayonnage",
        member_domain="[('cooperateur', '=', True)]",
    )
    told = distant.check(settings)
    assert [sentence.split(",")[0] for sentence in told] == [
        "Le champ du rayon",
        "Votre Vracoop n'a pas d'emplacement « Cave ».",
        "Votre Vracoop n'a pas de caisse « Caisse 9 ».",
        "La règle qui dit qui est membre",
    ]


def test_a_coop_that_links_no_members_lacks_no_rule(distant, settings):
    settings.update(member_domain="", number_field="barcode")
    assert distant.check(settings) == []


def test_a_rule_that_lets_nobody_in_is_told(distant, settings):
    [told] = distant.check({**settings, "member_domain": "[('ref', '=', 'personne')]"})
    assert told == "Aucun contact de votre Vracoop n'est membre d'après la règle donnée."


def test_a_rule_that_is_no_filter_is_told(distant, settings):
    [told] = distant.check({**settings, "member_domain": "import os"})
    assert "ne se lit pas : import os" in told


def test_a_wrong_password_or_database_is_one_sentence(address):
    url, database = address
    with pytest.raises(Stop, match="Votre Vracoop refuse ce compte ou ce mot de passe"):
        Distant(url, database, shop.LOGIN, "faux").connect()
    with pytest.raises(Stop, match="Votre Vracoop n'a pas de base de données « ailleurs »"):
        Distant(url, "ailleurs", shop.LOGIN, shop.LOGIN).connect()


# --- rows


@pytest.mark.parametrize("kind", KINDS)
def test_rows_have_the_keys_agreed_on_and_are_counted(distant, settings, read_all, kind):
    rows = read_all(kind)
    assert rows
    assert all(set(row) == set(KEYS[kind].split()) for row in rows.values())
    assert distant.count(kind, settings) == len(rows)
    assert sorted(distant.refs(kind, settings)) == sorted(rows)


@pytest.mark.parametrize("quantity", [1, 6])
def test_prices_worked_out_from_the_rows_are_those_of_the_old_till(read_all, till, quantity):
    rows = {kind: read_all(kind) for kind in ("tax", "category", "rule", "product", "till")}
    [told] = rows["till"].values()
    prices = Prices(rows)
    compared = {}
    for ref, row in rows["product"].items():
        if row["for_sale"] and row["active"]:
            ours = prices.till_price(told["pricelist"], ref, quantity, now())
            theirs = till.price(int(ref), quantity)
            compared[row["name"]] = ours, prices.with_vat(ref, ours)
            assert ours == pytest.approx(theirs, abs=1e-6), row["name"]
            _without, with_vat = till.with_taxes(int(ref), theirs)
            assert prices.with_vat(ref, ours) == pytest.approx(with_vat, abs=0.005), row["name"]
    assert len(compared) > 35
    # What the shop was made to show.
    assert compared["Chocolat noir 100 g"][0] == 1.95
    assert compared["Café moulu 250 g"][0] > 4
    assert compared["Bougie artisanale"] == (5.0, 6.0)
    assert compared["Bière blonde 33 cl"][0] == (1.9 if quantity == 6 else 2.2)
    assert compared["Carottes"][0] == pytest.approx(1.89)
    assert compared["Savon de Marseille (Lavande)"][0] == pytest.approx(4.1 * 0.95)


def test_a_till_whose_list_is_not_ticked_charges_by_it_all_the_same(
    old, distant, settings, read_all, product, till, selling
):
    # Odoo lets nobody change it while a session is open.
    till.close(selling("real"))
    old.write("pos.config", till.config, use_pricelist=False)
    try:
        [[row], _after] = distant.changed("till", settings, now(), None, 500)
        kinds = ("tax", "category", "rule", "product")
        prices = Prices({kind: read_all(kind) for kind in kinds})
        # A rule of the list makes its price.
        ref = str(product("Chocolat noir 100 g"))
        assert till.price(int(ref), 1) == 1.95
        assert prices.till_price(row["pricelist"], ref, 1, now()) == 1.95
    finally:
        old.write("pos.config", till.config, use_pricelist=True)
        till.open()


def test_the_taxes_that_a_till_replaces_are_told(old, distant, settings, till, product):
    [goods] = old.rows("product.product", [("id", "=", product("Bougie artisanale"))], "taxes_id")
    [vin] = old.rows("product.product", [("id", "=", product("Vin rouge 75 cl"))], "taxes_id")
    [origin], [into] = goods["taxes_id"], vin["taxes_id"]
    position = old.create(
        "account.fiscal.position",
        name="À emporter",
        tax_ids=[
            (0, 0, {"tax_src_id": origin, "tax_dest_id": into}),
            (0, 0, {"tax_src_id": into, "tax_dest_id": False}),
        ],
    )
    old.write("pos.config", till.config, default_fiscal_position_id=position)
    try:
        [[row], _after] = distant.changed("till", settings, None, None, 500)
        assert row["taxes_mapped"] == {str(origin): [str(into)], str(into): []}
        assert row["adapts_price"] is True
    finally:
        old.write("pos.config", till.config, default_fiscal_position_id=False)


def test_products_are_told_as_their_own_client_shows_them(old, read_all, product):
    rows = read_all("product")

    def row(name):
        return rows[str(product(name))]

    rice = row("Riz rond complet")
    assert rice["unit"] == ["weight", 1.0, "kg"]
    assert (rice["to_weight"], rice["for_sale"], rice["is_counted"]) == (True, True, True)
    assert (rice["shelf"], rice["supplier"]) == ("Vrac", "Biocoopérateurs")
    assert row("Vinaigre d'alcool")["unit"][:2] == ["volume", 1.0]
    assert row("Baguette")["unit"][:2] == ["unit", 1.0]
    assert row(shop.ARCHIVED)["active"] is False
    assert row(shop.NOT_AT_TILL)["for_sale"] is False
    assert row(shop.UNTRACKED)["is_counted"] is False
    assert row("Pâtes complètes 500 g")["net_weight"] == 0.5
    assert row("Jus de pomme 1 L")["volume"] == 1.0
    assert row("Riz rond complet")["net_weight"] == 0.0
    assert row("Savon de Marseille (Olive)")["list_price"] == 3.5
    assert row("Savon de Marseille (Lavande)")["list_price"] == pytest.approx(4.1)
    for theirs in old.rows("product.product", [], "name", "barcode", "lst_price", "standard_price"):
        ours = rows[str(theirs["id"])]
        assert ours["name"].startswith(theirs["name"])
        assert ours["barcode"] == (theirs["barcode"] or None)
        assert ours["list_price"] == theirs["lst_price"]
        assert ours["cost"] == theirs["standard_price"]


def test_other_fields_are_read_where_the_settings_name_them(old, distant, settings, product):
    miel = product("Miel de châtaignier 500 g")
    old.write("product.product", miel, description_sale="Isère", description_picking="B2")
    settings.update(origin_field="description_sale", place_field="description_picking")
    settings.update(organic_field="sale_ok", shelf_field="categ_id", volume_field="weight")
    rows, _after = distant.changed("product", settings, None, None, 500)
    row = next(row for row in rows if row["ref"] == str(miel))
    assert (row["origin"], row["place"], row["organic"]) == ("Isère", "B2", True)
    assert row["shelf"].endswith("Épicerie")


def test_photos_are_those_shown_and_their_size_is_told(old, distant, settings, read_all, product):
    ref = str(product(shop.WITH_PHOTO))
    with_photo = {row["ref"] for row in read_all("product").values() if row["photo_size"]}
    assert with_photo == {ref}
    [photo] = distant.photos([ref, str(product("Baguette"))])
    data = base64.b64decode(photo["photo"])
    assert Image.open(BytesIO(data)).size == (1024, 768)
    assert photo["ref"] == ref
    size = read_all("product")[ref]["photo_size"]
    assert size == pytest.approx(len(data), rel=0.01)


# --- what changed


def test_pages_go_through_all_rows_once_though_they_have_one_date(distant, settings, read_all):
    seen, after = [], None
    while True:
        rows, after = distant.changed("product", settings, None, after, 7)
        seen += [row["ref"] for row in rows]
        if after is None:
            break
        assert len(rows) == 7
    assert len(seen) == len(set(seen))
    assert set(seen) == set(read_all("product"))


def test_only_what_was_written_is_read_again(old, distant, settings, product):
    oats, candle = product("Flocons d'avoine"), product("Bougie artisanale")

    def changed(kind="product"):
        rows, _after = distant.changed(kind, settings, since, None, 500)
        return {row["ref"] for row in rows}

    def later():
        """Return a moment that nothing was written since."""
        old_now = distant.now()
        while distant.now() <= old_now:
            pass
        return distant.now()

    since = later()
    assert changed() == set()
    old.write("product.product", oats, barcode="3760000009997")
    assert changed() == {str(oats)}
    since = later()
    [row] = old.rows("product.product", [("id", "=", candle)], "product_tmpl_id")
    old.write("product.template", row["product_tmpl_id"][0], list_price=5.0)
    assert changed() == {str(candle)}
    since = later()
    old.write("product.product", candle, standard_price=3.05)
    assert changed() == {str(candle)}
    since = later()
    # A vendor's name shows in all that he sells.
    vendor = old.one("res.partner", ("name", "=", "Le Fournil"))
    old.write("res.partner", vendor, name="Le Fournil")
    # The oats were ordered there once, and their old vendor stays the first.
    sold = ("Pain de campagne", "Baguette", "Farine de blé T65 1 kg", "Flocons d'avoine")
    assert changed() == {str(product(name)) for name in sold}
    since = later()
    soaps = {str(product(f"Savon de Marseille ({kind})")) for kind in ("Olive", "Lavande")}
    [extra] = old.find("product.template.attribute.value", ("price_extra", ">", 0))
    old.write("product.template.attribute.value", extra, price_extra=0.6)
    assert changed() == {str(product("Savon de Marseille (Lavande)"))}
    assert changed("member") == changed("rule") == set()
    # A rule of a template follows its variants.
    since = later()
    template = old.one("product.template", ("name", "=", shop.SOAP))
    old.write("product.template", template, name=shop.SOAP)
    assert changed() == soaps
    assert len(changed("rule")) == 1


def test_few_questions_are_asked_however_many_rows(distant, settings):
    def questions(limit, since=None):
        before = distant.requests
        for kind in KINDS:
            distant.changed(kind, settings, since, None, limit)
        return distant.requests - before

    questions(1)
    # Ten rows of a kind at most, then all.
    assert questions(500) == questions(10) <= 20
    # When nothing has changed, one a kind, two for the till.
    future = str(datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=1))[:19]
    assert questions(500, future) <= len(KINDS) + 2


def test_members_are_those_of_the_rule_and_households_are_of_people(old, read_all):
    rows = {row["name"]: row for row in read_all("member").values()}
    assert set(rows) == {name for name, _number, _email in shop.MEMBERS}
    assert rows["Louis Fabre"]["parent"] == rows["Camille Perrin"]["ref"]
    # A company makes no household.
    assert rows["Hugo Lemaire"]["parent"] is None
    assert not rows[shop.FORMER]["is_member"]
    assert rows["Inès Moreau"] == {
        "ref": str(old.one("res.partner", ("ref", "=", "103"))),
        "name": "Inès Moreau",
        "number": "103",
        "email": "ines.moreau@example.org",
        "parent": None,
        "is_member": True,
    }
    assert rows["Paul Garnier"]["email"] is None


# --- stock


def level(distant, settings, product):
    [row] = distant.levels(settings, [str(product)])
    assert row["ref"] == str(product)
    return row["quantity"]


def in_stock(old, product):
    """Return what the old Odoo shows as in stock."""
    [row] = old.rows("product.product", [("id", "=", product)], "qty_available")
    return row["qty_available"]


def test_levels_are_what_the_old_odoo_shows_once_its_sessions_are_closed(
    old, distant, settings, product, till, selling
):
    selling("closing")
    till.sell({product("Comté 12 mois"): 0.285, product("Œufs x6"): 2, product("Baguette"): 1})
    till.sell({product("Œufs x6"): -1, product(shop.UNTRACKED): 1})
    before = distant.levels(settings)
    counted = old.find("product.product", ("type", "=", "product"))
    assert {row["ref"] for row in before} == {str(id_) for id_ in counted}
    stock = {row["ref"]: in_stock(old, int(row["ref"])) for row in before}
    # Those of the open session only.
    assert {
        row["ref"] for row in before if row["quantity"] != pytest.approx(stock[row["ref"]])
    } == {str(product(name)) for name in ("Comté 12 mois", "Œufs x6", "Baguette")}
    selling("real")
    for row in before:
        assert row["quantity"] == pytest.approx(in_stock(old, int(row["ref"]))), row


@pytest.mark.parametrize("mode", ["real", "closing"])
def test_a_sale_just_rung_up_counts(old, distant, settings, product, till, selling, mode):
    session = selling(mode)
    leeks, milk = product("Poireaux"), product("Lait demi-écrémé 1 L")
    weight, pieces = level(distant, settings, leeks), level(distant, settings, milk)
    since = distant.now()
    till.sell({leeks: 0.345, milk: 2})
    assert level(distant, settings, leeks) == pytest.approx(weight - 0.345)
    assert level(distant, settings, milk) == pieces - 2
    assert {str(leeks), str(milk)} <= set(distant.touched(settings, since))
    till.sell({milk: -1})
    assert level(distant, settings, milk) == pieces - 1
    till.close(session)
    assert level(distant, settings, milk) == pieces - 1 == in_stock(old, milk)
    assert level(distant, settings, leeks) == pytest.approx(in_stock(old, leeks))


def test_an_order_whose_move_failed_counts_once(old, distant, settings, product, till, selling):
    cider = product("Cidre brut 75 cl")
    session = selling("real")
    before = level(distant, settings, cider)
    # Without a lot Odoo does not move what is tracked by lots; the till goes on.
    old.write("product.product", cider, tracking="lot")
    try:
        till.sell({cider: 3})
        assert in_stock(old, cider) == before
        assert level(distant, settings, cider) == before - 3
    finally:
        for picking in old.find("stock.picking", ("state", "not in", ("done", "cancel")),
                                ("pos_session_id", "=", session)):  # fmt: skip
            old.call("stock.picking", "action_cancel", [picking])
        old.write("product.product", cider, tracking="none")
    assert level(distant, settings, cider) == before


def test_a_place_elsewhere_has_its_own_stock(old, distant, settings, product):
    settings["location"] = "MAG/Stock/Réserve"
    assert level(distant, settings, product("Pommes de terre")) == 18.5
    assert level(distant, settings, product("Carottes")) == 0.0
    settings["location"] = str(old.one("stock.location", ("name", "=", "Réserve")))
    assert level(distant, settings, product("Pommes de terre")) == 18.5


def test_what_nobody_touched_is_not_told(distant, settings, product, till, selling):
    selling("closing")
    start = distant.now()
    while distant.now() <= start:
        pass
    since = distant.now()
    assert distant.touched(settings, since) == []
    till.sell({product("Carottes"): 0.5})
    assert distant.touched(settings, since) == [str(product("Carottes"))]


def test_deliveries_under_way_are_expected_the_earliest_day(old, distant, settings, product):
    bread, oats, milk = (
        product(name) for name in ("Baguette", "Flocons d'avoine", "Lait demi-écrémé 1 L")
    )
    moves = old.rows("stock.move", [("product_id", "=", bread), ("state", "=", "assigned")], "date")
    earliest = min(move["date"] for move in moves)[:10]
    told = {row["ref"]: row["day"] for row in distant.expected(settings)}
    assert told == {str(bread): earliest, str(oats): earliest}
    asked = distant.expected(settings, [str(milk), str(bread)])
    assert {row["ref"]: row["day"] for row in asked} == {str(milk): None, str(bread): earliest}


# --- sales and losses


def day_row(distant, settings, product, day):
    rows = distant.days(settings, day, day, [str(product)])
    return rows[0] if rows else None


def test_sales_are_of_the_shops_day_and_refunds_are_taken_off(
    distant, settings, product, till, selling
):
    selling("closing")
    wine = product("Vin rouge 75 cl")
    late = datetime.now(UTC).replace(tzinfo=None, hour=23, minute=30, second=0) - timedelta(days=3)
    yesterday, today = str(late.date()), str(late.date() + timedelta(days=1))
    since = distant.now()
    till.sell({wine: 3}, late)
    till.sell({wine: -1}, late)
    # Half past midnight in the shop, in winter; in summer an hour more.
    assert day_row(distant, settings, wine, yesterday) is None
    row = day_row(distant, settings, wine, today)
    assert (row["quantity"], row["turnover"], row["lost"]) == (2.0, 13.0, 0.0)
    assert (str(wine), today) in distant.touched_days(settings, since)
    assert day_row(distant, {**settings, "tz": "UTC"}, wine, yesterday)["quantity"] == 2.0


def test_turnover_includes_vat_that_comes_on_top(distant, settings, product, till, selling):
    selling("real")
    candle = product("Bougie artisanale")
    at = datetime.now(UTC).replace(tzinfo=None, hour=9) - timedelta(days=6)
    till.sell({candle: 2}, at)
    assert day_row(distant, settings, candle, str(at.date()))["turnover"] == 12.0


def test_what_was_thrown_away_or_not_found_is_lost(old, distant, settings, product):
    today = str(datetime.now(UTC).astimezone().date())
    yogurt, leeks = product("Yaourts nature x4"), product("Poireaux")
    lost = sum(
        move["product_qty"]
        for move in old.rows(
            "stock.move",
            [("scrapped", "=", True), ("product_id", "=", yogurt), ("state", "=", "done")],
            "product_qty",
        )
    )
    assert lost == 2.0
    days = distant.days(settings, str(datetime.now(UTC).date() - timedelta(days=1)), today)
    lost = {row["ref"]: row["lost"] for row in days if row["lost"]}
    assert lost == {str(yogurt): 2.0, str(leeks): 0.5}


def test_what_came_in_and_what_was_found_when_counting_is_told(old, distant, settings, product):
    lemonade, rice = product("Limonade 75 cl"), product("Riz rond complet")
    [kind] = old.rows(
        "stock.picking.type",
        [("code", "=", "incoming")],
        "default_location_dest_id",
    )
    places = {
        "location_id": old.one("stock.location", ("usage", "=", "supplier")),
        "location_dest_id": kind["default_location_dest_id"][0],
    }
    move = {"name": "Limonade", "product_id": lemonade, "product_uom_qty": 12, **places}
    [row] = old.rows("product.product", [("id", "=", lemonade)], "uom_id")
    move["product_uom"] = row["uom_id"][0]
    picking = old.create(
        "stock.picking", picking_type_id=kind["id"], move_lines=[(0, 0, move)], **places
    )
    since = distant.now()
    old.call("stock.picking", "action_confirm", [picking])
    for moved in old.find("stock.move", ("picking_id", "=", picking)):
        old.write("stock.move", moved, quantity_done=12)
    old.call("stock.picking", "button_validate", [picking])
    [day] = [day for ref, day in distant.touched_days(settings, since) if ref == str(lemonade)]
    [row] = distant.days(settings, day, day, [str(lemonade)])
    assert row["received"] == 12.0
    first = str(datetime.now(UTC).date() - timedelta(days=2))
    found = [row["found"] for row in distant.days(settings, first, day, [str(rice)])]
    assert sum(found) == pytest.approx(24.35)


def test_days_of_all_products_are_what_the_orders_say(old, distant, settings):
    first = str(datetime.now(UTC).date() - timedelta(days=30))
    last = str(datetime.now(UTC).date() + timedelta(days=1))
    rows = distant.days(settings, first, last)
    lines = old.rows("pos.order.line", [], "product_id", "qty", "price_subtotal_incl")
    assert sum(row["quantity"] for row in rows) == pytest.approx(sum(line["qty"] for line in lines))
    turnover = sum(line["price_subtotal_incl"] for line in lines)
    assert sum(row["turnover"] for row in rows) == pytest.approx(turnover, abs=0.02)


# --- writing


WANTED = {
    "key": "COOP-7",
    "name": "Tahin complet 350 g",
    "barcode": "3760009990017",
    "brand": "Jean Hervé",
    "supplier": "Biocoopérateurs",
    "cost": 4.2,
    "price": 6.0,
    "category": "Épicerie",
}


def test_a_product_is_made_once_and_not_for_sale(old, account, settings, product):
    maker = account(*shop.GROUPS, *shop.GROUPS_TO_PUSH)
    ref = maker.push(WANTED, settings)
    assert maker.push(WANTED, settings) == ref
    [made] = old.rows(
        "product.product",
        [("default_code", "=", "COOP-7")],
        "name",
        "barcode",
        "sale_ok",
        "available_in_pos",
        "type",
        "list_price",
        "standard_price",
        "categ_id",
    )
    assert str(made["id"]) == ref
    assert (made["name"], made["barcode"]) == (WANTED["name"], WANTED["barcode"])
    assert (made["sale_ok"], made["available_in_pos"], made["type"]) == (False, False, "product")
    assert (made["list_price"], made["standard_price"]) == (6.0, 4.2)
    assert made["categ_id"][1].endswith("Épicerie")
    [line] = old.rows(
        "product.supplierinfo", [("product_tmpl_id.name", "=", WANTED["name"])], "name", "price"
    )
    assert (line["name"][1], line["price"]) == ("Biocoopérateurs", 4.2)
    # Archived there since: it is found all the same, and its barcode is still its own.
    old.write("product.product", int(ref), active=False)
    assert maker.push(WANTED, settings) == ref
    other = maker.push({**WANTED, "key": "COOP-8", "supplier": "Inconnu"}, settings)
    [row] = old.rows("product.product", [("id", "=", int(other))], "barcode", "seller_ids")
    assert (row["barcode"], row["seller_ids"]) == (False, [])


def test_the_account_that_reads_makes_nothing(distant, settings, old):
    with pytest.raises(
        Stop, match="Votre Vracoop ne laisse pas ce compte créer de produit : donnez-lui « Inv"
    ):
        distant.push({**WANTED, "key": "COOP-9"}, settings)
    assert not old.find("product.product", ("default_code", "=", "COOP-9"))


def test_reading_writes_nothing(distant, settings, old_database):
    def written():
        """Return the number of the next transaction that writes: reading takes none."""
        with old_database.cursor() as cursor:
            cursor.execute("SELECT txid_snapshot_xmax(txid_current_snapshot())")
            return cursor.fetchone()[0]

    before = written()
    for kind in KINDS:
        distant.changed(kind, settings, "2020-01-01 00:00:00", None, 500)
    today = str(datetime.now(UTC).date())
    distant.levels(settings)
    distant.expected(settings)
    distant.touched(settings, "2020-01-01 00:00:00")
    distant.touched_days(settings, "2020-01-01 00:00:00")
    distant.days(settings, today, today)
    distant.check(settings)
    assert written() == before
