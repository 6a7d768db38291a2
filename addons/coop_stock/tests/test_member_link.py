from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import CoopCommon

GOOD = [
    "/my/shifts",
    "/",
    "https://planning.coop.test",
    "http://planning.coop.test:8080/a?b=c#d",
]
BAD = [
    "javascript:alert(1)",
    "JavaScript://coop.test/%0aalert(1)",
    "data:text/html,x",
    "//elsewhere.test",
    "/\\elsewhere.test",
    "ftp://coop.test/file",
    "https://",
    "https://localhost",
    "https://coop.test/a b",
    "mailto:bureau@coop.test",
    # A bare address would lead to a page of this Odoo.
    "planning.coop.test",
]


@tagged("post_install", "-at_install")
class TestMemberLink(CoopCommon):
    def make_link(self, url):
        return self.env["coop.member.link"].create({"name": "Lien", "url": url})

    def test_a_link_is_a_web_page_or_a_page_of_this_odoo(self):
        for url in GOOD:
            with self.subTest(url=url):
                self.assertEqual(self.make_link(url).url, url)

    def test_any_other_link_is_refused(self):
        for url in BAD:
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.make_link(url)

    def test_a_good_link_cannot_be_made_a_bad_one(self):
        link = self.make_link("/my/shifts")
        with self.assertRaises(ValidationError):
            link.url = "javascript:alert(1)"

    def test_administrators_keep_the_links_and_members_do_not(self):
        admin = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        links = self.env["coop.member.link"]
        links.with_user(admin).create({"name": "Lien", "url": "/x"})
        with self.assertRaises(AccessError):
            links.with_user(self.user_of(self.alice)).create({"name": "Lien", "url": "/x"})
        with self.assertRaises(AccessError):
            links.with_user(self.user_of(self.alice)).search([]).mapped("url")
