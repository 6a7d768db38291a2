"""Making a product at a distant Odoo: the only thing that is ever written there."""

import odoorpc.error

from coop.errors import Stop
from coop.vracoop import versions
from coop.vracoop.odoo_server import is_denied

# A barcode belongs to one product or to one of its packs: they are of these models, by version.
BARCODES = ("product.product", "product.packaging", "product.uom")
NO_RIGHT = (
    "Votre Vracoop ne laisse pas ce compte créer de produit : donnez-lui « Inventaire : "
    "Administrateur » (à partir d'Odoo 17, « Création de produits » suffit)."
)


def push(server, product):
    """Return the id of the product that has the key as its internal reference, made if need be.

    It is not for sale, at the till or elsewhere, before somebody there says so.

    :param OdooServer server: where
    :param dict product: key, name, barcode, brand, supplier, cost, price (EUR incl. VAT), category
    :raises Stop: where the account may not make products
    """
    found = server.ids("product.product", [("default_code", "=", product["key"])], limit=1)
    if found:
        return str(found[0])
    try:
        return str(server.call_once("product.product", "create", values(server, product)))
    except odoorpc.error.RPCError as error:
        if is_denied(error):
            raise Stop(NO_RIGHT) from error
        raise


def values(server, product):
    """Return the values of the product to make."""
    there = server.fields("product.product")
    made = {
        **versions.new_goods(there),
        "name": product["name"],
        "default_code": product["key"],
        "list_price": _before_tax(server, product.get("price") or 0.0),
        "standard_price": product.get("cost") or 0.0,
    }
    barcode = product.get("barcode")
    if barcode and _is_free(server, barcode):
        made["barcode"] = barcode
    category = product.get("category")
    if category and (found := _named(server, "product.category", category)):
        made["categ_id"] = found
    if brand := product.get("brand"):
        if "brand" in there:
            made["brand"] = brand
        else:
            made["description"] = f"Marque : {brand}"
    supplier = product.get("supplier")
    # Another partner of that name would help nobody: only one that is known is named.
    if supplier and (found := _named(server, "res.partner", supplier)):
        vendor = versions.vendor(server.fields("product.supplierinfo"))
        line = {vendor: found, "price": product.get("cost") or 0.0}
        made["seller_ids"] = [(0, 0, line)]
    return {name: value for name, value in made.items() if name in there}


def _before_tax(server, price):
    """Return a price at the till as Odoo keeps it with the taxes that a new product gets."""
    default = server.call("product.product", "default_get", ["taxes_id"]).get("taxes_id") or []
    ids = default[0][2] if default and isinstance(default[0], list | tuple) else default
    taxes = server.rows(
        "account.tax", [("id", "in", ids)], ["amount_type", "amount", "price_include"]
    )
    on_top = [tax for tax in taxes if not tax["price_include"] and tax["amount_type"] == "percent"]
    return round(price / (1 + sum(tax["amount"] for tax in on_top) / 100), 4)


def _is_free(server, barcode):
    return not any(
        server.how_many(model, [("barcode", "=", barcode)])
        for model in BARCODES
        if "barcode" in server.fields(model)
    )


def _named(server, model, name):
    found = server.ids(model, [("name", "=ilike", name), *_in_use(server, model)], limit=1)
    return found[0] if found else None


def _in_use(server, model):
    return [("active", "=", True)] if "active" in server.fields(model) else []
