import base64

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from odoo.addons.coop_label_print.models.coop_label_format import _PROBLEMS, _SENTENCES, SAMPLE
from odoo.addons.coop_label_print.tools import barcode, label_layout
from odoo.addons.coop_label_print.tools.label_content import LabelContent
from odoo.addons.coop_label_print.tools.label_format import FIELDS, SENTENCES
from odoo.addons.coop_label_print.tools.label_pdf import render_pdf


@tagged("post_install", "-at_install")
class TestLabelFormat(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sheet = cls.env.ref("coop_label_print.label_format_70x37")

    def test_every_ready_made_format_prints_what_the_law_wants(self):
        for label_format in self.env["coop.label.format"].search([]):
            with self.subTest(label_format.name):
                form = label_format._to_label_format()
                content = LabelContent(**SAMPLE, kind=form.label_kind)
                self.assertTrue(render_pdf([content], form).startswith(b"%PDF"))
                left_out = {
                    problem
                    for problem in label_layout.problems(content, form)
                    if problem != label_layout.QR_ROOM
                }
                self.assertFalse(left_out)

    def test_the_record_and_the_pure_format_agree(self):
        form = self.sheet._to_label_format()
        self.assertEqual((form.columns, form.rows, form.step_y), (3, 8, 37))
        self.assertEqual(form.fields, FIELDS - {"qr"})
        self.sheet.print_brand = False
        self.assertNotIn("brand", self.sheet._to_label_format().fields)

    def test_a_printer_moves_the_labels(self):
        printer = self.env["coop.label.printer"].create(
            {"name": "Bureau", "offset_x": 0.5, "offset_y": -1.2}
        )
        form = self.sheet._to_label_format(printer)
        self.assertEqual(form.place_of(0), (0, 0.5, -1.2))

    def test_impossible_measures_get_a_sentence_and_a_picture_says_so_while_typing(self):
        with Form(self.sheet) as form:
            self.assertIn("<svg", form.picture)
            form.step_x = 60
            self.assertIn("overlap", form.picture)
            form.step_x = 70
        with self.assertRaisesRegex(ValidationError, "overlap"):
            self.sheet.step_x = 60

    def test_every_problem_has_words(self):
        names = {
            value
            for module in (label_layout, barcode)
            for key, value in vars(module).items()
            if key.isupper() and isinstance(value, str) and "_" in value
        }
        names.discard(label_layout.LEFT_OUT)
        self.assertEqual(names, set(_PROBLEMS))
        self.assertEqual(set(SENTENCES), set(_SENTENCES))
        words = self.sheet.with_context(lang="fr_FR")._coop_problem_words("barcode_wrong")
        self.assertEqual(words, "code-barres faux : imprimé sans barres")
        for field in FIELDS:
            self.assertIn(":", self.sheet._coop_problem_words(f"left_out:{field}"))

    def test_the_calibration_page_is_a_pdf(self):
        printer = self.env["coop.label.printer"].create(
            {"name": "Bureau", "format_id": self.sheet.id}
        )
        for record in (self.sheet, printer):
            self.assertIn("calibration_pdf", record.action_calibration()["url"])
            self.assertTrue(base64.b64decode(record.calibration_pdf).startswith(b"%PDF"))

    def test_the_calibration_page_is_downloaded_at_its_address(self):
        new_test_user(self.env, "labels_printer", groups="base.group_user")
        self.authenticate("labels_printer", "labels_printer")
        answer = self.url_open(self.sheet.action_calibration()["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def test_administrators_keep_the_formats_and_others_do_not(self):
        administrator = new_test_user(
            self.env, "labels_admin", groups="coop_stock.group_coop_administrator"
        )
        self.sheet.with_user(administrator).name = "Feuille"
        member = new_test_user(self.env, "labels_member", groups="base.group_portal")
        employee = new_test_user(self.env, "labels_employee", groups="base.group_user")
        self.assertTrue(self.sheet.with_user(employee).name)
        with self.assertRaises(AccessError):
            self.sheet.with_user(employee).name = "Autre"
        with self.assertRaises(AccessError):
            self.sheet.with_user(member).read(["name"])
