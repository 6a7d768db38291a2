from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CoopCommon

RULE_LOG = "odoo.addons.coop_stock.models.res_company"
# What an administrator may type, or an uninstalled addon leave behind.
BROKEN_RULES = [
    "[('no_such_field', '=', True)]",
    "[('user_ids.no_such_field', '=', True)]",
    "[('ref', 'no such operator', 1)]",
    "[('ref',",
    "5",
    "'ref'",
    "[('id', '=', uid)]",
    "__import__('os').listdir('/')",
    "['|', ('ref', '=', 'one')]",
]


@tagged("post_install", "-at_install")
class TestMemberRule(CoopCommon):
    def members(self):
        """Return all members of today, read by SQL as the statistics do."""
        self.env.flush_all()
        self.env.cr.execute(self.env["res.partner"]._coop_members_sql())
        return self.env["res.partner"].browse(row[0] for row in self.env.cr.fetchall())

    def assert_member(self, partner):
        self.assertTrue(partner._coop_is_member())
        self.assertIn(partner, self.members())

    def assert_no_member(self, partner):
        self.assertFalse(partner._coop_is_member())
        self.assertNotIn(partner, self.members())

    def test_an_active_account_makes_a_member(self):
        self.assert_member(self.alice)
        self.assert_no_member(self.stranger)

    def test_a_closed_account_makes_no_member(self):
        self.user_of(self.alice).active = False
        self.assert_no_member(self.alice)

    def test_a_member_number_makes_a_member_without_an_account(self):
        self.assert_no_member(self.stranger)
        self.stranger.ref = "1234"
        self.assert_member(self.stranger)

    def test_an_emptied_member_number_is_none(self):
        self.stranger.ref = ""
        self.assert_no_member(self.stranger)

    def test_a_member_number_outlives_a_closed_account(self):
        self.alice.ref = "1235"
        self.user_of(self.alice).active = False
        self.assert_member(self.alice)

    def test_a_company_with_a_reference_is_no_member(self):
        supplier = self.make_partner("Moulin SARL", is_company=True, ref="F-12")
        self.assert_no_member(supplier)
        supplier.is_company = False
        self.assert_member(supplier)

    def test_an_archived_person_counts_no_more_and_again_when_back(self):
        person = self.make_partner("Rémi Retour", ref="77")
        self.assert_member(person)
        person.active = False
        self.assert_no_member(person)
        person.active = True
        self.assert_member(person)

    def test_nobody_is_no_member(self):
        self.assertFalse(self.env["res.partner"]._coop_is_member())

    def test_the_purchasing_team_are_members_too(self):
        self.assert_member(self.make_user("Paul Achats", "base.group_user").partner_id)

    def test_the_coops_own_rule_replaces_the_default(self):
        tag = self.env["res.partner.category"].create({"name": "Coopérateur"})
        self.set_member_rule([("category_id", "in", tag.ids)])
        self.stranger.category_id = tag
        self.assert_member(self.stranger)
        self.assert_no_member(self.alice)

    def test_the_coops_own_rule_lets_no_archived_person_in(self):
        self.set_member_rule([("active", "in", [True, False]), ("ref", "=", "old")])
        person = self.make_partner("Odile Partie", ref="old")
        self.assert_member(person)
        person.active = False
        self.assert_no_member(person)

    def test_an_empty_rule_is_the_default_rule(self):
        self.company.coop_member_domain = False
        self.assert_member(self.alice)
        self.assert_no_member(self.stranger)

    def test_a_rule_that_cannot_be_read_lets_nobody_in(self):
        for source in BROKEN_RULES:
            with self.subTest(rule=source), self.assertLogs(RULE_LOG, "WARNING"):
                self.break_member_rule(source)
                self.assert_no_member(self.alice)

    def test_a_rule_that_cannot_be_read_is_refused(self):
        for source in BROKEN_RULES:
            with self.subTest(rule=source), self.assertRaises(ValidationError):
                self.company.coop_member_domain = source

    def test_a_rule_that_postgresql_cannot_answer_is_refused(self):
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.company.coop_member_domain = "[('create_date', '>', 'yesterday evening')]"

    def test_each_company_has_its_own_rule(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        other.coop_member_domain = "[('ref', '=', 'nobody')]"
        self.assertTrue(self.alice.with_company(self.company)._coop_is_member())
        self.assertFalse(self.alice.with_company(other)._coop_is_member())
