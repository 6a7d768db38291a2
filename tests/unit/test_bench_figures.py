"""The benchmark's rows, table and JSON."""

import json

import pytest

from coop.bench import figures
from coop.bench.figures import Row

KEYS = ["name", "size", "unit", "ours", "peer_name", "peer", "ratio", "floor", "p95", "note"]
FULL = Row("list", "real", "ms", 20.0, "forum", 50.0, 10.0, 33.33333, "20 rows")
BARE = Row("votes lost", "real", "votes", 0)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7], 0.95, 7),
        ([3, 1, 2], 0.5, 2),
        ([4, 1, 3, 2], 0.5, 2),
        (range(1, 101), 0.95, 95),
        (range(1, 21), 0.95, 19),
        ([1, 2, 3], 1, 3),
        ([1, 2, 3], 0, 1),
    ],
)
def test_percentile_is_a_value_that_was_measured(values, share, expected):
    assert figures.percentile(values, share) == expected


def test_ratio_is_above_one_where_we_are_better():
    assert FULL.ratio == 2.5


def test_no_ratio_without_a_peer_or_with_nothing_to_divide_by():
    assert BARE.ratio is None
    assert Row("lost", "real", "votes", 0, "forum", 12).ratio is None


def test_json_has_the_fields_that_readers_know():
    full, bare = FULL.as_json(), BARE.as_json()
    assert list(full) == list(bare) == KEYS
    assert full["ratio"] == 2.5
    assert full["p95"] == 33.3333
    assert bare["peer"] is bare["ratio"] is bare["floor"] is bare["p95"] is None


def test_saved_json_is_a_list(tmp_path):
    file = tmp_path / "bench.json"
    figures.save([FULL, BARE], file)
    assert json.loads(file.read_text()) == [FULL.as_json(), BARE.as_json()]


def test_table_has_a_line_for_each_row_and_its_note():
    lines = figures.table([FULL, BARE])
    assert len(lines) == 4
    assert lines[0].split() == ["unit", "ours", "p95", "peer", "ratio", "floor", "beside"]
    assert lines[1].split() == ["list", "ms", "20", "33.3", "50", "2.5", "10", "forum"]
    assert lines[2].strip() == "20 rows"
    assert lines[3].split() == ["votes", "lost", "votes", "0"]


def test_figures_in_a_column_end_at_the_same_place():
    lines = figures.table([FULL, Row("page", "real", "ms", 1234.5)])
    assert lines[1].index("20") + 2 == lines[3].index("1234") + 4
