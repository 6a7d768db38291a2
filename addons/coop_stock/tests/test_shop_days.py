from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestShopDays(CoopCommon):
    @freeze_time("2026-01-31 23:30:00")
    def test_today_is_the_shops_day(self):
        self.assertEqual(self.company._coop_today(), date(2026, 2, 1))
        self.company.coop_tz = "America/Montreal"
        self.assertEqual(self.company._coop_today(), date(2026, 1, 31))

    def test_days_begin_at_midnight_in_the_shop_also_when_clocks_change(self):
        start = self.company._coop_day_start_utc
        self.assertEqual(start(date(2026, 3, 29)), datetime(2026, 3, 28, 23))
        self.assertEqual(start(date(2026, 3, 30)), datetime(2026, 3, 29, 22))

    def test_a_moment_is_shown_in_the_shops_time(self):
        local = self.company._coop_local(datetime(2026, 7, 14, 22, 30))
        self.assertEqual((local.day, local.hour), (15, 0))
