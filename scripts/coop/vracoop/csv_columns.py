"""What the columns and the lines of an exported file are. No file in here.

Titles are those of Odoo 12 to 19: technical ones, as an export « pour mettre à jour les données »
has them, and those of screens, in French and in English.
"""

from coop.addon_tools import addon_tool

fold = addon_tool("coop_suggestions", "price_list").fold

# A variant's id in an export of products, and in one of what names a product.
VARIANT_ID = (
    "article id externe",
    "produit id externe",
    "product external id",
    "article id",
    "produit id",
    "product id",
)
# Titles of columns, folded, the surest first. Odoo's « Volume » is in m³ and is no net content.
TITLES = {
    # In a list of products the variant's stands beside the product's own, a number only in 12.
    "ref": (
        *VARIANT_ID,
        "id externe",
        "external id",
        "id",
        "identifiant",
        "numero interne",
    ),
    "product": (
        "product id id",
        *VARIANT_ID,
        "article",
        "produit",
        "product",
    ),
    "barcode": (
        "barcode",
        "code barres",
        "code barre",
        "product id barcode",
        "article code barres",
        "article code barre",
        "produit code barres",
        "produit code barre",
        "product barcode",
        "ean",
    ),
    "name": (
        "name",
        "nom",
        "display name",
        "nom affiche",
        "nom d affichage",
        "nom complet",
        "complete name",
        "designation",
    ),
    "taxes": (
        "taxes id",
        "taxes id id",
        "taxes id name",
        "taxes a la vente",
        "taxes de vente",
        "taxes client",
        "customer taxes",
        "sales taxes",
    ),
    # A variant's own price before that of all variants.
    "list_price": (
        "prix ttc",
        "lst price",
        "list price",
        "prix public",
        "prix de vente",
        "public price",
        "sales price",
        "prix",
    ),
    "shelf": (
        "rayon",
        "shelf id",
        "shelf",
        "rack",
        "categorie du point de vente",
        "point of sale category",
    ),
    "category": (
        "categ id",
        "categorie",
        "categorie de produit",
        "categorie de produits",
        "categorie d article",
        "product category",
    ),
    "unit": ("uom id", "unite de mesure", "unite", "unit of measure", "unit"),
    "active": ("active", "actif"),
    "for_sale": (
        "available in pos",
        "disponible dans le pos",
        "disponible dans le pdv",
        "en caisse",
        "peut etre vendu",
        "can be sold",
    ),
    "supplier": (
        "fournisseur",
        "seller ids name",
        "seller ids partner id",
        "fournisseurs fournisseur",
        "vendors vendor",
        "fournisseurs",
        "vendors",
    ),
    "net_weight": ("net weight", "poids net"),
    "volume": ("net volume", "volume net"),
    # « Quantité disponible » is what 19 says of a product, and what is not reserved in a place.
    "quantity": (
        "quantity",
        "qty",
        "quantite",
        "qty available",
        "quantite en stock",
        "quantity on hand",
        "quantite disponible",
        "stock",
    ),
    "day": (
        "date",
        "jour",
        "date order",
        "order id date order",
        "ref commande date",
        "ref de la commande date",
        "order ref date",
        "date de commande",
        "day",
    ),
    "state": (
        "state",
        "statut",
        "status",
        "etat",
        "order id state",
        "ref commande statut",
        "ref de la commande statut",
        "order ref status",
    ),
    "turnover": (
        "price subtotal incl",
        "toutes taxes comprises",
        "tax incl",
        "total ttc",
        "sous total ttc",
        "sous total",
        "subtotal",
        "ca ttc",
        "montant",
    ),
    "lost": ("lost", "pertes", "perte"),
    "number": (
        "numero",
        "numero de membre",
        "ref",
        "reference",
        "barcode base",
        "barcode",
        "code barres",
        "code barre",
    ),
    "email": ("email", "e mail", "courriel", "adresse electronique", "mail"),
    "parent": (
        "parent id id",
        "societe liee id externe",
        "societe associee id externe",
        "related company external id",
        "societe id externe",
        "societe liee id",
        "societe associee id",
        "related company id",
        "parent id",
        "rattache a",
    ),
}
COLUMNS = {
    "product": (
        "ref",
        "barcode",
        "name",
        "list_price",
        "taxes",
        "shelf",
        "category",
        "unit",
        "active",
        "for_sale",
        "supplier",
        "net_weight",
        "volume",
    ),
    "level": ("product", "ref", "barcode", "quantity"),
    "day": ("product", "barcode", "day", "state", "quantity", "turnover", "lost"),
    "member": ("ref", "number", "name", "email", "parent"),
}
# Of each of these, one column at least.
NEEDED = {
    "product": (("ref",), ("name",), ("list_price",)),
    "level": (("product", "ref", "barcode"), ("quantity",)),
    "day": (("product", "barcode"), ("day",), ("quantity",)),
    "member": (("ref",), ("name",)),
}
WORDS = {
    "ref": "ID externe",
    "product": "Produit/ID externe",
    "barcode": "Code-barres",
    "name": "Nom",
    "list_price": "Prix TTC",
    "quantity": "Quantité",
    "day": "Date",
}
# A line without any of these goes on with the record of the line before, or is an empty order.
OWN = {
    "product": ("ref", "name", "list_price"),
    "level": ("product", "ref", "barcode", "quantity"),
    "day": ("product", "barcode", "quantity"),
    "member": ("ref", "name"),
}
# What an export of orders tells on the first line of each order.
OF_ORDER = ("day", "state")
NOT_SOLD = ("draft", "cancel", "nouveau", "annule", "new", "cancelled")


