"""The small parts of the demo: dice, rows for COPY, pictures, moments, what is left."""

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image

from coop import demo
from coop.demo import bulk, catalogue, dice, drawing, shelves, stock


def test_chance_repeats_itself_and_spreads():
    throws = [dice.chance("a", number) for number in range(1000)]
    assert throws == [dice.chance("a", number) for number in range(1000)]
    assert 0 <= min(throws) < 0.01
    assert 0.99 < max(throws) < 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, r"\N"),
        (True, "t"),
        (False, "f"),
        (0.345, "0.345"),
        ("a\tb\\c\nd", r"a\tb\\c\nd"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02 03:04:05"),
    ],
)
def test_values_are_written_as_copy_reads_them(value, text):
    assert bulk._text(value) == text


@pytest.mark.parametrize("shelf", shelves.SHELVES)
def test_packs_are_small_pictures_and_repeat_themselves(shelf):
    picture = drawing.pack("Flocons d'avoine", shelf)
    assert picture == drawing.pack("Flocons d'avoine", shelf)
    assert Image.open(io.BytesIO(picture)).size == (320, 320)
    assert len(picture) < 20_000


def test_logo_is_a_square_with_a_clear_background():
    image = Image.open(io.BytesIO(drawing.logo()))
    assert image.size == (512, 512)
    assert image.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "today", ["2026-11-23", date(2026, 11, 23), datetime(2026, 11, 23, 17, tzinfo=UTC)]
)
def test_a_day_is_taken_in_the_evening(today):
    moment = demo._moment(today)
    assert moment.isoformat() == "2026-11-23T17:00:00"


def test_stock_is_full_low_and_out():
    shop, _wishes = catalogue.choose(1000, 10, 7)
    left = [
        stock.left_over(product, dice.chance("stock", product.name))
        for product in shop
        if product.stored
    ]
    out = sum(amount == 0 for amount in left) / len(left)
    low = sum(0 < amount <= 3 for amount in left) / len(left)
    assert 0.05 < out < 0.12
    assert 0.08 < low < 0.2
    assert max(left) < 60
