"""Where no account is given: files that Odoo's own export wrote."""

import csv
import os
import time

import pytest

EXPORTS = {
    # What a person ticks in Odoo's export: the file's name, model, filter, columns.
    "produits": (
        "product.product",
        [["available_in_pos", "=", True]],
        ("id", "name", "barcode", "lst_price", "categ_id", "uom_id", "active", "available_in_pos"),
    ),
    "membres": (
        "res.partner",
        [["ref", "!=", False], ["is_company", "=", False]],
        ("id", "ref", "name", "email", "parent_id/id"),
    ),
    "stock": (
        "stock.quant",
        [["location_id.usage", "=", "internal"]],
        ("product_id/id", "quantity"),
    ),
    "ventes": (
        "pos.order.line",
        [["order_id.state", "in", ["paid", "done"]]],
        ("product_id/id", "order_id/date_order", "qty", "price_subtotal_incl"),
    ),
}
TITLES = {"order_id/date_order": "Date", "product_id/id": "product_id/id", "lst_price": "Prix TTC"}


@pytest.fixture(scope="module")
def folder(distant, tmp_path_factory):
    """The files of the demo coop, exported as its administrator would."""
    from support.rpc import call

    folder = tmp_path_factory.mktemp("export")
    for name, (model, domain, columns) in EXPORTS.items():
        limit = {"limit": 3000} if name == "ventes" else {}
        ids = call(distant.admin, model, "search", domain, order="id desc", **limit)
        rows = call(distant.admin, model, "export_data", ids, list(columns))["datas"]
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([TITLES.get(each, each) for each in columns])
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def filled(new_space, vracoop, folder):
    """A member space to which the files were brought."""
    space = new_space("csv")
    done = vracoop(space, "sync", "--csv", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return space


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
    assert filled.rows("SELECT COUNT(*) FROM res_partner WHERE coop_distant_is_member")[0][0] > 50
    assert filled.rows("SELECT COUNT(*) FROM coop_vracoop_day")[0][0] > 500


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
