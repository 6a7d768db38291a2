from odoo import Command, models

from ..tools.rows import whole_number

# What a tax is told by, name for name.
TAX_FIELDS = (
    "amount",
    "amount_type",
    "include_base_amount",
    "is_base_affected",
    "sequence",
    "active",
)
RULE_FIELDS = (
    "min_quantity",
    "compute_price",
    "fixed_price",
    "percent_price",
    "price_discount",
    "price_surcharge",
    "price_round",
    "price_min_margin",
    "price_max_margin",
    "base",
)


class NotToldError(KeyError):
    """A row names a record of `kind`, of `ref`, that was not told or was left out."""

    def __init__(self, kind, ref, words):
        self.kind, self.ref = kind, ref
        super().__init__(words)


class CoopVracoopLink(models.Model):
    """What the distant till makes its prices with, kept as Odoo keeps its own.

    So the one place that computes till prices computes these, at each rule's boundary too.
    """

    _inherit = "coop.vracoop.link"

    def _take_tax(self, rows, here):
        taxes = self.env["account.tax"].with_context(active_test=False)
        taken = {}
        for row in rows:
            values = {name: row[name] for name in TAX_FIELDS if row.get(name) is not None}
            values |= {
                # Odoo wants one name a tax; the chart of accounts here may have it, too.
                "name": f"{row['name']} (Vracoop {row['ref']})",
                "type_tax_use": "sale",
                "price_include_override": (
                    "tax_included" if row.get("price_include") else "tax_excluded"
                ),
            }
            tax = here.get(row["ref"])
            if tax:
                tax.write(values)
            else:
                group = self._tax_group()
                tax = taxes.create(
                    {**values, "company_id": self.company_id.id, "tax_group_id": group.id}
                )
            taken[row["ref"]] = tax.id
        return taken

    def _settle_tax(self, rows, old_rows, told):
        """Put the parts of taxes together once all of them are there."""
        for row in rows:
            if row.get("children") or old_rows.get(row["ref"], {}).get("children"):
                here = self._here("tax", [row["ref"], *row["children"]])
                children = [here[ref].id for ref in row["children"] if ref in here]
                here[row["ref"]].children_tax_ids = [Command.set(children)]
        # A till that replaces taxes does so by their rates.
        self._union(self._records("till").values()).is_due = True

    def _tax_group(self):
        groups = self.env["account.tax.group"]
        company = self.company_id
        domain = [
            ("company_id", "=", company.id),
            ("country_id", "in", [False, company.country_id.id]),
        ]
        return groups.search(domain, limit=1) or groups.create(
            {"name": "Vracoop", "company_id": company.id, "country_id": company.country_id.id}
        )

    def _leave_tax(self, gone):
        self._union(gone.values())._here().active = False

    def _take_category(self, rows, here):
        taken = {}
        for row in rows:
            category = here.get(row["ref"])
            if category:
                category.name = row["name"]
            else:
                category = self.env["product.category"].create({"name": row["name"]})
            taken[row["ref"]] = category.id
        return taken

    def _settle_category(self, rows, old_rows, told):
        """Hang categories under their parents, whichever of them came first."""
        refs = [row["ref"] for row in rows]
        waiting = self.env["coop.vracoop.record"].search(
            [("link_id", "=", self.id), ("kind", "=", "category"), ("gone", "=", False)]
        )
        for record in waiting:
            parent = record.row.get("parent")
            if record.ref in refs or parent in refs:
                here = self._here("category", [record.ref, parent])
                own = here.get(record.ref)
                if own and own.parent_id != here.get(parent, own.browse()):
                    own.parent_id = here.get(parent, own.browse())

    def _leave_category(self, gone):
        """Keep categories that are gone: products may still lie in them."""

    def _take_pricelist(self, rows, here):
        taken = {}
        for row in rows:
            values = {"name": row["name"], "active": row.get("active", True)}
            pricelist = here.get(row["ref"])
            if pricelist:
                pricelist.write(values)
            else:
                company = self.company_id
                pricelist = self.env["product.pricelist"].create(
                    {
                        **values,
                        "company_id": company.id,
                        "currency_id": company.currency_id.id,
                        "item_ids": [],
                    }
                )
            taken[row["ref"]] = pricelist.id
        return taken

    def _settle_pricelist(self, rows, old_rows, told):
        self._load_pricelists()

    def _leave_pricelist(self, gone):
        self._union(gone.values())._here().active = False

    # --- rules

    def _take_rule(self, rows, here):
        """Write rules in place: of two that fit alike, Odoo takes the one made later."""
        items = self.env["product.pricelist.item"]
        taken = {}
        for row in rows:
            values = self._rule_values(row)
            kept = {rule.product_tmpl_id.id: rule for rule in self._rules_here(row["ref"])}
            rules = items
            for scope in self._rule_scopes(row):
                rule = kept.pop(scope.get("product_tmpl_id", False), items)
                if rule:
                    rule.write({**values, **scope})
                else:
                    rule = items.create({**values, **scope})
                rules |= rule
            items.union(*kept.values()).unlink()
            taken[row["ref"]] = rules[:1].id
        return taken

    def _rules_here(self, ref):
        return self.env["product.pricelist.item"].search(
            [("coop_vracoop_link_id", "=", self.id), ("coop_vracoop_ref", "=", ref)], order="id"
        )

    def _rule_values(self, row):
        """Return what a distant rule says.

        :raises NotToldError: when it is of, or based on, a list that was not told
        """
        values = {name: row[name] for name in RULE_FIELDS if row.get(name) is not None}
        values |= {name: row.get(name) or False for name in ("date_start", "date_end")}
        values |= {
            "pricelist_id": self._needed("pricelist", row["pricelist"]).id,
            "applied_on": row["applied_on"],
            "coop_vracoop_link_id": self.id,
            "coop_vracoop_ref": row["ref"],
        }
        if row.get("base") == "pricelist":
            values["base_pricelist_id"] = self._needed("pricelist", row["base_pricelist"]).id
        return values

    def _rule_scopes(self, row):
        """Return what a rule is of, one rule each: a distant variant is a product of its own here.

        :raises NotToldError: when that was not told
        """
        if row["applied_on"] == "2_product_category":
            category = self._needed("category", row["category"])
            return [{"categ_id": category.id, "display_applied_on": "2_product_category"}]
        if row["applied_on"] == "0_product_variant":
            product = self._needed("product", row["product"])
            return [{"product_id": product.id, "product_tmpl_id": product.product_tmpl_id.id}]
        if row["applied_on"] == "1_product":
            products = self._here("product", row.get("template_products") or [])
            return [
                {"product_tmpl_id": products[ref].product_tmpl_id.id}
                for ref in sorted(products, key=whole_number)
            ]
        return [{}]

    def _needed(self, kind, ref):
        """Return the record here of a ref.

        :raises NotToldError: when it was not told, or was left out
        """
        return self._one_of(kind, self._here(kind, [ref]), ref)

    def _one_of(self, kind, here, ref):
        """Return the record of a ref among those of a kind that are here.

        :raises NotToldError: when it is none of them
        """
        if ref not in here:
            field = self.env["coop.vracoop.record"]._fields["kind"]
            words = dict(field._description_selection(self.env))[kind]
            raise NotToldError(kind, ref, f"{words} n° {ref}")
        return here[ref]

    def _leave_rule(self, gone):
        for ref in gone:
            self._rules_here(ref).unlink()

    # --- the till

    def _take_till(self, rows, here):
        taken = {}
        for row in rows:
            pricelist = self._here("pricelist", [row.get("pricelist")]).get(row.get("pricelist"))
            position = self._fiscal_position(
                row.get("taxes_mapped") or {}, bool(row.get("adapts_price"))
            )
            values = {
                "name": row["name"],
                "use_pricelist": bool(pricelist),
                "pricelist_id": pricelist and pricelist.id,
                "tax_regime_selection": bool(position),
                "default_fiscal_position_id": position.id,
                "fiscal_position_ids": [Command.set(position.ids)],
            }
            till = self.till_id
            if not till:
                till = self.till_id = self.env["pos.config"].create(
                    {
                        "name": row["name"],
                        "company_id": self.company_id.id,
                        "picking_type_id": self.warehouse_id.pos_type_id.id,
                        "payment_method_ids": [],
                    }
                )
            # All lists that its own is based on are known before it takes one.
            self._load_pricelists(pricelist)
            till.write(values)
            self.company_id.coop_till_id = till
            taken[row["ref"]] = till.id
        return taken

    def _leave_till(self, gone):
        """Keep the till: another takes its place here when it is told."""

    def _load_pricelists(self, *more):
        """Have the till know all lists, as rules are based on others."""
        if self.till_id:
            records = self._union(self._records("pricelist").values())
            lists = records._here().filtered("active") if records else records
            known = self.env["product.pricelist"].union(*filter(None, more), *lists)
            self.till_id.available_pricelist_ids = [Command.set(known.ids)]

    def _fiscal_position(self, mapped, adapts_price):
        """Return the fiscal position that replaces taxes as the distant till does, or none.

        :param dict mapped: refs of the taxes in the place of each; none of them for no tax
        :param bool adapts_price: whether a replaced tax that is in the price comes off it first
        """
        positions = self.env["account.fiscal.position"]
        position = self.till_id.default_fiscal_position_id
        refs = {*mapped, *(ref for targets in mapped.values() for ref in targets)}
        here = self._here("tax", refs)
        if not mapped:
            return positions
        position = position or positions.create(
            {"name": "Vracoop", "company_id": self.company_id.id}
        )
        for tax in position.tax_ids:
            tax.write(
                {
                    "fiscal_position_ids": [Command.unlink(position.id)],
                    "original_tax_ids": [Command.clear()],
                }
            )
        # Kept in it whatever it replaces: a position that names no tax takes all of them away.
        self._stand_in(0.0).fiscal_position_ids = [Command.link(position.id)]
        for source in mapped.keys() & here.keys():
            replaced = here[source]
            told = [here[ref] for ref in mapped[source] if ref in here]
            targets = self.env["account.tax"].union(*told)
            if not targets and mapped[source]:
                continue
            percents = set((replaced | targets).mapped("amount_type")) == {"percent"}
            if adapts_price and replaced.price_include and percents:
                factor = (100 + sum(targets.mapped("amount"))) / (100 + replaced.amount)
                targets = self._stand_in(100 * factor - 100)
            for target in targets or self._stand_in(0.0):
                target.write(
                    {
                        "fiscal_position_ids": [Command.link(position.id)],
                        "original_tax_ids": [Command.link(replaced.id)],
                    }
                )
        return position

    def _stand_in(self, percent):
        """Return a tax for what Odoo 19 has no tax for: one that is replaced by none, or comes off.

        :param float percent: of the price
        """
        # Minus nought is nought, in the name too.
        percent = round(percent, 4) or 0.0
        name = f"Vracoop {percent:g} %"
        domain = [("name", "=", name), ("company_id", "=", self.company_id.id)]
        return self.env["account.tax"].search(domain, limit=1) or self.env["account.tax"].create(
            {
                "name": name,
                "amount": percent,
                # Nobody is to choose it.
                "type_tax_use": "none",
                "price_include_override": "tax_excluded",
                "company_id": self.company_id.id,
                "tax_group_id": self._tax_group().id,
            }
        )
