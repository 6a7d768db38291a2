from datetime import timedelta
from urllib.parse import unquote

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import LinkCommon


@tagged("post_install", "-at_install")
class TestStockAge(LinkCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.speak_english()
        self.bring_till()
        self.receive("product", self.product_row())
        self.receive("level", {"ref": "10", "quantity": 7.0})

    def read_minutes_ago(self, minutes):
        self.end_turn()
        self.link.stock_at = fields.Datetime.now() - timedelta(minutes=minutes, seconds=5)

    def test_pages_say_how_old_the_stock_is(self):
        self.read_minutes_ago(4)
        for page in ("/stock", f"/p/{self.here('product', '10').id}"):
            with self.subTest(page=page):
                answer = self.url_open(page)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("stock of 4 minutes ago", answer.text)
                self.assertNotIn("No news from the shop", answer.text)

    def test_pages_warn_when_nothing_came_for_long(self):
        self.read_minutes_ago(45)
        for page in ("/stock", f"/p/{self.here('product', '10').id}"):
            with self.subTest(page=page):
                self.assertIn("No news from the shop", self.url_open(page).text)

    def test_a_monitor_is_told_and_wakes_nobody(self):
        for minutes, status in ((4, "pass"), (45, "warn")):
            with self.subTest(minutes=minutes):
                self.read_minutes_ago(minutes)
                answer = self.url_open("/coop/health")
                self.assertEqual(answer.status_code, 200)
                told = {"status": status, "minutes": minutes}
                self.assertEqual(answer.json()["checks"]["stock"], [told])

    def test_the_feed_says_it_though_nothing_has_changed(self):
        self.read_minutes_ago(4)
        first = self.url_open("/stock/feed")
        self.read_minutes_ago(6)
        headers = {"If-None-Match": first.headers["ETag"]}
        second = self.url_open("/stock/feed", headers=headers)
        self.assertEqual(second.status_code, 304)
        self.assertEqual(unquote(second.headers["Coop-Stock-Age"]), "stock of 6 minutes ago")

    def test_a_clock_that_goes_wrong_over_there_makes_no_stock_of_tomorrow(self):
        future = fields.Datetime.now() + timedelta(minutes=5)
        moment = fields.Datetime.to_string(future)
        now = fields.Datetime.to_string(fields.Datetime.now())
        # Ahead of ours; and set back while everything was read.
        for at in (moment, now):
            with self.subTest(at=at):
                self.program.turn_done(at, moment)
                self.env.invalidate_all()
                self.assertLessEqual(self.link.stock_at, fields.Datetime.now())
