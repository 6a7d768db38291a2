import base64

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import LazyTranslate

from ..tools.calibration import render_calibration
from ..tools.label_content import LabelContent
from ..tools.label_format import FIELDS, FormatError, LabelFormat
from ..tools.label_layout import LEFT_OUT
from ..tools.label_svg import render_preview, render_sheet

_lt = LazyTranslate(__name__)

_MEASURES = (
    "page_width page_height columns rows left top step_x step_y width height kind label_kind"
).split()
_PRINTED = [f"print_{name}" for name in sorted(FIELDS)]
_SENTENCES = {
    "count": _lt("A page has 1 to 50 columns and 1 to 100 rows of labels."),
    "size": _lt("Labels and pages measure 15 to 1000 mm."),
    "outside": _lt("The first label begins outside of the page."),
    "overlap": _lt("The labels overlap: the step is smaller than the label."),
    "page": _lt("The labels need %(needed)s mm, the page has %(page)s mm."),
    "offset": _lt("An offset is at most 20 mm."),
    "place": _lt("There is no place %(start)s: the page has %(places)s places."),
}
_PROBLEMS = {
    "price_missing": _lt("no price"),
    "unit_price_missing": _lt("price per kilo missing"),
    "barcode_wrong": _lt("wrong barcode: printed without bars"),
    "barcode_not_encodable": _lt(
        "barcode with letters that bars cannot hold: printed without bars"
    ),
    "barcode_no_room": _lt("no room for the bars on this format"),
    "qr_no_room": _lt("no room for the QR code on this format"),
    "characters_left_out": _lt("letters that cannot be printed were left out"),
    "name_shortened": _lt("name shortened"),
}

# A product that shows every part of a label, on the pictures of formats.
SAMPLE = {
    "name": "Flocons d'avoine petits complets",
    "brand": "Moulin du Ry",
    "price": 1.45,
    "unit_price": 2.9,
    "unit": "kg",
    "net_content": "500 g",
    "origin": "France",
    "category": "Cat. 1",
    "allergens": "gluten",
    "organic": True,
    "certifier": "FR-BIO-01",
    "shelf": "R3",
    "place": "12",
    "barcode": "3760020507350",
    "url": "https://coop.example/p/b/3760020507350",
    "printed_on": "2026-11-23",
}


