from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestMemberSettings(CoopCommon):
    def setUp(self):
        super().setUp()
        self.alice.ref = self.bob.ref = "M"
        self.rule = "[('ref', '=', 'M')]"

    def test_the_settings_show_how_many_members_the_rule_gives(self):
        self.company.coop_member_domain = self.rule
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.coop_member_count, 2)

    def test_the_number_follows_the_rule_as_it_is_typed(self):
        with Form(self.env["res.config.settings"]) as settings:
            settings.coop_member_domain = self.rule
            self.assertEqual(settings.coop_member_count, 2)
            settings.coop_member_domain = "[('ref', '=', 'nobody')]"
            self.assertEqual(settings.coop_member_count, 0)

    def test_a_half_typed_rule_gives_nobody_and_no_error(self):
        log = "odoo.addons.coop_stock.models.res_company"
        settings = self.env["res.config.settings"].new({"coop_member_domain": "[('ref',"})
        with self.assertLogs(log, "WARNING"):
            self.assertEqual(settings.coop_member_count, 0)

    def test_saved_settings_say_who_is_a_member(self):
        self.env["res.config.settings"].create({"coop_member_domain": self.rule}).execute()
        self.assertTrue(self.alice._coop_is_member())
        self.assertFalse(self.alban._coop_is_member())

    def test_settings_that_cannot_be_understood_are_refused(self):
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.env["res.config.settings"].create(
                {"coop_member_domain": "[('no_such_field', '=', 1)]"}
            ).execute()
        self.assertTrue(self.alice._coop_is_member())

    def test_only_administrators_save_settings(self):
        admin = self.make_user("Ada Système", "base.group_system")
        settings = self.env["res.config.settings"].with_user(admin)
        settings.create({"coop_member_domain": self.rule}).execute()
        self.assertEqual(self.company.coop_member_domain, self.rule)

        coop_admin = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(coop_admin).create({}).execute()

    def test_the_time_zone_of_the_shop_is_a_setting(self):
        self.env["res.config.settings"].create({"coop_tz": "Indian/Reunion"}).execute()
        self.assertEqual(self.company.coop_tz, "Indian/Reunion")
