from odoo.tests import BaseCase, tagged

from ..tools import typed_text


@tagged("post_install", "-at_install")
class TestTypedText(BaseCase):
    def assert_each(self, function, cases):
        for typed, kept in cases:
            with self.subTest(typed=typed):
                self.assertEqual(function(typed), kept)

    def assert_refused(self, function, cases):
        for typed in cases:
            with self.subTest(typed=typed), self.assertRaises(ValueError):
                function(typed)

    def test_a_line_has_single_spaces_and_nothing_unseen(self):
        self.assert_each(
            typed_text.clean_line,
            [
                (None, ""),
                ("  Riz \t rond\r\n bio ", "Riz rond bio"),
                ("Ri\x00z", "Riz"),
                ("Riz\x1b[31m", "Riz[31m"),
                ("\u202eziR", "ziR"),
                ("Riz \ud83d", "Riz"),
                ("Cafe\u0301", "Café"),
                ("🥜 & <b>", "🥜 & <b>"),
                ("אורז\u200f", "אורז\u200f"),
            ],
        )

    def test_lines_keep_their_breaks(self):
        self.assert_each(
            typed_text.clean_lines,
            [
                (None, ""),
                ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
                ("un\n\n\n\ndeux", "un\n\ndeux"),
                ("  un  \n  deux  ", "un\ndeux"),
                ("un\x00\ndeux", "un\ndeux"),
            ],
        )

    def test_a_text_of_signs_alone_has_nothing_to_read(self):
        for text in ("a", "7", "é", "米"):
            self.assertTrue(typed_text.has_letters(text))
        for text in ("", None, " ", "…!?", "🥜", "\u200f"):
            self.assertFalse(typed_text.has_letters(text))

    def test_a_barcode_is_eight_twelve_thirteen_or_fourteen_right_digits(self):
        self.assert_each(
            typed_text.clean_barcode,
            [
                ("", ""),
                (None, ""),
                ("3017620422003", "3017620422003"),
                ("3 017620 422003", "3017620422003"),
                ("3-017620-422003", "3017620422003"),
                ("96385074", "96385074"),
                ("036000291452", "036000291452"),
                ("13017620422000", "13017620422000"),
            ],
        )
        self.assert_refused(
            typed_text.clean_barcode,
            [
                "3017620422004",
                "301762042200",
                "123",
                "abc",
                "٣٠١٧٦٢٠٤٢٢٠٠٣",
                "3017620422003" * 10,
            ],
        )

    def test_an_american_code_is_also_written_with_a_zero_before_it(self):
        variants = typed_text.barcode_variants
        self.assertEqual(set(variants("036000291452")), {"036000291452", "0036000291452"})
        self.assertEqual(set(variants("0036000291452")), {"036000291452", "0036000291452"})
        self.assertEqual(variants("3017620422003"), ["3017620422003"])

    def test_a_link_leads_to_a_web_page(self):
        self.assert_each(
            typed_text.clean_link,
            [
                ("", ""),
                ("https://coop.test/a?b=c", "https://coop.test/a?b=c"),
                (" coop.test/riz ", "https://coop.test/riz"),
                ("coop.test:8080/riz", "https://coop.test:8080/riz"),
                ("http://épicerie.test/", "http://épicerie.test/"),
            ],
        )
        self.assert_refused(
            typed_text.clean_link,
            [
                "javascript:alert(1)",
                "JAVASCRIPT:alert(1)",
                "java\nscript:alert(1)",
                "data:text/html,<b>",
                "ftp://coop.test/",
                "https://",
                "https://localhost/",
                "https://coop.test/a b",
                'https://coop.test/"onclick="x',
                "https://coop.test/<script>",
                "https://[coop.test",
                "riz",
                "https://coop.test/" + "a" * 500,
            ],
        )

    def test_a_link_may_have_five_hundred_characters(self):
        beginning = "https://coop.test/"
        link = beginning + "a" * (500 - len(beginning))
        self.assertEqual(typed_text.clean_link(link), link)
        self.assert_refused(typed_text.clean_link, [link + "a"])
