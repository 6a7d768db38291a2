from odoo.tests import tagged
from odoo.tools import mute_logger

from .page_common import OneSuggestionPage

ACTS = ("vote", "unvote", "follow", "unfollow", "comment", "uncomment", "withdraw", "addition")


@tagged("post_install", "-at_install")
class TestWaysIn(OneSuggestionPage):
    """Who gets to a suggestion's page and forms, and what others get instead."""

    @mute_logger("odoo.http")
    def test_a_form_without_its_token_is_refused_and_writes_nothing(self):
        for act in ACTS:
            with self.subTest(act=act):
                page = self.post(self.url(self.suggestion, act), token=False, comment="Oui")
                self.assertEqual(page.status_code, 400)
                self.assert_shows(page, "This page had waited too long", self.url(self.suggestion))
        page = self.post("/suggestions/new", token=False, name="Sans jeton")
        self.assertEqual(page.status_code, 400)
        self.assertFalse(self.found("Sans jeton"))
        self.assertFalse(self.vote_of(self.reread(), self.bob))

    def test_the_address_of_a_form_leads_to_the_page(self):
        # As after a login that interrupted the form.
        for act in ACTS:
            with self.subTest(act=act):
                page = self.get(self.url(self.suggestion, act))
                self.assert_leads_to(page, self.url(self.suggestion))

    def test_a_visitor_signs_in_first_and_writes_nothing(self):
        self.authenticate(None, None)
        for url in ("/suggestions", self.url(self.suggestion), "/suggestions/new"):
            with self.subTest(url=url):
                page = self.get(url)
                self.assertEqual(page.status_code, 303)
                self.assertIn("/web/login", page.headers["Location"])
        page = self.post(self.url(self.suggestion, "vote"))
        self.assertIn("/web/login", page.headers.get("Location", ""))
        self.assertEqual(self.reread().vote_ids.partner_id, self.alice)

    def test_who_is_no_member_reads_why_and_writes_nothing(self):
        self.set_member_rule([("id", "=", self.alice.id)])
        for url in (
            "/suggestions",
            self.url(self.suggestion),
            "/suggestions/new",
            "/my/suggestions",
            "/suggestions/similar?q=huile",
        ):
            with self.subTest(url=url):
                page = self.get(url)
                self.assertEqual(page.status_code, 403)
                self.assert_shows(page, "This page is for members")
                self.assert_hides(page, "Huile")
        for act in ACTS:
            with self.subTest(act=act):
                page = self.post(self.url(self.suggestion, act), comment="Oui")
                self.assertEqual(page.status_code, 403)
        self.assertEqual(self.post("/suggestions/new", name="Riz").status_code, 403)
        self.assertFalse(self.found("Riz"))
        self.assertEqual(self.reread().vote_ids.partner_id, self.alice)

    def test_a_suggestion_that_is_not_is_unknown(self):
        for number in (0, 2**31 - 1, 2**31, 10**40):
            with self.subTest(number=number):
                page = self.get(f"/suggestions/{number}")
                self.assertEqual(page.status_code, 404)
                self.assert_shows(page, "We do not find this suggestion")
                page = self.post(f"/suggestions/{number}/vote")
                self.assertEqual(page.status_code, 404)

    def test_one_that_is_hidden_or_withdrawn_is_unknown_but_to_its_author(self):
        for state in ("blocked", "withdrawn"):
            self.suggestion._set_state(state)
            self.sign_in(self.bob)
            self.assertEqual(self.get(self.url(self.suggestion)).status_code, 404)
            self.assertEqual(self.post(self.url(self.suggestion, "vote")).status_code, 404)
            self.sign_in(self.alice)
            self.assertEqual(self.get(self.url(self.suggestion)).status_code, 200)

    def test_words_are_text_and_never_html(self):
        self.suggestion._comment(self.alice, "<img src=x onerror=alert(1)>")
        page = self.assert_page(
            self.url(self.suggestion),
            "&lt;script&gt;alert(1)",
            "Huile &lt;b&gt;",
            "&lt;img src=x onerror",
        )
        self.assert_hides(page, "<script>alert(1)", "Huile <b>", "<img src=x")

    def test_members_read_neither_names_of_supporters_nor_addresses(self):
        self.vote(self.suggestion, self.alban)
        page = self.assert_page(self.url(self.suggestion), "Alice M.")
        self.assert_hides(page, "Martin", "Alban", "alice@coop.test", "alban@coop.test")
