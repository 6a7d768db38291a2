from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import CoopCommon, PageHelpers
from .till_common import TillCommon


class ReviewHelpers:
    def review(self, partner, stars, words="", product=None):
        self.env["coop.review"]._write_for(partner, product or self.rice, stars, words)

    def reviews(self, product=None):
        return self.env["coop.review"].search([("product_id", "=", (product or self.rice).id)])

    def shown(self, reader=None):
        return self.rice._coop_reviews_for(reader or self.bob)


@tagged("post_install", "-at_install")
class TestReview(ReviewHelpers, CoopCommon):
    def setUp(self):
        super().setUp()
        self.rice = self.make_product("Riz")

    def test_one_a_person_and_product_changed_at_will(self):
        self.review(self.alice, 4, "Bon")
        self.review(self.alice, 2, "Finalement non")
        [review] = self.reviews()
        self.assertEqual((review.stars, review.words), (2, "Finalement non"))

    def test_the_same_again_is_no_change_and_counts_for_no_limit(self):
        for _time in range(30):
            self.review(self.alice, 4, "Bon")
        self.assertEqual(len(self.reviews()), 1)

    def test_withdrawing_twice_is_withdrawing_once(self):
        self.review(self.alice, 4)
        self.env["coop.review"]._withdraw_for(self.alice, self.rice)
        self.env["coop.review"]._withdraw_for(self.alice, self.rice)
        self.assertFalse(self.reviews())

    def test_stars_are_one_to_five(self):
        for stars in (0, 6, -1):
            with self.subTest(stars=stars), self.assertRaises(UserError):
                self.review(self.alice, stars)
        for stars in (1, 5):
            self.review(self.alice, stars)
        self.assertEqual(self.reviews().stars, 5)

    def test_words_are_at_most_a_thousand_characters(self):
        self.review(self.alice, 4, "a" * 1000)
        with self.assertRaises(UserError):
            self.review(self.alice, 4, "a" * 1001)

    def test_a_days_limit(self):
        for number in range(20):
            self.review(self.alice, 4, product=self.make_product(f"Produit {number}"))
        with self.assertRaises(UserError):
            self.review(self.alice, 4)
        self.review(self.bob, 4)

    def test_members_see_first_names_and_the_mean(self):
        self.review(self.alice, 4, "Bon")
        self.review(self.bob, 5)
        shown = self.shown()
        self.assertEqual((shown["average"], shown["count"]), (4.5, 2))
        self.assertEqual(sorted(row["author"] for row in shown["rows"]), ["Alice M.", "Bob D."])
        self.assertEqual(shown["mine"]["stars"], 5)

    def test_reviews_of_people_who_left_stay(self):
        self.review(self.alice, 4, "Bon")
        self.user_of(self.alice).active = False
        self.alice.active = False
        self.assertEqual(self.shown()["count"], 1)

    def test_a_hidden_one_is_kept_out_of_sight_and_counts_no_more(self):
        self.review(self.alice, 1, "Des gros mots")
        self.review(self.bob, 5)
        review = self.reviews().filtered(lambda each: each.partner_id == self.alice)
        review.with_user(self.env.ref("base.user_admin"))._hide("Restons polis")
        shown = self.shown()
        self.assertEqual((shown["average"], shown["count"], len(shown["rows"])), (5, 1, 1))
        self.assertEqual(self.shown(self.alice)["mine"]["hidden_reason"], "Restons polis")
        mail = self.env["mail.mail"].search([("recipient_ids", "in", self.alice.ids)])
        self.assertEqual(len(mail), 1)
        self.assertIn("Restons polis", mail.body_html)
        # It is neither changed nor withdrawn, and can be shown again.
        with self.assertRaises(UserError):
            self.review(self.alice, 1, "Encore")
        with self.assertRaises(UserError):
            self.env["coop.review"]._withdraw_for(self.alice, self.rice)
        review.with_user(self.env.ref("base.user_admin")).action_show_again()
        self.assertEqual(self.shown()["count"], 2)

    def test_one_report_a_person_and_it_ends_when_the_words_change(self):
        self.review(self.alice, 1, "Des gros mots")
        review = self.reviews()
        review._report(self.bob, "Insultant")
        review._report(self.bob, "Insultant !")
        self.assertEqual(review.report_count, 1)
        with self.assertRaises(UserError):
            review._report(self.alban, "")
        self.review(self.alice, 1, "Des mots doux")
        self.assertEqual(review.report_count, 0)

    def test_only_the_team_hides(self):
        self.review(self.alice, 1)
        with self.assertRaises(AccessError):
            self.reviews().with_user(self.user_of(self.bob))._hide("Non")

    def test_members_have_no_rights_on_reviews(self):
        self.review(self.alice, 1)
        user = self.user_of(self.bob)
        for model in ("coop.review", "coop.review.report"):
            for right in ("read", "write", "create", "unlink"):
                self.assertFalse(self.env[model].with_user(user).has_access(right))

    def test_one_five_does_not_beat_forty_of_four_point_eight(self):
        people = [self.make_partner(f"Personne {number}") for number in range(40)]
        bread = self.make_product("Pain")
        for number, person in enumerate(people):
            self.review(person, 4 if number % 5 == 0 else 5, product=bread)  # 4.8
        self.review(self.alice, 5)
        ratings = self.env["coop.review"]._ratings()
        self.assertGreater(ratings[bread.id].score, ratings[self.rice.id].score)
        content = self.env["coop.stock.page"]._coop_content()
        rows = [row.id for row in content.chosen("rating") if row.id in (bread + self.rice).ids]
        self.assertEqual(rows, [bread.id, self.rice.id])
        self.assertEqual(ratings[bread.id][:2], (4.8, 40))

    def test_a_coop_can_do_without(self):
        self.review(self.alice, 4)
        self.company.coop_reviews = False
        self.assertIsNone(self.shown())
        self.assertEqual(self.env["coop.review"]._ratings(), {})
        with self.assertRaises(UserError):
            self.review(self.bob, 4)
        self.assertEqual(len(self.reviews()), 1)

    def test_each_coop_of_one_database_has_reviews_of_its_own(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        self.review(self.alice, 4, "Bon")
        there = self.rice.with_company(other)
        self.env["coop.review"].with_company(other)._write_for(self.alice, there, 1, "Fade")
        self.assertEqual([row["words"] for row in self.shown()["rows"]], ["Bon"])
        self.assertEqual(
            [row["words"] for row in there._coop_reviews_for(self.bob)["rows"]], ["Fade"]
        )

    def merge(self, one, two):
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [(6, 0, (one + two).ids)], "dst_partner_id": one.id}
        )
        self.env.flush_all()
        wizard.action_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(two.exists())

    def test_reviews_and_reports_survive_a_merge_of_contacts(self):
        one = self.make_partner("Camille Roux", email="camille@coop.test")
        two = self.make_partner("C. Roux", email="camille@coop.test")
        bread, leek = self.make_product("Pain"), self.make_product("Poireau")
        self.review(one, 2, "Bof")
        self.review(two, 5)
        self.review(two, 5, product=bread)
        self.review(self.alice, 1, product=leek)
        for person in (one, two, self.bob):
            self.reviews(leek)._report(person, "Hors sujet")
        self.merge(one, two)
        kept = self.reviews() + self.reviews(bread)
        self.assertEqual([(each.partner_id, each.stars) for each in kept], [(one, 2), (one, 5)])
        self.assertEqual(self.reviews(leek).report_ids.partner_id, one + self.bob)
        self.assertEqual(self.reviews(leek).report_count, 2)

    def test_more_reviews_cost_no_more_queries(self):
        self.company.coop_reviews_bought = True
        people = [self.make_partner(f"Personne {number}") for number in range(12)]
        self.review(people[0], 4)
        one = self.count_queries(self.rice._coop_reviews_for, self.bob)
        for person in people:
            self.review(person, 5, "Bon")
        self.assertEqual(self.count_queries(self.rice._coop_reviews_for, self.bob), one)


