from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CoopCommon

GROUP = "coop_stock.group_shop_volunteer"


@tagged("post_install", "-at_install")
class TestVolunteer(CoopCommon):
    def is_volunteer(self, partner):
        partner.invalidate_recordset()
        [user] = self.user_of(partner)
        self.assertEqual(partner.coop_is_volunteer, user.active and user.has_group(GROUP))
        return partner.coop_is_volunteer

    def portal_line(self, partner):
        """Return the person's line in Odoo's portal wizard."""
        wizard = self.env["portal.wizard"].with_context(active_ids=partner.ids).create({})
        return wizard.user_ids.filtered(lambda line: line.partner_id == partner)

    def revoke_access(self, partner):
        self.portal_line(partner).action_revoke_access()

    def test_the_button_gives_and_takes_the_right(self):
        self.assertFalse(self.is_volunteer(self.alice))
        self.alice.action_coop_make_volunteer()
        self.assertTrue(self.is_volunteer(self.alice))
        self.assertFalse(self.is_volunteer(self.bob))
        self.alice.action_coop_end_volunteer()
        self.assertFalse(self.is_volunteer(self.alice))

    def test_the_button_twice_is_the_button_once(self):
        self.alice.action_coop_make_volunteer()
        self.alice.action_coop_make_volunteer()
        self.assertTrue(self.is_volunteer(self.alice))
        self.alice.action_coop_end_volunteer()
        self.alice.action_coop_end_volunteer()
        self.assertFalse(self.is_volunteer(self.alice))

    def test_a_volunteer_stays_a_portal_user(self):
        self.alice.action_coop_make_volunteer()
        user = self.user_of(self.alice)
        self.assertTrue(user._is_portal())
        self.assertFalse(user._is_internal())

    def test_who_keeps_contacts_gives_the_right_and_others_do_not(self):
        manager = self.make_user("Mado Accueil", "base.group_user,base.group_partner_manager")
        self.alice.with_user(manager).action_coop_make_volunteer()
        self.assertTrue(self.is_volunteer(self.alice))

        employee = self.make_user("Emile Caisse", "base.group_user")
        with self.assertRaises(AccessError):
            self.alice.with_user(employee).action_coop_end_volunteer()
        self.assertTrue(self.is_volunteer(self.alice))

    def test_a_member_cannot_make_themselves_a_volunteer(self):
        with self.assertRaises(AccessError):
            self.alice.with_user(self.user_of(self.alice)).action_coop_make_volunteer()
        self.assertFalse(self.is_volunteer(self.alice))

    def test_odoos_revoke_access_works_for_a_volunteer(self):
        self.alice.action_coop_make_volunteer()
        user = self.user_of(self.alice)
        self.revoke_access(self.alice)
        self.assertFalse(user.active)
        self.assertFalse(user._is_portal())
        self.assertFalse(self.is_volunteer(self.alice))
        self.assertFalse(self.alice._coop_is_member())

    def test_access_can_be_granted_again_after_it_was_revoked(self):
        self.alice.action_coop_make_volunteer()
        user = self.user_of(self.alice)
        self.revoke_access(self.alice)
        self.portal_line(self.alice).action_grant_access()
        self.assertTrue(user.active)
        self.assertTrue(user._is_portal())
        self.assertTrue(self.alice._coop_is_member())
