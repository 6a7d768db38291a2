from odoo.tests import tagged

from .page_common import OneSuggestionPage


@tagged("post_install", "-at_install")
class TestSuggestionPage(OneSuggestionPage):
    """What members write on a suggestion's page."""

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
