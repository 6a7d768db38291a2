from odoo.tests import BaseCase, tagged

from ..tools.colours import DEFAULT_COLOUR, WHITE, contrast_ratio, readable_on_white


@tagged("post_install", "-at_install")
class TestColours(BaseCase):
    def test_contrast_is_that_of_the_standard(self):
        self.assertAlmostEqual(contrast_ratio("#000000", WHITE), 21)
        self.assertAlmostEqual(contrast_ratio(WHITE, WHITE), 1)
        # The greys on each side of 4.5 : 1.
        self.assertGreaterEqual(contrast_ratio("#767676", WHITE), 4.5)
        self.assertLess(contrast_ratio("#777777", WHITE), 4.5)

    def test_a_dark_colour_stays_and_a_light_one_is_darkened(self):
        self.assertEqual(readable_on_white("#767676"), "#767676")
        for colour in ("#777777", "#ffee00", "#ffffff", "#00FFFF"):
            with self.subTest(colour=colour):
                self.assertGreaterEqual(contrast_ratio(readable_on_white(colour), WHITE), 4.5)

    def test_what_is_no_colour_gives_the_default(self):
        for colour in (None, "", "red", "#fff", "#12345g", "#123456;}body{display:none"):
            with self.subTest(colour=colour):
                self.assertEqual(readable_on_white(colour), DEFAULT_COLOUR)
