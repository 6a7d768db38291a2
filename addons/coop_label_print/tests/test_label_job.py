import io
import re
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import OdooPdfFileReader

from ..models.coop_label_job import MOST_COPIES
from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelJob(LabelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oats.list_price = 2.49

    def line_of(self, job, product):
        return job.line_ids.filtered(lambda line: line.product_id == product)

    def test_only_confirmed_labels_leave_the_list(self):
        job = self.print_labels(self.oats, self.salt)
        self.assertEqual(set(self.reasons()), {self.oats, self.salt})
        job._coop_confirm(missing_ids=self.line_of(job, self.salt).ids)
        self.assertEqual(set(self.reasons()), {self.salt})
        self.assertTrue(job.finished_on)

    def test_confirming_twice_changes_nothing(self):
        job = self.print_labels(self.oats)
        job._coop_confirm()
        finished = job.finished_on
        job._coop_confirm(missing_ids=job.line_ids.ids)
        self.assertEqual((job.finished_on, job.line_ids.state), (finished, "hung"))

    def test_a_price_that_changes_between_printing_and_confirming_stays_on_the_list(self):
        job = self.print_labels(self.oats)
        self.oats.list_price = 2.59
        job._coop_confirm()
        self.assertEqual(self.words(self.oats), ["price 2,49 € → 2,59 €"])

    def test_lines_keep_what_was_printed_and_what_hung(self):
        job = self.print_labels(self.oats)
        self.oats.list_price = 9
        line = job.line_ids
        self.assertEqual(line._coop_content().price, 2.49)
        self.assertEqual(line._coop_old_content().price, 2.35)
        self.assertEqual(
            line._coop_content().printed_on, self.env.company._coop_today().isoformat()
        )

    def test_the_very_same_can_be_printed_again_after_the_product_changed(self):
        job = self.print_labels(self.oats, self.salt)
        before = self.drawn(job._coop_pdf(job.format_id))
        self.oats.write({"list_price": 9, "name": "Autre"})
        self.assertEqual(self.drawn(job._coop_pdf(job.format_id)), before)

    def test_after_a_jam_it_goes_on_from_a_label(self):
        job = self.print_labels(self.rice, self.oats, self.salt, start=7)
        whole = job._coop_pdf(job.format_id)
        rest = job._coop_pdf(job.format_id, first=3)
        self.assertGreater(len(whole), len(rest))
        for first in 0, 4:
            with self.subTest(first=first), self.assertRaises(UserError):
                job._coop_pdf(job.format_id, first=first)

    def test_labels_are_printed_in_walking_order(self):
        job = self.print_labels(self.salt, self.oats, self.rice)
        self.assertEqual(job.line_ids.product_id.ids, (self.rice | self.oats | self.salt).ids)

    def test_each_kind_goes_on_its_usual_format(self):
        self.rice.coop_in_bulk = True
        job = self.print_labels(self.rice, self.oats)
        bulk = self.env.ref("coop_label_print.label_format_93x93")
        self.assertEqual(self.line_of(job, self.rice).format_id, bulk)
        self.assertEqual(
            self.line_of(job, self.oats).format_id,
            self.env.ref("coop_label_print.label_format_70x37"),
        )

    def test_mixed_formats_make_one_file_each(self):
        self.rice.coop_in_bulk = True
        job = self.print_labels(self.rice, self.oats)
        bulk = self.line_of(job, self.rice).format_id
        self.assertEqual(self.pages(job._coop_pdf(bulk)), 1)
        with self.assertRaises(UserError):  # it has one label on this format
            job._coop_pdf(bulk, first=2)

    def test_a_begun_sheet_is_gone_on_with_and_a_jam_takes_a_new_one(self):
        job = self.print_labels(self.rice, self.oats, self.salt, start=23)
        self.assertEqual(self.pages(job._coop_pdf(job.format_id)), 2)
        self.assertEqual(self.pages(job._coop_pdf(job.format_id, first=2)), 1)
        self.assertEqual(self.pages(job._coop_pdf(job.format_id, first=2, start=24)), 2)

    def test_a_poster_does_not_take_the_place_of_the_label(self):
        poster = self.env.ref("coop_label_print.label_format_a6")
        job = self.print_labels(self.oats, label_format=poster)
        job._coop_confirm()
        self.assertEqual(job.line_ids.state, "hung")
        self.assertIn(self.oats, self.reasons())

    def test_what_is_archived_between_list_and_print_is_left_out(self):
        self.salt.active = False
        job = self.print_labels(self.salt, self.oats)
        self.assertEqual(job.line_ids.product_id, self.oats)
        with self.assertRaises(UserError):
            self.print_labels(self.salt)

    def test_bad_copies_and_places_get_a_sentence(self):
        for count in 0, -1, MOST_COPIES + 1, 10_000:
            with self.subTest(copies=count), self.assertRaises(UserError):
                self.jobs._coop_print({self.oats.id: count})
        for start in 0, 25, 10_000:
            with self.subTest(start=start), self.assertRaises(UserError):
                self.print_labels(self.oats, start=start)

    def test_two_jobs_of_the_same_labels_disturb_nothing(self):
        first, second = self.print_labels(self.oats), self.print_labels(self.oats)
        self.assertEqual(self.jobs._coop_unfinished(), second | first)
        first._coop_confirm()
        second._coop_confirm()
        self.assertFalse(self.jobs._coop_unfinished())
        self.assertNotIn(self.oats, self.reasons())

    def test_the_history_outlives_the_product(self):
        pepper = self.make_product("Poivre")
        job = self.print_labels(pepper)
        pepper.unlink()
        job._coop_confirm()
        self.assertEqual(job.line_ids._coop_content().name, "Poivre")

    def test_one_shelf_after_the_other_can_be_confirmed(self):
        job = self.print_labels(self.rice, self.oats, self.salt)
        job._coop_confirm(line_ids=self.line_of(job, self.oats).ids)
        self.assertFalse(job.finished_on)
        self.assertNotIn(self.oats, self.reasons())
        job._coop_confirm()
        self.assertTrue(job.finished_on)
        self.assertFalse(self.reasons())

    def test_a_slip_is_taken_back_and_what_hung_hangs_again(self):
        self.requests._coop_ask(self.oats, self.env.user.partner_id, "missing")
        before = self.reasons()
        job = self.print_labels(self.oats, self.salt)
        job._coop_confirm()
        self.assertFalse(self.reasons())
        job._coop_reopen()
        self.assertEqual(self.reasons(), before)
        self.assertEqual(set(job.line_ids.mapped("state")), {"waiting"})

    def test_what_another_job_has_put_up_since_stays(self):
        first, second = self.print_labels(self.oats), self.print_labels(self.oats)
        first._coop_confirm()
        second._coop_confirm()
        first._coop_reopen()
        self.assertNotIn(self.oats, self.reasons())

    def test_after_some_minutes_nothing_is_taken_back(self):
        job = self.print_labels(self.oats)
        job._coop_confirm()
        job.finished_on -= timedelta(minutes=11)
        job._coop_reopen()
        self.assertEqual(job.line_ids.state, "hung")

    def test_the_same_form_makes_one_job(self):
        job = self.print_labels(self.oats, key="abc")
        self.assertEqual(self.print_labels(self.oats, self.salt, key="abc"), job)
        self.assertNotEqual(self.print_labels(self.oats, key="abd"), job)

    def test_labels_of_others_jobs_are_told(self):
        first = self.print_labels(self.oats, self.salt)
        second = self.print_labels(self.oats)
        self.assertEqual(second._coop_also_printed(), [(first, 1)])
        first._coop_confirm()
        self.assertFalse(second._coop_also_printed())

    def test_what_a_label_said_on_a_day_is_found(self):
        lines = self.env["coop.label.job.line"]
        today = self.env.company._coop_today()
        for price, days in ((2.49, 20), (2.79, 5)):
            self.oats.list_price = price
            job = self.print_labels(self.oats)
            job._coop_confirm()
            job.line_ids.answered_on -= timedelta(days=days)
        hung = lines._coop_hung_of(self.oats, today - timedelta(days=9))
        self.assertEqual([row["line"]._coop_content().price for row in hung], [2.49])
        hung = lines._coop_hung_of(self.oats, today)
        self.assertEqual([row["line"]._coop_content().price for row in hung], [2.79])
        self.assertEqual(len(lines._coop_hung_of(self.oats)), 2)
        self.assertFalse(lines._coop_hung_of(self.oats, today - timedelta(days=30)))

    def pages(self, pdf):
        return OdooPdfFileReader(io.BytesIO(pdf)).numPages

    def drawn(self, pdf):
        """Return a PDF without the moment at which it was made, and what is worked out of it."""
        return re.sub(rb"\(D:\d{14}[^)]*\)|^\[<.*$", b"", pdf, flags=re.MULTILINE)
