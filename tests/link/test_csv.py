"""Where no account is given: files that people export from the screens of Odoo."""

import os
import time
from collections import defaultdict

import pytest

from coop.vracoop.csv_files import CsvFiles
from support.client import Client
from support.export_dialog import ExportDialog
from support.linked import make_account
from support.rpc import call

# What the account of a person who exports may do.
GROUPS = (
    "base.group_user",
    "base.group_allow_export",
    "point_of_sale.group_pos_user",
    "stock.group_stock_user",
)
# The file's name, the list that is open, its filter, the columns by their titles in French.
PRODUCTS = (
    "product.template",
    [["available_in_pos", "=", True]],
    (
        "Produit/ID externe",
        "Nom",
        "Code-barres",
        "Prix de vente",
        "Catégorie de produits",
        "Unité",
        "Actif",
        "Disponible dans le PdV",
        "Fournisseurs/Fournisseur",
    ),
)
STOCK = ("product.template", PRODUCTS[1], ("Produit/ID externe", "Quantité disponible"))
# Only where variants are in use, which shows its menu.
VARIANTS = ("product.product", PRODUCTS[1], ("ID externe", *PRODUCTS[2][1:], "Quantité disponible"))
PLACES = (
    "stock.quant",
    [["location_id.usage", "=", "internal"]],
    ("Produit/ID externe", "Emplacement", "Quantité"),
)
MEMBERS = (
    "res.partner",
    [["ref", "!=", False], ["is_company", "=", False]],
    ("ID externe", "Référence", "Nom", "E-mail", "Société associée/ID externe"),
)
ORDERS = (
    "pos.order",
    [],
    (
        "Date",
        "Statut",
        "Lignes de commande/Produit/ID externe",
        "Lignes de commande/Quantité",
        "Lignes de commande/Toutes taxes comprises",
    ),
)
ORDERS_EXPORTED = 600


@pytest.fixture(scope="module")
def person(distant):
    """Somebody who uses the shop's Odoo in French."""
    user = make_account(distant.admin, "exporte", GROUPS)
    call(distant.admin, "res.users", "write", [user], {"lang": "fr_FR", "tz": "Europe/Paris"})
    return Client(distant.url, "exporte")


@pytest.fixture(scope="module")
def orders(person):
    """The newest orders, which are those that are exported."""
    return call(person, "pos.order", "search", [], order="id desc", limit=ORDERS_EXPORTED)


@pytest.fixture(scope="module")
def export(person):
    """Return `export(list, ids=(), form="csv")`: the file of a list."""

    def make(of_list, ids=(), form="csv"):
        model, domain, columns = of_list
        return ExportDialog(person, model).export(columns, domain, ids, form)

    return make


@pytest.fixture(scope="module")
def folder(export, orders, tmp_path_factory):
    """The files of the demo coop."""
    folder = tmp_path_factory.mktemp("export")
    for name, of_list in (("produits", PRODUCTS), ("stock", STOCK), ("membres", MEMBERS)):
        (folder / f"{name}.csv").write_bytes(export(of_list))
    (folder / "ventes-1.csv").write_bytes(export(ORDERS, orders[::2]))
    (folder / "ventes-2.xlsx").write_bytes(export(ORDERS, orders[1::2], "xlsx"))
    return folder


