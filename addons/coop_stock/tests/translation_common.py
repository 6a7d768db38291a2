import io

import polib

from odoo.tests import TransactionCase
from odoo.tools.misc import file_path
from odoo.tools.translate import trans_export


class TranslationCommon(TransactionCase):
    """Compares the words of an addon, as Odoo exports them, with its French translation."""

    def assert_french_is_complete(self, addon):
        exported = io.BytesIO()
        trans_export(None, [addon], exported, "po", self.env)
        source = {entry.msgid for entry in polib.pofile(exported.getvalue().decode())}
        french = polib.pofile(file_path(f"{addon}/i18n/fr.po"))
        translated = {entry.msgid for entry in french if entry.msgstr}
        self.assertEqual(source - translated, set(), "without French words")
        self.assertEqual(translated - source, set(), "translated, but no longer said")
