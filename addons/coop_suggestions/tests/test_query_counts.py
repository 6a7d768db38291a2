from odoo.tests import tagged

from .common import SuggestionCommon

FEW, MANY = 5, 40


@tagged("post_install", "-at_install")
class TestQueryCounts(SuggestionCommon):
    """A list costs a fixed number of queries, whatever its length."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelves = cls.env["coop.shelf"].create([{"name": f"Rayon {i}"} for i in range(4)])
        cls.people = cls.env["res.partner"].create(
            [{"name": f"Personne {i} Nom", "ref": f"P{i}"} for i in range(MANY)]
        )
        cls.suggestions = cls.make_suggestions(MANY, brand="Marque")
        for index, suggestion in enumerate(cls.suggestions):
            suggestion.shelf_id = cls.shelves[index % 4]
            for partner in cls.people[: 1 + index % 5] | cls.bob:
                suggestion._vote(partner, "weekly")
        # Each has an answer of the past, and is open again.
        decisions = cls.env["coop.suggestion.decision"].create(
            [
                {
                    "suggestion_id": suggestion.id,
                    "answer": "not_kept",
                    "reason_id": cls.reason.id,
                    "user_id": cls.team.id,
                }
                for suggestion in cls.suggestions
            ]
        )
        decisions._publish()
        cls.suggestions._set_state("open")
        cls.products = cls.env["product.product"].union(
            *[cls.make_product(f"Produit {i}", coop_brand="Marque") for i in range(10)]
        )

    def assert_same_count(self, function, few, many):
        """Both calls cost as many queries: the arguments differ in how much they read."""
        self.assertEqual(self.count_queries(function, many), self.count_queries(function, few))

    def test_rows_of_a_list(self):
        self.assert_same_count(
            lambda suggestions: suggestions._rows_for(self.bob),
            self.suggestions[:FEW],
            self.suggestions,
        )

    def page_of_list(self, number, **kwargs):
        """Read the first page while so many suggestions are in the list."""
        (self.suggestions[number:])._set_state("withdrawn")
        count = self.count_queries(
            lambda: self.env["coop.suggestion"]._list_for(self.bob, **kwargs)
        )
        rows, total = self.env["coop.suggestion"]._list_for(self.bob, **kwargs)
        self.suggestions._set_state("open")
        self.assertEqual((total, len(rows)), (number, min(number, 20)))
        return count

    def test_each_page_of_the_list(self):
        for order in ("fair", "new", "wanted"):
            with self.subTest(order=order):
                self.assertEqual(
                    self.page_of_list(MANY, order=order), self.page_of_list(FEW, order=order)
                )

    def test_a_search_in_the_list(self):
        self.assertEqual(
            self.page_of_list(MANY, text="produit"), self.page_of_list(FEW, text="produit")
        )

    def test_those_with_an_answer(self):
        def decided(number):
            self.suggestions[:number]._set_state("not_kept")
            count = self.count_queries(
                lambda: self.env["coop.suggestion"]._list_for(self.bob, decided=True)
            )
            self.suggestions._set_state("open")
            return count

        self.assertEqual(decided(MANY), decided(FEW))

    def test_my_suggestions(self):
        other = self.people[-1]
        self.suggestions[:FEW].author_id = other
        self.assert_same_count(self.env["coop.suggestion"]._mine_for, other, self.alice)

    def test_the_purchasing_teams_list(self):
        specification = {
            "name": {},
            "rank": {},
            "supporters": {},
            "weekly": {},
            "days_waiting": {},
            "state": {},
            "draft_decision_id": {},
            "shelf_id": {"fields": {"display_name": {}}},
            "resembling_product_id": {"fields": {"display_name": {}}},
            "resembling_sales": {},
            "author_id": {"fields": {"display_name": {}}},
        }
        model = self.env["coop.suggestion"].with_user(self.team)

        def read(suggestions):
            result = model.web_search_read(
                [("id", "in", suggestions.ids)], specification, order="rank", limit=80
            )
            self.assertEqual(len(result["records"]), len(suggestions))

        self.assert_same_count(read, self.suggestions[:FEW], self.suggestions)

    def test_the_comments_of_a_suggestion(self):
        self.company.coop_daily_comments = 100
        few, many = self.suggestions[0], self.suggestions[1]
        for number, partner in enumerate(self.people):
            many._comment(partner, f"Mot {number}")
            if number < FEW:
                few._comment(partner, f"Mot {number}")
        self.assertEqual(len(many._comments_for(self.bob)), MANY)
        self.assert_same_count(lambda s: s._comments_for(self.bob), few, many)

    def test_what_resembles_a_name(self):
        similar = self.env["coop.suggestion"]._similar_to
        self.suggestions[0].name = "Xylophone rare"
        self.products[0].name = "Xylophone rare"
        self.env.flush_all()
        few = similar(self.bob, "xylophone rare")
        many = similar(self.bob, "produit")
        self.assertEqual((len(few["open"]), len(few["products"])), (1, 1))
        self.assertGreater(len(many["open"]), 3)
        self.assertGreater(len(many["products"]), 3)
        self.assert_same_count(lambda text: similar(self.bob, text), "xylophone rare", "produit")

    def test_the_answers_of_many_are_published_with_one_look_for_their_readers_each(self):
        suggestion = self.suggestions[0]
        for partner in self.people:
            partner.email = f"p{partner.id}@coop.test"
            self.follow(suggestion, partner)
        self.env.flush_all()
        many = self.count_queries(suggestion._follows_to_tell, self.team.partner_id)
        suggestion.follow_ids[FEW:].unlink()
        few = self.count_queries(suggestion._follows_to_tell, self.team.partner_id)
        self.assertEqual(many, few)
