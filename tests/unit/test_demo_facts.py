"""What the demo tells of its products: the same each time, of every kind, and with gaps."""

import doctest
from datetime import date, timedelta

import pytest

from coop.demo import catalogue, facts

TODAY = date(2026, 1, 15)


@pytest.fixture(scope="module")
def shop():
    return catalogue.choose(1000, 10, 7)[0]


@pytest.fixture(scope="module")
def told(shop):
    return [facts.of(product, TODAY) for product in shop]


def test_doctests():
    assert doctest.testmod(facts).failed == 0


def test_the_same_product_is_told_the_same(shop, told):
    assert [facts.of(product, TODAY) for product in shop] == told


def test_about_a_tenth_lack_a_content_and_the_rest_have_one(shop, told):
    packed = [row for product, row in zip(shop, told, strict=True) if product.unit != "kg"]
    lacking = [row for row in packed if not (row.keys() & {"net_weight", "coop_volume"})]
    assert 0.05 < len(lacking) / len(packed) < 0.2


def test_some_of_those_tell_it_in_their_name(shop, told):
    names = [
        product.name
        for product, row in zip(shop, told, strict=True)
        if product.unit != "kg" and not row.keys() & {"net_weight", "coop_volume"}
    ]
    read = facts.stock_tool("net_content").read_net_content
    assert any(read(name) for name in names)


def test_every_kind_of_fact_is_told_of_some(told):
    for name in (
        "coop_allergens",
        "coop_certifier",
        "coop_class",
        "coop_deposit",
        "coop_drained_weight",
        "coop_in_bulk",
        "coop_is_organic",
        "coop_is_perishable",
        "coop_variety",
        "coop_volume",
    ):
        assert any(row.get(name) for row in told), name


def test_drained_weight_is_less_than_net_weight(told):
    for row in told:
        if "coop_drained_weight" in row:
            assert 0 < row["coop_drained_weight"] < row["net_weight"]


def test_a_few_are_new(told):
    new = [row for row in told if row["coop_for_sale_since"] > TODAY - timedelta(days=30)]
    assert 10 < len(new) < 60
    assert all(row["coop_for_sale_since"] <= TODAY for row in told)


def test_places_run_along_each_shelf(shop):
    by_shelf = {}
    for product, place in zip(shop, facts.places(shop), strict=True):
        by_shelf.setdefault(product.shelf, []).append(place)
    for shelf, found in by_shelf.items():
        count = len(found)
        assert found == ([0] * count if shelf == facts.UNWALKED else list(range(1, count + 1)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lait d'amande", "fruits à coque"),
        ("Chocolat au lait et noisettes", "lait, fruits à coque"),
        ("Riz long de Camargue", ""),
        ("Pâte à tartiner", ""),
        ("Saumon fumé", "poisson"),
    ],
)
def test_allergens_are_those_of_the_name(name, expected):
    assert facts.allergens(name) == expected
