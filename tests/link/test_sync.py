"""What the distant shop is, the member space tells: pages, prices, sales, members."""

import base64
import io
import random
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from PIL import Image

from support.shop import new_product, ring_up
from support.suggestions import new_barcode, new_name

# How many people are members here for what the distant shop says.
MEMBERS = """
    SELECT COUNT(*)
      FROM res_partner
      JOIN coop_vracoop_record record
        ON record.kind = 'member' AND record.res_id = res_partner.id AND record.gone IS NOT TRUE
     WHERE coop_distant_is_member
"""


def feed(client):
    """Return what the stock page tells of each product, by its name."""
    return {each["name"]: each for each in client.get("/stock/feed").json()["products"]}


def product(shop, **values):
    """Make a product at the distant shop; return its id."""
    values = {"name": new_name("Miel"), "available_in_pos": True, "is_storable": True, **values}
    [made] = shop("product.product", "create", [values])
    return made


@pytest.fixture
def sync(vracoop, space):
    """Return `sync(*options)`: one turn, which must succeed; what it says."""

    def run(*options):
        done = vracoop(space, "sync", *options)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_check_says_that_all_is_ready(vracoop, space):
    done = vracoop(space, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tout est prêt" in done.stdout


def test_both_stock_pages_tell_the_same(space, distant, shop, sync):
    sync()
    there, here = feed(distant.admin), space.feed()
    assert len(there) > 900
    assert here.keys() == there.keys()
    told = ("price", "quantity", "level", "barcode", "shelf")
    assert not differing(there, here, told)
    # Drained weights and pieces are this project's own, and not read.
    of_its_own = shop(
        "product.product",
        "search",
        ["|", ["coop_drained_weight", ">", 0], ["coop_piece_count", ">", 0]],
    )
    there = {name: each for name, each in there.items() if each["id"] not in of_its_own}
    assert not differing(there, here, ("unit_price", "unit"))


def differing(there, here, told):
    """Return what two feeds tell differently of the products of the first."""
    return {
        name: ([each[key] for key in told], [here[name][key] for key in told])
        for name, each in there.items()
        if any(each[key] != here[name][key] for key in told)
    }


def test_a_second_turn_changes_nothing(space, sync):
    sync()
    before = space.state()
    assert "Rien de nouveau" in sync()
    assert space.state() == before
    assert not any("Traceback" in line for line in before["left out"])


def test_reading_everything_again_changes_nothing(space, sync):
    sync()
    before = space.state()
    space.read_again()
    sync()
    assert space.state() == before


def test_what_the_tills_sold_is_told_by_day(space, distant, sync, shop):
    sync()
    query = """
        SELECT COALESCE(SUM(quantity), 0)::float8, COALESCE(SUM(turnover), 0)::float8
          FROM coop_vracoop_day WHERE day = %s
    """
    [days] = [
        shop(
            "coop.consumption",
            "formatted_read_group",
            [],
            ["day:day"],
            ["quantity:sum", "turnover:sum"],
            order="day:day desc",
            limit=10,
        )
    ]
    assert len(days) == 10
    for told in days:
        [(quantity, turnover)] = space.rows(query, told["day:day"][0])
        assert quantity == pytest.approx(told["quantity:sum"])
        assert turnover == pytest.approx(told["turnover:sum"])


def test_members_come_with_four_facts_and_never_more(space, shop, sync):
    there = shop(
        "res.partner",
        "search_read",
        [["ref", "!=", False], ["is_company", "=", False]],
        ["name", "email", "ref", "phone", "street"],
    )
    person = there[0]
    shop("res.partner", "write", [person["id"]], {"phone": "01 23 45 67 89", "street": "Rue X"})
    sync()
    assert space.rows(MEMBERS) == [(len(there),)]
    here = space.here(person["id"], "member")
    [partner] = space.call(
        "res.partner", "read", [here], ["name", "email", "ref", "phone", "street"]
    )
    assert (partner["name"], partner["ref"]) == (person["name"], person["ref"])
    assert not partner["phone"]
    assert not partner["street"]


def test_changes_are_followed_by_the_distant_id(space, shop, sync):
    one, two, three = (product(shop, list_price=2.0, barcode=new_barcode()) for _n in range(3))
    # What a till may have loaded cannot be deleted.
    four = product(shop, list_price=2.0, barcode=new_barcode(), available_in_pos=False)
    sync()
    here = {ref: space.here(ref) for ref in (one, two, three, four)}
    codes = {
        each["id"]: each["barcode"]
        for each in shop("product.product", "read", [one, two], ["barcode"])
    }
    name = new_name("Miel de tilleul")
    shop("product.product", "write", [one], {"name": name, "list_price": 3.0, "barcode": False})
    shop("product.product", "write", [two], {"barcode": codes[one]})
    shop("product.product", "write", [one], {"barcode": codes[two]})
    shop("product.product", "write", [three], {"active": False})
    shop("product.product", "unlink", [four])
    sync()
    read = {
        each["id"]: each
        for each in space.call(
            "product.product",
            "read",
            list(here.values()),
            ["name", "barcode", "active", "lst_price"],
        )
    }
    assert read[here[one]]["name"] == name
    assert read[here[one]]["lst_price"] == 3.0
    assert read[here[one]]["barcode"] == codes[two]
    assert read[here[two]]["barcode"] == codes[one]
    assert not read[here[three]]["active"]
    assert not read[here[four]]["active"]
    assert not space.left_out()


def test_members_who_leave_return_and_merge(space, shop, sync):
    values = {"name": new_name("Zoé"), "email": f"{new_name('zoe')}@coop.test".replace(" ", "")}
    name = new_name("Léo")
    same = {"name": name, "email": f"{name}@coop.test".replace(" ", "")}
    leaver, _namesake = shop(
        "res.partner", "create", [{**same, "ref": new_name("L")}, {**same, "ref": new_name("N")}]
    )
    [first] = shop("res.partner", "create", [{**values, "ref": new_name("A")}])
    [second] = shop("res.partner", "create", [{**values, "ref": new_name("B")}])
    sync()
    gone, heir = space.here(first, "member"), space.here(second, "member")
    shop("res.partner", "write", [leaver], {"ref": False})
    [wizard] = shop(
        "base.partner.merge.automatic.wizard",
        "create",
        [{"partner_ids": [[6, 0, [first, second]]], "dst_partner_id": second}],
    )
    shop("base.partner.merge.automatic.wizard", "action_merge", [wizard])
    sync()
    assert not space.rows("SELECT id FROM res_partner WHERE id = %s", gone)
    assert space.here(second, "member") == heir
    left = space.here(leaver, "member")
    query = "SELECT coop_distant_is_member, ref FROM res_partner WHERE id = %s"
    assert space.rows(query, left) == [(False, None)]
    shop("res.partner", "write", [leaver], {"ref": new_name("L")})
    sync()
    assert space.rows(query, left)[0][0] is True


def test_a_slip_in_the_rule_on_members_lets_nobody_go(space, vracoop, shop, sync):
    sync()
    [[members]] = space.rows(MEMBERS)
    [[rule]] = space.rows("SELECT member_domain FROM coop_vracoop_link")
    made = product(shop, list_price=2.0)
    space.set_link(member_domain="[('ref', '=', 'personne')]")
    said = sync()
    assert f"{members} membres sur {members}" in said
    assert space.rows(MEMBERS) == [(members,)]
    assert space.here(made)
    assert "--allow-departures" in space.left_out()["departure", "member"]
    assert "--allow-departures" in vracoop(space, "status").stdout
    # What would go is told, and stays.
    assert sync("--dry-run", "--allow-departures").count("parti : ") == members
    assert space.rows(MEMBERS) == [(members,)]
    sync("--allow-departures")
    assert space.rows(MEMBERS) == [(0,)]
    space.set_link(member_domain=rule)
    sync()
    assert space.rows(MEMBERS) == [(members,)]
    assert ("departure", "member") not in space.left_out()


def test_products_that_the_account_sees_no_more_stay_with_price_and_stock(space, shop, sync):
    sync()
    before = space.state()
    [model] = shop("ir.model", "search", [["model", "=", "product.product"]])
    hiding = {"name": "Caché", "model_id": model, "domain_force": "[('id', '<', 0)]"}
    rules = shop("ir.rule", "create", [hiding])
    try:
        said = sync()
    finally:
        shop("ir.rule", "unlink", rules)
    assert "Cela ressemble à une erreur : tous restent." in said
    assert "--allow-departures" in space.left_out()["departure", "product"]
    after = space.state()
    assert {what for what in before if after[what] != before[what]} == {"left out"}
    sync()
    assert space.state() == before


def test_a_sale_rung_up_there_is_deducted_here(space, distant, sync, shop):
    made, name = new_product(distant.admin, 8, list_price=4.5, taxes_id=[[6, 0, []]])
    sync()
    assert space.feed()[name]["quantity"] == 8
    ring_up(distant.admin, made, 6, datetime.now(UTC).date(), 4.5)
    assert feed(distant.admin)[name]["quantity"] == 2
    sync()
    assert space.feed()[name]["quantity"] == 2
    assert space.feed()[name]["level"] == "low"


def test_another_place_and_an_earlier_first_day_are_read_by_the_next_turn(
    space, distant, dbs, shop, sync
):
    made, name = new_product(distant.admin, 8)
    _only_there, other_name = new_product(distant.admin, 5)
    today = datetime.now(UTC).date()
    long_ago = today - timedelta(days=60)
    ring_up(distant.admin, made, 2, long_ago, 2.5)
    with dbs.server.connect(distant.database) as connection, connection.cursor() as cursor:
        # It was written when it was rung up.
        cursor.execute(
            "UPDATE pos_order SET write_date = date_order WHERE date_order < %s",
            (long_ago + timedelta(days=1),),
        )
    connection.close()
    [cellar] = shop("stock.location", "create", [{"name": new_name("Cave"), "usage": "internal"}])
    stocked = {"product_id": made, "location_id": cellar, "inventory_quantity": 3}
    shop("stock.quant", "action_apply_inventory", shop("stock.quant", "create", [stocked]))
    sync()
    before = space.state()
    here = space.here(made)
    [[since]] = space.rows("SELECT sales_since FROM coop_vracoop_link")
    sold = "SELECT day, quantity FROM coop_vracoop_day WHERE product_id = %s AND quantity != 0"
    in_stock = "SELECT product_id, quantity FROM coop_vracoop_level WHERE quantity != 0"
    assert not space.rows(sold, here)
    try:
        space.set_link(sales_since=str(long_ago))
        sync()
        assert space.rows(sold, here) == [(long_ago, 2)]
        assert space.feed()[name]["quantity"] == 6
        space.set_link(location=str(cellar))
        sync()
        assert (space.feed()[name]["quantity"], space.feed()[other_name]["quantity"]) == (3, 0)
        told = "SELECT product_id, day, quantity, received, found FROM coop_vracoop_day"
        assert space.rows(told) == [(here, today, 0, 0, 3)]
        assert space.rows(in_stock) == [(here, 3)]
    finally:
        space.set_link(location=False, sales_since=str(since))
        sync()
    assert space.state() == before


def test_photos_of_ten_megabytes_come_over(space, shop, sync):
    noise = Image.frombytes("RGB", (2000, 1700), random.Random(1).randbytes(2000 * 1700 * 3))
    picture = io.BytesIO()
    noise.save(picture, "PNG")
    assert picture.tell() > 10_000_000
    made = product(shop, image_1920=base64.b64encode(picture.getvalue()).decode())
    sync()
    here = space.here(made)
    answer = space.admin.get(f"/p/{here}/photo?size=large")
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.content)).width > 500


