from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SuggestionCommon

SETTINGS = (
    "coop_half_life",
    "coop_daily_proposals",
    "coop_daily_comments",
    "coop_publish_delay",
    "coop_again_months",
    "coop_trial_weeks",
)
LEAST = {"coop_publish_delay": 0, "coop_again_months": 0}


@tagged("post_install", "-at_install")
class TestSettings(SuggestionCommon):
    def test_a_new_coop_has_the_defaults(self):
        company = self.env["res.company"].create({"name": "Nouvelle coop"})
        self.assertEqual([company[name] for name in SETTINGS], [180, 5, 20, 10, 6, 8])

    def test_settings_are_saved_for_the_coop(self):
        values = dict(zip(SETTINGS, (90, 3, 7, 30, 12, 6), strict=True))
        self.env["res.config.settings"].create(values).execute()
        self.assertEqual({name: self.company[name] for name in SETTINGS}, values)

    @mute_logger("odoo.sql_db")
    def test_a_setting_has_its_least_value_and_none_below(self):
        for name in SETTINGS:
            least = LEAST.get(name, 1)
            with self.subTest(setting=name):
                self.company[name] = least
                self.env.flush_all()
                with self.assertRaises(CheckViolation), self.cr.savepoint():
                    self.company[name] = least - 1
                    self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(self.company[name], least)
