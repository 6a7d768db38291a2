from odoo.tests import tagged

from .common import SuggestionCommon

EAN = "3017620422003"


@tagged("post_install", "-at_install")
class TestResembling(SuggestionCommon):
    """What stands in the shop beside a suggestion, for the purchasing team."""

    def setUp(self):
        super().setUp()
        self.product = self.make_product("Beurre de cacahuète lisse")
        self.env.flush_all()

    def test_it_is_found_when_it_is_proposed(self):
        self.assertEqual(self.propose().resembling_product_id, self.product)

    def test_what_resembles_nothing_has_none(self):
        suggestion = self.propose("Xylophone quantique")
        self.assertFalse(suggestion.resembling_product_id)
        self.assertEqual(suggestion.resembling_sales, 0)

    def test_it_follows_the_words(self):
        suggestion = self.propose("Xylophone quantique")
        suggestion.name = "Beurre de cacahuète"
        self.assertEqual(suggestion.resembling_product_id, self.product)

    def test_the_exact_barcode_counts_more_than_the_name(self):
        exact = self.make_product("Nom de caisse XZ12", barcode=EAN)
        self.env.flush_all()
        suggestion = self.propose(barcode=EAN)
        self.assertEqual(suggestion.resembling_product_id, exact)

    def test_what_came_into_the_shop_is_found_the_next_night(self):
        suggestion = self.propose("Xylophone quantique")
        decided = self.propose("Xylophone classique")
        self.answer(decided)
        product = self.make_product("Xylophone quantique neuf")
        self.env.flush_all()
        self.assertFalse(suggestion.resembling_product_id)
        self.env["coop.suggestion"]._cron_refresh_resembling()
        self.assertEqual(suggestion.resembling_product_id, product)
        self.assertFalse(decided.resembling_product_id)

    def test_what_resembles_the_same_as_before_is_not_written_anew(self):
        suggestion = self.propose()
        self.env.flush_all()
        self.env.cr.execute("UPDATE coop_suggestion SET write_date = '2020-01-01'")
        self.env.invalidate_all()
        self.env["coop.suggestion"]._cron_refresh_resembling()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(suggestion.write_date.year, 2020)
