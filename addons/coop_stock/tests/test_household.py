from odoo.tests import tagged
from odoo.tools import SQL

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestHousehold(CoopCommon):
    def household_by_sql(self, partner):
        """Return the household as the SQL of the statistics sees it."""
        self.env.flush_all()
        household = partner._coop_household_sql(SQL("person"), SQL("parent"))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %s
                  FROM res_partner person
             LEFT JOIN res_partner parent ON parent.id = person.parent_id
                 WHERE person.id = %s
                """,
                household,
                partner.id,
            )
        )
        return self.env["res.partner"].browse(rows[0])

    def assert_household(self, partner, head):
        self.assertEqual(partner._coop_household(), head)
        self.assertEqual(self.household_by_sql(partner), head)

    def test_a_person_alone_is_a_household(self):
        self.assert_household(self.bob, self.bob)

    def test_a_contact_of_a_person_is_of_that_persons_household(self):
        self.assert_household(self.alban, self.alice)
        self.assert_household(self.alice, self.alice)

    def test_a_contact_of_a_company_is_a_household_of_his_own(self):
        employer = self.make_partner("Usine SA", is_company=True)
        (self.alice | self.bob).parent_id = employer
        self.assert_household(self.alice, self.alice)
        self.assert_household(self.bob, self.bob)

    def test_a_household_forms_and_parts(self):
        self.bob.parent_id = self.alice
        self.assert_household(self.bob, self.alice)
        self.bob.parent_id = False
        self.assert_household(self.bob, self.bob)

    def test_a_member_learns_their_household_without_rights_on_contacts(self):
        alban = self.alban.with_user(self.user_of(self.alban))
        self.assertEqual(alban._coop_household(), self.alice)