@pytest.fixture(scope="module")
def filled(new_space, vracoop, folder):
    """A member space to which the files were brought; nobody wrote a rule on members there."""
    space = new_space("csv")
    space.set_link(member_domain=False)
    done = vracoop(space, "sync", "--csv", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "les prix de la colonne « Prix de vente » sont pris pour des prix TTC" in done.stdout
    return space


@pytest.mark.parametrize("of_list", [PRODUCTS, STOCK, VARIANTS, PLACES, MEMBERS, ORDERS])
def test_the_columns_can_be_chosen(person, of_list):
    model, _domain, columns = of_list
    dialog = ExportDialog(person, model)
    assert [column for column in columns if not dialog.offers(column)] == []


def test_for_an_update_odoo_offers_neither_dates_nor_stock(person):
    assert not ExportDialog(person, "pos.order", for_update=True).offers("Date")
    assert not ExportDialog(person, "stock.quant", for_update=True).offers("Quantité")


def test_all_lines_of_the_orders_are_read_on_their_day(folder, person, orders):
    files = CsvFiles(folder)
    files.connect()
    told = {
        (row["ref"], row["day"]): (row["quantity"], row["turnover"])
        for row in files.days({}, "2000-01-01", "2100-01-01")
    }
    days = dict(
        call(
            person,
            "pos.order",
            "export_data",
            orders,
            [".id", "date_order"],
            context={"lang": "fr_FR", "tz": "Europe/Paris"},
        )["datas"]
    )
    lines = call(
        person,
        "pos.order.line",
        "search_read",
        [
            ["order_id", "in", orders],
            ["order_id.state", "not in", ["draft", "cancel"]],
            ["product_id", "in", [int(ref) for ref in files.refs("product", {})]],
        ],
        ["order_id", "product_id", "qty", "price_subtotal_incl"],
    )
    sums = defaultdict(lambda: [0.0, 0.0])
    for line in lines:
        of_day = sums[str(line["product_id"][0]), days[str(line["order_id"][0])][:10]]
        of_day[0] += line["qty"]
        of_day[1] += line["price_subtotal_incl"]
    assert len(sums) > 500
    assert told.keys() == sums.keys()
    for key, of_day in sums.items():
        assert told[key] == pytest.approx(of_day, abs=0.001)


@pytest.mark.parametrize("of_stock", [PLACES, VARIANTS])
def test_variants_and_places_tell_the_same(folder, export, tmp_path, of_stock):
    (tmp_path / "produits.csv").write_bytes(export(VARIANTS))
    (tmp_path / "stock.csv").write_bytes(export(of_stock))
    there, here = CsvFiles(folder), CsvFiles(tmp_path)
    for files in (there, here):
        files.connect()

    def told(files):
        return sorted(
            files.changed("product", {}, None, None, 10_000)[0], key=lambda row: row["ref"]
        )

    def levels(files):
        return {row["ref"]: row["quantity"] for row in files.levels({})}

    assert told(here) == told(there)
    assert levels(here) == pytest.approx(levels(there))


def test_pages_tell_what_the_files_do(filled, distant):
    there = {
        each["barcode"]: each
        for each in distant.admin.get("/stock/feed").json()["products"]
        if each["barcode"]
    }
    here = {each["barcode"]: each for each in filled.feed().values() if each["barcode"]}
    assert len(here) > 900
    assert here.keys() == there.keys()
    # A price list's prices are not in an export of products, nor are open sessions in the stock.
    same_price = [code for code in there if here[code]["price"] == there[code]["price"]]
    assert len(same_price) > len(there) / 2
    same_stock = [code for code in there if here[code]["quantity"] == there[code]["quantity"]]
    assert len(same_stock) > len(there) / 2
    assert filled.rows("SELECT COUNT(*) FROM coop_vracoop_day")[0][0] > 500


def test_the_members_are_those_of_the_file(filled, folder):
    files = CsvFiles(folder)
    files.connect()
    members = filled.rows("SELECT COUNT(*) FROM res_partner WHERE coop_distant_is_member")[0][0]
    assert members == files.count("member", {}) > 50


def test_what_the_files_hold_is_told(filled, vracoop, folder, tmp_path):
    done = vracoop(filled, "check", "--csv", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "membres.csv : " in done.stdout
    assert "Colonnes lues : ID externe, Référence, Nom, E-mail" in done.stdout
    assert f"Tout est prêt : lancez  scripts/vracoop sync --csv {folder}" in done.stdout
    (tmp_path / "produits.csv").write_text("Nom;Prix\nRiz;1,20\n")
    (tmp_path / "membres.csv").write_text("ID externe;Nom\n7;Anne\n")
    done = vracoop(filled, "check", "--csv", tmp_path)
    assert done.returncode == 1
    assert "- membres.csv : 1 ligne(s)" in done.stdout
    assert "- stock.csv n'est pas là" in done.stdout
    assert "✗ produits.csv : il manque la colonne « ID externe »" in done.stdout


def test_the_same_files_again_change_nothing(filled, vracoop, folder):
    before = filled.state()
    assert vracoop(filled, "sync", "--csv", folder).returncode == 0
    assert filled.state() == before


def test_the_stock_is_as_old_as_the_files(filled, vracoop, folder):
    an_hour_ago = time.time() - 3600
    os.utime(folder / "stock.csv", (an_hour_ago, an_hour_ago))
    assert vracoop(filled, "sync", "--csv", folder).returncode == 0
    assert "Pas de nouvelles du magasin" in filled.admin.get("/stock").text


def test_a_file_that_cannot_be_understood_changes_nothing(filled, vracoop, folder, tmp_path):
    (tmp_path / "produits.csv").write_text("Nom;Prix\nRiz;1,20\n")
    before = filled.state()
    done = vracoop(filled, "sync", "--csv", tmp_path)
    assert done.returncode != 0
    assert "il manque la colonne" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert filled.state() == before