def test_odd_stock_and_names_and_taxes(space, distant, shop, sync):
    names = [f"{new_name('Thé')} 绿茶 شاي", f"{new_name('Œuf')} <b>&amp;</b>"]
    [tax] = shop(
        "account.tax",
        "create",
        [{"name": new_name("TVA 10 %"), "amount": 10.0, "price_include_override": "tax_excluded"}],
    )
    first = product(shop, name=names[0], list_price=10.0, taxes_id=[[6, 0, [tax]]])
    second = product(shop, name=names[1], list_price=1.0, taxes_id=[[6, 0, []]])
    [location] = shop("stock.location", "search", [["usage", "=", "internal"]], limit=1)
    [quant] = shop(
        "stock.quant",
        "create",
        [{"product_id": second, "location_id": location, "inventory_quantity": -3}],
    )
    shop("stock.quant", "action_apply_inventory", [quant])
    sync()
    there, here = feed(distant.admin), space.feed()
    assert here[names[0]]["price"] == there[names[0]]["price"] == 11.0
    assert here[names[1]]["quantity"] == there[names[1]]["quantity"]
    assert here[names[1]]["level"] == "out"
    assert space.here(first) != space.here(second)


def test_of_two_with_one_barcode_the_second_is_told(space, distant, dbs, shop, sync):
    code = new_barcode()
    one, two = product(shop, barcode=code), product(shop)
    # Older versions and imports by SQL let it happen.
    with dbs.server.connect(distant.database) as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE product_product SET barcode = %s, write_date = now() AT TIME ZONE 'UTC'"
            " WHERE id = %s",
            (code, two),
        )
    connection.close()
    said = sync()
    assert code in space.left_out()["barcode", str(two)]
    assert code in said
    assert space.rows("SELECT barcode FROM product_product WHERE id = %s", space.here(one)) == [
        (code,)
    ]
    shop("product.product", "write", [two], {"barcode": False})
    sync()
    assert not space.left_out()


