import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .page_common import SuggestionPages
from .price_common import EAN, PriceCommon


@tagged("post_install", "-at_install")
class TestPriceQuestion(PriceCommon, SuggestionPages):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose("Riz complet", barcode=EAN, follow=True)
        self.suggestion._vote(self.bob)

    def answers(self, question):
        self.env.invalidate_all()
        return question._count_answers()[question.id]

    def asked_again(self):
        """Return the mails about a price that wait for Alice, who asked to hear."""
        return self.mails_to(self.alice).filtered(lambda mail: "price" in mail.subject)

    # --- asked

    def test_the_button_has_the_price_of_the_best_offer_ready(self):
        self.import_list(f"Riz;{EAN};6;3,00")
        action = self.suggestion.with_user(self.team).action_ask_price()
        self.assertEqual(action["context"]["default_price"], 3.8)

    def test_who_asked_to_hear_gets_one_mail_and_other_supporters_none(self):
        self.ask(self.suggestion)
        mail = self.asked_again().ensure_one()
        self.assertIn("4.90", mail.body_html)
        self.assertFalse(self.mails_to(self.bob))

    def test_the_same_question_twice_asks_once(self):
        first = self.ask(self.suggestion)
        self.assertEqual(self.ask(self.suggestion), first)
        self.assertEqual(len(self.asked_again()), 1)

    def test_another_price_is_another_question_and_the_first_keeps_its_answers(self):
        first = self.ask(self.suggestion)
        first._answer(self.alice, "yes")
        second = self.ask(self.suggestion, price=5.5)
        self.assertNotEqual(first, second)
        self.assertTrue(first.closed_on)
        self.assertEqual(self.answers(first)["yes"], 1)
        self.assertEqual(self.answers(second), {"yes": 0, "no": 0, "none": 2})
        self.assertEqual(len(self.asked_again()), 2)
        with self.assertRaisesRegex(UserError, "closed"):
            first._answer(self.alice, "no")

    def test_nothing_is_asked_without_a_price_or_after_the_answer(self):
        with self.assertRaisesRegex(UserError, "above zero"):
            self.ask(self.suggestion, price=0)
        self.answer(self.suggestion, "not_kept", reason_id=self.reason.id)
        with self.assertRaisesRegex(UserError, "has its answer"):
            self.ask(self.suggestion)

    def test_only_the_team_asks(self):
        employee = self.make_user("Emile Caisse", "base.group_user")
        with self.assertRaises(AccessError):
            self.ask(self.suggestion, user=employee)

    # --- answered on the page

    def test_a_supporter_answers_with_one_tap_once(self):
        question = self.ask(self.suggestion)
        self.sign_in(self.bob)
        page = self.assert_page(self.url(self.suggestion), "Still in, at about", "4.90")
        self.assertEqual(page.text.count('aria-pressed="true"'), 1, "the vote only")
        for _tap in range(2):
            answer = self.post(
                self.url(self.suggestion, "price"), question=question.id, answer="yes"
            )
            self.assert_leads_to(answer, f"{self.url(self.suggestion)}?done=price")
        self.assertEqual(self.answers(question), {"yes": 1, "no": 0, "none": 1})
        given = question.answer_ids
        self.post(self.url(self.suggestion, "price"), question=question.id, answer="no")
        self.env.invalidate_all()
        self.assertEqual(question.answer_ids, given, "it is changed, not doubled")
        self.assertEqual(self.answers(question), {"yes": 0, "no": 1, "none": 1})

    def test_who_does_not_support_it_is_not_asked(self):
        question = self.ask(self.suggestion)
        carla = self.make_member("Carla Neuve")
        self.sign_in(carla)
        self.assert_hides(self.get(self.url(self.suggestion)), "Still in, at about")
        answer = self.post(self.url(self.suggestion, "price"), question=question.id, answer="yes")
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(question.answer_ids)

    def test_an_answer_to_the_question_before_is_no_answer_to_this_one(self):
        first = self.ask(self.suggestion)
        self.ask(self.suggestion, price=9)
        self.sign_in(self.bob)
        answer = self.post(self.url(self.suggestion, "price"), question=first.id, answer="yes")
        self.assertEqual(answer.status_code, 422)
        self.assert_shows(answer, "closed meanwhile")

    def test_two_of_a_household_count_once_the_later_counts(self):
        self.suggestion._vote(self.alban)
        question = self.ask(self.suggestion)
        question._answer(self.alice, "yes")
        question._answer(self.alban, "no")
        question.answer_ids.filtered(
            lambda given: given.partner_id == self.alice
        ).answered_on = "2026-01-01 12:00:00"
        self.assertEqual(self.answers(question), {"yes": 0, "no": 1, "none": 1})

    def test_who_takes_the_vote_back_counts_no_more(self):
        question = self.ask(self.suggestion)
        question._answer(self.bob, "yes")
        self.suggestion._unvote(self.bob)
        self.assertEqual(self.answers(question), {"yes": 0, "no": 0, "none": 1})

    def test_the_team_reads_the_answers_on_the_suggestion_and_in_the_meeting(self):
        question = self.ask(self.suggestion)
        question._answer(self.bob, "yes")
        self.env.invalidate_all()
        read = self.suggestion.with_user(self.team)
        self.assertIn("1 yes, 0 no, 1 without an answer", read.price_answers)
        [facts] = read._meeting_facts()
        self.assertIn("1 yes, 0 no, 1 without an answer", facts["price_answers"])

    # --- from a mail

    def address(self, question, partner, answer=""):
        url = question._answer_url(partner, answer)
        return url.removeprefix(question.get_base_url())

    def test_a_mail_leads_to_a_page_that_answers_nothing_by_itself(self):
        question = self.ask(self.suggestion)
        links = re.findall(r'href="[^"]*(/suggestions/price/[^"]+)"', self.asked_again().body_html)
        self.assertEqual(len(links), 2)
        for link in links:
            self.assert_page(link, "Yes, still in", "No, not at that price")
        self.assertFalse(question.answer_ids, "programs that look at mails answer nothing")

    def test_one_tap_on_that_page_answers_without_logging_in(self):
        question = self.ask(self.suggestion)
        address = self.address(question, self.alice)
        for _tap in range(2):
            page = self.post(address, answer="no", token=False)
            self.assertEqual(page.status_code, 200)
            self.assert_shows(page, "your answer is noted")
        self.assertEqual(self.answers(question), {"yes": 0, "no": 1, "none": 1})

    def test_bad_addresses_and_answers_get_a_sentence(self):
        question = self.ask(self.suggestion)
        self.assertEqual(self.get("/suggestions/price/zut").status_code, 404)
        self.assertEqual(self.post("/suggestions/price/zut", token=False).status_code, 404)
        address = self.address(question, self.alice)
        self.assertEqual(self.post(address, token=False, answer="peut-être").status_code, 422)
        stranger = self.post(self.address(question, self.stranger), token=False, answer="yes")
        self.assertEqual(stranger.status_code, 422)
        self.suggestion._set_state("withdrawn")
        self.assert_page(address, "This question is closed")
        closed = self.post(address, token=False, answer="yes")
        self.assert_shows(closed, "This question is closed")
        self.assertFalse(question.answer_ids)

    # --- in the digest

    def test_the_digest_asks_supporters_who_have_not_answered(self):
        question = self.ask(self.suggestion)
        suggestions = self.env["coop.suggestion"]
        [asked] = suggestions._coop_digest_questions(self.bob)[self.bob]
        self.assertEqual(asked["suggestion_id"], self.suggestion.id)
        self.assertIn("4.90", asked["words"])
        self.assertTrue(asked["url"].endswith(f"/suggestions/{self.suggestion.id}"))
        self.assertEqual(suggestions._coop_digest_questions(self.stranger)[self.stranger], [])
        question._answer(self.bob, "no")
        self.assertEqual(suggestions._coop_digest_questions(self.bob)[self.bob], [])
        self.suggestion._set_state("not_kept")
        self.assertEqual(suggestions._coop_digest_questions(self.alice)[self.alice], [])
