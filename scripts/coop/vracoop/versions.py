"""Where Odoo 12 to 19 keep the same thing in different ways. No server in here.

What a server has is told by its fields, since coops run all versions, and addons that bring
something of a newer one to an older one; a number counts only where no field tells.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coop.addon_tools import addon_tool

fold = addon_tool("coop_suggestions", "price_list").fold

OLDEST = 12
# Fields that coops and the addons of the OCA give these names to, the surest first.
NUMBER = ("barcode_base", "member_number", "cooperator_register_number", "ref", "barcode")
SHELF = ("shelf_id", "rack_id", "rack_location", "pos_categ_id", "pos_categ_ids")
PLACE = ("shelf_place", "loc_rack", "stock_place")
NET_WEIGHT = ("net_weight", "weight_net", "weight")
VOLUME = ("net_volume", "volume")
ORIGIN = ("country_id", "country_of_origin", "origin_id")
# What is written of the origin beside the country, or where there is none.
ORIGIN_WORDS = ("origin", "origin_description")
ORGANIC = ("is_organic", "organic", "is_bio", "bio", "farming_method")

# Photos as wide as the largest that the member space shows.
IMAGES = ("image_1024", "image")
VARIANT_IMAGES = {"image_1024": "image_variant_1024", "image": "image_variant"}
# States of an order that is paid for; 12 to 18 have one for those with an invoice.
PAID = ("paid", "done", "invoiced")

# Units by what they measure, folded: how many kg, l or m one is.
KNOWN_UNITS = {
    "weight": {"kg": 1.0, "kgs": 1.0, "kilo": 1.0, "kilogramme": 1.0, "g": 0.001, "gr": 0.001},
    "volume": {"l": 1.0, "litre": 1.0, "litres": 1.0, "litre s": 1.0, "liter s": 1.0, "ml": 0.001,
               "cl": 0.01, "m3": 1000.0},
    "length": {"m": 1.0, "metre": 1.0, "metres": 1.0, "cm": 0.01, "mm": 0.001},
    "time": {"heure": 1.0, "heures": 1.0, "heure s": 1.0, "hour s": 1.0, "hours": 1.0},
}  # fmt: skip
ORGANIC_WORDS = re.compile(r"\b(bio|biologique|biodynamie|organic|ab|demeter)\b")
NOT_ORGANIC_WORDS = re.compile(r"\b(non|pas|not|no|conventionnel(le)?|conventional)\b")
SIZE = re.compile(r"([\d.]+)\s*(bytes|kb|mb|gb)", re.I)
SIZES = {"bytes": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30}


def chosen(setting, known, fields):
    """Return the field to read: the one that a coop names, or the first of those known.

    :param str setting: a field's name, empty to guess
    :param known: names, the surest first
    :param fields: what the server has
    :return: a name; None where it has none of them
    """
    for name in (setting,) if setting else known:
        if name in fields:
            return name
    return None


def searchable(paths, described):
    """Return the paths that begin with a field that the server has and can search by.

    12 works out a variant's attributes as they are read: to what is asked of them it answers
    yes for every record.

    :param paths: such as ``seller_ids.write_date``
    :param dict described: what the server says of its fields, by name
    """
    first = {path: described.get(path.partition(".")[0]) for path in paths}
    return [path for path in paths if first[path] and first[path].get("searchable", True)]


def litres(setting, name, product_fields):
    """Return how many litres one is of the field of the volume.

    Odoo's own is in m³; La Louve's FoodCoops has made litres of it, to tell the price of one in
    ``price_volume``. A field that a coop names is in litres, as the setting says.

    :param str setting: the field that a coop names, empty if it was guessed
    :param str name: the field that is read
    :param product_fields: what the server has
    """
    is_odoos_own = name == "volume" and not setting and "price_volume" not in product_fields
    return 1000.0 if is_odoos_own else 1.0


def is_counted(product_fields):
    """Return the domain of products whose stock is counted.

    Up to 17 that is a type of its own, from 18 on a mark on goods.
    """
    if "is_storable" in product_fields:
        return [("is_storable", "=", True)]
    return [("type", "=", "product")]


def vendor(supplierinfo_fields):
    """Return the field of the vendor in a product's supplier line: 16 has renamed it."""
    return "partner_id" if "partner_id" in supplierinfo_fields else "name"


