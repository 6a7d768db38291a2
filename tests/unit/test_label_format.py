"""Where labels lie on a page: millimetres, no Odoo in here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.label_tools import roll, sheet, tool

FormatError = tool("label_format").FormatError


def test_labels_follow_each_other_in_rows_and_pages():
    form = sheet()
    assert form.places_per_page == 24
    assert form.place_of(0) == (0, 0, 0)
    assert form.place_of(4) == (0, 70, 37)
    assert form.place_of(23) == (0, 140, 259)
    assert form.place_of(24) == (1, 0, 0)


def test_a_begun_sheet_goes_on_at_its_first_free_place():
    form = sheet(offset_x=0.5, offset_y=-1)
    assert form.place_of(0, start=7) == (0, 0.5, 73)
    assert form.place_of(18, start=7) == (1, 0.5, -1)


@pytest.mark.parametrize("start", [0, -3, 25])
def test_a_place_past_the_sheet_is_refused(start):
    with pytest.raises(FormatError, match="24 places"):
        sheet().place_of(0, start)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"height": 400, "step_y": 400, "rows": 1}, "the page has 210 × 297 mm"),
        ({"columns": 4}, "280 × 296 mm"),
        ({"step_x": 60}, "overlap"),
        ({"left": -1}, "outside"),
        ({"rows": 0}, "columns"),
        ({"width": float("nan")}, "measure"),
        ({"width": 0}, "measure"),
        ({"offset_x": 30}, "offset"),
    ],
)
def test_impossible_measures_get_a_sentence(values, sentence):
    with pytest.raises(FormatError, match=sentence):
        sheet(**values)


@given(st.integers(1, 6), st.integers(1, 15), st.floats(15, 120), st.floats(15, 120), st.data())
def test_no_two_labels_touch_and_none_leaves_the_page(columns, rows, width, height, data):
    try:
        form = sheet(
            columns=columns,
            rows=rows,
            width=width,
            height=height,
            step_x=width + data.draw(st.floats(-5, 5)),
            step_y=height + data.draw(st.floats(-5, 5)),
        )
    except FormatError:
        return
    places = [form.place_of(0, place) for place in range(1, form.places_per_page + 1)]
    for number, (_page, x, y) in enumerate(places):
        assert 0 <= x <= form.page_width - width + 0.06
        assert 0 <= y <= form.page_height - height + 0.06
        for _other, other_x, other_y in places[:number]:
            assert abs(x - other_x) >= width - 0.06 or abs(y - other_y) >= height - 0.06


def test_a_roll_has_one_label_a_page():
    assert roll(50, 30).place_of(7) == (7, 0, 0)
