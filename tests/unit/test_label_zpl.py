"""Labels for thermal printers: whole dots, and nothing in a name that becomes a command."""

import re
import shutil

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from support import zpl
from support.label_tools import full_content, roll, tool

render_zpl = tool("label_zpl").render_zpl
escape = tool("label_zpl").escape
FIELDS = tool("label_format").FIELDS


@given(st.text(max_size=80))
def test_no_text_becomes_a_command(text):
    data = escape(text)
    assert re.fullmatch(r"(?:[^\^~_\\\x00-\x1f\x7f-\U0010ffff]|_[0-9A-F]{2})*", data)


@given(st.text(max_size=80), st.sampled_from((203, 300, 600)))
def test_a_label_begins_and_ends_once_whatever_its_name(name, dpi):
    commands = render_zpl([full_content(1, name)], roll(76, 31), dpi)
    assert commands.count("^XA") == commands.count("^XZ") == 1
    assert commands.startswith("^XA\n^CI28\n")
    assert set(re.findall(r"[\^~](..)", commands)) <= {
        "XA",
        "XZ",
        "CI",
        "LH",
        "PW",
        "LL",
        "FO",
        "FT",
        "GB",
        "GF",
        "A0",
        "FB",
        "FH",
        "FD",
        "FS",
    }


def test_escaping_keeps_french_readable_by_the_printer():
    assert escape("Œufs 1,45\u00a0€") == "_C5_92ufs 1,45 _E2_82_AC"
    assert escape("^XZ~HI_\\\x1b\n") == "_5EXZ_7EHI_5F/"


@pytest.mark.parametrize(("dpi", "dots", "most"), [(203, 8, 3), (300, 300 / 25.4, 4)])
def test_bars_are_whole_dots(dpi, dots, most):
    commands = render_zpl([full_content(1, "Lait")], roll(60, 38, fields=FIELDS - {"qr"}), dpi)
    heights = re.findall(r"\^GB(\d+),(\d{2,}),", commands)
    bars = [int(width) for width, _height in heights if int(width) <= 4 * most]
    assert len(bars) == 30
    assert all(width % most == 0 for width in bars)


def test_no_label_makes_no_commands():
    assert render_zpl([], roll(50, 30), 203) == ""


@pytest.mark.skipif(not shutil.which("npm"), reason="needs Node, which the coop does not")
@pytest.mark.parametrize(("dpi", "dots"), [(203, 8), (300, 12)])
def test_printed_codes_are_read_back_and_ink_stays_on_the_label(dpi, dots, tmp_path):
    form = roll(76, 31)
    contents = [
        full_content(1, "Flocons d'avoine petits complets"),
        full_content(2, "^XZ ~JA _5E œufs \\& 🍵" + "x" * 300, shrinkflation=""),
        full_content(3, "Lait", barcode="96385074", shrinkflation=""),
        full_content(4, "Riz", barcode="VRAC-012", shrinkflation=""),
        full_content(5, "Thé", barcode="036000291452", shrinkflation=""),
    ]
    pictures = zpl.render(render_zpl(contents, form, dpi), form, dots, tmp_path)
    assert len(pictures) == len(contents)
    for content, picture in zip(contents, pictures, strict=True):
        found = {code.text.lstrip("0") for code in zxingcpp.read_barcodes(picture)}
        wanted = {content.barcode.lstrip("0")}
        assert wanted <= found <= wanted | {content.url}
        left, top, right, bottom = picture.point(lambda grey: 255 if grey < 128 else 0).getbbox()
        assert left > 0
        assert top > 0
        assert right < picture.width
        assert bottom < picture.height
