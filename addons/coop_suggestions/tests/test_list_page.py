from odoo.tests import tagged

from .page_common import SuggestionPages


@tagged("post_install", "-at_install")
class TestListPage(SuggestionPages):
    def setUp(self):
        super().setUp()
        self.shelf = self.env["coop.shelf"].create({"name": "Vrac"})
        self.oats = self.propose("Flocons d'avoine", shelf_id=self.shelf.id)
        self.rice = self.propose("Riz rond", author=self.bob)
        self.env.flush_all()
        self.sign_in(self.alban)

    def test_members_look_through_open_suggestions(self):
        for order in ("", "fair", "new", "wanted"):
            with self.subTest(order=order):
                self.assert_page(f"/suggestions?order={order}", "Flocons d&#39;avoine", "Riz rond")

    def test_by_shelf_and_by_words(self):
        page = self.assert_page(f"/suggestions?shelf={self.shelf.id}", "Flocons d&#39;avoine")
        self.assert_hides(page, "Riz rond")
        page = self.assert_page("/suggestions?q=riz+ronds", "Riz rond")
        self.assert_hides(page, "Flocons d&#39;avoine")

    def test_those_with_an_answer_are_apart(self):
        self.answer(self.rice, "not_kept", reason_id=self.reason.id)
        page = self.assert_page("/suggestions")
        self.assert_hides(page, "Riz rond")
        page = self.assert_page("/suggestions?decided=1", "Riz rond", self.reason.name)
        self.assert_hides(page, "Flocons d&#39;avoine")

    def test_a_list_without_rows_says_what_to_do_next(self):
        self.assert_page("/suggestions?q=xylophone", "/suggestions/new?name=xylophone")
        (self.oats | self.rice)._set_state("withdrawn")
        self.assert_page("/suggestions", "/suggestions/new")

    def test_a_page_after_the_last_leads_to_the_first(self):
        page = self.get("/suggestions/page/9?order=new")
        self.assert_leads_to(page, "/suggestions?order=new")

    def test_what_nobody_asks_for_is_no_error(self):
        for query in (
            "?order=drop",
            "?shelf=abc",
            "?shelf=99999999999999999999",
            "?shelf=-1",
            "?q=%00",
            "?q=%25%5F%27%22%3B--",
            "?q=" + "x" * 5000,
            "?decided=maybe",
            "/page/0",
            "/page/99999999999999999999",
            "?order=new&order=fair&unknown=1",
        ):
            with self.subTest(query=query[:40]):
                self.assertIn(self.get(f"/suggestions{query}").status_code, (200, 303))

    def test_mine_and_those_i_voted_for(self):
        self.vote(self.rice, self.alban)
        self.propose("Le mien", author=self.alban)
        page = self.assert_page("/my/suggestions", "Le mien", "Riz rond")
        self.assert_hides(page, "Flocons d&#39;avoine")

    def test_the_account_leads_to_them(self):
        self.assert_page("/my", 'href="/suggestions"', 'href="/my/suggestions"')

    def test_what_resembles_is_a_feed(self):
        self.make_product("Flocons de sarrasin")
        self.env.flush_all()
        page = self.get("/suggestions/similar?q=flocon")
        self.assertEqual(page.headers["Content-Type"].split(";")[0], "application/json")
        found = page.json()
        self.assertEqual(set(found), {"products", "open", "refused"})
        self.assertEqual(
            set(found["products"][0]),
            {"id", "name", "url", "score", "barcode", "quantity", "price"},
        )
        self.assertEqual(
            set(found["open"][0]), {"id", "name", "url", "score", "supporters", "voted"}
        )
        page = self.assert_page("/suggestions/similar?q=flocon&html=1", "Flocons de sarrasin")

    def test_the_feed_answers_to_anything_typed(self):
        for query in ("", "?q=", "?q=%00", "?barcode=12", "?q=a&barcode=zzz", "?q=" + "y" * 5000):
            with self.subTest(query=query[:20]):
                self.assertEqual(self.get(f"/suggestions/similar{query}").status_code, 200)

    def test_one_not_kept_has_its_date_in_the_feed(self):
        self.answer(self.rice, "not_kept", reason_id=self.reason.id)
        [row] = self.get("/suggestions/similar?q=riz+rond").json()["refused"]
        self.assertEqual(set(row), {"id", "name", "url", "score", "reason", "date"})
        self.assertRegex(row["date"], r"^\d{4}-\d{2}-\d{2}$")

    def test_an_unknown_barcode_offers_to_propose_it(self):
        page = self.get("/p/b/3017620422003")
        self.assertEqual(page.status_code, 404)
        self.assert_shows(page, "/suggestions/new?barcode=3017620422003")

    def test_the_photo_of_a_suggestion_is_shown_where_there_is_one(self):
        self.assertEqual(self.get(f"/suggestions/{self.rice.id}/photo").status_code, 404)