class Columns:
    """Where the columns of a file stand, by what they tell.

    :param str kind: a key of `COLUMNS`
    :param titles: what stands in the first line
    """

    def __init__(self, kind, titles):
        self.kind = kind
        self.titles = [str(title) for title in titles]
        self._before_lines = self._lines_prefix()
        self._places = self._find_places()

    @property
    def is_of_orders(self):
        """Whether each record is an order with its lines."""
        return bool(self._before_lines)

    def has(self, key):
        """Return whether there is such a column."""
        return key in self._places

    def title(self, key):
        """Return the title of a column, as it stands in the file."""
        return self.titles[self._places[key]]

    def read_titles(self):
        """Return the titles of all columns that are read, in their order."""
        return [self.titles[place] for place in sorted(self._places.values())]

    def missing(self):
        """Return what columns are missing, in words: « Nom », or « Code-barres » …"""
        return [
            " ou ".join(f"« {WORDS[key]} »" for key in keys)
            for keys in NEEDED[self.kind]
            if not any(map(self.has, keys))
        ]

    def read(self, lines):
        """Return ``(number, {key: text})`` of each line that tells something.

        A record that has several of what is exported of it (taxes, suppliers, the lines of an
        order) takes as many lines, of which the first alone tells what is its own.

        :param lines: ``(number, cells)``
        """
        told, of_order = [], {}
        for number, cells in lines:
            values = {
                key: str(cells[place]).strip() if place < len(cells) else ""
                for key, place in self._places.items()
            }
            if self.is_of_orders:
                if values["day"]:
                    of_order = {key: values[key] for key in OF_ORDER if key in values}
                values |= of_order
            tells = any(values.get(key) for key in OWN[self.kind])
            if tells and fold(values.get("state", "")) not in NOT_SOLD:
                told.append((number, values))
        return told

    def _lines_prefix(self):
        """Return what stands before the titles of an order's lines: ``Lignes de commande/``.

        Every version has another word for it: it is where the quantity is a line's alone.
        """
        quantity = TITLES["quantity"]
        if self.kind != "day" or any(fold(title) in quantity for title in self.titles):
            return ""
        for title in self.titles:
            before, slash, rest = title.partition("/")
            if slash and fold(rest) in quantity:
                return before + slash
        return ""

    def _find_places(self):
        keys = COLUMNS[self.kind]
        if not self.is_of_orders:
            return _places(keys, [fold(title) for title in self.titles])
        before = self._before_lines
        of_lines = [
            fold(title.removeprefix(before)) if title.startswith(before) else ""
            for title in self.titles
        ]
        of_order = ["" if title.startswith(before) else fold(title) for title in self.titles]
        return {
            **_places([key for key in keys if key not in OF_ORDER], of_lines),
            **_places(OF_ORDER, of_order),
        }


def _places(keys, folded):
    places = {}
    for key in keys:
        for title in TITLES[key]:
            if title in folded and folded.index(title) not in places.values():
                places[key] = folded.index(title)
                break
    return places
