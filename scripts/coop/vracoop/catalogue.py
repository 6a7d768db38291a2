"""What a distant Odoo sells and for how much, and to whom: the kinds read by write date."""

from coop.errors import Stop
from coop.vracoop import versions
from coop.vracoop.odoo_server import any_of

# Sale taxes, and what a group of taxes consists of.
TAXES = [("type_tax_use", "in", ("sale", "none"))]


class Kind:
    """Rows of one model.

    :param OdooServer server: whom to ask
    :param dict settings: of the link
    """

    model = None
    read = ()
    # Paths to the dates whose change changes a row.
    dates = ("write_date",)
    context = None

    def __init__(self, server, settings):
        self.server = server
        self.settings = settings

    def domain(self):
        """Return which records count."""
        return []

    def written(self, since):
        """Return the domain of what was written from a moment on."""
        paths = versions.searchable(self.dates, self.server.described(self.model))
        return any_of([(path, ">=", since) for path in paths])

    def fields(self):
        """Return the fields to read that the server has."""
        there = self.server.fields(self.model)
        return [name for name in self.read if name in there]

    def rows(self, records):
        """Return the rows of the contract for records that were read."""
        return [self.row(record) for record in records]


class Taxes(Kind):
    """`account.tax`."""

    model = "account.tax"
    read = (
        "name",
        "amount_type",
        "amount",
        "price_include",
        "include_base_amount",
        "is_base_affected",
        "sequence",
        "children_tax_ids",
        "active",
    )

    def domain(self):
        return TAXES

    def row(self, record):
        return {
            "ref": ref(record["id"]),
            "name": record["name"],
            "amount_type": record["amount_type"],
            "amount": record["amount"],
            "price_include": record["price_include"],
            "include_base_amount": record["include_base_amount"],
            # Up to 14 every tax takes those before it into its base.
            "is_base_affected": record.get("is_base_affected", True),
            "sequence": record["sequence"],
            "children": refs(record["children_tax_ids"]),
            "active": record["active"],
        }


class Categories(Kind):
    """`product.category`."""

    model = "product.category"
    read = ("name", "parent_id")

    def row(self, record):
        return {
            "ref": ref(record["id"]),
            "name": record["name"],
            "parent": ref(record["parent_id"]),
        }


class PriceLists(Kind):
    """`product.pricelist`."""

    model = "product.pricelist"
    read = ("name", "active")

    def row(self, record):
        return {
            "ref": ref(record["id"]),
            "name": record["name"],
            "active": record["active"],
        }


class PriceRules(Kind):
    """`product.pricelist.item`."""

    model = "product.pricelist.item"
    numbers = (
        "min_quantity",
        "fixed_price",
        "percent_price",
        "price_discount",
        "price_surcharge",
        "price_round",
        "price_min_margin",
        "price_max_margin",
    )
    read = (
        "pricelist_id",
        "applied_on",
        "product_id",
        "product_tmpl_id",
        "categ_id",
        "date_start",
        "date_end",
        "compute_price",
        "base",
        "base_pricelist_id",
        *numbers,
    )
    # A rule of a template counts for the variants that this gets later.
    dates = ("write_date", "product_tmpl_id.write_date")

    def rows(self, records):
        templates = {record["product_tmpl_id"][0] for record in records if _of_template(record)}
        variants = {}
        if templates:
            domain = [("product_tmpl_id", "in", sorted(templates))]
            for row in self.server.all_rows("product.product", domain, ["product_tmpl_id"]):
                variants.setdefault(row["product_tmpl_id"][0], []).append(row["id"])
        zone = versions.time_zone(self.settings.get("tz"))
        return [self.row(record, variants, zone) for record in records]

    def row(self, record, variants, zone):
        on_template = _of_template(record)
        template = record["product_tmpl_id"][0] if on_template else None
        applied_on = record["applied_on"]
        return {
            "ref": ref(record["id"]),
            "pricelist": ref(record["pricelist_id"]),
            "applied_on": applied_on,
            "product": ref(record["product_id"]) if applied_on == "0_product_variant" else None,
            "template_products": refs(variants.get(template, ())),
            "category": ref(record["categ_id"]) if applied_on == "2_product_category" else None,
            "date_start": versions.rule_moment(record["date_start"], zone),
            "date_end": versions.rule_moment(record["date_end"], zone, is_end=True),
            "compute_price": record["compute_price"],
            "base": record["base"],
            "base_pricelist": ref(record["base_pricelist_id"]),
            **{name: record.get(name) or 0.0 for name in self.numbers},
        }


