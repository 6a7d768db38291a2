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

    def leave(self, *deleted, telling=()):
        """Have only some contacts still told; of the others, name those that were deleted."""
        self.program.present("member", list(telling), deleted=list(deleted))
        self.env.invalidate_all()

    def merge_here(self, losing, kept):
        """Merge two contacts with Odoo's own wizard."""
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [(6, 0, (losing | kept).ids)], "dst_partner_id": kept.id}
        )
        self.env.flush_all()
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertFalse(losing.exists())

    def test_contacts_merged_there_are_merged_here(self):
        self.receive(
            "member",
            self.member_row("200"),
            self.member_row("201", name="ANNE DURAND", number="2001"),
        )
        old, heir = self.here("member", "200"), self.here("member", "201")
        self.assertNotEqual(old, heir)
        self.receive("member", self.member_row("201", name="Anne Durand", number="1042"))
        self.leave("200", telling=["201"])
        self.assertFalse(old.exists())
        self.assertEqual(self.here("member", "201"), heir)
        self.assertEqual(heir.ref, "1042")

    def test_several_contacts_merged_there_at_once_are_one_here(self):
        self.receive("member", *(self.member_row(ref, number=ref) for ref in ("200", "201", "202")))
        people = [self.here("member", ref) for ref in ("200", "201", "202")]
        self.leave("200", "201", telling=["202"])
        self.assertEqual([bool(person.exists()) for person in people], [False, False, True])

    def test_who_only_leaves_the_rule_is_nobody_else(self):
        self.receive(
            "member",
            self.member_row("200"),
            self.member_row("201", number="2001"),
            self.member_row("202", name="Paul Durand", email=None),
        )
        anne = self.here("member", "200")
        self.assertEqual(self.program.missing("member", ["201", "202"]), ["200"])
        self.leave(telling=["201", "202"])
        self.assertTrue(anne.exists())
        self.assertFalse(anne.coop_distant_is_member)
        self.receive("member", self.member_row("200"))
        self.assertEqual(self.here("member", "200"), anne)
        self.assertTrue(anne.coop_distant_is_member)

    def test_a_number_alone_is_no_proof_of_a_merge(self):
        self.receive(
            "member", self.member_row("200"), self.member_row("201", name="Paul Durand", email=None)
        )
        anne = self.here("member", "200")
        self.leave("200", telling=["201"])
        self.assertTrue(anne.exists())
        self.assertFalse(anne.coop_distant_is_member)

    def test_accents_and_capitals_do_not_hide_a_merge(self):
        self.receive(
            "member",
            self.member_row("200", name="Zoé Lefèvre", email=None),
            self.member_row("201", name="ZOE LEFEVRE", email=None),
        )
        zoe = self.here("member", "200")
        self.leave("200", telling=["201"])
        self.assertFalse(zoe.exists())

    def test_of_two_who_can_be_meant_nobody_is(self):
        self.receive("member", *(self.member_row(ref, number=ref) for ref in ("200", "201", "202")))
        anne = self.here("member", "200")
        self.leave("200", telling=["201", "202"])
        self.assertTrue(anne.exists())

    def test_no_merge_there_moves_an_account_of_the_team(self):
        user = self.make_user("Chef Achats", "base.group_user")
        for of_team, ref, other in (("200", "200", "201"), ("301", "300", "301")):
            with self.subTest(of_team=of_team):
                user.partner_id = self.make_partner("Chef Achats", ref=of_team)
                self.receive(
                    "member",
                    self.member_row(ref, name="Chef Achats", number=ref),
                    self.member_row(other, name="Chef Achats", number=other),
                )
                self.assertEqual(self.here("member", of_team), user.partner_id)
                losing, kept = self.here("member", ref), self.here("member", other)
                self.leave(ref, telling=[other])
                self.assertEqual(losing.exists() | kept.exists(), losing | kept)
                self.assertEqual(self.here("member", of_team), user.partner_id)

    def test_a_merge_there_that_was_none_returns_as_a_person_of_its_own(self):
        self.receive("member", self.member_row("200"), self.member_row("201", number="2001"))
        heir = self.here("member", "201")
        self.leave("200", telling=["201"])
        self.receive("member", self.member_row("200"))
        self.assertTrue(self.here("member", "200"))
        self.assertNotEqual(self.here("member", "200"), heir)

    def test_contacts_merged_here_stay_known_by_the_distant_id(self):
        self.receive("member", self.member_row())
        kept = self.make_partner("A. Durand", email="anne@coop.test")
        self.merge_here(self.here("member", "200"), kept)
        self.assertEqual(self.here("member", "200"), kept)
        self.assertTrue(kept.coop_distant_is_member)
        self.receive("member", self.member_row(name="Anne Durand-Roux"))
        self.assertEqual(kept.name, "Anne Durand-Roux")
        self.leave()
        self.assertFalse(kept.coop_distant_is_member)

    def test_of_several_contacts_that_are_one_here_the_oldest_member_counts(self):
        first, second = self.member_row("200"), self.member_row("201", number="2001")
        self.receive("member", first, second)
        kept = self.here("member", "201")
        self.merge_here(self.here("member", "200"), kept)
        people = self.env["res.partner"].search_count([])
        self.receive("member", {**second, "name": "Annie"}, {**first, "name": "Anne"})
        self.assertEqual((kept.name, kept.ref), ("Anne", "1042"))
        self.receive("member", {**first, "is_member": False})
        self.assertEqual((kept.name, kept.ref), ("Annie", "2001"))
        self.receive("member", first)
        self.leave(telling=["201"])
        self.assertEqual((kept.coop_distant_is_member, kept.ref), (True, "2001"))
        self.leave()
        self.assertEqual((kept.coop_distant_is_member, kept.ref), (False, False))
        self.assertEqual(self.env["res.partner"].search_count([]), people)

    def test_who_left_is_not_known_by_the_number_any_more(self):
        self.receive("member", self.member_row(is_member=False))
        anne = self.here("member", "200")
        self.assertFalse(anne.ref)
        self.assertEqual(anne.coop_distant_number, "1042")