def test_a_dry_run_tells_what_would_change_and_changes_nothing(space, shop, sync):
    sync()
    made = product(shop, list_price=2.0)
    sync()
    shop("product.product", "write", [made], {"list_price": 2.75})
    new = new_name("Nouveau")
    product(shop, name=new)
    before = space.state()
    said = sync("--dry-run")
    assert "2.75" in said
    assert "list_price" not in said
    assert new in said
    assert space.state() == before
    sync()
    assert space.state() != before


def test_a_first_dry_run_refuses_nothing_for_what_it_read_itself(new_space, vracoop, shop):
    [pricelist] = shop("product.pricelist", "search", [], limit=1)
    rule = {
        "pricelist_id": pricelist,
        "applied_on": "0_product_variant",
        "product_id": product(shop),
        "compute_price": "fixed",
        "fixed_price": 4.2,
    }
    shop("product.pricelist.item", "create", [rule])
    dry = new_space("dry")
    done = vracoop(dry, "sync", "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "laissées de côté" not in done.stdout
    assert "n’a pas été donné" not in done.stdout
    rules = shop("product.pricelist.item", "search_count", [])
    assert f"règles de prix : {rules} ajout" in done.stdout
    assert not dry.rows("SELECT id FROM coop_vracoop_record")


def test_nothing_is_written_at_the_distant_server(space, distant, dbs, sync):
    def written():
        # Logging in is noted by Odoo itself, for whoever does.
        query = """
            SELECT COALESCE(SUM(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables
             WHERE relname NOT IN ('res_users_log', 'res_device_log', 'ir_cron', 'ir_cron_trigger',
                                   'ir_cron_progress', 'ir_logging', 'bus_bus', 'coop_till_price',
                                   'coop_till_price_mark', 'res_users', 'ir_attachment')
        """
        with dbs.server.connect(distant.database) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot(), pg_stat_force_next_flush()")
            cursor.execute(query)
            [[count]] = cursor.fetchall()
        connection.close()
        return count

    space.read_again()
    before = written()
    sync()
    assert written() == before


def test_the_stock_page_says_how_old_its_stock_is(space, sync):
    sync()
    answer = space.admin.get("/stock/feed")
    assert "stock d’il y a" in unquote(answer.headers["Coop-Stock-Age"]) or (
        "cette minute" in unquote(answer.headers["Coop-Stock-Age"])
    )
    assert "data-tag" in space.admin.get("/stock").text
