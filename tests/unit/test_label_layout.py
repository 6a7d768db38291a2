"""Where words and bars stand on a label: no text leaves its box, for any name, price and format."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.label_tools import full_content, real_names, roll, sheet, tool

layout = tool("label_layout")
text = tool("label_text")
barcode = tool("barcode")
fonts = tool("fonts")
FIELDS = tool("label_format").FIELDS

SIZES = [
    (70, 37),
    (105, 57),
    (63.5, 33.9),
    (52.5, 29.7),
    (48.5, 25.4),
    (50, 30),
    (62, 29),
    (89, 36),
]
SIZES += [(76, 31), (160, 110), (93, 93), (105, 148), (148, 210), (15, 15), (20, 200), (200, 15)]


def texts(content, form, dpi=None):
    drawn = layout.lay_out(content, form, dpi).items
    return [item for item in drawn if isinstance(item, layout.Text)]


def size_of(content, form, words):
    return next(item.size for item in texts(content, form) if words in item.text)


def overlap(one, other):
    return min(one[2], other[2]) - max(one[0], other[0]) > 0.01 and (
        min(one[3], other[3]) - max(one[1], other[1]) > 0.01
    )


@settings(max_examples=150)
@given(
    name=st.text(max_size=300) | st.sampled_from(real_names()[:2000]),
    price=st.none() | st.floats(-5, 99999, allow_nan=False),
    size=st.sampled_from(SIZES) | st.tuples(st.floats(15, 200), st.floats(15, 200)),
    kind=st.sampled_from(("normal", "vegetables", "bulk", "poster")),
    fields=st.sets(st.sampled_from(sorted(FIELDS))) | st.just(FIELDS),
    dpi=st.sampled_from((None, 203, 300)),
    code=st.sampled_from(("3760020507350", "96385074", "036000291452", "42", "", "3760020507351")),
    words=st.text(max_size=60) | st.just("France"),
    whole=st.booleans(),
)
@example("W" * 300, 12345.67, (70, 37), "normal", FIELDS, None, "42", "République", True)
@example("Pommes", 0.5, (48.5, 25.4), "vegetables", FIELDS, 203, "96385074", "Espagne", True)
def test_everything_stays_on_the_label_and_apart(
    name, price, size, kind, fields, dpi, code, words, whole
):
    values = {} if whole else {"shrinkflation": "", "former_price": None, "url": ""}
    content = full_content(
        1, name, kind=kind, price=price, barcode=code, origin=words, allergens=words, **values
    )
    form = roll(*size, fields=frozenset(fields))
    drawn = layout.lay_out(content, form, dpi).items
    for item in drawn:
        left, top, right, bottom = item.box
        assert left >= 0.9, item
        assert top >= 0.9, item
        assert right <= form.width - 0.9, item
        assert bottom <= form.height - 0.9, item
    apart = [item.box for item in drawn if isinstance(item, layout.Text | layout.QrAt)]
    for item in drawn:
        if isinstance(item, layout.BarsAt):
            left, top, right, _bottom = item.box
            apart.append((left, top, right, item.y + item.height))
    for number, box in enumerate(apart):
        assert not any(overlap(box, other) for other in apart[:number]), (box, drawn)


@given(st.text(st.sampled_from("aàbcWi éœ€"), min_size=1, max_size=200), st.floats(8, 90))
@example("WWWW W WWWW W", 8.0)
def test_a_name_is_cut_between_words_and_within_its_box(name, width):
    name = " ".join(name.split())
    if not name:
        return
    fitted = text.fit(name, width, 12, 6, 2, bold=True)
    lines = list(fitted.lines)
    for line in lines:
        assert fonts.unit_width(line, True) * fitted.size <= width + 0.001
    assert len(lines) * fitted.size * fonts.LINE <= 12.001
    words = " ".join(lines).removesuffix("…").split()
    whole = name.split()
    widest = max(fonts.unit_width(word + "…", True) for word in whole)
    if widest * text.ABSOLUTE_MINIMUM <= width:
        assert words == whole[: len(words)]
    assert fitted.whole == (words == whole)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (12345.67, "12\u202f345,67\u00a0€"),
        (0.345, "0,35\u00a0€"),
        (2.675, "2,68\u00a0€"),
        (1, "1,00\u00a0€"),
    ],
)
def test_prices_are_written_as_in_french_and_rounded_half_up(amount, words):
    assert text.euros(amount) == words


def test_a_large_price_stands_whole_on_a_small_label():
    content = full_content(1, "Truffe", price=12345.67, shrinkflation="")
    for size in ((70, 37), (48.5, 25.4), (50, 30)):
        assert size_of(content, roll(*size), "12\u202f345,67\u00a0€") > 3


def test_a_name_shrinks_then_wraps_then_ends_in_an_ellipsis():
    form = sheet(fields=FIELDS - {"qr", "shrinkflation"})
    short, longer, endless = (
        layout.lay_out(full_content(1, name), form)
        for name in ("Lait", "Flocons d'avoine petits complets", "Flocons d'avoine " * 40)
    )
    names = [
        [item for item in one.items if isinstance(item, layout.Text) and item.bold and item.y < 16]
        for one in (short, longer, endless)
    ]
    assert names[0][0].size > names[1][0].size > names[2][0].size
    assert layout.NAME_SHORTENED in endless.problems
    assert layout.NAME_SHORTENED not in longer.problems
    assert any(item.text.endswith("avoine…") or item.text.endswith("Flocons…") for item in names[2])


@pytest.mark.parametrize("size", [(160, 110), (105, 57), (70, 37)])
@pytest.mark.parametrize("origin", ["Espagne", "République dominicaine"])
def test_the_origin_of_vegetables_is_as_large_as_the_price(size, origin):
    content = full_content(
        1,
        "Pommes",
        kind="vegetables",
        price=2.2,
        unit_price=2.2,
        origin=origin,
        category="Cat. 1",
        variety="Gala",
        shrinkflation="",
        former_price=None,
    )
    form = roll(*size)
    shown = texts(content, form)
    words = origin.split(" ")[0]
    assert size_of(content, form, words) >= size_of(content, form, "2,20") - 0.001
    assert any("le kg" in item.text for item in shown)
    assert {"Cat. 1", "Gala"} <= {item.text for item in shown}


def test_bulk_shows_the_price_per_kilo_only_and_its_allergens():
    content = full_content(
        1,
        "Muesli",
        kind="bulk",
        price=4,
        unit_price=8.95,
        allergens="gluten, lait",
        shrinkflation="",
    )
    shown = " ".join(item.text for item in texts(content, roll(93, 93)))
    assert "8,95\u00a0€" in shown
    assert "4,00" not in shown
    assert "Allergènes : gluten, lait" in shown


def test_a_sentence_on_reduced_content_is_as_large_as_the_unit_price():
    for size in ((70, 37), (50, 30), (48.5, 25.4), (62, 29), (105, 148)):
        content, form = full_content(1, "Biscuits fourrés au chocolat noir"), roll(*size)
        assert size_of(content, form, "Pour ce") >= size_of(content, form, "le kg") - 0.001


@pytest.mark.parametrize(
    ("values", "there", "absent"),
    [
        ({"price": 2.9, "unit_price": 2.9}, ["2,90\u00a0€", " le kg"], []),
        ({"unit_amount": 0.1}, ["les 100 g"], ["le kg"]),
        ({"unit": "l"}, ["le litre"], []),
        ({"unit": "piece"}, ["la pièce"], []),
        ({"unit_price": None}, [], ["le kg"]),
        ({"price": 0, "unit_price": None}, [], ["0,00"]),
        ({"organic": False}, [], ["bio", "FR-BIO-01"]),
        (
            {},
            ["bio FR-BIO-01", "consigne 0,20\u00a0€", "proposé par les membres", "23/11/2026"],
            [],
        ),
    ],
)
def test_what_a_label_says(values, there, absent):
    content = full_content(1, "Lait", **{"shrinkflation": "", **values})
    shown = " ".join(item.text for item in texts(content, roll(105, 57)))
    for words in there:
        assert words in shown
    for words in absent:
        assert words not in shown


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"barcode": "3760020507351"}, "barcode_wrong"),
        ({"barcode": "été"}, "barcode_not_encodable"),
        ({"price": None, "unit_price": None}, "price_missing"),
        ({"unit_price": None}, "unit_price_missing"),
        ({"name": "Thé 🍵 شاي"}, "characters_left_out"),
    ],
)
def test_what_cannot_be_printed_is_told(values, problem):
    content = full_content(1, **{"name": "Lait", **values})
    assert problem in layout.problems(content, roll(105, 57))
    drawn = layout.lay_out(content, roll(105, 57)).items
    assert any(isinstance(item, layout.BarsAt) for item in drawn) == ("barcode" not in problem)


@pytest.mark.parametrize(
    ("code", "symbology"),
    [
        ("3760020507350", "ean13"),
        ("96385074", "ean8"),
        ("036000291452", "upca"),
        ("42", "code128"),
        ("VRAC-012", "code128"),
    ],
)
@pytest.mark.parametrize(("dpi", "dots"), [(None, 1), (203, 8), (300, 300 / 25.4)])
def test_bars_keep_to_the_standard(code, symbology, dpi, dots):
    content = full_content(1, "Lait", barcode=code, shrinkflation="")
    for size in ((105, 57), (70, 37), (60, 38), (50, 30)):
        form = roll(*size, fields=FIELDS - {"qr"})
        for item in layout.lay_out(content, form, dpi).items:
            if isinstance(item, layout.BarsAt):
                assert item.bars.symbology == symbology
                assert (0.25 if dpi == 203 else 0.264) <= item.module <= 0.660
                assert item.height <= 45.70
                left, _top, right, _bottom = item.box
                assert right - left == pytest.approx(item.bars.whole_width * item.module)
                if dpi:
                    assert item.module * dots == pytest.approx(round(item.module * dots))
                break
        else:
            assert (dpi == 300 and size[0] == 70) or size[0] <= 60, (size, dpi)


def test_ean13_has_the_sizes_of_the_standard():
    bars, _problem = barcode.bars("3760020507350")
    assert bars.whole_width == 113
    assert barcode.module_width(bars, 29.84) == pytest.approx(0.264, abs=0.0001)
    assert barcode.module_width(bars, 29.8) is None
    assert barcode.module_width(bars, 200) == 0.330
    assert barcode.module_width(bars, 200, 203) == 3 / 8
    assert barcode.module_width(bars, 200, 300) == pytest.approx(0.339, abs=0.001)
