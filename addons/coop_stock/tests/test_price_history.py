from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.price_history import lowest_before

BEGAN = datetime(2026, 6, 30, 8)


def day(before):
    """Return the moment so many days before the present price began."""
    return BEGAN - timedelta(days=before)


@tagged("post_install", "-at_install")
class TestPriceHistory(BaseCase):
    def lowest(self, *history, known_since=None):
        return lowest_before([*history, (1.0, BEGAN, None)], BEGAN, 30, known_since)

    def test_the_lowest_of_the_days_before_counts_not_the_present_price(self):
        history = (3.0, day(50), day(10)), (2.5, day(10), day(5)), (4.0, day(5), BEGAN)
        self.assertEqual(self.lowest(*history), 2.5)

    def test_a_price_that_ended_thirty_days_before_does_not_count(self):
        later = (3.0, day(30), BEGAN)
        self.assertEqual(self.lowest((2.0, day(60), day(30)), later), 3.0)
        end = day(30) + timedelta(seconds=1)
        self.assertEqual(self.lowest((2.0, day(60), end), (3.0, end, BEGAN)), 2.0)

    def test_a_first_price_has_none_before_it(self):
        self.assertIsNone(self.lowest())

    def test_days_that_nobody_recorded_make_it_unknown(self):
        row = (3.0, day(29), BEGAN)
        self.assertIsNone(self.lowest(row, known_since=day(29)))
        self.assertEqual(self.lowest((3.0, day(30), BEGAN), known_since=day(30)), 3.0)
        self.assertEqual(self.lowest(row, known_since=None), 3.0)