class CoopLabelFormat(models.Model):
    """A stock of labels, in mm from the top left corner of the page, and what they say."""

    _name = "coop.label.format"
    _description = "Label format"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    kind = fields.Selection(
        [("sheet", "Sheet of labels"), ("cut", "Plain paper to cut"), ("roll", "Roll")],
        required=True,
        default="sheet",
    )
    label_kind = fields.Selection(
        [
            ("normal", "Normal"),
            ("vegetables", "Fruit and vegetables"),
            ("bulk", "Bulk"),
            ("poster", "Poster"),
        ],
        string="Used for",
        required=True,
        default="normal",
    )
    page_width = fields.Float("Page width (mm)", required=True, default=210, digits=(7, 2))
    page_height = fields.Float("Page height (mm)", required=True, default=297, digits=(7, 2))
    columns = fields.Integer(required=True, default=3)
    rows = fields.Integer(required=True, default=8)
    left = fields.Float("First label from the left (mm)", digits=(7, 2))
    top = fields.Float("First label from the top (mm)", digits=(7, 2))
    step_x = fields.Float(
        "Step to the right (mm)",
        default=70,
        digits=(7, 2),
        help="From the left side of a label to that of the next one.",
    )
    step_y = fields.Float("Step down (mm)", default=37, digits=(7, 2))
    width = fields.Float("Label width (mm)", required=True, default=70, digits=(7, 2))
    height = fields.Float("Label height (mm)", required=True, default=37, digits=(7, 2))
    print_brand = fields.Boolean(string="Brand", default=True)
    print_content = fields.Boolean(string="Net content", default=True)
    print_unit_price = fields.Boolean(string="Price per kilo, litre or piece", default=True)
    print_origin = fields.Boolean(string="Origin, category and variety", default=True)
    print_allergens = fields.Boolean(string="Allergens", default=True)
    print_organic = fields.Boolean(string="Organic, with the certifier", default=True)
    print_deposit = fields.Boolean(string="Deposit", default=True)
    print_former_price = fields.Boolean(string="Former price", default=True)
    print_shrinkflation = fields.Boolean(string="Sentence on reduced content", default=True)
    print_mark = fields.Boolean(string="Mark of the product", default=True)
    print_barcode = fields.Boolean(string="Barcode", default=True)
    print_qr = fields.Boolean(string="QR code", default=False)
    print_shelf = fields.Boolean(string="Shelf and place", default=True)
    print_date = fields.Boolean(string="Day of printing", default=True)
    picture = fields.Html(compute="_compute_picture", sanitize=False)
    calibration_pdf = fields.Binary(compute="_compute_calibration_pdf")

    @api.constrains(*_MEASURES, *_PRINTED)
    def _check_measures(self):
        for label_format in self:
            try:
                label_format._to_label_format()
            except FormatError as error:
                raise ValidationError(self._coop_format_sentence(error)) from error

    @api.depends(*_MEASURES, *_PRINTED)
    def _compute_picture(self):
        for label_format in self:
            try:
                form = label_format._to_label_format()
            except FormatError as error:
                label_format.picture = Markup('<p class="text-danger">%s</p>') % escape(
                    self._coop_format_sentence(error)
                )
                continue
            sample = LabelContent(**SAMPLE, kind=form.label_kind)
            label_format.picture = Markup("<div>%s</div><div style='max-width:20em'>%s</div>") % (
                Markup(render_preview(sample, form)),  # noqa: S704 (our own figures and sample)
                Markup(render_sheet(form)),  # noqa: S704 (our own figures)
            )

    def _compute_calibration_pdf(self):
        for label_format in self:
            pdf = render_calibration(label_format._to_label_format())
            label_format.calibration_pdf = base64.b64encode(pdf)

    def _to_label_format(self, printer=None):
        """Return the `LabelFormat`, moved by the offsets of a `coop.label.printer`.

        :raise FormatError: when the measures contradict each other
        """
        self.ensure_one()
        return LabelFormat(
            **{name: self[name] for name in _MEASURES},
            fields=frozenset(name for name in FIELDS if self[f"print_{name}"]),
            offset_x=printer.offset_x if printer else 0,
            offset_y=printer.offset_y if printer else 0,
        )

    @api.model
    def _coop_find(self, format_id):
        """Return a format that the request's company prints on, or an empty record."""
        label_format = self.browse(format_id).exists()
        is_ours = label_format.company_id in (self.env["res.company"], self.env.company)
        return label_format if is_ours and label_format.active else self.browse()

    @api.model
    def _coop_all(self):
        """Return the formats that the request's company prints on, in its order."""
        return self.search([("company_id", "in", [False, self.env.company.id])])

    @api.model
    def _coop_format_sentence(self, error):
        """Return what is wrong with measures in the user's words, of a `FormatError`."""
        sentence = self.env._(_SENTENCES[error.key])
        return sentence % error.values

    @api.model
    def _coop_problem_words(self, problem):
        """Return in the user's words what could not be printed as wanted.

        :param problem: out of `Layout.problems`
        """
        if problem.startswith(LEFT_OUT):
            field = self._fields[f"print_{problem.removeprefix(LEFT_OUT)}"]
            return self.env._("no room for: %s", field._description_string(self.env))
        return self.env._(_PROBLEMS[problem])

    def action_calibration(self):
        """Download the page that shows by how much a printer is off."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/coop.label.format/{self.id}/calibration_pdf/calage.pdf",
            "target": "new",
        }