def image(template_fields):
    """Return the fields of a template's photo and of a variant's own; None without photos."""
    name = chosen("", IMAGES, template_fields)
    return (name, VARIANT_IMAGES[name]) if name else (None, None)


def planned(move_fields):
    """Return the field of the day on which a move is planned; 14 has joined it with the date."""
    return "date_expected" if "date_expected" in move_fields else "date"


def groups_method(version):
    """Return the public method that sums rows; no field tells that 19 has replaced it."""
    return "formatted_read_group" if major(version) >= 19 else "read_group"


def access_question(version, operation):
    """Return the public method that tells whether an account may do something, and its arguments.

    No field tells that 18 has replaced it.
    """
    if major(version) >= 18:
        return "has_access", [[], operation]
    return "check_access_rights", [operation, False]


def major(version):
    """Return the number of a version, as a server says it: 18 for ``saas~18.2+e``."""
    found = re.search(r"\d+", version)
    return int(found[0]) if found else OLDEST


def till_uses_list(is_ticked, pricelist):
    """Tell whether a till's prices are those of its price list.

    As long as each till must have one, it charges by it, ticked or not.

    :param bool is_ticked: what the till says
    :param dict pricelist: what the server says of the field of the list
    """
    return bool(is_ticked or pricelist.get("required"))


def till_adapts_price(tax_fields):
    """Tell whether a tax that is in the price comes off it before a till puts another in its place.

    Up to 18 it does; 19, whose taxes say which they replace, leaves the price as it is.
    """
    return "original_tax_ids" not in tax_fields


def till_location(config_fields):
    """Return the path from a till to the place that it sells from, which 13 has moved."""
    if "stock_location_id" in config_fields:
        return "stock_location_id"
    return "picking_type_id.default_location_src_id"


# --- units


def measures(units):
    """Return what each unit measures.

    Up to 18 units of one kind share a category, and ``factor_inv`` says how many of its first
    unit one is; in 19 they hang from one another, and ``factor`` says that. Which kind it is,
    12 and 13 say themselves; after them only the units' names do.

    :param units: rows of ``uom.uom`` with id, name, and of factor, factor_inv, category_id,
        measure_type, parent_path those that there are
    :return: {id: (measure, factor, name)} with measure unit, weight, volume, length or time;
        factor: how many kg, l, m, hours or pieces one is
    """
    families = {}
    for unit in units:
        families.setdefault(_family(unit), []).append(unit)
    told = {}
    for family in families.values():
        measure, first = _kind(family)
        for unit in family:
            told[unit["id"]] = (measure, round(_size(unit) * first, 9), unit["name"])
    return told


def _family(unit):
    if "category_id" in unit:
        return unit["category_id"] and unit["category_id"][0]
    return int((unit.get("parent_path") or str(unit["id"])).split("/")[0])


def _size(unit):
    """Return how many of its family's first unit one is."""
    return (unit["factor_inv"] if "factor_inv" in unit else unit["factor"]) or 1.0


def _kind(family):
    """Return what the units of a family measure, and how many kg, l… its first unit is."""
    for measure, known in KNOWN_UNITS.items():
        for unit in family:
            if fold(unit["name"]) in known:
                return measure, known[fold(unit["name"])] / _size(unit)
    told = family[0].get("measure_type")
    # 12 and 13 have others, such as "surface".
    return told or "unit", 1.0


# --- taxes


def tax_map(position, lines, sale_taxes):
    """Return which taxes a fiscal position puts in the place of which.

    :param position: row of ``account.fiscal.position``
    :param lines: up to 18, rows of ``account.fiscal.position.tax``: tax_src_id, tax_dest_id; from
        19 on, where taxes say it themselves, the position's taxes: id, original_tax_ids
    :param sale_taxes: ids of all sale taxes
    :return: {id: [ids]}; an empty list is no tax
    """
    mapped = {}
    for line in lines:
        if "original_tax_ids" in line:
            for origin in line["original_tax_ids"]:
                mapped.setdefault(origin, []).append(line["id"])
        elif line["tax_src_id"]:
            into = mapped.setdefault(line["tax_src_id"][0], [])
            if line["tax_dest_id"]:
                into.append(line["tax_dest_id"][0])
    if "tax_map" in position and not position["tax_ids"]:
        # From 19 on a position without taxes takes all of them away.
        return {tax: [] for tax in sale_taxes}
    return mapped


