from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MARTIN, OauthCommon

OPERATIONS = ("read", "write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestPairingList(OauthCommon):
    """« À rapprocher »: the desk knows people in person."""

    def setUp(self):
        super().setUp()
        self.log_in_there(MARTIN)
        self.post_here("/login/pair", stuck="1")
        self.desk = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        self.pairing = self.pairing_of(4711).with_user(self.desk)

    def test_the_desk_pairs_by_hand(self):
        self.pairing.partner_id = self.maud
        self.pairing.action_pair()
        self.log_in_there(MARTIN)
        self.assertEqual(self.who_is_it(), self.maud)
        with self.assertRaises(UserError):
            self.pairing.partner_id = self.alice
        self.pairing.action_undo()
        self.log_in_there(MARTIN)
        self.assertFalse(self.who_is_it())

    def test_the_desk_reads_the_list(self):
        shown = {name: {} for name in ("told_name", "told_username", "subject", "partner_email")}
        names = {"provider_id": {"fields": {"display_name": {}}}}
        [row] = self.pairing.web_read({**shown, **names, "partner_id": {}})
        self.assertEqual(row["provider_id"]["display_name"], "gestion-compte")
        self.assertEqual((row["told_username"], row["subject"]), ("amartin", "4711"))

    def test_only_with_somebody_who_may_log_in(self):
        with self.assertRaises(UserError):
            self.pairing.action_pair()
        for partner in (self.stranger, self.env.user.partner_id):
            self.pairing.partner_id = partner
            with self.assertRaises(UserError):
                self.pairing.action_pair()
        self.assertEqual(self.pairing.state, "to_pair")

    def test_a_refused_account_stays_refused(self):
        self.pairing.action_refuse()
        self.assert_refused(self.log_in_there(MARTIN), "refused")
        self.pairing.action_undo()
        self.assert_leads_to(self.log_in_there(MARTIN), "/login/pair")

    def test_the_desk_chooses_the_member_and_nothing_else(self):
        for name, value in (("state", "done"), ("subject", "1"), ("tries", 0), ("serial", 0)):
            with self.subTest(field=name), self.assertRaises(UserError):
                self.pairing.write({name: value})
        with self.assertRaises(AccessError):
            self.pairing.unlink()

    def test_nobody_else_has_any_right(self):
        people = self.user_of(self.alice) | self.env.ref("base.public_user")
        people |= self.make_user("Irène Interne", "base.group_user")
        for user in people:
            for operation in OPERATIONS:
                with self.subTest(user=user.name, operation=operation):
                    self.assertFalse(self.pairings.with_user(user).has_access(operation))
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.pairing.with_user(user).action_pair()
