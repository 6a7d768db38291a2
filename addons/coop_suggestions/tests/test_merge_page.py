from odoo.tests import tagged

from .page_common import OneSuggestionPage


@tagged("post_install", "-at_install")
class TestMergePage(OneSuggestionPage):
    """What a member finds at the address of a suggestion that was closed as a double."""

    def setUp(self):
        super().setUp()
        self.kept = self.propose("Huile de noix", author=self.bob)
        self.vote(self.suggestion, self.bob)
        self.suggestion._comment(self.alice, "En bouteille de verre")
        self.env["coop.suggestion.merge"].with_user(self.team)._merge(
            self.kept.with_user(self.team), self.suggestion.with_user(self.team)
        )
        self.env.invalidate_all()

    def assert_led(self, page, done=""):
        """A form of the double leads to the kept one, which says why."""
        query = f"{done and f'done={done}&'}double={self.suggestion.id}"
        self.assert_leads_to(page, f"/suggestions/{self.kept.id}?{query}")
        self.assert_page(
            page.headers["Location"], "is the same product as this one", "Huile &lt;b&gt;d"
        )

    def test_an_old_link_leads_to_the_kept_one(self):
        page = self.assert_page(
            self.url(self.suggestion),
            "It is the same product as “Huile de noix”",
            "yours among them",
            f'href="/suggestions/{self.kept.id}"',
            "Huile &lt;b&gt;d",
        )
        self.assert_hides(page, f"/suggestions/{self.suggestion.id}/vote", 'name="comment"')

    def test_the_kept_one_shows_what_came_with_the_double(self):
        page = self.assert_page(
            self.url(self.kept),
            "<strong>2</strong> households",
            ", yours among them",
            "En bouteille de verre",
            "Also proposed as:",
            "Huile &lt;b&gt;d",
        )
        self.assert_hides(page, "is the same product as this one", "<script>alert")

    def test_a_vote_for_the_double_counts_for_the_kept_one(self):
        dora = self.make_member("Dora Quart")
        self.sign_in(dora)
        page = self.post(self.url(self.suggestion, "vote"), frequency="weekly", back="/suggestions")
        self.assert_led(page)
        self.env.invalidate_all()
        self.assertEqual(self.vote_of(self.kept, dora).frequency, "weekly")
        self.assert_led(self.post(self.url(self.suggestion, "unvote")))
        self.env.invalidate_all()
        self.assertFalse(self.vote_of(self.kept, dora))

    def test_a_vote_in_place_says_where_it_counts(self):
        self.sign_in(self.make_member("Dora Quart"))
        answer = self.post(
            self.url(self.suggestion, "vote"), headers={"Accept": "application/json"}
        ).json()
        self.assertEqual((answer["supporters"], answer["voted"]), (3, True))
        self.assertIn("same product as", answer["html"])
        self.assertIn(f"/suggestions/{self.kept.id}/unvote", answer["html"])

    def test_a_comment_on_the_double_stands_on_the_kept_one(self):
        page = self.post(self.url(self.suggestion, "comment"), comment="Par une vieille page")
        self.assert_led(page, "commented")
        self.assert_page(self.url(self.kept), "Par une vieille page")
        [_first, comment] = self.kept._comments_for(self.bob)
        self.post(self.url(self.suggestion, "uncomment"), comment_id=str(comment["id"]))
        self.env.invalidate_all()
        self.assertEqual(len(self.kept._comments_for(self.bob)), 1)

    def test_a_precision_to_the_double_is_kept_as_it_was_typed(self):
        self.sign_in(self.alice)
        page = self.post(self.url(self.suggestion, "addition"), addition="En <b>verre</b>")
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "as a comment", "En &lt;b&gt;verre&lt;/b&gt;", 'name="comment"')

    def test_hearing_the_answer_is_of_the_kept_one(self):
        self.assert_led(self.post(self.url(self.suggestion, "follow")), "followed")
        self.assertEqual(self.kept.follow_ids.partner_id, self.bob)

    def test_mine_shows_the_double_and_where_it_leads(self):
        self.sign_in(self.alice)
        self.assert_page("/my/suggestions", "Same product as “Huile de noix”", "Huile de noix")

    def test_a_double_of_a_hidden_one_leads_nowhere(self):
        self.kept.with_user(self.team)._hide("Essai")
        self.sign_in(self.alice)
        page = self.get(self.url(self.suggestion))
        self.assertEqual(page.status_code, 200)
        self.assert_hides(page, "Huile de noix")
        for act, form in (("vote", {}), ("comment", {"comment": "Perdu ?"})):
            page = self.post(self.url(self.suggestion, act), **form)
            self.assertEqual(page.status_code, 422)
            self.assert_hides(page, "Huile de noix")

    def test_the_name_of_the_double_finds_the_kept_one(self):
        self.suggestion.barcode = "3017620422003"
        page = self.get("/suggestions?q=olive")
        self.assert_shows(page, "Huile de noix")
        for query in ("q=huile d'olive", "q=autre chose&barcode=3017620422003"):
            with self.subTest(query=query):
                found = self.get(f"/suggestions/similar?{query}").json()
                self.assertEqual([row["id"] for row in found["open"]], self.kept.ids)
