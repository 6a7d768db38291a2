from psycopg2.errors import NotNullViolation

from odoo import models
from odoo.exceptions import UserError

from ..tools.rows import differences, name_of
from .coop_vracoop_link_prices import NotToldError
from .coop_vracoop_record import MODELS

# The field here whose name says what a key of a row is; a key of the same name needs none.
FIELDS = {
    "tax": {"price_include": "price_include_override", "children": "children_tax_ids"},
    "category": {"parent": "parent_id"},
    "rule": {
        "pricelist": "pricelist_id",
        "product": "product_id",
        "template_products": "product_tmpl_id",
        "category": "categ_id",
        "base_pricelist": "base_pricelist_id",
    },
    "till": {"pricelist": "pricelist_id"},
    "product": {
        "code": "default_code",
        "for_sale": "available_in_pos",
        "list_price": "lst_price",
        "cost": "standard_price",
        "taxes": "taxes_id",
        "category": "categ_id",
        "unit": "uom_id",
        "is_counted": "is_storable",
        "shelf": "coop_shelf_id",
        "place": "coop_shelf_place",
        "volume": "coop_volume",
        "origin": "country_id",
        "organic": "coop_is_organic",
        "supplier": "seller_ids",
    },
    "member": {
        "number": "coop_distant_number",
        "parent": "parent_id",
        "is_member": "coop_distant_is_member",
    },
}
# The kinds that keys name by their refs.
REFERRED = {
    ("tax", "children"): "tax",
    ("category", "parent"): "category",
    ("rule", "pricelist"): "pricelist",
    ("rule", "product"): "product",
    ("rule", "template_products"): "product",
    ("rule", "category"): "category",
    ("rule", "base_pricelist"): "pricelist",
    ("till", "pricelist"): "pricelist",
    ("product", "taxes"): "tax",
    ("product", "category"): "category",
    ("member", "parent"): "member",
}
# Keys that say nothing to a person.
UNSAID = {("product", "template"), ("till", "taxes_mapped"), ("till", "adapts_price")}


class CoopVracoopLink(models.Model):
    """What people read: what a dry run would change, and why a row is left out."""

    _inherit = "coop.vracoop.link"

    def _change_words(self, kind, rows, old_rows):
        """Return a sentence for each new row, and for each change of the others."""
        sentences = []
        for row in rows:
            name = name_of(row)
            if row["ref"] not in old_rows:
                sentences.append(self.env._("new: %s", name))
                continue
            sentences += [
                self.env._(
                    "%(name)s, %(field)s: %(before)s → %(after)s",
                    name=name,
                    field=self._key_words(kind, key),
                    before=self._value_words(kind, key, before),
                    after=self._value_words(kind, key, after),
                )
                for key, before, after in differences(old_rows[row["ref"]], row)
                if (kind, key) not in UNSAID
            ]
        return sentences

    def _field_of(self, kind, key):
        return self.env[MODELS[kind]]._fields.get(FIELDS.get(kind, {}).get(key, key))

    def _key_words(self, kind, key):
        field = self._field_of(kind, key)
        return field._description_string(self.env) if field else key

    def _value_words(self, kind, key, value):
        if value is None or value in ("", []):
            return self.env._("nothing")
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if referred := REFERRED.get((kind, key)):
            refs = value if isinstance(value, list) else [value]
            records = self._records(referred, refs)
            return ", ".join(
                name_of(records[ref].row if ref in records else {"ref": ref}) for ref in refs
            )
        if key == "unit":
            measure, _factor, name = value
            return name or measure
        field = self._field_of(kind, key)
        if field and field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return str(value)

    def _in_words(self, kind, error):
        """Return what is wrong with a row of a kind, as a volunteer understands it."""
        if isinstance(error, UserError):
            return str(error)
        if isinstance(error, NotToldError):
            return self.env._("“%s” was not told by the Vracoop.", error.args[0])
        if isinstance(error, KeyError):
            missing = self._key_words(kind, error.args[0])
            return self.env._("“%s” was not told by the Vracoop.", missing)
        if isinstance(error, NotNullViolation):
            return self.env._("It lacks what it needs here: %s.", self._column_words(error.diag))
        return self.env._(
            "It has a value that cannot be kept here; the details are in the server's log."
        )

    def _column_words(self, diagnosis):
        """Return what people call the column that PostgreSQL complains about."""
        for model in self.env.registry.values():
            if model._table == diagnosis.table_name:
                field = model._fields.get(diagnosis.column_name)
                if field:
                    return field._description_string(self.env)
        return diagnosis.column_name
