from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelBackOffice(LabelCommon):
    """The team finds in the back office what was printed, what hangs, and what the till says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.make_user("Camille Achats", groups="base.group_user,stock.group_stock_user")
        cls.lines = cls.env["coop.label.job.line"].with_user(cls.buyer)
        cls.charged = cls.env["coop.label.charged"].with_user(cls.buyer)

    def hang(self, product, price, day, kind=None):
        """Print and put up a label on a day, at noon."""
        product.list_price = price
        with freeze_time(f"{day} 11:00:00"):
            job = self.print_labels(product, label_format=kind)
            job._coop_confirm()
        return job.line_ids.with_user(self.buyer)

    def hung(self, product, day):
        return self.lines.search([("product_id", "=", product.id), ("hung_day", "=", day)])

    # --- history

    def test_which_price_hung_on_a_day(self):
        first = self.hang(self.oats, 2.49, "2026-03-01")
        second = self.hang(self.oats, 2.59, "2026-03-10")
        self.hang(self.rice, 3, "2026-03-02")
        self.assertFalse(self.hung(self.oats, "2026-02-28"))
        self.assertEqual(self.hung(self.oats, "2026-03-03").price, 2.49)
        self.assertEqual(self.hung(self.oats, "2026-03-01"), first)
        # On the day it was replaced, both hung.
        self.assertEqual(self.hung(self.oats, "2026-03-10"), first | second)
        self.assertEqual(self.hung(self.oats, "2026-03-11"), second)

    def test_a_day_is_one_of_the_shop(self):
        self.hang(self.oats, 2.49, "2026-03-01")
        with freeze_time("2026-03-09 23:30:00"):  # half past midnight in Paris
            later = self.print_labels(self.oats)
            later._coop_confirm()
        self.assertNotIn(later.line_ids, self.hung(self.oats, "2026-03-09").sudo())

    def test_a_label_says_from_when_to_when_it_hung(self):
        first = self.hang(self.oats, 2.49, "2026-03-01")
        second = self.hang(self.oats, 2.59, "2026-03-10")
        noon = datetime(2026, 3, 1, 11), datetime(2026, 3, 10, 11)
        self.assertEqual((first.hung_on, first.replaced_on), noon)
        self.assertEqual((second.hung_on, second.replaced_on), (noon[1], False))

    def test_what_was_not_put_up_never_hung(self):
        first = self.hang(self.oats, 2.49, "2026-03-01")
        job = self.print_labels(self.oats)
        job._coop_confirm(missing_ids=job.line_ids.ids)
        self.assertFalse(job.line_ids.hung_on)
        self.assertFalse(first.replaced_on)

    def test_a_poster_replaces_no_label(self):
        first = self.hang(self.oats, 2.49, "2026-03-01")
        poster = self.env.ref("coop_label_print.label_format_a6")
        beside = self.hang(self.oats, 2.49, "2026-03-10", poster)
        self.assertEqual(self.hung(self.oats, "2026-03-12"), first | beside)

    def test_labels_said_to_be_right_end_what_was_printed(self):
        first = self.hang(self.oats, 2.49, "2026-03-01")
        with freeze_time("2026-03-05 11:00:00"):
            self.shown._coop_start_here()
        self.assertEqual(first.replaced_on, datetime(2026, 3, 5, 11))

    def test_prices_are_read_and_searched(self):
        line = self.hang(self.oats, 2.49, "2026-03-01")
        self.assertEqual((line.price, line.old_price), (2.49, 2.35))
        for domain in ([("price", "=", 2.49)], [("price", ">", 2.4), ("price", "<=", 2.49)]):
            self.assertIn(line, self.lines.search(domain))
        for domain in ([("price", "=", 2.5)], [("price", "<", 2.49)]):
            self.assertNotIn(line, self.lines.search(domain))
        hangs = self.shown.search([("price", "=", 2.49), ("product_id", "=", self.oats.id)])
        self.assertEqual(hangs.price, 2.49)

    def test_bulk_tells_the_price_of_a_kilo(self):
        self.rice.write({"coop_in_bulk": True, "net_weight": 0.5})
        line = self.hang(self.rice, 3, "2026-03-01")
        self.assertEqual(line.price, 6)
        self.assertIn(line, self.lines.search([("price", "=", 6)]))

    def test_the_label_itself_is_shown(self):
        line = self.hang(self.oats, 2.49, "2026-03-01")
        self.oats.write({"name": "<b>Autre</b>", "list_price": 9})
        self.assertIn("<svg", line.picture)
        self.assertIn("Flocons", line.picture)
        again = self.hang(self.oats, 9, "2026-03-02")
        self.assertNotIn("<b>", again.picture)

    def test_a_job_links_to_a_pdf_for_each_paper(self):
        self.rice.coop_in_bulk = True
        job = self.jobs._coop_print({self.rice.id: 2, self.oats.id: 3}).with_user(self.buyer)
        self.assertEqual((job.label_count, job.put_up), (5, "waiting"))
        for line in job.line_ids:
            url = f"/labels/jobs/{job.id}/labels.pdf?format_id={line.format_id.id}"
            self.assertIn(url, job.pdf_links)
            self.assertEqual(line.action_reprint()["url"], f"{url}&line={line.id}")
        self.assertEqual(job.action_put_up()["url"], f"/labels/jobs/{job.id}")
        job.sudo()._coop_confirm()
        self.assertEqual(job.put_up, "finished")

    def test_a_product_leads_to_its_labels(self):
        first = self.hang(self.oats, 2.49, "2026-03-01")
        self.hang(self.rice, 3, "2026-03-02")
        second = self.hang(self.oats, 2.59, "2026-03-10")
        for record in self.oats, self.oats.product_tmpl_id:
            record = record.with_user(self.buyer)
            self.assertEqual(record.coop_label_count, 2)
            domain = record.action_coop_labels()["domain"]
            self.assertEqual(self.lines.search(domain).ids, [second.id, first.id])

    def test_a_template_counts_the_labels_of_archived_variants(self):
        self.hang(self.oats, 2.49, "2026-03-01")
        template = self.oats.product_tmpl_id
        self.oats.active = False
        template.invalidate_recordset()
        self.assertEqual(template.coop_label_count, 1)

    def test_views_open_for_the_team(self):
        for model in (
            "coop.label.job",
            "coop.label.job.line",
            "coop.label.shown",
            "coop.label.request",
            "coop.label.charged",
        ):
            views = self.env[model].with_user(self.buyer).get_views([(False, "list")])
            self.assertTrue(views["views"]["list"]["arch"])

    # --- the till charges another price

    def rows(self):
        self.env["coop.till.price"]._cron_record()
        return self.env["coop.label.charged"]._coop_charged_rows()

    def test_a_label_with_a_price_the_till_does_not_charge_is_found(self):
        self.assertEqual(self.rows(), [])
        self.oats.list_price = 2.49
        [row] = self.rows()
        present = self.env["coop.till.price"].search(
            [
                ("product_id", "=", self.oats.id),
                ("warehouse_id", "=", self.shop.id),
                ("valid_to", "=", False),
            ]
        )
        self.assertEqual(
            row,
            (self.oats.id, "Flocons d'avoine", "Épicerie", 2.35, 2.49, present.valid_from),
        )
        found = self.charged.search([])
        self.assertEqual(found.product_id, self.oats)
        self.assertEqual((found.label_price, found.till_price), (2.35, 2.49))
        self.assertEqual((found.shelf_id, found.days), (self.second_shelf, 0))

    def test_it_is_gone_once_the_new_label_hangs(self):
        self.oats.list_price = 2.49
        self.assertTrue(self.rows())
        job = self.print_labels(self.oats)
        self.assertTrue(self.rows(), "printed is not put up")
        job._coop_confirm()
        self.assertEqual(self.rows(), [])

    def test_the_longest_comes_first_with_its_days(self):
        self.oats.list_price = 2.49
        self.rice.list_price = 3
        self.rows()
        prices = self.env["coop.till.price"].search(
            [("product_id", "=", self.rice.id), ("valid_to", "=", False)]
        )
        prices.valid_from = fields.Datetime.now() - timedelta(days=3)
        self.assertEqual([row.product_id for row in self.rows()], [self.rice.id, self.oats.id])
        self.assertEqual(self.charged.search([]).mapped("days"), [3, 0])

    def test_less_than_a_cent_is_no_difference(self):
        self.oats.list_price = 2.354
        self.env["coop.till.price"]._cron_record()
        self.env["coop.till.price"].search(
            [("product_id", "=", self.oats.id), ("valid_to", "=", False)]
        ).price = 2.354
        self.assertEqual(self.rows(), [])

    def test_bulk_is_compared_by_its_measure(self):
        self.rice.write({"coop_in_bulk": True, "net_weight": 0.5, "list_price": 3})
        self.hang(self.rice, 3, "2026-03-01")
        self.assertEqual(self.rows(), [])
        self.rice.list_price = 3.1
        [row] = self.rows()
        self.assertEqual((row.label_price, row.till_price), (6, 6.2))

    def test_what_is_sold_no_more_is_left_out(self):
        self.oats.list_price = 2.49
        self.rows()
        self.oats.available_in_pos = False
        self.assertEqual(self.rows(), [])

    def test_another_shop_has_labels_of_its_own(self):
        other = self.env["stock.warehouse"].create({"name": "Deuxième", "code": "DEUX"})
        self.oats.list_price = 2.49
        self.rows()
        rows = self.env["coop.label.charged"].with_context(coop_warehouse_id=other.id)
        self.env["pos.config"].create({"name": "Caisse 2", "picking_type_id": other.pos_type_id.id})
        self.assertEqual(rows._coop_charged_rows(), [])

    def test_another_company_sees_nothing_of_it(self):
        self.oats.list_price = 2.49
        self.rows()
        company = self.env["res.company"].create({"name": "Autre coop"})
        self.buyer.company_ids = [Command.link(company.id)]
        self.assertFalse(self.charged.with_company(company).search([]))

    def test_the_list_leads_to_the_wizard(self):
        self.oats.list_price = 2.49
        self.rows()
        action = self.charged.search([]).action_print()
        self.assertEqual(action["context"], {"default_product_ids": self.oats.ids})

    def test_members_read_none_of_it(self):
        member = self.user_of(self.alice)
        for model in "coop.label.job", "coop.label.job.line", "coop.label.charged":
            with self.assertRaises(AccessError):
                self.env[model].with_user(member).search([])
