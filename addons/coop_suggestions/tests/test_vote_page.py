from odoo import http
from odoo.tests import tagged

from .page_common import OneSuggestionPage

JSON = {"Accept": "application/json"}


@tagged("post_install", "-at_install")
class TestVotePage(OneSuggestionPage):
    """Votes and follows, by forms and by the page's own script."""

    def test_a_vote_is_cast_and_taken_back(self):
        page = self.post(self.url(self.suggestion, "vote"), frequency="weekly")
        self.assert_leads_to(page, f"/suggestions/{self.suggestion.id}#s{self.suggestion.id}")
        self.assertEqual(self.vote_of(self.reread(), self.bob).frequency, "weekly")
        self.post(self.url(self.suggestion, "unvote"))
        self.assertFalse(self.vote_of(self.reread(), self.bob))

    def test_the_next_pages_of_who_wrote_are_read_from_the_primary(self):
        self.post(self.url(self.suggestion, "vote"))
        session = http.root.session_store.get(self.session.sid)
        self.assertIn("coop_wrote_at", session)

    def test_a_script_gets_the_vote_in_place(self):
        page = self.post(self.url(self.suggestion, "vote"), headers=JSON)
        self.assertEqual(page.status_code, 200)
        answer = page.json()
        self.assertEqual((answer["supporters"], answer["voted"]), (2, True))
        self.assertIn('aria-pressed="true"', answer["html"])
        answer = self.post(self.url(self.suggestion, "unvote"), headers=JSON).json()
        self.assertEqual((answer["supporters"], answer["voted"]), (1, False))
        self.assertTrue(answer["status"])

    def test_a_vote_leads_back_to_where_one_came_from(self):
        anchor = f"#s{self.suggestion.id}"
        for back in ("/suggestions?order=new", "/my/suggestions"):
            page = self.post(self.url(self.suggestion, "vote"), back=back)
            self.assert_leads_to(page, back + anchor)

    def test_a_vote_leads_nowhere_else(self):
        own = f"/suggestions/{self.suggestion.id}#s{self.suggestion.id}"
        for back in (
            "https://elsewhere.test/suggestions",
            "//elsewhere.test/suggestions",
            "/web/session/logout",
            "/suggestions\\elsewhere.test",
            "/suggestions\r\nX-Forged: 1",
            "/suggestions\x00",
        ):
            with self.subTest(back=back):
                page = self.post(self.url(self.suggestion, "vote"), back=back)
                self.assertEqual(page.status_code, 303)
                self.assertNotIn("X-Forged", page.headers)
                self.assertURLEqual(page.headers["Location"], own)

    def test_a_vote_after_the_answer_is_refused_with_a_sentence(self):
        self.answer(self.suggestion)
        page = self.post(self.url(self.suggestion, "vote"))
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "no longer open to votes")
        page = self.post(self.url(self.suggestion, "vote"), headers=JSON)
        self.assertEqual(page.status_code, 409)
        self.assertIn("no longer open to votes", page.json()["error"])
        self.assertFalse(self.vote_of(self.reread(), self.bob))

    def test_one_hears_that_ones_household_has_voted(self):
        self.sign_in(self.alban)
        self.assert_page(self.url(self.suggestion), "supported by yours already")

    def test_a_follow_is_set_and_unset(self):
        self.post(self.url(self.suggestion, "follow"))
        self.assertEqual(self.reread().follow_ids.partner_id, self.bob)
        self.post(self.url(self.suggestion, "unfollow"))
        self.assertFalse(self.reread().follow_ids)
