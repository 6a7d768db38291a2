from odoo.tests import tagged

from odoo.addons.coop_stock.tests.translation_common import TranslationCommon


@tagged("post_install", "-at_install")
class TestTranslation(TranslationCommon):
    def test_every_word_of_coop_suggestions_vracoop_is_french_too(self):
        self.assert_french_is_complete("coop_suggestions_vracoop")
