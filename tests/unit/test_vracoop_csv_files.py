import os
import re

import pytest

from coop import paths
from coop.errors import Stop
from coop.vracoop.csv_files import REFUSED, CsvFiles

PRODUCTS = """\
id;Nom;Code-barres;Prix TTC;Rayon;Unité de mesure;Actif;Disponible dans le PoS;Fournisseur
__export__.product_product_12_1a2b;Lait demi-écrémé;3560070278831;1,15;Crèmerie;;Vrai;Vrai;Laiterie
__export__.product_product_13_5a6b7c8d;Lentilles;;4,20;Vrac;kg;Vrai;Vrai;
__export__.product_product_14_00000000;Ancien thé;;3,10;Thés;Unité(s);Faux;Faux;
"""
PRODUCT_WEIGHTS = ("Poids net", "1,03", "", "0")
STOCK = """\
Produit/Code-barres,Quantité
3560070278831,12
3560070278831,3.5
"""
SALES = """\
product_id/id;Date;Quantité;Total TTC
__export__.product_product_12_1a2b;21/11/2026;4;4,60
__export__.product_product_12_1a2b;21/11/2026;-1;-1,15
__export__.product_product_13_5a6b7c8d;22/11/2026;0,345;1,45
"""
STOCK_LINES = """\
id;Produit;Quantité
__export__.stock_quant_12;Lait;4
__export__.stock_quant_13;Lentilles;7
"""
MEMBERS = """\
id,name,Numéro,E-mail,parent_id/id
7,Anne Durand,1042,anne@coop.test,
8,Paul Durand,1043,,7
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in (
        ("produits", PRODUCTS),
        ("stock", STOCK),
        ("ventes", SALES),
        ("membres", MEMBERS),
    ):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def files(folder):
    files = CsvFiles(folder)
    files.connect()
    return files


def rows(files, kind):
    found, after = [], None
    while True:
        page, after = files.changed(kind, {}, None, after, 2)
        found += page
        if after is None:
            return found


def test_products_have_the_id_that_odoo_exports(files):
    milk, lentils, tea = rows(files, "product")
    assert (milk["ref"], milk["name"], milk["barcode"]) == (
        "12",
        "Lait demi-écrémé",
        "3560070278831",
    )
    assert (milk["list_price"], milk["shelf"], milk["supplier"]) == (1.15, "Crèmerie", "Laiterie")
    assert (lentils["unit"], lentils["to_weight"]) == (["weight", 1.0, "kg"], True)
    assert (tea["active"], tea["for_sale"]) == (False, False)
    assert files.count("product", {}) == 3
    assert files.refs("product", {}) == ["12", "13", "14"]


def test_stock_is_summed_and_what_is_not_named_is_out(files):
    levels = {row["ref"]: row["quantity"] for row in files.levels({})}
    assert levels == {"12": 15.5, "13": 0.0, "14": 0.0}


def test_sales_are_a_row_a_product_and_day(files):
    days = files.days({}, "2026-11-21", "2026-11-22")
    told = {(row["ref"], row["day"]): (row["quantity"], row["turnover"]) for row in days}
    assert told["12", "2026-11-21"] == pytest.approx((3.0, 3.45))
    assert told["13", "2026-11-22"] == (0.345, 1.45)
    assert sorted(files.touched_days({}, None)) == [("12", "2026-11-21"), ("13", "2026-11-22")]


def test_members_have_their_households(files):
    anne, paul = rows(files, "member")
    assert (anne["number"], anne["email"], anne["parent"]) == ("1042", "anne@coop.test", None)
    assert (paul["parent"], paul["is_member"]) == ("7", True)


def test_the_stock_is_as_old_as_its_oldest_file(folder):
    for name, moment in (("produits", 1_800_000_000), ("stock", 1_700_000_000)):
        os.utime(folder / f"{name}.csv", (moment, moment))
    files = CsvFiles(folder)
    files.connect()
    assert files.read_at() == "2023-11-14 22:13:20"


def test_what_no_file_tells_is_left_as_it_was(folder):
    (folder / "membres.csv").unlink()
    (folder / "stock.csv").unlink()
    files = CsvFiles(folder)
    files.connect()
    assert files.levels({}) is None
    assert files.count("member", {}) is None
    assert files.count("tax", {}) is None


def test_long_files_come_in_parts(folder):
    (folder / "ventes-2.csv").write_text(
        "product_id/id;Date;Quantité\n__export__.product_product_13_5a6b7c8d;2026-11-23;1\n"
    )
    files = CsvFiles(folder)
    files.connect()
    assert ("13", "2026-11-23") in files.touched_days({}, None)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("produits", "id;Nom\n1;Riz\n", "il manque la colonne « Prix TTC »"),
        ("produits", "id;Nom;Prix\n1;Riz;beaucoup\n", "ligne 2 : « beaucoup » n'est pas un nombre"),
        ("produits", "id;Nom;Prix\n;Riz;1\n", "ligne 2 : il manque l'identifiant"),
        ("stock", "Code-barres;Quantité\n123;4\n", "stock.csv, ligne 2 (123)"),
        # A name is no id, and neither is that of a line of the stock.
        (
            "stock",
            STOCK_LINES,
            "(2 lignes) ne sont pas dans le fichier des produits : stock.csv, ligne 2 (Lait), ",
        ),
        (
            "produits",
            "id;Nom;Prix\n__export__.product_template_12;Riz;1\n",
            "n'est pas l'identifiant d'une variante",
        ),
        (
            "membres",
            "id;Nom\n__export__.res_users_12;Anne\n",
            "n'est pas l'identifiant d'un contact",
        ),
        (
            "produits",
            "id;Nom;Prix de vente;Taxes de vente\n12;Riz;1,00;TVA 5,5 %\n",
            "on ne sait pas si « Prix de vente » est TTC",
        ),
        ("ventes", "Code-barres;Date;Quantité\n3560070278831;hier;1\n", "n'est pas une date"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(folder, name, text, words):
    (folder / f"{name}.csv").write_text(text)
    with pytest.raises(Stop, match=re.escape(words)):
        CsvFiles(folder).connect()


def read(folder):
    files = CsvFiles(folder)
    files.connect()
    return files


def test_all_that_is_wrong_is_told_at_once(folder):
    (folder / "produits.csv").write_text("id;Nom\n1;Riz\n")
    (folder / "ventes.csv").write_text("Date;Quantité\n21/11/2026;1\n")
    with pytest.raises(Stop) as stop:
        read(folder)
    of_products, of_sales = str(stop.value).splitlines()
    assert of_products == (
        "produits.csv : il manque la colonne « Prix TTC ». Ses colonnes sont : id, Nom."
    )
    assert of_sales.startswith(
        "ventes.csv : il manque la colonne « Produit/ID externe » ou « Code-barres »."
    )


def test_what_each_file_holds_is_told(folder):
    (folder / "ventes.csv").unlink()
    (folder / "stock.csv").write_text("Quantité\n12\n")
    (folder / "Variante de produit (product.product).xlsx").write_text("")
    files = CsvFiles(folder)
    [missing] = files.check({})
    assert missing.startswith("stock.csv : il manque la colonne « Produit/ID externe » ou")
    of_products, *others = files.held
    assert of_products.startswith(
        "produits.csv : 3 ligne(s). Colonnes lues : id, Nom, Code-barres, Prix TTC, Rayon, "
    )
    assert others == [
        "ventes.csv n'est pas là : l'espace membre garde ce qu'il en sait.",
        "membres.csv : 2 ligne(s). Colonnes lues : id, name, Numéro, E-mail, parent_id/id.",
    ]
    [remark] = files.remarks
    assert remark.startswith("« Variante de produit (product.product).xlsx » n'est pas lu : ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"id;Nom\n" + b"1;Riz\n" * 50_001,
            "produits.csv a plus de 50000 lignes. Exportez-le en plus",
        ),
        (
            b"1;Riz noir\n" * 1_000_000,
            "produits.csv pèse plus de 10 Mo. Exportez-le en plusieurs f",
        ),
        (b"\xd0\xcf\x11\xe0 old", "produits.csv est un classeur d'un ancien format (.xls). Ouvrez"),
        (
            b'id;Nom\n1;"Riz\n2;a\n3;b\n4;c\n5;d\n6;e"\n',
            "produits.csv a, à la ligne 2, un guillemet qui",
        ),
        (b"", "produits.csv est vide."),
    ],
)
def test_a_refused_file_is_told_with_what_to_do(tmp_path, content, words):
    (tmp_path / "produits.csv").write_bytes(content)
    with pytest.raises(Stop, match=re.escape(words)):
        read(tmp_path)


def test_all_refusals_have_words():
    source = paths.ADDONS / "coop_suggestions" / "tools" / "price_file.py"
    reasons = set(re.findall(r'Unreadable\("(\w+)"', source.read_text(encoding="utf-8")))
    assert reasons == set(REFUSED)


def test_a_file_that_cannot_be_opened_is_told(folder):
    (folder / "ventes.csv").unlink()
    (folder / "ventes.csv").mkdir()
    with pytest.raises(Stop, match=r"ventes\.csv ne peut pas être ouvert .*chmod -R a\+rX"):
        read(folder)


def test_the_members_of_a_file_need_no_rule(folder):
    assert read(folder).tells_members({"member_domain": ""})
    (folder / "membres.csv").unlink()
    assert not read(folder).tells_members({"member_domain": "[]"})


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(Stop, match=r"produits\.csv"):
        CsvFiles(tmp_path).connect()
    with pytest.raises(Stop, match="pas de dossier"):
        CsvFiles(tmp_path / "none").connect()


def levels_of(folder, text):
    (folder / "stock.csv").write_text(text)
    files = CsvFiles(folder)
    files.connect()
    return {row["ref"]: row["quantity"] for row in files.levels({})}, files.remarks


def test_an_id_of_a_line_of_the_stock_is_no_product(folder):
    text = "id;Code-barres;Quantité\n__export__.stock_quant_13_1a2b;3560070278831;12\n"
    assert levels_of(folder, text) == ({"12": 12.0, "13": 0.0, "14": 0.0}, [])
    assert levels_of(folder, text.replace("__export__.stock_quant_13_1a2b", "13")) == (
        {"12": 12.0, "13": 0.0, "14": 0.0},
        [],
    )


def test_an_export_of_products_tells_their_stock_by_its_id(folder):
    text = "id;Code-barres;Quantité\n__export__.product_product_13_5a6b;3560070278831;12\n"
    assert levels_of(folder, text)[0] == {"12": 0.0, "13": 12.0, "14": 0.0}


def test_a_line_of_an_unknown_product_is_left_out_and_told(folder):
    levels, [remark] = levels_of(folder, "Code-barres;Quantité\n3560070278831;4\n3250390000020;7\n")
    assert levels == {"12": 4.0, "13": 0.0, "14": 0.0}
    assert remark == (
        "stock : 1 ligne(s) laissée(s) de côté, dont le produit n'est pas dans le fichier des "
        "produits : stock.csv, ligne 3 (3250390000020)."
    )


def test_without_a_file_of_products_only_ids_name_one(folder):
    (folder / "produits.csv").unlink()
    levels, [remark] = levels_of(
        folder,
        "product_id/id;Quantité\n__export__.product_product_12_1a2b;4\ncoop.lentilles;7\n"
        "__export__.stock_quant_3;1\n",
    )
    assert levels == {"12": 4.0, "coop.lentilles": 7.0}
    assert "ligne 4" in remark
    with pytest.raises(Stop, match="un nom ne suffit pas"):
        levels_of(folder, "Produit;Quantité\nLait demi-écrémé;4\n")


def test_a_price_that_may_be_before_tax_is_told(folder, files):
    assert files.remarks == []
    products = folder / "produits.csv"
    products.write_text(PRODUCTS.replace("Prix TTC", "Prix de vente"))
    files = CsvFiles(folder)
    files.connect()
    [remark] = files.remarks
    assert "« Prix de vente » sont pris pour des prix TTC" in remark


def test_numbers_that_may_be_of_products_without_variants_are_told(folder):
    for title, told in (("ID", 1), ("Article/ID", 0), ("Produit/ID", 0)):
        (folder / "produits.csv").write_text(
            f"{title};Nom;Code-barres;Prix TTC\n12;Lait;3560070278831;1\n13;Lentilles;;4\n"
        )
        files = read(folder)
        assert [row["ref"] for row in rows(files, "product")] == ["12", "13"]
        assert [("« ID » sont pris pour" in each) for each in files.remarks] == [True] * told


def test_a_price_incl_vat_may_stand_beside_its_taxes(folder):
    (folder / "produits.csv").write_text(
        "Article/ID;Nom;Prix TTC;Taxes de vente\n12;Riz;1,00;TVA 5,5 %\n"
    )
    for name in ("stock", "ventes"):
        (folder / f"{name}.csv").unlink()
    files = CsvFiles(folder)
    files.connect()
    assert files.remarks == []


def test_a_file_without_a_column_says_nothing_of_it(folder, files):
    [milk, *_others] = rows(files, "product")
    assert (milk["net_weight"], milk["volume"]) == (None, None)
    lines = [
        line + f";{weight}"
        for line, weight in zip(PRODUCTS.splitlines(), PRODUCT_WEIGHTS, strict=True)
    ]
    (folder / "produits.csv").write_text("\n".join(lines), encoding="utf-8")
    files = CsvFiles(folder)
    files.connect()
    assert [row["net_weight"] for row in rows(files, "product")] == [1.03, 0.0, 0.0]
