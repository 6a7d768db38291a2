"""Labels as PDF: every code is read back from the rendered page, every place is measured."""

import io

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from support.label_tools import full_content, measure, real_names, roll, sheet, tool

render_pdf = tool("label_pdf").render_pdf
FIELDS = tool("label_format").FIELDS
MM = 72 / 25.4


def page_image(pdf, dpi, number=0):
    return pypdfium2.PdfDocument(pdf)[number].render(scale=dpi / 72, grayscale=True).to_pil()


def codes(image, form, place, dpi):
    """Return what a reader sees on one label of a page."""
    _page, x, y = form.place_of(0, place)
    box = (x, y, x + form.width, y + form.height)
    label = image.crop([round(side * dpi / 25.4) for side in box])
    # A second reading of a smaller picture finds digits that are not there.
    found = zxingcpp.read_barcodes(label, try_downscale=False)
    return {code.text: code.format.name for code in found}


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_every_code_of_a_sheet_is_read_back(dpi):
    form = sheet()
    contents = [full_content(n, name) for n, name in enumerate(real_names()[:24])]
    image = page_image(render_pdf(contents, form), dpi)
    for place, content in enumerate(contents, 1):
        assert codes(image, form, place, dpi) == {
            content.barcode: "EAN13",
            content.url: "QRCode",
        }


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize(
    ("code", "kind"),
    [("96385074", "EAN8"), ("036000291452", "UPCA"), ("42", "Code128"), ("VRAC-012", "Code128")],
)
def test_codes_of_every_kind_are_read_back(code, kind, dpi):
    form = roll(89, 36, fields=FIELDS - {"qr"})
    pdf = render_pdf([full_content(1, "Lait", barcode=code)], form)
    found = codes(page_image(pdf, dpi), form, 1, dpi)
    # An UPC-A is the EAN-13 that begins with a nought; readers call it by either name.
    assert {text.lstrip("0") for text in found} == {code.lstrip("0")}
    assert set(found.values()) <= ({kind, "EAN13"} if kind == "UPCA" else {kind})


@pytest.mark.parametrize("length", [10, 40, 100, 180])
def test_qr_codes_of_all_lengths_are_read_back(length):
    form = roll(105, 148)
    content = full_content(1, "Lait", url="https://coop.example/".ljust(length, "x"))
    assert content.url in codes(page_image(render_pdf([content], form), 300), form, 1, 300)


def test_bars_stand_within_a_tenth_of_a_millimetre():
    form = sheet(offset_x=1.3, offset_y=-0.7)
    content = full_content(1, "Lait")
    dpi = 1200
    image = page_image(render_pdf([content] * 24, form), dpi)
    drawn = tool("label_layout").lay_out(content, form).items
    bars = next(item for item in drawn if hasattr(item, "bars"))
    for place in (1, 3, 24):
        _page, x, y = form.place_of(0, place)
        scale = dpi / 25.4
        left, top = x + bars.x, y + bars.y
        row = round((top + bars.height / 2) * scale)
        line = image.crop((round((left - 1) * scale), row, round((left + 1) * scale), row + 1))
        first = next(n for n, grey in enumerate(line.get_flattened_data()) if grey < 128)
        assert abs(first / scale - 1) < 0.1
        column = round((left + bars.module / 2) * scale)
        line = image.crop(
            (column, round((top - 0.3) * scale), column + 1, round((top + 1) * scale))
        )
        first = next(n for n, grey in enumerate(line.get_flattened_data()) if grey < 128)
        assert abs(first / scale - 0.3) < 0.1


def test_a_begun_sheet_leaves_its_used_places_white():
    form = sheet()
    image = page_image(render_pdf([full_content(1, "Lait")], form, start=7), 72)
    scale = 72 / 25.4
    box = image.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert box[1] >= 74 * scale
    assert box[3] <= 111 * scale
    assert box[2] <= 70 * scale
    with pytest.raises(ValueError, match="24 places"):
        render_pdf([], form, start=25)


def test_fonts_are_embedded_subsets_and_french_can_be_copied_out():
    name = "Œufs à la coque, maïs, forêt, çà et là"
    pdf = render_pdf([full_content(1, name)], sheet(fields=FIELDS - {"shrinkflation"}))
    reader = PdfReader(io.BytesIO(pdf))
    page = reader.pages[0]
    for font in page["/Resources"]["/Font"].values():
        font = font.get_object()
        if "/FontDescriptor" in font:
            assert "/FontFile2" in font["/FontDescriptor"]
            assert "+" in font["/BaseFont"]
    words = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert "€" in words
    assert name.split()[0] in words
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"
    assert float(page.mediabox.width) == pytest.approx(210 * MM, abs=0.01)


@pytest.mark.parametrize("name", ["Thé 🍵", "شاي أخضر", "\x00\x1b^XZ~\u202e", "", "x" * 300])
def test_odd_names_print(name):
    image = page_image(render_pdf([full_content(1, name)], sheet()), 203)
    assert full_content(1, name).barcode in codes(image, sheet(), 1, 203)


def test_crop_marks_stand_beside_labels_and_never_in_them():
    form = sheet(left=9, top=10.5, step_x=64, step_y=34.5, width=64, height=34.5, kind="cut")
    image = page_image(render_pdf([], form), 144)
    scale = 144 / 25.4
    inside = image.crop([round(side * scale) for side in (9.5, 11, 200.5, 286)])
    assert inside.getextrema() == (255, 255)
    assert image.getextrema()[0] < 128


def test_a_thousand_labels_are_small_and_need_little_memory():
    figures = measure(1000)
    assert figures["bytes"] < 1_000_000
    assert figures["peak"] < 200_000_000
    assert figures["seconds"] > 0


def test_the_calibration_page_has_its_cross_where_it_says():
    calibration = tool("calibration")
    form = sheet(offset_x=2)
    pdf = calibration.render_calibration(form)
    x, y = calibration.cross_of(form)
    image = page_image(pdf, 600)
    scale = 600 / 25.4
    line = image.crop(
        (
            round((x - 0.5) * scale),
            round(3.5 * scale),
            round((x + 0.5) * scale),
            round(3.5 * scale) + 1,
        )
    )
    dark = [n for n, grey in enumerate(line.get_flattened_data()) if grey < 128]
    assert abs(dark[0] / scale - 0.5) < 0.15
    words = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert f"{x:g} mm attendus" in " ".join(words.split())
    assert f"{y:g} mm attendus" in " ".join(words.split())
