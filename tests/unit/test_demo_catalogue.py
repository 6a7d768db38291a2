"""The demo's products: real rows, fit for a French shop, the same each time."""

import doctest

import pytest
from stdnum import ean

from coop.demo import catalogue, shelves

SEED = 7


@pytest.fixture(scope="module")
def shop_and_wishes():
    return catalogue.choose(1000, 60, SEED)


@pytest.fixture(scope="module")
def shop(shop_and_wishes):
    return shop_and_wishes[0]


def test_doctests():
    assert doctest.testmod(catalogue).failed == 0


def test_the_same_seed_gives_the_same_shop(shop_and_wishes):
    assert catalogue.choose(1000, 60, SEED) == shop_and_wishes


def test_another_seed_gives_another_shop(shop):
    assert catalogue.choose(1000, 60, SEED + 1)[0] != shop


@pytest.mark.parametrize(("products", "wishes"), [(1000, 60), (6500, 2000)])
def test_as_many_as_asked_for(products, wishes):
    shop, wished = catalogue.choose(products, wishes, SEED)
    assert (len(shop), len(wished)) == (products, wishes)


def test_every_shelf_is_used(shop):
    assert {product.shelf for product in shop} == set(shelves.SHELVES)


def test_barcodes_are_valid_and_on_one_product_each(shop):
    barcodes = [product.barcode for product in shop if product.barcode]
    assert all(ean.is_valid(barcode) and len(barcode) == 13 for barcode in barcodes)
    assert len(set(barcodes)) == len(barcodes)


def test_what_is_weighed_has_a_scale_barcode(shop):
    weighed = [product for product in shop if product.unit == "kg"]
    assert weighed
    assert all(product.barcode[:2] == "21" for product in weighed)
    assert all(product.barcode[7:12] == "00000" for product in weighed)


def test_prices_lie_in_the_range_of_the_family(shop):
    staples = {product.name for product in catalogue._staples()}
    for product in shop:
        if product.name not in staples:
            low, high = catalogue.family_of(product.name).prices
            assert low - 0.1 <= product.price <= high + 0.1, product


def test_prices_end_in_5_or_9_cents(shop):
    assert {round(product.price * 100) % 10 for product in shop} == {5, 9}


def test_vat_is_french(shop):
    assert {product.vat for product in shop} == {5.5, 20.0}


@pytest.mark.parametrize(
    ("name", "shelf", "vat"),
    [
        ("Beurre de cacahuètes", "Confitures, miels et tartinables", 5.5),
        ("Beurre doux", "Crèmerie", 5.5),
        ("Biscuits au chocolat", "Biscuits et gâteaux", 5.5),
        ("Bonbons au miel", "Chocolats et confiseries", 20.0),
        ("Chocolat noir 70 %", "Chocolats et confiseries", 5.5),
        ("Chocolat au lait", "Chocolats et confiseries", 20.0),
        ("Crème glacée vanille", "Surgelés", 5.5),
        ("Courgettes", "Fruits et légumes", 5.5),
        ("Yaourt aux fraises", "Yaourts et desserts", 5.5),
        ("Pâté de campagne", "Charcuterie", 5.5),
        ("Pâtes complètes", "Pâtes, riz et céréales", 5.5),
        ("Bière blonde", "Bières, vins et cidres", 20.0),
    ],
)
def test_a_product_stands_where_a_french_shop_puts_it(name, shelf, vat):
    family = catalogue.family_of(name)
    assert (family.shelf, family.vat) == (shelf, vat)


@pytest.mark.parametrize("name", ["Jdkdnd", "Barritas de cereales", "X", "Boã Te De 900G"])
def test_what_no_sign_would_show_is_left_out(name):
    assert not (catalogue.is_presentable(name) and catalogue.family_of(name))


@pytest.mark.parametrize("seed", range(3))
def test_peanut_butter_is_always_there(seed):
    shop, _wishes = catalogue.choose(400, 10, seed)
    assert any(product.barcode == "3760091721747" for product in shop)


def test_nobody_wishes_for_what_is_there(shop_and_wishes):
    shop, wishes = shop_and_wishes
    names = {catalogue.words(product.name) for product in shop}
    assert not [wish for wish in wishes if catalogue.words(wish.name) in names]


def test_net_content_is_read_from_the_name():
    family = catalogue.family_of("Eau de source")
    assert catalogue.net_content("Eau 6 x 1,5 l", family, "") == (9.0, True)
    assert catalogue.net_content("Riz 500g", family, "") == (0.5, False)


def test_origin_is_read_from_the_name():
    assert catalogue.country_of("Olives de Grèce") == "GR"
    assert catalogue.country_of("Sauce italienne") == ""
