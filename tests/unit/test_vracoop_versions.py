"""What each version of Odoo keeps in its own way, told by the fields that it has."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.vracoop import versions

PARIS = ZoneInfo("Europe/Paris")
SESSION = {"state", "config_id"}
ORDER = {"state", "session_id"}


# --- 12 and 13


def test_12_and_13_move_goods_with_each_order_so_that_nothing_is_subtracted():
    assert versions.rung_up(SESSION, ORDER | {"picking_id"}) is None


def test_12_and_13_find_failed_moves_by_their_orders():
    assert versions.waiting({"name", "state"}, ORDER | {"picking_id"}) is None
    assert ("picking_id.state", "not in", ("done", "cancel")) in versions.waiting_orders()


def test_12_has_one_photo_and_no_sizes_of_it():
    assert versions.image({"image", "image_medium", "image_small"}) == ("image", "image_variant")


def test_12_keeps_the_place_on_the_till_itself():
    assert versions.till_location({"stock_location_id", "picking_type_id"}) == "stock_location_id"


def test_12_and_13_plan_moves_in_a_field_of_their_own():
    assert versions.planned({"date", "date_expected"}) == "date_expected"


@pytest.mark.parametrize(
    ("value", "is_end", "moment"),
    [
        ("2026-07-01", False, "2026-06-30 22:00:00"),
        ("2026-07-01", True, "2026-07-01 21:59:59"),
        ("2026-12-01", True, "2026-12-01 22:59:59"),
        (False, True, None),
    ],
)
def test_12_and_13_date_price_rules_by_whole_days_of_the_shop(value, is_end, moment):
    assert versions.rule_moment(value, PARIS, is_end) == moment


def test_12_and_13_say_themselves_what_a_unit_measures():
    units = [
        unit(1, "Pièce", factor_inv=1.0, category_id=[1, "Unité"], measure_type="unit"),
        unit(2, "Cageot", factor_inv=1.0, category_id=[2, "Poids"], measure_type="weight"),
        unit(3, "Palette", factor_inv=40.0, category_id=[2, "Poids"], measure_type="weight"),
    ]
    assert versions.measures(units) == {
        1: ("unit", 1.0, "Pièce"),
        2: ("weight", 1.0, "Cageot"),
        3: ("weight", 40.0, "Palette"),
    }


def test_12_cannot_search_a_variant_by_its_attributes():
    paths = ("write_date", "seller_ids.write_date", "product_template_attribute_value_ids.x")
    told = {
        "write_date": {"searchable": True},
        "seller_ids": {"searchable": True},
        "product_template_attribute_value_ids": {"searchable": False},
    }
    assert versions.searchable(paths, told) == ["write_date", "seller_ids.write_date"]
    told["product_template_attribute_value_ids"] = {"searchable": True}
    assert versions.searchable(paths, told) == list(paths)
    del told["product_template_attribute_value_ids"]
    assert versions.searchable(paths, told) == ["write_date", "seller_ids.write_date"]


@pytest.mark.parametrize("is_ticked", [True, False])
def test_up_to_16_a_till_charges_by_its_list_ticked_or_not(is_ticked):
    assert versions.till_uses_list(is_ticked, {"required": True})


def test_later_a_till_has_no_list_unless_it_is_ticked():
    assert not versions.till_uses_list(False, {"required": False})
    assert versions.till_uses_list(True, {"required": False})


def test_foodcoops_12_tells_the_volume_in_litres_and_odoo_in_cubic_metres():
    foodcoops = {"volume", "price_volume", "price_weight", "weight"}
    assert versions.litres("", "volume", foodcoops) == 1.0
    assert versions.litres("", "volume", {"volume", "weight"}) == 1000.0


def test_a_volume_that_a_coop_names_is_in_litres():
    assert versions.litres("volume", "volume", {"volume"}) == 1.0
    assert versions.litres("", "net_volume", {"net_volume", "volume"}) == 1.0


def test_foodcoops_12_names_the_country_and_writes_what_completes_it_apart():
    there = {"country_id", "origin_description", "maker_description"}
    assert versions.chosen("", versions.ORIGIN, there) == "country_id"
    assert versions.chosen("", versions.ORIGIN_WORDS, there) == "origin_description"


def test_foodcoops_12_says_on_which_rack_goods_are_and_no_place_on_it():
    there = {"rack_instruction", "rack_location", "rack_number_of_packages", "pos_categ_id"}
    assert versions.chosen("", versions.SHELF, there) == "rack_location"
    assert versions.chosen("", versions.PLACE, there) is None


# --- 13 and 14


def test_13_has_photos_of_several_sizes():
    there = {"image_1920", "image_1024", "image_512"}
    assert versions.image(there) == ("image_1024", "image_variant_1024")


def test_a_product_without_photos_has_none():
    assert versions.image({"name"}) == (None, None)


def test_13_keeps_the_place_on_the_tills_operations():
    assert versions.till_location({"picking_type_id"}) == "picking_type_id.default_location_src_id"


def test_14_joins_the_planned_day_with_the_date():
    assert versions.planned({"date", "date_deadline"}) == "date"


def test_14_dates_price_rules_to_the_second():
    moment = "2026-07-01 10:00:00"
    assert versions.rule_moment(moment, PARIS) == moment
    assert versions.rule_moment(moment, PARIS, is_end=True) == moment


def test_14_moves_goods_at_closing_where_the_session_says_so():
    domain = versions.rung_up(SESSION | {"update_stock_at_closing"}, ORDER | {"picking_ids"})
    assert ("order_id.session_id.update_stock_at_closing", "=", True) in domain
    assert ("order_id.picking_ids", "=", False) in domain
    assert not any("ship" in term[0] for term in domain)


def test_14_links_moves_to_orders_and_sessions():
    domain = versions.waiting({"pos_order_id", "pos_session_id"}, ORDER)
    assert ("picking_id.pos_session_id", "!=", False) in domain
    assert len(domain) == 4


def test_14_tells_what_a_unit_measures_by_names_only():
    units = [
        unit(1, "Unité(s)", factor_inv=1.0, category_id=[1, "Unité"]),
        unit(2, "Douzaine(s)", factor_inv=12.0, category_id=[1, "Unité"]),
        unit(3, "g", factor_inv=0.001, category_id=[2, "Poids"]),
        unit(4, "kg", factor_inv=1.0, category_id=[2, "Poids"]),
        unit(5, "Sac 25 kg", factor_inv=25.0, category_id=[2, "Poids"]),
        unit(6, "L", factor_inv=1.0, category_id=[3, "Volume"]),
        unit(7, "m", factor_inv=1.0, category_id=[4, "Longueur"]),
    ]
    told = versions.measures(units)
    assert {id_: each[:2] for id_, each in told.items()} == {
        1: ("unit", 1.0),
        2: ("unit", 12.0),
        3: ("weight", 0.001),
        4: ("weight", 1.0),
        5: ("weight", 25.0),
        6: ("volume", 1.0),
        7: ("length", 1.0),
    }


def test_a_coop_whose_first_unit_is_the_gram_is_told_in_kilos_all_the_same():
    units = [
        unit(1, "g", factor_inv=1.0, category_id=[2, "Poids"]),
        unit(2, "kg", factor_inv=1000.0, category_id=[2, "Poids"]),
    ]
    assert versions.measures(units)[2][:2] == ("weight", 1.0)
    assert versions.measures(units)[1][:2] == ("weight", 0.001)


@pytest.mark.parametrize("fields", [{"type", "sale_ok"}, {"type", "detailed_type"}])
def test_up_to_17_what_is_counted_is_a_type_of_product(fields):
    assert versions.is_counted(fields) == [("type", "=", "product")]
    assert versions.new_goods(fields)["type"] == "product"


def test_up_to_15_a_vendor_is_a_name():
    assert versions.vendor({"name", "price"}) == "name"


def test_up_to_18_a_fiscal_position_has_lines():
    lines = [
        {"id": 1, "tax_src_id": [5, "20 %"], "tax_dest_id": [6, "5,5 %"]},
        {"id": 2, "tax_src_id": [6, "5,5 %"], "tax_dest_id": False},
    ]
    assert versions.tax_map({"tax_ids": [1, 2]}, lines, [5, 6, 7]) == {5: [6], 6: []}
    assert versions.tax_map({"tax_ids": []}, [], [5, 6]) == {}


@pytest.mark.parametrize("version", ["12.0", "14.0", "17.0+e"])
def test_up_to_17_a_right_is_asked_for_in_another_way(version):
    told = versions.access_question(version, "create")
    assert told == ("check_access_rights", ["create", False])


@pytest.mark.parametrize("version", ["18.0", "saas~18.2+e", "19.0"])
def test_from_18_on_no_records_are_asked_whether_they_may_be_made(version):
    assert versions.access_question(version, "create") == ("has_access", [[], "create"])


@pytest.mark.parametrize("version", ["12.0", "14.0", "17.0+e", "saas~18.2+e", "18.0"])
def test_up_to_18_rows_are_summed_by_read_group(version):
    assert versions.groups_method(version) == "read_group"


# --- 15 to 18


def test_15_and_16_mark_what_is_shipped_later():
    domain = versions.rung_up(SESSION | {"update_stock_at_closing"}, ORDER | {"to_ship"})
    assert ("order_id.to_ship", "=", False) in domain


def test_16_has_renamed_the_vendor():
    assert versions.vendor({"partner_id", "price", "product_name"}) == "partner_id"


def test_17_dates_what_is_shipped_later_and_its_moves_do_not_count():
    fields = ORDER | {"shipping_date"}
    domain = versions.rung_up(SESSION | {"update_stock_at_closing"}, fields)
    assert ("order_id.shipping_date", "=", False) in domain
    moves = versions.waiting({"pos_order_id", "pos_session_id"}, fields)
    # Those of a session, which have no order, count all the same.
    assert moves[-3:] == [
        "|",
        ("picking_id.pos_order_id", "=", False),
        ("picking_id.pos_order_id.shipping_date", "=", False),
    ]


def test_17_lets_a_product_have_several_categories_at_the_till():
    assert versions.chosen("", versions.SHELF, {"name", "pos_categ_ids"}) == "pos_categ_ids"


def test_from_18_on_goods_are_marked_as_counted():
    there = {"type", "is_storable", "sale_ok"}
    assert versions.is_counted(there) == [("is_storable", "=", True)]
    assert versions.new_goods(there) == {
        "sale_ok": False,
        "available_in_pos": False,
        "type": "consu",
        "is_storable": True,
    }


# --- 19


def test_19_hangs_units_from_one_another():
    units = [
        unit(1, "Unités", factor=1.0, parent_path="1/"),
        unit(2, "Pack de 6", factor=6.0, parent_path="1/2/"),
        unit(3, "g", factor=1.0, parent_path="3/"),
        unit(4, "kg", factor=1000.0, parent_path="3/4/"),
        unit(5, "ml", factor=1.0, parent_path="5/"),
        unit(6, "L", factor=1000.0, parent_path="5/6/"),
        unit(7, "Sac", factor=25000.0, parent_path="3/4/7/"),
    ]
    told = versions.measures(units)
    assert {id_: each[:2] for id_, each in told.items()} == {
        1: ("unit", 1.0),
        2: ("unit", 6.0),
        3: ("weight", 0.001),
        4: ("weight", 1.0),
        5: ("volume", 0.001),
        6: ("volume", 1.0),
        7: ("weight", 25.0),
    }


def test_19_has_taxes_say_which_they_replace():
    lines = [{"id": 6, "original_tax_ids": [5, 7]}, {"id": 8, "original_tax_ids": [5]}]
    position = {"tax_ids": [6, 8], "tax_map": {}}
    assert versions.tax_map(position, lines, [5, 6, 7, 8]) == {5: [6, 8], 7: [6]}


def test_up_to_18_a_replaced_tax_comes_off_the_price():
    assert versions.till_adapts_price({"amount", "price_include"})
    assert not versions.till_adapts_price({"amount", "price_include", "original_tax_ids"})


def test_19_takes_all_taxes_away_by_a_position_without_any():
    assert versions.tax_map({"tax_ids": [], "tax_map": {}}, [], [5, 6]) == {5: [], 6: []}


@pytest.mark.parametrize("version", ["19.0", "19.0+e", "saas~19.1"])
def test_19_sums_rows_by_another_method(version):
    assert versions.groups_method(version) == "formatted_read_group"


# --- whatever the version


@pytest.mark.parametrize(
    ("told", "number"), [("12.0", 12), ("saas~18.2+e", 18), ("19.0-20260101", 19), ("?", 12)]
)
def test_a_version_is_a_number(told, number):
    assert versions.major(told) == number


def test_a_field_that_the_coop_names_wins_and_none_is_made_up():
    there = {"ref", "barcode", "numero"}
    assert versions.chosen("numero", versions.NUMBER, there) == "numero"
    assert versions.chosen("absent", versions.NUMBER, there) is None
    assert versions.chosen("", versions.NUMBER, there) == "ref"
    assert versions.chosen("", versions.NUMBER, {"name"}) is None


@pytest.mark.parametrize(
    ("day", "bounds"),
    [
        ("2026-01-15", ("2026-01-14 23:00:00", "2026-01-15 23:00:00")),
        # The clocks change: these days have 23 hours and 25.
        ("2026-03-29", ("2026-03-28 23:00:00", "2026-03-29 22:00:00")),
        ("2026-10-25", ("2026-10-24 22:00:00", "2026-10-25 23:00:00")),
    ],
)
def test_a_day_is_the_shops(day, bounds):
    assert versions.day_bounds(day, PARIS) == bounds


@given(st.datetimes(), st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Cayenne"]))
def test_each_moment_lies_within_its_day(moment, zone):
    text = moment.replace(year=2000 + moment.year % 60).strftime("%Y-%m-%d %H:%M:%S")
    begin, end = versions.day_bounds(versions.day_of(text, ZoneInfo(zone)), ZoneInfo(zone))
    assert begin <= text < end


def test_a_shop_without_a_time_zone_is_in_france():
    assert versions.time_zone("") == PARIS


@pytest.mark.parametrize(
    ("told", "size"),
    [("12.34 Kb", 12636), ("512.00 bytes", 512), ("1.50 Mb", 1572864), (False, 0), ("", 0)],
)
def test_sizes_of_photos_are_read(told, size):
    assert versions.size_of(told) == size


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (True, True),
        (False, False),
        ("", False),
        ("Agriculture biologique", True),
        ("AB, Demeter", True),
        ("Non bio", False),
        ("Conventionnel", False),
        ("Raisonnée", False),
    ],
)
def test_organic_is_said_in_a_mark_or_in_words(value, told):
    assert versions.is_organic(value) is told


def unit(id_, name, **values):
    return {"id": id_, "name": name, **values}
