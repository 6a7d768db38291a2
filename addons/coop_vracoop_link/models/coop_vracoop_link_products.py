from collections import Counter

from odoo import Command, api, models
from odoo.exceptions import UserError

from ..tools.rows import comparable, whole_number
from .product_product import KEY

# What each measure is counted in here.
REFERENCES = {
    "unit": "uom.product_uom_unit",
    "weight": "uom.product_uom_kgm",
    "volume": "uom.product_uom_litre",
    "length": "uom.product_uom_meter",
}
# What is told of a product that either side may own.
FACTS = ("shelf", "place", "net_weight", "volume", "origin", "organic")


class CoopVracoopLink(models.Model):
    """Products: one of its own here for each distant variant."""

    _inherit = "coop.vracoop.link"

    def _take_product(self, rows, here):
        taxes = self._here("tax", {ref for row in rows for ref in row.get("taxes") or ()})
        categories = self._here("category", {row.get("category") for row in rows})
        shelves = self._shelves_named({row.get("shelf") for row in rows})
        free = self._free_barcodes(rows)
        # Made there, and the answer was lost on its way.
        asked = self._all_asked_products()
        linked = self._linked("product", asked.ids)
        made = {KEY % product.id: product for product in asked if product.id not in linked}
        known = self._records("product", [row["ref"] for row in rows])
        old_rows = {ref: record.row for ref, record in known.items()}
        taken, new_rows, new_values = {}, [], []
        for row in rows:
            facts = self._facts_told(row, old_rows.get(row["ref"]) or {})
            values = {
                **self._product_values(row, taxes, categories),
                **self._fact_values(facts, shelves),
            }
            # Whoever else has its code there is another product.
            product = here.get(row["ref"]) or made.pop(row.get("code"), None)
            if not product:
                new_rows.append(row)
                if row.get("barcode") in free:
                    values["barcode"] = row["barcode"]
                new_values.append({**self._new_product_values(), **values})
                continue
            self._write_changed(product, values)
            taken[row["ref"]] = product.id
        products = self.env["product.product"].create(new_values)
        taken.update((row["ref"], id_) for row, id_ in zip(new_rows, products.ids, strict=True))
        return taken

    def _free_barcodes(self, rows):
        """Return the barcodes that nobody but one of these rows asks for."""
        counts = Counter(row["barcode"] for row in rows if row.get("barcode"))
        told = self._records_telling("product", "barcode", counts)
        products = self.env["product.product"].with_context(active_test=False)
        held = products.search([("barcode", "in", list(counts))]).mapped("barcode")
        packs = self.env["product.uom"].search([("barcode", "in", list(counts))])
        taken = {*held, *packs.mapped("barcode"), *(record.row["barcode"] for record in told)}
        return {barcode for barcode, count in counts.items() if count == 1} - taken

    def _write_changed(self, product, values):
        """Write what differs: prices are computed anew of what is written."""
        changed = {}
        for name, value in values.items():
            field = product._fields[name]
            now = product[name]
            if field.type == "many2one":
                now = now.id
            elif field.type == "many2many":
                now, value_set = set(now.ids), set(value[0][2])
                if now != value_set:
                    changed[name] = value
                continue
            if (now or False) != (value or False):
                changed[name] = value
        if changed:
            product.write(changed)

    def _product_values(self, row, taxes, categories):
        """Return what a distant product says.

        :raises NotToldError: when a tax or its category was not told: its price would be wrong
        """
        is_for_sale = bool(row.get("for_sale"))
        values = {
            "name": row["name"] or self.env._("Product n° %s", row["ref"]),
            "default_code": row.get("code") or False,
            "type": "consu",
            "is_storable": bool(row.get("is_counted")),
            "active": bool(row.get("active", True)),
            "sale_ok": is_for_sale,
            "available_in_pos": is_for_sale,
            "to_weight": bool(row.get("to_weight")),
            "lst_price": row.get("list_price") or 0.0,
            "standard_price": row.get("cost") or 0.0,
            "taxes_id": [
                Command.set([self._one_of("tax", taxes, ref).id for ref in row.get("taxes") or ()])
            ],
            "uom_id": self._unit(row.get("unit")).id,
        }
        if row.get("category"):
            values["categ_id"] = self._one_of("category", categories, row["category"]).id
        return values

    @staticmethod
    def _facts_told(row, old_row):
        """Return what a row tells of the facts that either side may own.

        None is what the distant server has no field for; it says nothing. Neither does what was
        not filled in there before: what was filled in here meanwhile stays.
        """
        told = {name: row[name] for name in FACTS if row.get(name) is not None}
        return {name: value for name, value in told.items() if value or old_row.get(name)}

    def _fact_values(self, facts, shelves):
        """Return the values of those facts that the distant server owns."""
        values = {}
        if self.shelf_owner == "distant":
            if "shelf" in facts:
                values["coop_shelf_id"] = shelves.get(facts["shelf"].strip(), False)
            if "place" in facts:
                values["coop_shelf_place"] = whole_number(facts["place"])
        if self.content_owner == "distant":
            if "net_weight" in facts:
                values["net_weight"] = max(0.0, facts["net_weight"])
            if "volume" in facts:
                values["coop_volume"] = max(0.0, facts["volume"])
        if self.origin_owner == "distant":
            if "origin" in facts:
                country = self._country_named(facts["origin"])
                # A region, or a farm, says nothing against the country that is known.
                if country or not facts["origin"].strip():
                    values["country_id"] = country.id
            if "organic" in facts:
                values["coop_is_organic"] = bool(facts["organic"])
        return values

    def _new_product_values(self):
        values = {"company_id": self.company_id.id}
        if not self.done_at:
            # What the shop has had for years is not new on the day it is linked.
            values["coop_for_sale_since"] = self.sales_since
        return values

    def _settle_product(self, rows, old_rows, told):
        """Do what hangs on others: suppliers, barcodes, and rules of products with variants."""
        self._settle_suppliers(rows, old_rows)
        barcodes = {row.get("barcode") for row in rows}
        barcodes |= {row.get("barcode") for row in old_rows.values()}
        bare = [row["ref"] for row in rows if not row.get("barcode")]
        self._settle_barcodes({barcode for barcode in barcodes if barcode}, bare, told)
        new = {row["ref"]: row.get("template") for row in rows if row["ref"] not in old_rows}
        templates = {template for template in new.values() if template}
        if templates and self.done_at:
            self._settle_variants(templates)

    def _settle_barcodes(self, barcodes, bare, told=None):
        """Give each barcode to one product: the first that is sold of those that have it there.

        Odoo 19 lets no two have it. Whatever order rows come in, the same one ends up with it.

        :param bare: refs of products that have none
        """
        records = self._records_telling("product", "barcode", barcodes)
        holders = {}
        for record in records:
            holders.setdefault(record.row["barcode"], []).append(record)
        products = self.env["product.product"].with_context(active_test=False)
        holding = products.search([("barcode", "in", list(barcodes))]).grouped("barcode")
        wanted, twins = {}, []
        for barcode in barcodes:
            first, *others = sorted(
                holders.get(barcode, []),
                key=lambda each: (
                    not each.row.get("active"),
                    not each.row.get("for_sale"),
                    whole_number(each.ref),
                ),
            ) or [None]
            if first:
                wanted[barcode] = first
                twins += [(first, other) for other in others]
        # A product that was made here by hand keeps its own.
        linked = self._linked("product", products.union(*holding.values()).ids)
        for barcode, found in holding.items():
            keeper = wanted[barcode].res_id if barcode in wanted else None
            losing = [each.id for each in found if each.id in linked and each.id != keeper]
            products.browse(losing).barcode = False
        self.env["product.product"].flush_model()
        settled = []
        for barcode, record in wanted.items():
            product = products.browse(record.res_id).exists()
            # One that was deleted here by hand comes back when it is told the next time.
            if not product or product.barcode == barcode:
                settled.append(record.ref)
                continue
            try:
                with self.env.cr.savepoint():
                    product.barcode = barcode
                    product.flush_recordset()
                settled.append(record.ref)
            except UserError:
                product.invalidate_recordset()
                why = self.env._("Its barcode %s is that of another product here.", barcode)
                self._reject("barcode", record.row, why, told)
        for first, other in twins:
            why = self.env._(
                "Its barcode %(barcode)s is also that of “%(name)s”: only that one has it here.",
                barcode=other.row["barcode"],
                name=first.row["name"],
            )
            # Of what is archived there, a twin is no trouble.
            if other.row.get("active"):
                self._reject("barcode", other.row, why, told)
            else:
                settled.append(other.ref)
        self._accept("barcode", settled + bare)

    def _settle_variants(self, templates):
        """Have rules of products with variants hold for variants that are new."""
        products = self._records_telling("product", "template", templates)
        refs = {record.ref for record in products}
        for rule in self._records("rule").values():
            told_of = set(rule.row.get("template_products") or ())
            if rule.gone or rule.row.get("applied_on") != "1_product" or refs.isdisjoint(told_of):
                continue
            templates_told = {p.row["template"] for p in products if p.ref in told_of}
            now = {p.ref for p in products if p.row["template"] in templates_told}
            if not now <= told_of:
                row = {**rule.row, "template_products": sorted(told_of | now, key=whole_number)}
                rule.res_id = self._take_rule([row], {})[row["ref"]]
                rule.row = row

    def _leave_product(self, gone):
        """Archive what is gone; a barcode that it shared is its twin's from now on."""
        records = self._union(gone.values())
        products = records._here()
        products.filtered("active").active = False
        products.filtered("barcode").barcode = False
        records.gone = True
        barcodes = {record.row.get("barcode") for record in records if record.row}
        self._settle_barcodes({barcode for barcode in barcodes if barcode}, [])
        about = self.rejection_ids.filtered(lambda each: each.kind in ("barcode", "photo"))
        known = self._records("product", about.mapped("ref"))
        about.filtered(lambda each: each.ref not in known or known[each.ref].gone).unlink()

    # --- what products name

    def _unit(self, told):
        """Return the unit here of ``[measure, factor, name]``, made if it is not there."""
        measure, factor, name = told or ("unit", 1.0, "")
        reference = self.env.ref(REFERENCES.get(measure, REFERENCES["unit"]))
        if not factor or abs(factor - 1.0) < 1e-9:
            return reference
        units = self.env["uom.uom"].with_context(active_test=False)
        for unit in units.search([("id", "child_of", self._root(reference).id)]):
            if abs(unit.factor / reference.factor - factor) < 1e-9:
                return unit
        return units.create(
            {
                "name": name or f"{factor:g} {reference.name}",
                "relative_factor": factor,
                "relative_uom_id": reference.id,
            }
        )

    @api.model
    def _root(self, unit):
        while unit.relative_uom_id:
            unit = unit.relative_uom_id
        return unit

    def _shelves_named(self, names):
        """Return ``{name: id}`` of shelves; those not there are made at the end of the walk."""
        names = {name.strip() for name in names if name and name.strip()}
        shelves = self.env["coop.shelf"].with_context(active_test=False)
        found = {shelf.name: shelf.id for shelf in shelves.search([("name", "in", list(names))])}
        last = shelves.search([], order="sequence desc", limit=1).sequence
        missing = sorted(names - found.keys())
        made = shelves.create(
            [{"name": name, "sequence": last + 10 * (n + 1)} for n, name in enumerate(missing)]
        )
        return {**found, **{shelf.name: shelf.id for shelf in made}}

    def _suppliers_named(self, names):
        """Return ``{name: res.partner}`` of suppliers, which are companies and never members."""
        names = {name for name in names if name}
        partners = self.env["res.partner"]
        found = partners.search(
            [("name", "in", list(names)), ("is_company", "=", True)], order="id desc"
        )
        by_name = {partner.name: partner for partner in found}
        for name in sorted(names - by_name.keys()):
            by_name[name] = partners.create({"name": name, "is_company": True})
        return by_name

    def _settle_suppliers(self, rows, old_rows):
        """Have each product sold by the supplier that is told, in place of the one before."""
        named = {row["ref"]: row.get("supplier") or "" for row in rows}
        before = {ref: row.get("supplier") or "" for ref, row in old_rows.items()}
        # What is told as before is written anew: then the supplier is, too.
        anew = {
            row["ref"]
            for row in rows
            if row["ref"] in old_rows and comparable(old_rows[row["ref"]]) == comparable(row)
        }
        told_of = [
            ref
            for ref, name in named.items()
            if name != before.get(ref, "") or (name and ref in anew)
        ]
        suppliers = self._suppliers_named({named[ref] for ref in told_of})
        for ref, product in self._here("product", told_of).items():
            if before.get(ref, "") not in ("", named[ref]):
                product.seller_ids.filtered(
                    lambda seller, name=before[ref]: seller.partner_id.name == name
                ).unlink()
            if named[ref] and suppliers[named[ref]] not in product.seller_ids.partner_id:
                self.env["product.supplierinfo"].create(
                    {
                        "partner_id": suppliers[named[ref]].id,
                        "product_tmpl_id": product.product_tmpl_id.id,
                        "company_id": self.company_id.id,
                    }
                )

    @api.model
    def _country_named(self, text):
        """Return the country that a text names, by its name or code, or none."""
        text = (text or "").strip()
        countries = self.env["res.country"]
        if not text:
            return countries
        if len(text) == 2:
            return countries.search([("code", "=", text.upper())], limit=1)
        found = countries.search([("name", "=ilike", text)], limit=1)
        return found or countries.with_context(lang="en_US").search(
            [("name", "=ilike", text)], limit=1
        )

    # --- photos

    @api.model
    def photos_wanted(self, sizes):
        """Return the refs of the products whose photo is not the one kept.

        :param dict sizes: ``{ref: size of the distant photo in bytes, 0 without one}``
        """
        link = self._of_account()
        wanted = []
        for ref, record in link._records("product", sizes).items():
            if record.photo_size == sizes[ref]:
                continue
            if sizes[ref]:
                wanted.append(ref)
            else:
                record._here().image_1920 = False
                record.photo_size = 0
        return wanted

    def _receive_photos(self, rows, told):
        known = self._records("product", [row["ref"] for row in rows])
        for row in rows:
            record = known.get(row["ref"])
            product = record and record._here()
            if not product:
                continue
            try:
                with self.env.cr.savepoint():
                    product.image_1920 = row["photo"]
                    product.flush_recordset()
                told["changed"] += 1
                self._accept("photo", [record.ref])
            except (UserError, ValueError) as error:
                product.invalidate_recordset()
                name = {"ref": row["ref"], "name": product.name}
                self._reject("photo", name, self.env._("Its photo cannot be read: %s", error), told)
            # A photo that cannot be read is not asked for until it is another.
            record.photo_size = row.get("photo_size") or 0
