import pytest

from coop.vracoop.csv_columns import Columns

# What an export without « pour mettre à jour les données » calls its columns: 12, 14 and 19, in
# French and in English.
TITLES = [
    (
        "product",
        ("ID Externe", "Nom", "Code barre", "Prix public", "Catégorie d'article"),
        ("Unité de mesure", "Disponible dans le PdV", "Fournisseurs/Fournisseur"),
    ),
    (
        "product",
        ("ID externe", "Nom", "Code-barres", "Prix de vente", "Catégorie de produits"),
        ("Unité", "Disponible dans le PdV", "Fournisseurs/Fournisseur"),
    ),
    (
        "product",
        ("External ID", "Name", "Barcode", "Public Price", "Product Category"),
        ("Unit of Measure", "Available in POS", "Vendors/Vendor"),
    ),
    (
        "product",
        ("External ID", "Name", "Barcode", "Sales Price", "Product Category"),
        ("Unit", "Available in POS", "Vendors/Vendor"),
    ),
    ("product", ("Article/ID Externe", "Nom", "Prix de vente"), ()),
    ("product", ("Article/ID", "Nom", "Code barre", "Prix de vente"), ()),
    ("product", ("Produit/ID externe", "Nom", "Prix de vente"), ()),
    ("product", ("Product/External ID", "Name", "Sales Price"), ()),
    ("level", ("Produit/ID externe", "Quantité disponible"), ()),
    ("level", ("ID Externe", "Quantité en stock"), ()),
    ("level", ("ID externe", "Quantité disponible"), ()),
    ("level", ("External ID", "Quantity On Hand"), ()),
    ("level", ("Article/ID Externe", "Article/Code barre", "Quantité"), ()),
    ("level", ("Produit/ID externe", "Produit/Code-barres", "Quantité"), ()),
    ("level", ("Product/External ID", "Product/Barcode", "Quantity"), ()),
    ("member", ("ID Externe", "Nom", "Référence", "Email"), ("Société liée/ID Externe",)),
    ("member", ("ID externe", "Nom", "Référence", "E-mail"), ("Société associée/ID externe",)),
    ("member", ("External ID", "Name", "Reference", "Email"), ("Related Company/External ID",)),
    (
        "day",
        ("Article/ID Externe", "Réf. commande/Date", "Réf. commande/Statut"),
        ("Quantité", "Sous-total"),
    ),
    (
        "day",
        ("Produit/ID externe", "Réf. de la commande/Date", "Réf. de la commande/Statut"),
        ("Quantité", "Toutes taxes comprises"),
    ),
    (
        "day",
        ("Product/External ID", "Order Ref/Date", "Order Ref/Status", "Quantity", "Tax Incl."),
        (),
    ),
    (
        "day",
        ("Date", "Statut", "Lignes de la commande/Article/ID Externe"),
        ("Lignes de la commande/Quantité", "Lignes de la commande/Sous-total"),
    ),
    (
        "day",
        ("Date", "Statut", "Lignes de commande/Produit/ID externe"),
        ("Lignes de commande/Quantité", "Lignes de commande/Toutes taxes comprises"),
    ),
    (
        "day",
        ("Date", "Statut", "Lignes de commandes/Article/ID"),
        ("Lignes de commandes/Quantité", "Lignes de commandes/Sous-total"),
    ),
    (
        "day",
        ("Date", "Status", "Order Lines/Product/External ID"),
        ("Order Lines/Quantity", "Order Lines/Subtotal"),
    ),
]
# The date, the state, an order's total, then what its lines tell: 14's titles.
ORDERS = (
    "Date",
    "Statut",
    "Total",
    "Lignes de la commande/Article/ID Externe",
    "Lignes de la commande/Quantité",
    "Lignes de la commande/Sous-total",
)


@pytest.mark.parametrize(("kind", "titles", "more"), TITLES)
def test_columns_are_known_by_the_titles_of_odoo(kind, titles, more):
    columns = Columns(kind, (*titles, *more))
    assert columns.missing() == []
    assert columns.read_titles() == [*titles, *more]


def test_titles_of_an_export_for_an_update_are_known():
    columns = Columns("product", ("id", "name", "barcode", "lst_price", "available_in_pos"))
    assert columns.missing() == []
    assert len(columns.read_titles()) == 5


def test_an_external_id_is_surer_than_a_number():
    columns = Columns("product", ("ID", "ID externe", "Nom", "Prix TTC"))
    assert columns.title("ref") == "ID externe"


def test_the_id_of_a_variant_is_surer_than_that_of_its_product():
    columns = Columns("product", ("ID externe", "Produit/ID externe", "Nom", "Prix de vente"))
    assert columns.title("ref") == "Produit/ID externe"


def test_a_volume_in_cubic_metres_is_no_content():
    assert not Columns("product", ("ID", "Nom", "Prix TTC", "Volume")).has("volume")
    assert Columns("product", ("ID", "Nom", "Prix TTC", "Volume net")).has("volume")


def test_the_lines_of_an_order_are_of_its_day():
    columns = Columns("day", ORDERS)
    assert columns.is_of_orders
    lines = [
        (
            2,
            ("2026-11-21 09:12:00", "Payé", "7,10", "__export__.product_product_12_a", "2", "4,60"),
        ),
        (3, ("", "", "", "__export__.product_product_13_b", "1", "2,50")),
        (4, ("2026-11-22 10:00:00", "Comptabilisé", "1,15", "__export__.product_product_12_a", 1)),
    ]
    told = [
        (number, values["day"][:10], values["product"][-1], values["quantity"], values["turnover"])
        for number, values in columns.read(lines)
    ]
    assert told == [
        (2, "2026-11-21", "a", "2", "4,60"),
        (3, "2026-11-21", "b", "1", "2,50"),
        (4, "2026-11-22", "a", "1", ""),
    ]


def test_orders_that_are_not_paid_or_empty_tell_nothing():
    lines = [
        (2, ("2026-11-21 09:12:00", "Annulé", "7,10", "12", "2", "4,60")),
        (3, ("", "", "", "13", "1", "2,50")),
        (4, ("2026-11-21 09:14:00", "Payé", "0,00", "", "", "")),
        (5, ("2026-11-21 09:15:00", "Nouveau", "1,15", "12", "1", "1,15")),
        (6, ("2026-11-21 09:16:00", "Facturé", "1,15", "12", "1", "1,15")),
    ]
    assert [number for number, _values in Columns("day", ORDERS).read(lines)] == [6]


def test_without_lines_of_orders_a_day_is_not_carried_on():
    columns = Columns(
        "day", ("Produit/ID externe", "Date", "Quantité", "Produit/Quantité en stock")
    )
    assert not columns.is_of_orders
    lines = [(2, ("12", "2026-11-21", "1")), (3, ("12", "", "1"))]
    assert [values["day"] for _number, values in columns.read(lines)] == ["2026-11-21", ""]


def test_further_suppliers_of_a_product_are_no_product():
    columns = Columns("product", ("ID externe", "Nom", "Prix TTC", "Fournisseurs"))
    lines = [(2, ("12", "Riz", "1,20", "Camargue")), (3, ("", "", "", "Grossiste"))]
    assert [values["supplier"] for _number, values in columns.read(lines)] == ["Camargue"]