# --- what a till has sold and the stock does not know


def rung_up(session_fields, order_fields):
    """Return the domain of lines whose goods leave the stock when their session closes.

    Before 14 each order moved its goods at once: then it is None.
    """
    if "update_stock_at_closing" not in session_fields:
        return None
    return [
        ("order_id.session_id.state", "!=", "closed"),
        ("order_id.session_id.update_stock_at_closing", "=", True),
        ("order_id.state", "in", PAID),
        # An order with an invoice may have moved its goods at once all the same.
        ("order_id.picking_ids", "=", False),
        *_not_shipped_later(order_fields, "order_id."),
    ]


def waiting(picking_fields, order_fields):
    """Return the domain of moves of tills that have failed: goods are gone, the stock has them.

    Before 14 only orders know their moves: then it is None, and `waiting_orders` finds them.
    """
    if "pos_order_id" not in picking_fields:
        return None
    domain = [
        ("state", "not in", ("done", "cancel")),
        "|",
        ("picking_id.pos_order_id", "!=", False),
        ("picking_id.pos_session_id", "!=", False),
    ]
    later = _not_shipped_later(order_fields, "picking_id.pos_order_id.")
    if later:
        domain += ["|", ("picking_id.pos_order_id", "=", False), *later]
    return domain


def waiting_orders():
    """Return the domain of orders, of before 14, whose move has failed."""
    return [("picking_id", "!=", False), ("picking_id.state", "not in", ("done", "cancel"))]


def _not_shipped_later(order_fields, path):
    """Goods that are sent later are still in the shop: 15 and 16 mark it, 17 dates it."""
    for name in ("shipping_date", "to_ship"):
        if name in order_fields:
            return [(f"{path}{name}", "=", False)]
    return []


# --- making a product


def new_goods(template_fields):
    """Return the values of a product that is counted, and not for sale yet."""
    values = {"sale_ok": False, "available_in_pos": False}
    if "is_storable" in template_fields:
        return {**values, "type": "consu", "is_storable": True}
    return {**values, "type": "product"}


# --- values


def rule_moment(value, zone, is_end=False):
    """Return when a price rule begins or ends, in UTC; up to 13 that is a whole day.

    :param value: ``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM:SS``, or nothing
    :param ZoneInfo zone: of the shop, whose day it is
    """
    if not value:
        return None
    if len(value) > 10:
        return value
    first, after = day_bounds(value, zone)
    if is_end:
        return _text(datetime.fromisoformat(after) - timedelta(seconds=1))
    return first


def day_bounds(day, zone):
    """Return when a shop's day begins and when the next one does, in UTC.

    :param day: ``YYYY-MM-DD``
    :param ZoneInfo zone: of the shop
    """
    begin = date.fromisoformat(day)
    return tuple(
        _text(datetime.combine(each, time(), zone).astimezone(UTC))
        for each in (begin, begin + timedelta(days=1))
    )


def day_of(moment, zone):
    """Return the shop's day of a moment in UTC, ``YYYY-MM-DD``."""
    if len(moment) == 10:
        return moment
    return str(datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(zone).date())


def time_zone(name):
    """Return a time zone, that of France where its name says nothing."""
    return ZoneInfo(name or "Europe/Paris")


def size_of(value):
    """Return the bytes of a photo, which Odoo rounds to ``12.34 Kb`` when asked for sizes."""
    found = SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    return round(float(found[1]) * SIZES[found[2].lower()]) if found else 0


def is_organic(value):
    """Tell whether a field says that goods are organic; what it leaves open, they are not.

    :param value: a mark, or words
    """
    if isinstance(value, bool):
        return value
    words = fold(value)
    return bool(ORGANIC_WORDS.search(words)) and not NOT_ORGANIC_WORDS.search(words)


def _text(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%S")
