from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestComments(SuggestionCommon):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose()

    def comments(self, reader=None):
        return self.suggestion._comments_for(reader or self.alice)

    def texts(self):
        return [row["text"] for row in self.comments()]

    def signatures(self):
        return [row["signature"] for row in self.comments()]

    def test_comments_are_read_oldest_first_with_first_name_and_initial(self):
        self.suggestion._comment(self.bob, "Oui !")
        self.suggestion._comment(self.alban, "Non.")
        self.assertEqual(self.texts(), ["Oui !", "Non."])
        self.assertEqual(self.signatures(), ["Bob D.", "Alban P."])

    def test_a_comment_is_the_text_that_was_typed(self):
        for text in (
            "Deux lignes\net une troisième\n\naprès une vide",
            "<script>alert(1)</script> & <b>gras</b> &lt;",
            "https://coop.test/?a=1&b=2 voir www.coop.test",
            "* liste\n- tirets\n1. un\n> cité",
            "🥜 שלום مرحبا 米",
            "*gras* _italique_ `code`",
        ):
            with self.subTest(text=text):
                suggestion = self.make_suggestions(1)
                suggestion._comment(self.bob, text)
                self.assertEqual(suggestion._comments_for(self.alice)[0]["text"], text)

    def test_the_same_words_twice_are_one_comment(self):
        for text in ("Oui !", "Deux\nlignes", "https://coop.test/", "<b>"):
            self.suggestion._comment(self.bob, text)
            self.suggestion._comment(self.bob, text)
        self.assertEqual(len(self.comments()), 4)
        self.assertEqual(self.env["coop.daily.count"]._coop_hold(self.bob, "comment"), 4)

    def test_the_same_words_of_another_or_elsewhere_are_another_comment(self):
        other = self.propose("Riz")
        self.suggestion._comment(self.bob, "Oui !")
        self.suggestion._comment(self.alban, "Oui !")
        other._comment(self.bob, "Oui !")
        self.assertEqual(len(self.comments()), 2)
        self.assertEqual(len(other._comments_for(self.alice)), 1)

    def test_a_member_comments_twenty_times_a_day_and_no_more(self):
        for number in range(20):
            self.suggestion._comment(self.bob, f"Mot {number}")
        with self.assertRaises(UserError):
            self.suggestion._comment(self.bob, "Mot 20")
        self.suggestion._comment(self.alice, "Mot 20")
        self.assertEqual(len(self.comments()), 21)

    def test_the_limit_is_a_setting_and_tomorrow_another_day(self):
        self.company.coop_daily_comments = 1
        with freeze_time("2026-07-14 21:59:00"):
            self.suggestion._comment(self.bob, "Ce soir")
            with self.assertRaises(UserError):
                self.suggestion._comment(self.bob, "Encore")
        with freeze_time("2026-07-14 22:00:00"):
            self.suggestion._comment(self.bob, "Encore")
        self.assertEqual(len(self.comments()), 2)

    # --- taking back

    def comment_of(self, partner):
        return self.env["mail.message"].search(
            [*self.suggestion._comments_domain(), ("author_id", "=", partner.id)], limit=1
        )

    def test_one_removes_ones_own_comment_once_and_again(self):
        self.suggestion._comment(self.bob, "Oui !")
        message = self.comment_of(self.bob)
        self.suggestion._remove_comment(self.bob, message.id)
        self.suggestion._remove_comment(self.bob, message.id)
        self.assertFalse(message.exists())

    def test_a_comment_can_be_removed_for_an_hour_and_no_longer(self):
        with freeze_time("2026-06-15 12:00:00"):
            self.suggestion._comment(self.bob, "Oui !")
        message = self.comment_of(self.bob)
        with freeze_time("2026-06-15 13:00:01"):
            self.assertFalse(self.comments(self.bob)[0]["removable"])
            with self.assertRaises(UserError):
                self.suggestion._remove_comment(self.bob, message.id)
        self.assertTrue(message.exists())
        with freeze_time("2026-06-15 13:00:00"):
            self.assertTrue(self.comments(self.bob)[0]["removable"])
            self.suggestion._remove_comment(self.bob, message.id)
        self.assertFalse(message.exists())

    def test_nobody_removes_the_comment_of_another(self):
        self.suggestion._comment(self.bob, "Oui !")
        message = self.comment_of(self.bob)
        self.assertFalse(self.comments(self.alice)[0]["removable"])
        self.suggestion._remove_comment(self.alice, message.id)
        self.assertTrue(message.exists())

    def test_a_comment_is_removed_on_its_own_page_only(self):
        self.suggestion._comment(self.bob, "Oui !")
        message = self.comment_of(self.bob)
        self.propose("Riz")._remove_comment(self.bob, message.id)
        self.assertTrue(message.exists())

    def test_what_the_team_notes_in_the_back_office_is_no_comment(self):
        note = self.suggestion.with_user(self.team).message_post(body="Cher !")
        self.assertEqual(self.comments(), [])
        self.suggestion._remove_comment(self.team.partner_id, note.id)
        self.assertTrue(note.exists())

    # --- signing

    def test_an_anonymous_author_signs_as_the_author(self):
        suggestion = self.propose("Riz", author=self.bob, anonymous=True)
        suggestion._comment(self.bob, "C'est moi")
        suggestion._comment(self.alice, "Et moi")
        signatures = [row["signature"] for row in suggestion._comments_for(self.alice)]
        self.assertEqual(signatures, ["the author", "Alice M."])
        page = suggestion._page_for(self.alice)
        self.assertEqual(page["author"], "")
        self.assertNotIn("Bob", repr(page))

    def test_an_author_who_signs_is_named(self):
        self.suggestion._comment(self.alice, "C'est moi")
        self.assertEqual(self.signatures(), ["Alice M."])
        self.assertEqual(self.suggestion._page_for(self.bob)["author"], "Alice M.")

    def test_an_anonymous_author_is_named_under_the_suggestion_of_another(self):
        self.propose("Riz", author=self.bob, anonymous=True)
        self.suggestion._comment(self.bob, "Ici je signe")
        self.assertEqual(self.signatures(), ["Bob D."])

    def test_the_purchasing_team_is_known_as_such(self):
        self.suggestion._comment(self.team.partner_id, "Nous cherchons.")
        self.assertEqual(self.signatures(), ["Tara A., purchasing team"])

    def test_somebody_of_the_team_who_stays_anonymous_is_not_known_as_such(self):
        suggestion = self.propose("Riz", author=self.team.partner_id, anonymous=True)
        suggestion._comment(self.team.partner_id, "C'est moi")
        self.assertEqual(suggestion._comments_for(self.bob)[0]["signature"], "the author")

    def test_a_comment_outlives_its_author(self):
        self.suggestion._comment(self.bob, "Oui !")
        self.comment_of(self.bob).author_id = False
        self.assertEqual(self.signatures(), ["a former member"])

    def test_comments_mail_nobody(self):
        self.follow(self.suggestion, self.alban)
        mails = self.env["mail.mail"].sudo().search_count([])
        self.suggestion._comment(self.bob, "Oui !")
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        message = self.comment_of(self.bob)
        self.assertFalse(message.notification_ids)
        self.assertFalse(self.suggestion.message_follower_ids)

    def test_a_comment_from_the_page_has_its_own_date(self):
        self.suggestion._comment(self.bob, "Oui !")
        age = fields.Datetime.now() - self.comments()[0]["date"]
        self.assertLess(abs(age), timedelta(minutes=1))
