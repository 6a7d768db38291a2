from odoo.tests import tagged

from .translation_common import TranslationCommon


@tagged("post_install", "-at_install")
class TestTranslation(TranslationCommon):
    def test_every_word_of_coop_stock_is_french_too(self):
        self.assert_french_is_complete("coop_stock")
