from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ADDON, SuggestionCommon


@tagged("post_install", "-at_install")
class TestHide(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose("Bière <b>tiède</b>")
        self.employee = self.make_user("Emile Caisse", "base.group_user")

    def hide(self, reason="Il nomme une personne.", user=None, **values):
        user = user or self.team
        wizard = self.env["coop.hide"].with_user(user).create({"reason": reason, **values})
        wizard.action_hide()
        self.env.invalidate_all()

    def comment(self, author=None, text="Un mot de trop"):
        author = author or self.bob
        self.suggestion._comment(author, text)
        return self.env["mail.message"].search(
            [*self.suggestion._comments_domain(), ("author_id", "=", author.id)], limit=1
        )

    def texts(self, reader):
        return [row["text"] for row in self.suggestion._comments_for(reader)]

    # --- suggestions

    def test_a_hidden_suggestion_is_kept_and_seen_by_its_author_with_the_reason(self):
        self.hide(suggestion_id=self.suggestion.id)
        self.assertEqual(self.suggestion.state, "blocked")
        find = self.env["coop.suggestion"]._find_for
        self.assertFalse(find(self.bob, self.suggestion.id))
        self.assertEqual(find(self.alice, self.suggestion.id), self.suggestion)
        page = self.suggestion._page_for(self.alice)
        self.assertEqual(page["hidden_reason"], "Il nomme une personne.")

    def test_it_is_in_nobodys_list(self):
        self.suggestion._vote(self.bob)
        self.hide(suggestion_id=self.suggestion.id)
        for decided in (False, True):
            rows, _total = self.env["coop.suggestion"]._list_for(self.bob, decided=decided)
            self.assertNotIn(self.suggestion.id, [row["id"] for row in rows])
        _mine, wanted = self.env["coop.suggestion"]._mine_for(self.bob)
        self.assertEqual(wanted, [])

    def test_its_author_is_told_why_once(self):
        self.hide(suggestion_id=self.suggestion.id)
        self.hide(suggestion_id=self.suggestion.id, reason="Encore")
        mail = self.mails_to(self.alice)
        self.assertEqual(len(mail), 1)
        self.assertIn("Il nomme une personne.", mail.body_html)
        self.assertIn("Bière &lt;b&gt;", mail.body_html)
        self.assertEqual(self.suggestion.hidden_reason, "Il nomme une personne.")

    def test_the_mail_is_in_the_authors_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref(f"{ADDON}.mail_template_hidden")
        template.with_context(lang="fr_FR").subject = "À propos de vos mots"
        self.alice.lang = "fr_FR"
        self.hide(suggestion_id=self.suggestion.id)
        self.assertEqual(self.mails_to(self.alice).subject, "À propos de vos mots")

    def test_it_is_shown_again_as_it_was(self):
        for state in ("open", "asked", "kept"):
            with self.subTest(state=state):
                self.suggestion._set_state(state)
                self.hide(suggestion_id=self.suggestion.id)
                self.suggestion.with_user(self.team).action_show_again()
                self.assertEqual(self.suggestion.state, state)
                self.assertFalse(self.suggestion.hidden_reason)

    def test_what_was_asked_and_answered_is_shown_again_open(self):
        self.answer(self.suggestion, "ask", text="Quelle marque ?")
        self.suggestion._add_precision(self.alice, "N'importe laquelle")
        self.assertEqual(self.suggestion.state, "open")
        self.hide(suggestion_id=self.suggestion.id)
        self.suggestion.with_user(self.team).action_show_again()
        self.assertEqual(self.suggestion.state, "open")

    def test_a_decision_published_meanwhile_counts_when_it_is_shown_again(self):
        decision = self.decide(self.suggestion)
        self.hide(suggestion_id=self.suggestion.id)
        self.publish(decision)
        self.assertEqual(self.suggestion.state, "blocked")
        self.suggestion.with_user(self.team).action_show_again()
        self.assertEqual(self.suggestion.state, "kept")

    def test_only_the_purchasing_team_hides_and_shows(self):
        for user in (self.employee, self.user_of(self.alice)):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    self.hide(user=user, suggestion_id=self.suggestion.id)
                with self.assertRaises(AccessError):
                    self.suggestion.with_user(user)._hide("Parce que")
                with self.assertRaises(AccessError):
                    self.suggestion.with_user(user).action_show_again()
        self.assertEqual(self.suggestion.state, "open")
        self.hide(suggestion_id=self.suggestion.id)
        self.assertEqual(self.suggestion.state, "blocked")

    # --- comments

    def test_a_hidden_comment_is_left_out_but_for_its_author_who_reads_why(self):
        message = self.comment()
        self.suggestion._comment(self.alice, "Un mot permis")
        self.hide(message_id=message.id)
        self.assertTrue(message.exists())
        self.assertEqual(self.texts(self.alice), ["Un mot permis"])
        own = self.suggestion._comments_for(self.bob)[0]
        self.assertEqual(own["text"], "Un mot de trop")
        self.assertEqual(own["hidden_reason"], "Il nomme une personne.")

    def test_the_author_of_a_comment_is_told_why_once(self):
        message = self.comment(text="Un <mot> de trop")
        self.hide(message_id=message.id)
        self.hide(message_id=message.id)
        mail = self.mails_to(self.bob)
        self.assertEqual(len(mail), 1)
        self.assertIn("Un &lt;mot&gt; de trop", mail.body_html)
        self.assertFalse(self.mails_to(self.alice))

    def test_a_comment_is_shown_again(self):
        message = self.comment()
        self.hide(message_id=message.id)
        message.with_user(self.team).action_coop_show_comment()
        self.assertEqual(self.texts(self.alice), ["Un mot de trop"])
        self.assertIsNone(self.suggestion._comments_for(self.bob)[0]["hidden_reason"])

    def test_the_comment_of_somebody_who_is_gone_is_hidden_too(self):
        message = self.comment()
        message.author_id = False
        self.hide(message_id=message.id)
        self.assertEqual(self.texts(self.alice), [])

    def test_only_the_purchasing_team_hides_and_shows_comments(self):
        message = self.comment()
        hidden = self.env["coop.hidden.comment"]
        for user in (self.employee, self.user_of(self.alice)):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    message.with_user(user).action_coop_hide_comment()
                with self.assertRaises(AccessError):
                    hidden.with_user(user)._hide(message, "Parce que")
                with self.assertRaises(AccessError):
                    message.with_user(user).action_coop_show_comment()
                with self.assertRaises(AccessError):
                    hidden.with_user(user).create({"message_id": message.id, "reason": "x"})
        self.assertEqual(self.texts(self.alice), ["Un mot de trop"])
        action = message.with_user(self.team).action_coop_hide_comment()
        self.assertEqual(action["context"]["default_message_id"], message.id)

    def test_the_team_cannot_write_that_a_comment_is_hidden_by_hand(self):
        message = self.comment()
        with self.assertRaises(AccessError):
            message.with_user(self.team).write(
                {"coop_hidden_comment_ids": [Command.create({"reason": "x"})]}
            )
