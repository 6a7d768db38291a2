from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestListing(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.shelf = self.env["coop.shelf"].create({"name": "Vrac"})
        self.oats = self.propose(
            "Flocons d'avoine", ago=timedelta(days=3), shelf_id=self.shelf.id, brand="Moulin"
        )
        self.rice = self.propose("Riz rond", ago=timedelta(days=2))
        self.salt = self.propose("Sel gris", ago=timedelta(days=1))
        for partner in (self.bob, self.alban):
            self.vote(self.rice, partner, "weekly")
        self.env.flush_all()

    def names(self, partner=None, **kwargs):
        rows, total = self.env["coop.suggestion"]._list_for(partner or self.bob, **kwargs)
        self.assertEqual(total, len(rows))
        return [row["name"] for row in rows]

    def row(self, suggestion, partner):
        [row] = suggestion._rows_for(partner)
        return row

    def test_new_ones_first(self):
        self.assertEqual(self.names(order="new"), ["Sel gris", "Riz rond", "Flocons d'avoine"])

    def test_most_wanted_first(self):
        self.assertEqual(self.names(order="wanted")[0], "Riz rond")

    def test_by_shelf(self):
        self.assertEqual(self.names(shelf_id=self.shelf.id), ["Flocons d'avoine"])
        self.assertEqual(self.names(shelf_id=2**31 - 1), [])
        self.assertEqual(
            self.env["coop.suggestion"]._shelves_with_open(), [(self.shelf.id, "Vrac")]
        )

    def test_a_shelf_whose_suggestions_are_all_decided_is_not_offered(self):
        self.oats._set_state("kept")
        self.env.flush_all()
        self.assertEqual(self.env["coop.suggestion"]._shelves_with_open(), [])

    def test_searching_forgives_slips_and_accents(self):
        for text in ("flocon", "FLOCONS AVOINE", "flcoons avoine", "moulin"):
            with self.subTest(text=text):
                self.assertEqual(self.names(text=text), ["Flocons d'avoine"])
        self.assertEqual(self.names(text="xylophone"), [])

    def test_open_ones_and_those_with_their_answer_are_apart(self):
        self.rice._set_state("asked")
        self.answer(self.salt, "not_kept", reason_id=self.reason.id)
        self.assertEqual(set(self.names()), {"Flocons d'avoine", "Riz rond"})
        self.assertEqual(self.names(decided=True), ["Sel gris"])

    def test_the_newest_answers_first(self):
        self.answer(self.salt, ago=timedelta(days=2))
        self.answer(self.rice, ago=timedelta(days=3))
        self.answer(self.oats, ago=timedelta(days=1))
        self.assertEqual(self.names(decided=True), ["Flocons d'avoine", "Sel gris", "Riz rond"])

    def test_withdrawn_and_hidden_ones_are_in_no_list(self):
        self.salt._set_state("withdrawn")
        self.rice._set_state("blocked")
        self.assertEqual(self.names(), ["Flocons d'avoine"])
        self.assertEqual(self.names(decided=True), [])

    def test_the_suggestions_of_another_company_are_in_no_list(self):
        self.rice.company_id = self.env["res.company"].create({"name": "Autre coop"})
        self.assertNotIn("Riz rond", self.names())
        self.assertFalse(self.env["coop.suggestion"]._find_for(self.bob, self.rice.id))

    def test_a_row_says_what_one_decides_by_and_no_more(self):
        row = self.row(self.rice, self.bob)
        self.assertEqual(row["supporters"], 2)
        self.assertEqual(row["weekly"], 2)
        self.assertEqual((row["voted"], row["frequency"]), (True, "weekly"))
        self.assertFalse(row["household"])
        told = repr(row)
        for secret in ("Alice", "Alban", "Durand", "@"):
            self.assertNotIn(secret, told)

    def test_a_row_shows_its_answer(self):
        self.answer(self.salt, "not_kept", reason_id=self.reason.id)
        row = self.row(self.salt, self.bob)
        self.assertFalse(row["votes_open"])
        self.assertIn(self.reason.name, row["answer"])

    def test_mine_and_those_i_voted_for(self):
        mine, wanted = self.env["coop.suggestion"]._mine_for(self.bob)
        self.assertEqual(mine, [])
        self.assertEqual([row["name"] for row in wanted], ["Riz rond"])
        mine, wanted = self.env["coop.suggestion"]._mine_for(self.alice)
        self.assertEqual(len(mine), 3)
        self.assertEqual(wanted, [])

    def test_ones_own_withdrawn_or_hidden_ones_stay_among_mine(self):
        self.rice._set_state("blocked")
        mine, _wanted = self.env["coop.suggestion"]._mine_for(self.alice)
        self.assertIn("Riz rond", [row["name"] for row in mine])
        _mine, wanted = self.env["coop.suggestion"]._mine_for(self.bob)
        self.assertEqual(wanted, [])

    def test_dates_are_words_in_the_readers_language_and_the_shops_time(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        suggestions = self.env["coop.suggestion"]
        with freeze_time("2026-07-14 12:00:00"):
            for lang, ago, just_now in (
                ("en_US", "5 days ago", "just now"),
                ("fr_FR", "il y a 5 jours", None),
            ):
                speaking = suggestions.with_context(lang=lang)
                self.assertEqual(speaking._ago(datetime(2026, 7, 9, 12)), ago)
                self.assertIn("12", speaking._ago(datetime(2026, 7, 2, 12)), "days, not weeks")
                if just_now:
                    self.assertEqual(speaking._ago(datetime(2026, 7, 14, 11, 59, 30)), just_now)
        late = datetime(2026, 1, 11, 23, 30)
        self.assertEqual(suggestions.with_context(lang="fr_FR")._day(late), "12 janvier 2026")