def _of_template(record):
    return record["applied_on"] == "1_product" and record["product_tmpl_id"]


class Tills(Kind):
    """The one `pos.config` whose prices count; told each time, as it is one row."""

    model = "pos.config"
    read = ("name", "use_pricelist", "pricelist_id", "default_fiscal_position_id")

    def domain(self):
        return [("id", "=", self.chosen())]

    def written(self, since):
        return []

    def chosen(self):
        """Return the id of the till that the settings name, by default the first.

        :raises Stop: where there is none
        """
        named = str(self.settings.get("till") or "").strip()
        domain = [("active", "=", True)]
        if named.isdecimal():
            domain = [("id", "=", int(named))]
        elif named:
            domain = [("name", "=", named)]
        found = self.server.ids(self.model, domain, limit=1)
        if not found:
            raise Stop(f"Votre Vracoop n'a pas de caisse « {named} »." if named else NO_TILL)
        return found[0]

    def row(self, record):
        uses_list = versions.till_uses_list(
            record.get("use_pricelist", True), self.server.described(self.model)["pricelist_id"]
        )
        return {
            "ref": ref(record["id"]),
            "name": record["name"],
            "pricelist": ref(record["pricelist_id"]) if uses_list else None,
            "taxes_mapped": self._taxes_mapped(record.get("default_fiscal_position_id")),
            "adapts_price": versions.till_adapts_price(self.server.fields("account.tax")),
        }

    def _taxes_mapped(self, position):
        if not position:
            return {}
        server = self.server
        there = server.fields("account.fiscal.position")
        names = [name for name in ("tax_ids", "tax_map") if name in there]
        [found] = server.rows("account.fiscal.position", [("id", "=", position[0])], names)
        lines = "account.fiscal.position.tax", ["tax_src_id", "tax_dest_id"]
        if "original_tax_ids" in server.fields("account.tax"):
            lines = "account.tax", ["original_tax_ids"]
        model, wanted = lines
        mapped = versions.tax_map(
            found,
            server.rows(model, [("id", "in", found["tax_ids"])], wanted, order=None),
            server.ids("account.tax", TAXES),
        )
        return {ref(origin): refs(into) for origin, into in mapped.items()}


NO_TILL = "Votre Vracoop n'a pas de caisse en service, ou ce compte ne la voit pas."


