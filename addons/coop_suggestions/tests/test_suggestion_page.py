from odoo import http
from odoo.tests import tagged
from odoo.tools import mute_logger

from .page_common import SuggestionPages

JSON = {"Accept": "application/json"}
ACTS = ("vote", "unvote", "follow", "unfollow", "comment", "uncomment", "withdraw", "addition")


@tagged("post_install", "-at_install")
class TestSuggestionPage(SuggestionPages):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose("Huile <b>d'olive</b>", why="<script>alert(1)</script>")
        self.sign_in(self.bob)

    def reread(self):
        self.env.invalidate_all()
        return self.suggestion

    # --- the ways in

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

    # --- votes

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

    # --- words

    def test_a_comment_is_published_and_removed(self):
        page = self.post(self.url(self.suggestion, "comment"), comment="Bonne\r\nidée")
        self.assert_leads_to(page, f"/suggestions/{self.suggestion.id}?done=commented")
        [comment] = self.reread()._comments_for(self.bob)
        self.assertEqual(comment["text"], "Bonne\nidée")
        self.assert_page(self.url(self.suggestion), "Bonne\nidée", "Bob D.")
        self.post(self.url(self.suggestion, "uncomment"), comment_id=str(comment["id"]))
        self.assertEqual(self.reread()._comments_for(self.bob), [])

    def test_a_comment_sent_twice_is_one(self):
        for _click in range(2):
            self.post(self.url(self.suggestion, "comment"), comment="Un\n\ndeux <3")
        self.assertEqual(len(self.reread()._comments_for(self.bob)), 1)

    def test_nobody_removes_the_comment_of_another(self):
        self.suggestion._comment(self.alice, "À moi")
        [comment] = self.suggestion._comments_for(self.alice)
        self.post(self.url(self.suggestion, "uncomment"), comment_id=str(comment["id"]))
        self.assertEqual(len(self.reread()._comments_for(self.alice)), 1)

    def test_a_comment_that_is_refused_comes_back_as_it_was_typed(self):
        long = "Long & <b> " + "x" * 1000
        page = self.post(self.url(self.suggestion, "comment"), comment=long)
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "too long", "Long &amp; &lt;b&gt; xxx")
        for nothing in ("", "  ", "…", "\x00"):
            page = self.post(self.url(self.suggestion, "comment"), comment=nothing)
            self.assertEqual(page.status_code, 422)
            self.assert_shows(page, "Write something first.")
        self.assertEqual(self.reread()._comments_for(self.bob), [])

    def test_a_comment_may_have_a_thousand_characters(self):
        page = self.post(self.url(self.suggestion, "comment"), comment="x" * 1000)
        self.assertEqual(page.status_code, 303)

    def test_what_nobody_sends_is_no_error(self):
        url = self.url(self.suggestion, "uncomment")
        for comment_id in ("", "abc", "-1", "9" * 40, "\x00"):
            with self.subTest(comment_id=comment_id[:9]):
                self.assertEqual(self.post(url, comment_id=comment_id).status_code, 303)
        for act, field in (("comment", "comment"), ("addition", "addition"), ("vote", "back")):
            with self.subTest(file_as=field):
                files = {field: ("x.txt", b"text")}
                page = self.post(self.url(self.suggestion, act), files=files, other="1")
                self.assertIn(page.status_code, (303, 422))

    # --- one's own

    def test_an_author_changes_their_suggestion(self):
        self.sign_in(self.alice)
        self.assert_page(self.url(self.suggestion, "edit"), "Huile &lt;b&gt;")
        page = self.post(self.url(self.suggestion, "edit"), name="Huile", brand="Moulin")
        self.assert_leads_to(page, f"/suggestions/{self.suggestion.id}?done=changed")
        self.assertEqual((self.reread().name, self.suggestion.brand), ("Huile", "Moulin"))

    def test_it_is_too_late_once_somebody_voted(self):
        self.vote(self.suggestion, self.bob)
        self.sign_in(self.alice)
        page = self.get(self.url(self.suggestion, "edit"))
        self.assert_leads_to(page, self.url(self.suggestion))
        page = self.post(self.url(self.suggestion, "edit"), name="Autre")
        self.assert_leads_to(page, f"/suggestions/{self.suggestion.id}?done=too_late")
        page = self.post(self.url(self.suggestion, "withdraw"))
        self.assertEqual(page.status_code, 422)
        self.assertNotEqual(self.reread().name, "Autre")
        self.assertEqual(self.suggestion.state, "open")
        page = self.post(self.url(self.suggestion, "addition"), addition="En verre")
        self.assert_leads_to(page, f"/suggestions/{self.suggestion.id}?done=added")
        self.assert_page(self.url(self.suggestion), "En verre")

    def test_nobody_changes_withdraws_or_adds_to_what_another_proposed(self):
        self.post(self.url(self.suggestion, "edit"), name="Autre")
        self.assertEqual(self.post(self.url(self.suggestion, "withdraw")).status_code, 422)
        page = self.post(self.url(self.suggestion, "addition"), addition="Un mot")
        self.assertEqual(page.status_code, 422)
        self.assertNotEqual(self.reread().name, "Autre")
        self.assertEqual(self.suggestion.state, "open")
        self.assertFalse(self.suggestion.addition_ids)

    def test_a_wrong_change_comes_back_with_everything_in_it(self):
        self.sign_in(self.alice)
        page = self.post(
            self.url(self.suggestion, "edit"), name="Huile", brand="Moulin", barcode="12"
        )
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, 'value="Moulin"', 'value="12"', "not a whole barcode")
        self.assertFalse(self.reread().brand)

    def test_withdrawing_is_seen_by_its_author(self):
        self.sign_in(self.alice)
        page = self.post(self.url(self.suggestion, "withdraw"))
        self.assert_leads_to(page, f"/suggestions/{self.suggestion.id}?done=withdrawn")
        self.assertEqual(self.reread().state, "withdrawn")
        self.assert_page(f"/suggestions/{self.suggestion.id}?done=withdrawn", "is withdrawn")
