from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import tagged

from .common import OauthCommon


@tagged("post_install", "-at_install")
class TestPairingDesk(OauthCommon):
    """The desk hears that somebody waits."""

    def setUp(self):
        super().setUp()
        self.desk = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        self.pairings.search([]).unlink()

    def get_stuck(self, subject):
        """Have a person say that no code comes; return their account."""
        self.log_in_there({"id": subject, "username": f"login{subject}"})
        self.post_here("/login/pair", stuck="1")
        return self.pairing_of(subject)

    def tell(self, days=0):
        """Run the scheduled action some days from now; return the desk's mails, oldest first."""
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self.pairings._cron_tell_desk()
        return self.mails_to(self.desk.partner_id).sorted("id")

    def test_the_desk_is_told_once_and_once_a_day_at_most(self):
        self.assertFalse(self.tell())
        self.get_stuck(4711)
        trigger = [("cron_id", "=", self.env.ref("coop_login_oauth.ir_cron_tell_desk").id)]
        self.assertTrue(self.env["ir.cron.trigger"].search(trigger))
        mails = self.tell()
        self.assertEqual(mails.mapped("subject"), ["Accounts to pair: 1"])
        self.assertIn("/odoo/action-coop_login_oauth.coop_account_pairing_action", mails.body_html)
        self.assertNotIn("login4711", mails.body_html)
        # Nobody else has begun to wait.
        self.assertEqual(len(self.tell(days=1)), 1)
        self.get_stuck(4712)
        self.assertEqual(len(self.tell()), 1)
        self.assertEqual(
            self.tell(days=1).mapped("subject"), ["Accounts to pair: 1", "Accounts to pair: 2"]
        )
        self.assertEqual(len(self.tell(days=2)), 2)

    def test_who_waits_again_is_told_again(self):
        pairing = self.get_stuck(4711)
        self.assertEqual(len(self.tell()), 1)
        pairing.partner_id = self.alice
        pairing.action_print_letter()
        for _try in range(5):
            pairing._coop_confirm("wrong")
        self.assertEqual(pairing.state, "to_pair")
        self.assertEqual(len(self.tell(days=1)), 2)

    def test_the_desk_is_not_told_of_what_it_did(self):
        pairing = self.get_stuck(4711).with_user(self.desk)
        pairing.action_refuse()
        self.assertFalse(self.tell())
        pairing.action_undo()
        self.assertEqual(pairing.state, "to_pair")
        self.assertFalse(self.tell())

    def test_those_who_may_pair_are_told_and_nobody_else(self):
        self.get_stuck(4711)
        company = self.env["res.company"].create({"name": "Autre coop"})
        elsewhere = self.make_user(
            "Eve Else",
            "coop_stock.group_coop_administrator",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        resting = self.make_user("Rita Rest", "coop_stock.group_coop_administrator")
        resting.partner_id.message_bounce = 99
        others = elsewhere | resting | self.make_user("Irène Interne", "base.group_user")
        others |= self.user_of(self.alice)
        self.assertEqual(len(self.tell()), 1)
        self.assertFalse(self.mails_to(others.partner_id))

    def test_without_anybody_to_write_to_it_stays_untold(self):
        self.get_stuck(4711)
        desk = self.pairings._coop_desk(self.env.company)
        addresses = {user: user.email for user in desk}
        desk.email = False
        self.assertFalse(self.tell())
        for user, address in addresses.items():
            user.email = address
        self.assertEqual(len(self.tell()), 1)