class Products(Kind):
    """`product.product`, variant by variant."""

    model = "product.product"
    read = (
        "product_tmpl_id",
        "display_name",
        "barcode",
        "default_code",
        "active",
        "sale_ok",
        "available_in_pos",
        "to_weight",
        "lst_price",
        "standard_price",
        "taxes_id",
        "categ_id",
        "uom_id",
        "type",
        "is_storable",
        "write_date",
    )
    known = {
        "shelf": versions.SHELF,
        "place": versions.PLACE,
        "net_weight": versions.NET_WEIGHT,
        "volume": versions.VOLUME,
        "origin": versions.ORIGIN,
        "origin_words": versions.ORIGIN_WORDS,
        "organic": versions.ORGANIC,
    }

    def __init__(self, server, settings):
        super().__init__(server, settings)
        there = server.fields(self.model)
        self.facts = {
            fact: name
            for fact, known in self.known.items()
            if (name := versions.chosen(settings.get(f"{fact}_field"), known, there))
        }
        if settings.get("origin_field"):
            self.facts.pop("origin_words", None)
        self.litres = versions.litres(settings.get("volume_field"), self.facts.get("volume"), there)
        self.image, self.variant_image = versions.image(server.fields("product.template"))
        self.vendor = versions.vendor(server.fields("product.supplierinfo"))

    @property
    def dates(self):
        """A template's values, its vendors and its variants' extras show in its variants."""
        return (
            "write_date",
            "product_tmpl_id.write_date",
            "seller_ids.write_date",
            f"seller_ids.{self.vendor}.write_date",
            "product_template_attribute_value_ids.write_date",
        )

    def fields(self):
        own_photo = [self.variant_image] if self.variant_image else []
        names = [*super().fields(), *own_photo, *self.facts.values()]
        return list(dict.fromkeys(name for name in names if name in self.server.fields(self.model)))

    # Sizes in the place of photos, and names without codes.
    context = {"bin_size": True, "display_default_code": False}

    def rows(self, records):
        if not records:
            return []
        templates = sorted({record["product_tmpl_id"][0] for record in records})
        of_template = {
            row["id"]: row
            for row in self.server.rows(
                "product.template",
                [("id", "in", templates)],
                ["write_date", *([self.image] if self.image else [])],
                context=self.context,
            )
        }
        vendors = self._vendors(templates)
        units = self._units()
        words = self._words(records)
        return [
            self.row(record, of_template[record["product_tmpl_id"][0]], vendors, units, words)
            for record in records
            # What was deleted, or given another unit, since is told by the next turn.
            if record["product_tmpl_id"][0] in of_template and record["uom_id"][0] in units
        ]

    def row(self, record, template, vendors, units, words):
        def words_of(*facts):
            names = [self.facts[fact] for fact in facts if fact in self.facts]
            said = (words(name, record[name]) for name in names if record[name])
            # Empty is what the server has a field for, and None what it has none for.
            return next(said, "" if names else None)

        def number_of(fact):
            return number(record[self.facts[fact]]) if fact in self.facts else None

        photo = record.get(self.variant_image) or template.get(self.image)
        volume = number_of("volume")
        organic = None
        if "organic" in self.facts:
            mark = record[self.facts["organic"]]
            organic = versions.is_organic(mark if mark is True else words_of("organic"))
        return {
            "ref": ref(record["id"]),
            "template": ref(record["product_tmpl_id"]),
            "name": record["display_name"],
            "barcode": record["barcode"] or None,
            "code": record["default_code"] or None,
            "active": record["active"],
            "for_sale": record["sale_ok"] and record["available_in_pos"],
            "to_weight": record.get("to_weight", False),
            "list_price": record["lst_price"],
            "cost": record.get("standard_price") or 0.0,
            "taxes": refs(record["taxes_id"]),
            "category": ref(record["categ_id"]),
            "unit": list(units[record["uom_id"][0]]),
            "is_counted": record.get("is_storable", record.get("type") == "product"),
            "shelf": words_of("shelf"),
            "place": words_of("place"),
            "net_weight": number_of("net_weight"),
            "volume": volume and round(volume * self.litres, 6),
            "origin": words_of("origin", "origin_words"),
            "organic": organic,
            "supplier": vendors.get((template["id"], record["id"]))
            or vendors.get((template["id"], None)),
            "write_date": max(record["write_date"], template["write_date"]),
            "photo_size": versions.size_of(photo) or None,
        }

    def _vendors(self, templates):
        """Return {(template, variant or None): name} of who comes first."""
        first = {}
        for line in self.server.rows(
            "product.supplierinfo",
            [("product_tmpl_id", "in", templates)],
            ["product_tmpl_id", "product_id", self.vendor],
            order=None,  # Odoo's own: that of the vendors on the product's form
        ):
            variant = line["product_id"] and line["product_id"][0]
            if line[self.vendor]:
                first.setdefault(
                    (line["product_tmpl_id"][0], variant or None), line[self.vendor][1]
                )
        return first

    def _units(self):
        wanted = ("name", "factor", "factor_inv", "category_id", "measure_type", "parent_path")
        there = self.server.fields("uom.uom")
        names = [name for name in wanted if name in there]
        return versions.measures(self.server.rows("uom.uom", [], names))

    def _words(self, records):
        """Return a function that says a field's value in words."""
        described = self.server.described(self.model)
        named = {}
        for field in set(self.facts.values()):
            if described[field]["type"] in ("many2many", "one2many"):
                ids = {id_ for record in records for id_ in record[field]}
                named[field] = self.server.names(described[field]["relation"], ids)

        def words(field, value):
            if field in named:
                return ", ".join(named[field][id_] for id_ in value if id_ in named[field])
            if described[field]["type"] == "many2one":
                return value[1]
            if described[field]["type"] == "selection":
                return dict(described[field]["selection"]).get(value, value)
            return str(value).strip()

        return words


def number(value):
    """Return a number that is not below zero, which is also Odoo's for none; None for a text."""
    return max(0.0, value) if isinstance(value, int | float) else None


def ref(value):
    """Return an id as a text; of a link ``[id, name]`` its id; None for none."""
    if isinstance(value, list | tuple):
        value = value[0]
    return str(value) if value else None


def refs(ids):
    """Return ids as texts."""
    return [str(id_) for id_ in ids]
