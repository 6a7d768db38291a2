from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ADDON, SuggestionCommon

LOGGER = f"odoo.addons.{ADDON}.models.coop_suggestion_digest"


class LetterCommon(SuggestionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.choices = cls.env["coop.mail.choice"]
        cls.choices.search([]).unlink()
        cls.spreads = cls.env["coop.shelf"].create({"name": "Tartinables"})
        cls.drinks = cls.env["coop.shelf"].create({"name": "Boissons"})
        # Bob has voted for a spread: spreads are what he hears of.
        cls.wanted = cls.propose("Confiture", shelf_id=cls.spreads.id, ago=timedelta(days=90))
        cls.wanted._vote(cls.bob)

    def write_letters(self, weeks=0):
        """Run the scheduled action, today or some weeks on."""
        self.env.flush_all()
        day = fields.Datetime.now() + timedelta(weeks=weeks)
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref(f"{ADDON}.ir_cron_write_letters").method_direct_trigger()
        self.env.invalidate_all()

    def ask_for_letter(self, *partners, **choices):
        for partner in partners:
            self.choices._choose(partner, weekly=True, **choices)

    def letters_to(self, partner):
        return self.mails_to(partner).filtered(lambda mail: mail.model == "coop.mail.choice")

    def try_on_shelf(self, suggestion, weeks_ago):
        """Have what was kept stand on the shelf since so many weeks; return its trial."""
        suggestion._set_state("kept")
        suggestion.product_id = self.make_product(suggestion.name)
        trial = suggestion.trial_ids
        trial._start(fields.Date.today() - timedelta(weeks=weeks_ago))
        return trial


@tagged("post_install", "-at_install")
class TestLetter(LetterCommon):
    def setUp(self):
        super().setUp()
        self.fresh = self.propose("Purée <i>d'amande</i>", shelf_id=self.spreads.id, brand="Noix")

    def test_who_asked_hears_of_new_suggestions_in_the_shelves_they_vote_on(self):
        self.propose("Cidre", shelf_id=self.drinks.id)
        self.ask_for_letter(self.bob)
        self.write_letters()
        letter = self.letters_to(self.bob)
        self.assertEqual(len(letter), 1)
        self.assertEqual(letter.state, "outgoing")
        self.assertIn("Purée &lt;i&gt;", letter.body_html)
        self.assertIn("Noix · Tartinables · 1 household", letter.body_html)
        self.assertIn(f"/suggestions/{self.fresh.id}", letter.body_html)
        self.assertNotIn("Cidre", letter.body_html)
        self.assertIn(self.fresh.name, letter.subject)

    def test_who_did_not_ask_or_thought_better_of_it_gets_none(self):
        self.ask_for_letter(self.bob)
        self.choices._choose(self.bob, weekly=False)
        self.write_letters()
        self.assertFalse(self.letters_to(self.bob))

    def test_an_empty_letter_is_not_sent(self):
        self.fresh._set_state("withdrawn")
        self.ask_for_letter(self.bob)
        self.write_letters()
        self.assertFalse(self.letters_to(self.bob))

    def test_chosen_shelves_go_before_those_voted_on(self):
        cider = self.propose("Cidre", shelf_id=self.drinks.id)
        self.ask_for_letter(self.bob, shelves=self.drinks)
        self.write_letters()
        letter = self.letters_to(self.bob)
        self.assertIn(cider.name, letter.body_html)
        self.assertNotIn(f"/suggestions/{self.fresh.id}", letter.body_html)

    def test_nobody_hears_of_their_own_households_suggestion_or_wish(self):
        self.wanted._vote(self.alban)
        self.ask_for_letter(self.alice, self.alban, self.bob)
        self.fresh._vote(self.bob)
        self.write_letters()
        for partner in (self.alice, self.alban, self.bob):
            self.assertFalse(self.letters_to(partner))

    def test_an_author_who_took_back_their_vote_does_not_hear_of_their_own(self):
        self.fresh._unvote(self.alice)
        self.ask_for_letter(self.alice)
        self.write_letters()
        self.assertFalse(self.letters_to(self.alice))

    def test_what_has_its_answer_or_is_old_is_not_new(self):
        self.fresh._set_state("kept")
        self.propose("Miel", shelf_id=self.spreads.id, ago=timedelta(days=30))
        self.ask_for_letter(self.bob)
        self.write_letters()
        self.assertFalse(self.letters_to(self.bob))

    def test_a_thing_is_told_once(self):
        self.ask_for_letter(self.bob)
        self.write_letters()
        self.write_letters(weeks=1)
        self.assertEqual(len(self.letters_to(self.bob)), 1)

    def test_there_is_one_letter_a_week_at_most_and_nothing_is_lost(self):
        self.ask_for_letter(self.bob)
        self.write_letters()
        later = self.propose("Miel", shelf_id=self.spreads.id)
        self.write_letters()
        self.assertEqual(len(self.letters_to(self.bob)), 1)
        self.write_letters(weeks=1)
        letters = self.letters_to(self.bob).sorted("id")
        self.assertEqual(len(letters), 2)
        self.assertIn(later.name, letters[1].body_html)
        self.assertNotIn("amande", letters[1].body_html)

    def test_more_than_fit_wait_for_the_next_letter(self):
        self.make_suggestions(12, shelf_id=self.spreads.id)
        self.ask_for_letter(self.bob)
        self.write_letters()
        self.write_letters(weeks=1)
        told = self.env["coop.digest.sent"].search([("partner_id", "=", self.bob.id)])
        self.assertEqual(len(told), 13)
        self.assertEqual(len(self.letters_to(self.bob)), 2)

    def test_trials_and_questions_stand_in_it_once(self):
        self.fresh._set_state("withdrawn")
        syrup = self.propose("Sirop <fraise>", shelf_id=self.drinks.id, ago=timedelta(days=90))
        syrup._vote(self.bob)
        self.try_on_shelf(syrup, weeks_ago=8)
        self.env["coop.price.question"].with_user(self.team)._ask(self.wanted, 4.9)
        self.ask_for_letter(self.bob)
        self.write_letters()
        letter = self.letters_to(self.bob)
        self.assertIn("Sirop &lt;fraise&gt;", letter.body_html)
        self.assertIn("On trial on the shelf", letter.body_html)
        self.assertIn("4.90", letter.body_html)
        self.assertEqual(letter.subject.count("Confiture"), 1)
        self.write_letters(weeks=1)
        self.assertEqual(len(self.letters_to(self.bob)), 1)

    def test_another_question_on_the_same_suggestion_is_news(self):
        self.fresh._set_state("withdrawn")
        questions = self.env["coop.price.question"].with_user(self.team)
        self.ask_for_letter(self.bob)
        questions._ask(self.wanted, 4.9)
        self.write_letters()
        questions._ask(self.wanted, 5.9)
        self.write_letters(weeks=1)
        self.assertEqual(len(self.letters_to(self.bob)), 2)
        self.assertIn("5.90", self.letters_to(self.bob).sorted("id")[-1].body_html)

    def test_the_verdict_is_news_after_the_end_was_announced(self):
        self.fresh._set_state("withdrawn")
        trial = self.try_on_shelf(self.wanted, weeks_ago=8)
        self.ask_for_letter(self.bob)
        self.write_letters()
        trial.verdict_ids.create(
            {"trial_id": trial.id, "verdict": "keep", "user_id": self.team.id}
        )._publish()
        self.write_letters(weeks=1)
        letters = self.letters_to(self.bob).sorted("id")
        self.assertEqual(len(letters), 2)
        self.assertIn("Adopted", letters[1].body_html)

    def test_members_cost_no_more_queries_where_more_is_told(self):
        self.fresh._set_state("withdrawn")
        other = self.make_member("Ines Un")
        for name in ("Un", "Deux", "Trois"):
            suggestion = self.propose(name, shelf_id=self.drinks.id, ago=timedelta(days=90))
            suggestion._vote(self.bob)
            suggestion._vote(other)
            self.try_on_shelf(suggestion, weeks_ago=8)
        trials = self.env["coop.suggestion"]._coop_digest_trials
        self.assertEqual(len(trials(self.bob)[self.bob]), 3)
        self.assertEqual(
            self.count_queries(trials, self.bob),
            self.count_queries(trials, self.bob | other),
        )

    def test_who_left_has_no_address_or_whose_mails_come_back_stops_nobody_else(self):
        others = [self.make_member(name) for name in ("Ines Un", "Jean Deux", "Karim Trois")]
        for other in others:
            self.wanted._vote(other)
        self.ask_for_letter(*others, self.bob)
        self.user_of(others[0]).active = False
        others[1].email = False
        others[2].message_bounce = 3
        self.write_letters()
        for other in others:
            self.assertFalse(self.letters_to(other))
        self.assertTrue(self.letters_to(self.bob))

    def test_each_reads_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref(f"{ADDON}.mail_template_letter")
        template.with_context(
            lang="fr_FR"
        ).subject = "Cette semaine : {{ ctx['letters'][object.id]['subject'] }}"
        reader = self.make_member("Rose Lit", lang="fr_FR")
        self.wanted._vote(reader)
        self.ask_for_letter(self.bob, reader)
        self.write_letters()
        self.assertTrue(self.letters_to(reader).subject.startswith("Cette semaine"))
        self.assertTrue(self.letters_to(self.bob).subject.startswith("This week"))

    # --- faults

    def test_a_letter_that_fails_keeps_nobody_from_theirs_and_is_tried_again(self):
        ines = self.make_member("Ines Un")
        self.wanted._vote(ines)
        self.ask_for_letter(self.bob, ines)
        letters = type(self.choices)._letters

        def fail(choices):
            found = letters(choices)
            if self.bob in choices.partner_id:
                raise ValueError("essai")
            return found

        with patch.object(type(self.choices), "_letters", fail), mute_logger(LOGGER):
            self.write_letters()
        self.assertFalse(self.letters_to(self.bob))
        self.assertEqual(len(self.letters_to(ines)), 1)
        self.write_letters()
        self.assertEqual(len(self.letters_to(self.bob)), 1)
        self.assertEqual(len(self.letters_to(ines)), 1)

    def test_stopped_half_way_it_goes_on_with_the_others(self):
        people = [self.make_member(f"M{number} Membre") for number in range(4)]
        for person in people:
            self.wanted._vote(person)
        self.ask_for_letter(*people)
        module = "odoo.addons.coop_suggestions.models.coop_suggestion_digest.BATCH"
        taken = []
        take = type(self.choices)._take

        def crash_at_the_third(choices, *args):
            taken.append(1)
            if len(taken) == 3:
                raise KeyboardInterrupt
            return take(choices, *args)

        with (
            patch(module, 1),
            patch.object(type(self.choices), "_take", crash_at_the_third),
            self.enter_registry_test_mode(),
            suppress(KeyboardInterrupt),
            self.registry.cursor() as cursor,
        ):
            self.choices.with_env(self.env(cr=cursor))._cron_write_letters()
        self.assertEqual(len(taken), 3)
        self.env.invalidate_all()
        self.assertEqual(sum(len(self.letters_to(person)) for person in people), 2)
        self.write_letters()
        self.assertEqual([len(self.letters_to(person)) for person in people], [1] * 4)

    def test_members_cost_few_queries_each(self):
        def queries(number):
            people = [self.make_member(f"P{number}x{place} Membre") for place in range(number)]
            for person in people:
                self.wanted._vote(person)
            self.ask_for_letter(*people)
            choices = self.choices.search([("partner_id", "in", [p.id for p in people])])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            choices._write_letters(self.choices._this_week())
            self.env.flush_all()
            return self.cr.sql_log_count - before

        few, many = queries(4), queries(24)
        self.assertLess((many - few) / 20, 12)

    # --- what is remembered

    def test_what_was_told_of_suggestions_is_forgotten_when_they_are_no_longer_new(self):
        self.ask_for_letter(self.bob)
        self.write_letters()
        sent = self.env["coop.digest.sent"]
        sent._gc_suggestions_no_longer_new()
        self.assertTrue(sent.search([("partner_id", "=", self.bob.id)]))
        with freeze_time(fields.Datetime.now() + timedelta(days=91)):
            sent._gc_suggestions_no_longer_new()
        self.assertFalse(sent.search([("partner_id", "=", self.bob.id)]))