@tagged("post_install", "-at_install")
class TestBought(ReviewHelpers, TillCommon):
    """« acheté » stands where the coop wants it and the till knows the household."""

    def setUp(self):
        super().setUp()
        self.rice = self.make_product("Riz", list_price=3)
        self.alice = self.make_member("Alice Martin")
        self.alban = self.make_member("Alban Petit", parent_id=self.alice.id)
        self.bob = self.make_member("Bob Durand")
        for person in (self.alice, self.alban, self.bob):
            self.review(person, 4)
        self.open_till("closing")
        self.ring_up((self.rice, 1), partner_id=self.alice.id)

    def bought(self):
        rows = self.rice._coop_reviews_for(self.bob)["rows"]
        return sorted(row["author"] for row in rows if row["bought"])

    def test_the_household_has_bought(self):
        self.company.coop_reviews_bought = True
        self.assertEqual(self.bought(), ["Alban P.", "Alice M."])

    def test_nothing_is_said_unless_the_coop_wants_it(self):
        self.assertEqual(self.bought(), [])


@tagged("post_install", "-at_install")
class TestReviewPage(ReviewHelpers, PageHelpers, CoopCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.rice = self.make_product("Riz")
        self.url = f"/p/{self.rice.id}"

    def test_a_member_writes_changes_and_withdraws(self):
        self.sign_in(self.alice)
        done = self.post(f"{self.url}/review", stars="4", words="Bon & <b>gras</b>")
        self.assert_leads_to(done, f"{self.url}?done=reviewed#reviews")
        page = self.assert_page(f"{self.url}?done=reviewed", "Your review stands here", "Alice M.")
        self.assert_shows(page, "Bon &amp; &lt;b&gt;gras&lt;/b&gt;")
        self.post(f"{self.url}/review", stars="2", words="")
        self.assertEqual(self.reviews().stars, 2)
        done = self.post(f"{self.url}/review", withdraw="1")
        self.assert_leads_to(done, f"{self.url}?done=review_withdrawn#reviews")
        self.assertFalse(self.reviews())

    def test_what_one_said_of_a_stopped_product_is_still_ones_own(self):
        self.review(self.alice, 4, "Bon")
        self.rice.active = False
        self.sign_in(self.bob)
        self.assert_hides(self.assert_page(self.url, "Alice M.", "/report"), f"{self.url}/review")
        self.sign_in(self.alice)
        self.assert_page(self.url, f"{self.url}/review")
        self.post(f"{self.url}/review", withdraw="1")
        self.assertFalse(self.reviews())

    def test_what_is_wrong_is_said_and_the_words_are_kept(self):
        self.sign_in(self.alice)
        page = self.post(f"{self.url}/review", stars="9", words="Mes mots")
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "Choose from 1 to 5 stars", "Mes mots")

    def test_a_visitor_reads_and_writes_nothing(self):
        self.review(self.alice, 4, "Bon")
        page = self.assert_page(self.url, "Alice M.", "Bon")
        self.assert_hides(page, "/review", "/report", "alice@coop.test")
        answer = self.post(f"{self.url}/review", stars="4", token=False)
        self.assertIn(answer.status_code, (303, 400))
        self.assertEqual(len(self.reviews()), 1)

    def test_one_reports_what_another_wrote_and_not_ones_own(self):
        self.review(self.alice, 1, "Des gros mots")
        review = self.reviews()
        self.sign_in(self.bob)
        done = self.post(f"{self.url}/report", review_id=review.id, reason="Insultant")
        self.assert_leads_to(done, f"{self.url}?done=review_reported#reviews")
        self.assertEqual(review.report_count, 1)
        self.sign_in(self.alice)
        page = self.post(f"{self.url}/report", review_id=review.id, reason="Moi")
        self.assertEqual(page.status_code, 422)
        self.assertEqual(review.report_count, 1)

    def test_a_review_of_another_product_is_not_reported_from_here(self):
        bread = self.make_product("Pain")
        self.review(self.alice, 1, product=bread)
        self.sign_in(self.bob)
        number = self.reviews(bread).id
        page = self.post(f"{self.url}/report", review_id=number, reason="Insultant")
        self.assertEqual(page.status_code, 422)
        self.assertFalse(self.reviews(bread).report_count)
