from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestBar(CoopCommon):
    def setUp(self):
        super().setUp()
        self.env["coop.member.link"].search([]).active = False
        self.user = self.user_of(self.alice)

    def make_link(self, name, **values):
        return self.env["coop.member.link"].create({"name": name, "url": "/x", **values})

    def bar_of(self, user):
        return user.with_user(user)._coop_bar_entries()

    def names(self, user):
        return [entry["name"] for entry in self.bar_of(user)]

    def test_a_member_finds_their_account_last(self):
        account = self.bar_of(self.user)[-1]
        self.assertEqual((account["key"], account["url"]), ("account", "/my"))

    def test_a_visitor_is_offered_to_sign_in(self):
        visitor = self.env.ref("base.public_user")
        self.assertEqual(self.bar_of(visitor)[-1]["url"], "/web/login")

    def test_the_coops_own_links_stand_in_the_bar_in_their_order(self):
        self.make_link("Journal", sequence=20)
        self.make_link("Mes créneaux", sequence=10, url="https://planning.coop.test")
        names = self.names(self.user)
        self.assertLess(names.index("Mes créneaux"), names.index("Journal"))
        [shifts] = [e for e in self.bar_of(self.user) if e["name"] == "Mes créneaux"]
        self.assertEqual(shifts["url"], "https://planning.coop.test")
        self.assertEqual(names[-1], self.bar_of(self.user)[-1]["name"])

    def test_archived_links_and_those_of_another_company_are_left_out(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        self.make_link("Ancien", active=False)
        self.make_link("Ailleurs", company_id=other.id)
        self.assertFalse({"Ancien", "Ailleurs"} & set(self.names(self.user)))

    def test_more_links_cost_no_more_queries(self):
        self.make_link("Un")
        one = self.count_queries(self.bar_of, self.user)
        for number in range(6):
            self.make_link(f"Lien {number}")
        self.assertEqual(self.count_queries(self.bar_of, self.user), one)
