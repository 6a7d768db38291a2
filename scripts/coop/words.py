"""Keeps an addon's translation files in step with its words; `refresh` runs inside Odoo.

python -m coop.dev words DB ADDON [FRENCH.json]
"""

import io
import json
from pathlib import Path

from coop import paths


def refresh(env, addon, french=None):
    """Export the words of `addon` as they are in the database, and bring its French up to date.

    What is no longer said goes, what is new is added; what lacks French is printed.

    :param french: path of a JSON object of ``{English: French}`` to fill in
    """
    import polib

    from odoo.tools.translate import trans_export

    exported = io.BytesIO()
    trans_export(None, [addon], exported, "po", env)
    template = polib.pofile(exported.getvalue().decode())
    folder = paths.ADDONS / addon / "i18n"
    translation = polib.pofile(str(folder / "fr.po"))
    template.save(str(folder / f"{addon}.pot"))
    translation.merge(template)
    for entry in translation.obsolete_entries():
        translation.remove(entry)
    words = json.loads(Path(french).read_text()) if french else {}
    for entry in translation:
        entry.msgstr = words.get(entry.msgid, entry.msgstr)
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
    translation.sort()
    translation.save(str(folder / "fr.po"))
    missing = [entry.msgid for entry in translation if not entry.msgstr]
    print(json.dumps(missing, ensure_ascii=False, indent=1))
