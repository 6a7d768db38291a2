from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestProposeAgain(SuggestionCommon):
    def setUp(self):
        super().setUp()
        with freeze_time("2026-01-31 12:00:00"):
            self.past = self.propose("Crème de marrons", barcode="3017620422003")
            decision = self.refuse(self.past)
        with freeze_time("2026-01-31 23:30:00"):
            # Half an hour after midnight in the shop.
            self.publish_due()
        self.assertEqual(str(decision.published_on), "2026-01-31 23:30:00")

    def test_six_months_after_the_answer_in_the_shops_days(self):
        self.assertEqual(self.past._can_be_proposed_again_on(), date(2026, 8, 1))

    def test_the_page_says_from_when_and_then_offers_it(self):
        for moment, again_now in (
            ("2026-07-31 21:59:00", False),
            ("2026-07-31 22:00:00", True),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                page = self.past._page_for(self.bob)
                self.assertTrue(page["again_on"])
                self.assertEqual(page["again_now"], again_now)

    def test_the_delay_is_a_setting(self):
        self.company.coop_again_months = 1
        self.assertEqual(self.past._can_be_proposed_again_on(), date(2026, 3, 1))

    def test_only_what_was_not_kept_has_such_a_date(self):
        self.assertFalse(self.propose("Riz")._can_be_proposed_again_on())
        self.answer(self.past, "reopen")
        self.assertFalse(self.past._can_be_proposed_again_on())

    def test_it_is_known_again_by_its_words_or_its_barcode(self):
        find = self.env["coop.suggestion"]._past_not_kept
        self.assertEqual(find("Crème de marrons", "", ""), self.past)
        self.assertEqual(find("CREME  de marrons !", "", ""), self.past)
        self.assertEqual(find("Autre chose", "", "3017620422003"), self.past)
        self.assertFalse(find("Crème de marrons", "Autre marque", ""))
        self.assertFalse(find("Confiture", "", ""))

    def test_what_was_kept_is_no_past_refusal(self):
        self.answer(self.past, "next_order")
        self.assertFalse(self.env["coop.suggestion"]._past_not_kept("Crème de marrons", "", ""))

    def test_it_links_to_its_past(self):
        again = self.propose("Crème de marrons", author=self.bob, previous_id=self.past.id)
        self.assertEqual(
            again._page_for(self.alice)["previous"],
            {"id": self.past.id, "name": "Crème de marrons"},
        )

    def test_the_past_of_another_company_is_not_ours(self):
        self.past.company_id = self.env["res.company"].create({"name": "Autre coop"})
        self.assertFalse(self.env["coop.suggestion"]._past_not_kept("Crème de marrons", "", ""))
