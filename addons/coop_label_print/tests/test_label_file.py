import base64
import io
from itertools import pairwise

from odoo.tests import tagged
from odoo.tools.pdf import OdooPdfFileReader

from ..models.coop_label_file import LABELS_A_FILE
from ..models.coop_label_job import MOST_AT_ONCE
from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelFile(LabelCommon):
    """A print too large for one request is made in parts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls.env["product.product"].concat(
            *(cls.make_product(f"Produit {number}") for number in range(12))
        )
        copies = dict.fromkeys(cls.many.ids, 100)
        cls.job = cls.jobs._coop_print(copies, start=7)
        cls.files = cls.job.file_ids

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("coop_label_print.ir_cron_make_label_files").method_direct_trigger()
        self.files.invalidate_recordset()

    def test_a_small_print_has_no_parts(self):
        self.assertFalse(self.print_labels(self.oats).file_ids)

    def test_parts_hold_all_labels_once_and_begin_with_whole_sheets(self):
        self.assertGreater(1200, MOST_AT_ONCE)
        parts = [(part.first, part.last, part.start) for part in self.files]
        self.assertEqual(parts[0][:1] + parts[-1][1:2], (1, 1200))
        for (_first, last, _start), (first, _last, start) in pairwise(parts):
            self.assertEqual((first, start), (last + 1, 1))
        places = self.job.format_id.columns * self.job.format_id.rows
        self.assertEqual((parts[0][1] + 6) % places, 0, "the begun sheet is filled up")
        self.assertLessEqual(max(last - first for first, last, _start in parts), LABELS_A_FILE)

    def test_what_is_made_is_not_made_again_when_the_server_starts_anew(self):
        first = self.files[0]
        first.write({"pdf": base64.b64encode(b"%PDF-made"), "made_on": "2026-01-01 10:00:00"})
        self.run_cron()
        self.assertTrue(all(self.files.mapped("made_on")))
        self.assertEqual(base64.b64decode(first.pdf), b"%PDF-made")
        rest = OdooPdfFileReader(io.BytesIO(base64.b64decode(self.files[1].pdf)))
        labels = self.files[1].last - self.files[1].first + 1
        places = self.job.format_id.columns * self.job.format_id.rows
        self.assertEqual(rest.numPages, -(-labels // places))

    def test_the_parts_are_the_job_whatever_the_products_say_later(self):
        self.many.write({"list_price": 99})
        self.run_cron()
        whole = self.job._coop_pdf(self.job.format_id, last=self.files[0].last)
        self.assertEqual(
            OdooPdfFileReader(io.BytesIO(base64.b64decode(self.files[0].pdf))).numPages,
            OdooPdfFileReader(io.BytesIO(whole)).numPages,
        )
