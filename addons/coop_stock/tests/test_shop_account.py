from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import PageHelpers
from .shelf_common import ShelfCommon


@tagged("post_install", "-at_install")
class TestShopAccount(ShelfCommon):
    def test_it_is_no_member_whatever_the_rule_says(self):
        computer = self.computer.partner_id
        for rule in (
            [("user_ids.active", "=", True)],
            [("id", "=", computer.id)],
            [],
            [(1, "=", 1)],
        ):
            with self.subTest(rule=rule):
                self.set_member_rule(rule)
                self.assertFalse(computer._coop_is_member())
        self.set_member_rule([("user_ids.active", "=", True)])
        self.assertTrue(self.vera._coop_is_member(), "a volunteer is")

    def test_the_count_in_the_settings_leaves_it_out(self):
        self.set_member_rule([("id", "in", (self.alice | self.computer.partner_id).ids)])
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.coop_member_count, 1)

    def test_it_is_a_portal_user_and_no_volunteers_name(self):
        self.assertTrue(self.computer.share)
        self.assertTrue(self.computer._is_portal())
        self.assertTrue(self.computer._coop_is_volunteer())
        self.assertTrue(self.computer._coop_is_shop_account())
        self.assertFalse(self.user_of(self.vera)._coop_is_shop_account())

    def test_its_bar_has_the_volunteers_work_and_nobodys_account(self):
        self.env["coop.member.link"].create({"name": "Mes créneaux", "url": "/x"})
        keys = [e["key"] for e in self.computer.with_user(self.computer)._coop_bar_entries()]
        self.assertIn("checks", keys)
        self.assertFalse({"account", "volunteer", "suggestions"} & set(keys))
        self.assertFalse([key for key in keys if key.startswith("link_")])

    def test_volunteers_find_the_shop_in_their_bar_and_members_do_not(self):
        def keys(partner):
            user = self.user_of(partner)
            return [entry["key"] for entry in user.with_user(user)._coop_bar_entries()]

        self.assertIn("volunteer", keys(self.vera))
        self.assertNotIn("volunteer", keys(self.alice))
        self.assertNotIn("checks", keys(self.vera))

    def test_the_administrator_makes_it_with_a_password_that_is_not_kept(self):
        self.computer.unlink()
        wizard = self.env["coop.shop.account"].create({"password": "un deux trois"})
        self.assertEqual((wizard.login, wizard.exists), ("magasin", False))
        wizard.action_save()
        account = self.env["res.users"]._coop_shop_account()
        self.assertEqual(account.login, "magasin")
        self.assertFalse(wizard.password)
        login = {"login": "magasin", "password": "un deux trois", "type": "password"}
        found = self.env["res.users"].authenticate(login, {"interactive": False})
        self.assertEqual(found["uid"], account.id)

    def test_made_already_it_gets_a_new_password(self):
        wizard = self.env["coop.shop.account"].create({"password": "quatre cinq"})
        self.assertEqual((wizard.login, wizard.exists), ("magasin@coop.test", True))
        wizard.action_save()
        self.assertEqual(self.env["res.users"]._coop_shop_account(), self.computer)
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.coop_shop_account_login, "magasin@coop.test")

    def test_a_login_that_somebody_has_is_not_taken_and_an_empty_password_is_none(self):
        self.computer.unlink()
        wizard = self.env["coop.shop.account"].create({"login": self.user_of(self.alice).login})
        with self.assertRaisesRegex(UserError, "password"):
            wizard.action_save()
        wizard.password = "un deux trois"
        with self.assertRaisesRegex(UserError, "login"):
            wizard.action_save()

    def test_only_the_administrator_makes_it(self):
        keeper = new_test_user(self.env, "rita", "coop_stock.group_coop_administrator")
        with self.assertRaises(AccessError):
            self.env["coop.shop.account"].with_user(keeper).create({"password": "x"})


@tagged("post_install", "-at_install")
class TestShopAccountPages(PageHelpers, ShelfCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(self.computer.login, None)
        self.checks._coop_report(self.oats, self.alice)

    def answer(self, **form):
        return self.post(f"/volunteer/checks/{self.oats.id}/answer", **form)

    def test_the_pages_of_ones_own_lead_to_the_shop(self):
        for path in ("/my", "/my/home", "/my/account", "/my/security", "/my/addresses"):
            with self.subTest(path=path):
                self.assert_leads_to(self.get(path), "/volunteer")
        self.assertEqual(self.get("/volunteer").status_code, 200)
        self.sign_in(self.vera)
        self.assertEqual(self.get("/my").status_code, 200)

    def test_it_asks_for_a_first_name_before_anything_is_signed(self):
        page = self.answer(answer="back_on_shelf")
        self.assertEqual(page.status_code, 200)
        self.assert_shows(page, "Your first name", 'value="back_on_shelf"')
        self.assertFalse(self.checks.search([("answer", "!=", False)]))
        for name in ("", " . ", "a" * 41):
            self.assertEqual(self.answer(answer="back_on_shelf", first_name=name).status_code, 422)
        page = self.answer(answer="back_on_shelf", first_name=" Nadia ")
        self.assertEqual(page.status_code, 303)
        check = self.checks.search([("answer", "=", "back_on_shelf")])
        self.assertEqual((check.answered_name, check.answered_by_id), ("Nadia", self.computer))

    def test_the_name_signs_for_the_shift_until_it_is_somebody_elses(self):
        self.answer(answer="back_on_shelf", first_name="Nadia <b>")
        page = self.get("/volunteer/checks")
        self.assert_shows(page, "Nadia &lt;b&gt;", "That is not you?")
        self.checks._coop_report(self.oats, self.bob)
        self.assertEqual(self.answer(answer="back_on_shelf").status_code, 303)
        self.assert_leads_to(self.post("/volunteer/name"), "/volunteer/checks")
        self.assert_hides(self.get("/volunteer/checks"), "Nadia")
        self.checks._coop_report(self.oats, self.bob)
        self.assertEqual(self.answer(answer="back_on_shelf").status_code, 200)
        self.assertEqual(len(self.checks.search([("answer", "=", False)])), 1)

    def test_it_shows_nobodys_name_or_address(self):
        self.answer(answer="really_missing", first_name="Nadia")
        self.checks._coop_report(self.oats, self.bob, wants_to_hear=True)
        for path in ("/volunteer", "/volunteer/checks", f"/p/{self.oats.id}"):
            page = self.assert_page(path)
            self.assert_hides(page, "Alice", "Bob", "@coop.test")

    def test_it_neither_waits_for_nor_misses_a_product(self):
        self.assertEqual(self.post(f"/p/{self.rice.id}/alert").status_code, 403)
        self.assertEqual(self.post(f"/p/{self.oats.id}/missing").status_code, 403)
        self.assert_hides(self.get(f"/p/{self.oats.id}"), "/missing", "/alert")
