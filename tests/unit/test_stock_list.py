"""Which products the stock page shows, in what order, and its feed."""

import doctest
import gzip
import json
from datetime import UTC, datetime

import pytest

from coop.addon_tools import stock_tool

stock_list = stock_tool("stock_list")
MORNING = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)


def row(id_, name, **values):
    """Return a row of the page."""
    plain = dict.fromkeys(stock_list.StockRow._fields) | stock_list.StockRow._field_defaults
    return stock_list.StockRow(
        **{
            **plain,
            "id": id_,
            "name": name,
            "sort_name": name.lower(),
            "brand": "",
            "level": "in_stock",
            "is_organic": False,
            "is_new": False,
            "by_measure": False,
            **values,
        }
    )


ROWS = [
    row(4, "Poires", shelf_id=2, shelf="Fruits", price=3.0, is_organic=True),
    row(1, "Abricots", shelf_id=2, shelf="Fruits", price=None, level="out"),
    row(3, "Miel", shelf_id=7, shelf="Matin", price=7.8, level="low"),
    row(2, "Pain", price=2.0, level="on_order", is_new=True),
]


@pytest.fixture
def content():
    return stock_list.StockContent(ROWS, MORNING)


def test_doctests():
    assert doctest.testmod(stock_list).failed == 0


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        ({}, [4, 1, 3, 2]),
        ({"order": "name"}, [1, 3, 2, 4]),
        ({"order": "price"}, [2, 4, 3, 1]),
        ({"kind": "in"}, [4, 3]),
        ({"kind": "low"}, [3]),
        ({"kind": "organic"}, [4]),
        ({"kind": "new"}, [2]),
        ({"kind": "mine"}, []),
        ({"kind": "mine", "mine": {2, 3, 99}}, [3, 2]),
        ({"shelf": 2}, [4, 1]),
        ({"shelf": 0}, [2]),
        ({"shelf": 99}, []),
        ({"order": "", "found": [2, 99, 4]}, [2, 4]),
        ({"order": "shelf", "found": [2, 99, 4]}, [4, 2]),
        ({"order": "name", "found": [4, 1, 3], "shelf": 2, "kind": "in"}, [4]),
    ],
)
def test_what_is_shown(content, chosen, ids):
    assert [each.id for each in content.chosen(**chosen)] == ids


def test_shelves_and_their_pages(content, monkeypatch):
    assert content.shelves == [(2, "Fruits"), (7, "Matin"), (None, None)]
    monkeypatch.setattr(stock_list, "PAGE_SIZE", 2)
    assert stock_list.page_of_shelves(ROWS) == {2: 1, 7: 2, 0: 2}
    assert [part[:2] for part in stock_list.sections(ROWS, grouped=True)] == [
        (2, "Fruits"),
        (7, "Matin"),
        (0, None),
    ]
    assert stock_list.sections(ROWS, grouped=False) == [(None, None, ROWS)]


def test_the_feed_is_json_with_the_time_and_nothing_more_than_it_should(content):
    feed = json.loads(content.feed)
    assert feed["at"] == "2026-11-24T09:42:00Z"
    assert {key for product in feed["products"] for key in product} == {*stock_list.FEED_FIELDS}
    assert gzip.decompress(content.zipped_feed) == content.feed


def test_the_tag_goes_by_the_products_not_by_the_time(content):
    later = stock_list.StockContent(list(ROWS), datetime(2027, 1, 1, tzinfo=UTC))
    assert later.tag == content.tag
    assert later.feed != content.feed
    fewer = stock_list.StockContent([*ROWS[:3], ROWS[3]._replace(level="out")], MORNING)
    assert fewer.tag != content.tag
