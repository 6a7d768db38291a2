"""Where labels lie on a sheet or a roll: millimetres, no Odoo in here.

Lengths are in mm from the top left corner of the page.
"""

import dataclasses
import math

KINDS = ("sheet", "cut", "roll")

# What a format may print beside the name and the price.
FIELDS = frozenset(
    (
        "brand",
        "content",
        "unit_price",
        "origin",
        "allergens",
        "organic",
        "deposit",
        "former_price",
        "shrinkflation",
        "mark",
        "barcode",
        "qr",
        "shelf",
        "date",
    )
)

# Two makers write the same sheet with a difference of hundredths of a millimetre.
_TOLERANCE = 0.05
SMALLEST = 15
LARGEST = 1000
LARGEST_OFFSET = 20

SENTENCES = {
    "count": "A page has 1 to 50 columns and 1 to 100 rows of labels.",
    "size": f"Labels and pages measure {SMALLEST} to {LARGEST} mm.",
    "outside": "The first label begins outside of the page.",
    "overlap": "The labels overlap: the step is smaller than the label.",
    "page": "The labels need %(needed)s mm, the page has %(page)s mm.",
    "offset": f"An offset is at most {LARGEST_OFFSET} mm.",
    "place": "There is no place %(start)s: the page has %(places)s places.",
}


class FormatError(ValueError):
    """What is wrong with a format: a key of `SENTENCES`, and the values of its sentence."""

    def __init__(self, key, **values):
        super().__init__(SENTENCES[key] % values)
        self.key, self.values = key, values


@dataclasses.dataclass(frozen=True)
class LabelFormat:
    """A stock of labels: the page, its places and what stands in them.

    :param kind: "sheet" of labels, plain paper to "cut" along crop marks, or a "roll" of
        which a page is one label
    :param fields: names out of `FIELDS`
    :param label_kind: as `LabelContent.kind`
    :param offset_x: by how many mm all labels move to the right, to put a printer right
    :param offset_y: the same downwards

    :raise FormatError: a ValueError with a sentence, when the labels do not fit the page
    """

    page_width: float
    page_height: float
    columns: int
    rows: int
    left: float
    top: float
    step_x: float
    step_y: float
    width: float
    height: float
    kind: str = "sheet"
    fields: frozenset = FIELDS
    label_kind: str = "normal"
    offset_x: float = 0
    offset_y: float = 0

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"There is no kind of stock {self.kind!r}.")
        if unknown := set(self.fields) - FIELDS:
            raise ValueError(f"There is no field {sorted(unknown)[0]!r} on labels.")
        numbers = [
            getattr(self, field.name)
            for field in dataclasses.fields(self)
            if field.type in (float, int)
        ]
        if not all(math.isfinite(number) for number in numbers):
            raise FormatError("size")
        if not 1 <= self.columns <= 50 or not 1 <= self.rows <= 100:
            raise FormatError("count")
        for length in (self.width, self.height, self.page_width, self.page_height):
            if not SMALLEST <= length <= LARGEST:
                raise FormatError("size")
        self._check_places()

    def _check_places(self):
        if self.left < 0 or self.top < 0:
            raise FormatError("outside")
        if (self.columns > 1 and self.step_x < self.width - _TOLERANCE) or (
            self.rows > 1 and self.step_y < self.height - _TOLERANCE
        ):
            raise FormatError("overlap")
        right = self.left + (self.columns - 1) * self.step_x + self.width
        bottom = self.top + (self.rows - 1) * self.step_y + self.height
        if right > self.page_width + _TOLERANCE or bottom > self.page_height + _TOLERANCE:
            raise FormatError(
                "page",
                needed=f"{right:g} × {bottom:g}",
                page=f"{self.page_width:g} × {self.page_height:g}",
            )
        if max(abs(self.offset_x), abs(self.offset_y)) > LARGEST_OFFSET:
            raise FormatError("offset")

    @property
    def places_per_page(self):
        return self.columns * self.rows

    def place_of(self, index, start=1):
        """Return (page, x, y) of a label: the page from 0, its top left corner in mm.

        :param index: which label, from 0
        :param start: the first free place of the first page, from 1
        """
        if not 1 <= start <= self.places_per_page:
            raise FormatError("place", start=start, places=self.places_per_page)
        page, place = divmod(index + start - 1, self.places_per_page)
        row, column = divmod(place, self.columns)
        return (
            page,
            self.left + column * self.step_x + self.offset_x,
            self.top + row * self.step_y + self.offset_y,
        )
