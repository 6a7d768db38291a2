from odoo.tests import tagged

from .common import LinkCommon


@tagged("post_install", "-at_install")
class TestMembers(LinkCommon):
    def test_a_member_comes_with_number_name_and_address_alone(self):
        self.receive("member", self.member_row())
        anne = self.here("member", "200")
        self.assertEqual(
            (anne.name, anne.ref, anne.email), ("Anne Durand", "1042", "anne@coop.test")
        )
        self.assertFalse(anne.user_ids)

    def test_the_distant_rule_says_who_is_a_member_once_it_is_chosen(self):
        self.receive("member", self.member_row(), self.member_row("201", number="1043", email=None))
        self.assertTrue(self.alice._coop_is_member())
        self.link.action_use_member_rule()
        self.assertFalse(self.alice._coop_is_member())
        anne = self.here("member", "200")
        self.assertTrue(anne._coop_is_member())
        self.program.present("member", ["201"])
        self.env.invalidate_all()
        self.assertFalse(anne._coop_is_member())
        self.assertTrue(anne.active)
        self.receive("member", self.member_row())
        self.assertTrue(anne._coop_is_member())
        self.assertEqual(self.here("member", "200"), anne)

    def test_a_person_known_by_number_is_not_made_a_second_time(self):
        known = self.make_partner("A. Durand", ref="1042")
        self.receive("member", self.member_row())
        self.assertEqual(self.here("member", "200"), known)
        self.assertEqual(known.name, "Anne Durand")

    def test_a_person_known_by_address_is_not_made_a_second_time(self):
        self.alice.ref = False
        self.receive("member", self.member_row(email=self.alice.email, name="Alice M."))
        self.assertEqual(self.here("member", "200"), self.alice)

    def test_an_address_that_two_share_is_nobodys_proof(self):
        self.make_partner("Un", email="deux@coop.test")
        self.make_partner("Deux", email="deux@coop.test")
        self.receive("member", self.member_row(email="deux@coop.test"))
        self.assertEqual(self.here("member", "200").name, "Anne Durand")

    def test_nobody_takes_the_account_of_the_team(self):
        team = self.make_user("Chef Achats", "base.group_user").partner_id
        self.receive("member", self.member_row(email=team.email))
        self.assertNotEqual(self.here("member", "200"), team)

    def test_the_address_of_the_team_is_not_the_vracoops_to_change(self):
        team = self.make_user("Chef Achats", "base.group_user").partner_id
        address = team.email
        team.ref = "1042"
        self.receive("member", self.member_row())
        self.assertEqual(self.here("member", "200"), team)
        self.assertEqual((team.email, team.coop_distant_is_member), (address, True))

    def test_households_come_together_whoever_comes_first(self):
        self.receive(
            "member", self.member_row("201", name="Paul", number="1", parent="200", email=None)
        )
        self.receive("member", self.member_row())
        paul, anne = self.here("member", "201"), self.here("member", "200")
        self.assertEqual(paul._coop_household(), anne)
        self.receive("member", self.member_row("201", name="Paul", number="1", email=None))
        self.assertEqual(paul._coop_household(), paul)

    def test_contacts_merged_there_are_merged_here(self):
        self.receive(
            "member",
            self.member_row("200"),
            self.member_row("201", name="ANNE DURAND", number="2001"),
        )
        old, heir = self.here("member", "200"), self.here("member", "201")
        self.assertNotEqual(old, heir)
        old_id = old.id
        self.receive("member", self.member_row("201", name="Anne Durand", number="1042"))
        self.program.present("member", ["201"])
        self.env.invalidate_all()
        self.assertFalse(self.env["res.partner"].browse(old_id).exists())
        self.assertEqual(self.here("member", "201"), heir)
        self.assertEqual(heir.ref, "1042")

    def test_who_left_is_not_known_by_the_number_any_more(self):
        self.receive("member", self.member_row(is_member=False))
        anne = self.here("member", "200")
        self.assertFalse(anne.ref)
        self.assertEqual(anne.coop_distant_number, "1042")
