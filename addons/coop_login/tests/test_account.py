from odoo.tests import tagged

from .common import LoginCommon


@tagged("post_install", "-at_install")
class TestAccount(LoginCommon):
    """One person, one contact, one account."""

    def test_a_member_without_an_account_gets_one_portal_account(self):
        people = self.env["res.partner"].search_count([])
        account = self.maud._coop_account()
        self.assertEqual((account.login, account.partner_id), ("maud@coop.test", self.maud))
        self.assertTrue(account._is_portal() and account.active)
        self.assertEqual(self.maud._coop_account(), account, "and never a second one")
        self.assertEqual(self.env["res.partner"].search_count([]), people)

    def test_a_member_keeps_the_account_that_is_there(self):
        self.assertEqual(self.alice._coop_account(), self.user_of(self.alice))

    def test_nobody_else_than_a_member_gets_one(self):
        self.assertFalse(self.stranger._coop_account())
        self.assertFalse(self.user_of(self.stranger))
        company = self.make_partner("Ferme", email="ferme@coop.test", ref="7", is_company=True)
        self.assertFalse(company._coop_account())

    def test_an_archived_account_stays_archived(self):
        self.alice.ref = "17"
        self.user_of(self.alice).active = False
        self.assertTrue(self.alice._coop_is_member(), "by their number")
        self.assertFalse(self.alice._coop_account())
        self.assertFalse(self.user_of(self.alice).active)

    def test_who_left_internal_users_and_the_shop_have_none_of_their_own(self):
        internal = self.make_user("Irène Interne", "base.group_user").partner_id
        shop = self.env["res.users"]._coop_create_shop_account("magasin@coop.test").partner_id
        self.left(self.alice)
        for partner in (internal, shop, self.alice):
            self.assertFalse(partner._coop_account(), partner.name)

    def test_two_people_with_one_mailbox_have_a_login_each(self):
        paul = self.make_partner("Paul Sans Compte", email="maud@coop.test", ref="0043")
        self.assertEqual(paul._coop_account().login, "0043")
        self.assertEqual(self.maud._coop_account().login, "0042")

    def test_no_account_where_the_login_would_be_anothers(self):
        self.make_user(
            "Autre Personne", login="autre", email="ailleurs@coop.test"
        ).login = "maud@coop.test"
        self.assertFalse(self.maud._coop_account())
        self.maud.email = False
        self.assertFalse(self.maud._coop_account(), "nor without an address")

    def test_a_number_means_one_member(self):
        people = self.env["res.partner"]
        self.assertEqual(people._coop_of_number("0042"), self.maud)
        self.assertFalse(people._coop_of_number("42"))
        twin = self.make_partner("Double", ref="0042")
        self.assertFalse(people._coop_of_number("0042"))
        twin.active = False
        self.assertEqual(people._coop_of_number("0042"), self.maud)
        self.left(self.maud)
        self.assertFalse(people._coop_of_number("0042"))

    def test_the_coop_says_which_field_holds_the_number(self):
        self.company.coop_member_number_field = "color"
        self.maud.color = 4217
        people = self.env["res.partner"]
        self.assertEqual(people._coop_of_number("4217"), self.maud)
        for typed in ("0042", "9" * 400, "4217.0", "-1", ""):
            self.assertFalse(people._coop_of_number(typed), typed)
