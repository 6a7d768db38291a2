"""What a scanned text leads to; whatever it is, nothing fails."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.addon_tools import stock_tool

scanned_code = stock_tool("scanned_code")
read_code = scanned_code.read_code


def test_doctests():
    assert doctest.testmod(scanned_code).failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3017620422003", ("3017620422003", 0)),
        ("3017620422003\r\n", ("3017620422003", 0)),
        ("03017620422003", ("3017620422003", 0)),
        ("036000291452", ("036000291452", 0)),
        ("RIZ-12", ("RIZ-12", 0)),
        ("HTTPS://COOP.EXAMPLE/p/12", ("", 12)),
        ("https://coop.example/p/12?from=label", ("", 12)),
        ("https://coop.example/p/b/RIZ%2D12", ("RIZ-12", 0)),
        ("https://coop.example/p/0", ("", 0)),
        ("https://coop.example/p/9999999999", ("", 0)),
        ("https://coop.example/", ("", 0)),
        ("https://[", ("", 0)),
        ("https://id.maker.example/x/01/03017620422003", ("3017620422003", 0)),
        ("", ("", 0)),
        (None, ("", 0)),
        ("\x00", ("", 0)),
        ("3" * 10_000, ("", 0)),
    ],
)
def test_what_scanners_read(text, expected):
    assert read_code(text) == expected


@given(st.text() | st.from_regex(r"https?://[^ ]{0,9}/(p|p/b|01)/[^ ]{0,15}", fullmatch=True))
def test_any_text_is_a_barcode_or_an_id_and_can_be_searched_for(text):
    barcode, product_id = read_code(text)
    assert not (barcode and product_id)
    assert "\x00" not in barcode
    assert 0 <= product_id < 2**31
