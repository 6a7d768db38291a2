from ast import literal_eval

from odoo.tests import tagged

from .common import ADDON, SuggestionCommon


@tagged("post_install", "-at_install")
class TestDecisionMails(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose("Huile <i>d'olive</i> & ail", follow=True)

    def test_who_asked_gets_one_mail_with_the_answer(self):
        self.follow(self.suggestion, self.bob)
        self.answer(
            self.suggestion,
            "not_kept",
            text="Plus de place.\nDésolés <3",
            reason_id=self.reason.id,
        )
        for partner in (self.alice, self.bob):
            mail = self.mails_to(partner)
            self.assertEqual(len(mail), 1)
            self.assertEqual(mail.state, "outgoing")
            self.assertEqual(mail.recipient_ids, partner)
            self.assertIn(self.suggestion.name, mail.subject)
            self.assertIn(self.reason.name, mail.body_html)
            self.assertIn("Désolés &lt;3", mail.body_html)
            self.assertIn("Huile &lt;i&gt;", mail.body_html)
            self.assertIn(f"/suggestions/{self.suggestion.id}", mail.body_html)

    def test_who_did_not_ask_gets_none(self):
        self.suggestion._vote(self.bob)
        self.answer(self.suggestion)
        self.assertTrue(self.mails_to(self.alice))
        self.assertFalse(self.mails_to(self.bob))
        self.assertFalse(self.mails_to(self.team.partner_id))

    def test_who_asked_and_thought_better_of_it_gets_none(self):
        self.follow(self.suggestion, self.bob)
        self.env["coop.suggestion.follow"]._unset(self.suggestion, self.bob)
        self.answer(self.suggestion)
        self.assertFalse(self.mails_to(self.bob))

    def test_nothing_mails_before_the_answer_is_published(self):
        decision = self.decide(self.suggestion)
        self.publish_due()
        self.assertFalse(self.mails_to(self.alice))
        self.publish(decision)
        self.assertTrue(self.mails_to(self.alice))

    def test_an_undone_decision_mails_nobody(self):
        self.decide(self.suggestion).with_user(self.team).action_undo()
        self.publish_due()
        self.assertFalse(self.mails_to(self.alice))

    def test_the_scheduled_action_twice_mails_once(self):
        self.answer(self.suggestion)
        self.publish_due()
        self.publish_due()
        self.assertEqual(len(self.mails_to(self.alice)), 1)

    def test_who_decided_is_not_told_of_it(self):
        colleague = self.make_user("Cyril Achats", f"{ADDON}.group_purchasing_team")
        self.follow(self.suggestion, self.team.partner_id)
        self.follow(self.suggestion, colleague.partner_id)
        self.answer(self.suggestion)
        self.assertFalse(self.mails_to(self.team.partner_id))
        self.assertEqual(len(self.mails_to(colleague.partner_id)), 1)

    def test_who_left_is_not_told(self):
        self.follow(self.suggestion, self.bob)
        self.user_of(self.bob).active = False
        self.answer(self.suggestion)
        self.assertFalse(self.mails_to(self.bob))

    def test_who_has_no_address_stops_nobody_else(self):
        self.bob.email = False
        self.follow(self.suggestion, self.bob)
        self.answer(self.suggestion)
        self.assertFalse(self.mails_to(self.bob))
        self.assertTrue(self.mails_to(self.alice))

    def test_each_reads_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref(f"{ADDON}.mail_template_decision")
        template.with_context(lang="fr_FR").subject = "Réponse : {{ object.suggestion_id.name }}"
        self.reason.with_context(lang="fr_FR").name = "Plus de place en rayon"
        self.reason.with_context(lang="en_US").name = "No room on the shelf"
        self.bob.lang = "fr_FR"
        self.follow(self.suggestion, self.bob)
        self.answer(self.suggestion, "not_kept", reason_id=self.reason.id)
        french, english = self.mails_to(self.bob), self.mails_to(self.alice)
        self.assertTrue(french.subject.startswith("Réponse :"))
        self.assertIn("Plus de place en rayon", french.body_html)
        self.assertTrue(english.subject.startswith("Your coop has answered"))
        self.assertIn("No room on the shelf", english.body_html)

    def test_the_answer_names_the_product_to_members_who_may_read_none(self):
        product = self.make_product("Purée d'amande")
        self.answer(
            self.suggestion,
            "not_kept",
            reason_id=self.needs_product.id,
            product_id=product.id,
        )
        self.assertIn("Purée d", self.mails_to(self.alice).body_html)

    def test_a_second_answer_is_a_second_mail(self):
        self.answer(self.suggestion, "not_kept", reason_id=self.reason.id)
        self.answer(self.suggestion, "reopen")
        self.assertEqual(len(self.mails_to(self.alice)), 2)

    def test_several_answers_at_once_are_a_mail_each(self):
        other = self.propose("Riz", follow=True)
        self.answer(self.suggestion | other)
        subjects = self.mails_to(self.alice).mapped("subject")
        self.assertEqual(len(subjects), 2)
        self.assertEqual(len(set(subjects)), 2)

    def test_the_answer_to_a_hidden_or_withdrawn_suggestion_mails_nobody(self):
        for state in ("blocked", "withdrawn"):
            with self.subTest(state=state):
                suggestion = self.propose(f"Produit {state}", follow=True)
                decision = self.decide(suggestion)
                suggestion._set_state(state)
                self.publish(decision)
                self.assertFalse(self.mails_to(self.alice))

    def test_the_mail_is_from_the_coop_and_names_it(self):
        self.company.partner_id.email = "bonjour@coop.test"
        self.answer(self.suggestion)
        mail = self.mails_to(self.alice)
        self.assertIn("bonjour@coop.test", mail.email_from)
        self.assertIn(self.company.name, mail.body_html)
        self.assertNotIn("Tara", mail.body_html)

    # --- choices, bounces, ways out

    def test_who_stopped_the_answers_gets_none_and_others_do(self):
        self.follow(self.suggestion, self.bob)
        self.env["coop.mail.choice"]._choose(self.bob, answers=False)
        self.answer(self.suggestion)
        self.assertFalse(self.mails_to(self.bob))
        self.assertTrue(self.mails_to(self.alice))

    def test_the_letter_alone_stops_no_answers(self):
        self.env["coop.mail.choice"]._choose(self.alice, weekly=True)
        self.answer(self.suggestion)
        self.assertTrue(self.mails_to(self.alice))

    def test_an_address_rests_after_three_bounces(self):
        self.follow(self.suggestion, self.bob)
        self.alice._message_receive_bounce(self.alice.email, self.alice)
        for _bounce in range(3):
            self.bob._message_receive_bounce(self.bob.email, self.bob)
        self.answer(self.suggestion)
        self.assertTrue(self.mails_to(self.alice))
        self.assertFalse(self.mails_to(self.bob))

    def test_a_hidden_text_is_told_to_no_resting_address(self):
        self.alice.message_bounce = 3
        self.suggestion.with_user(self.team)._hide("Essai")
        self.assertFalse(self.mails_to(self.alice))
        self.assertEqual(self.suggestion.state, "blocked")

    def test_each_mail_has_its_readers_own_way_out(self):
        self.follow(self.suggestion, self.bob)
        self.answer(self.suggestion)
        choices = self.env["coop.mail.choice"]
        for partner in (self.alice, self.bob):
            mail = self.mails_to(partner)
            url = choices._stop_url(partner, "answers")
            headers = literal_eval(mail.headers)
            self.assertEqual(headers["List-Unsubscribe"], f"<{url}>")
            self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
            self.assertIn(url, mail.body_html)
            self.assertIn("/my/mails", mail.body_html)
            token = url.rpartition("/")[2]
            self.assertEqual(choices._of_token(token), (partner, "answers"))
