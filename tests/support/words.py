"""The words of our addons in both languages, and those that a page shows."""

import re

import polib

from coop import paths

# Shorter ones stand in other words, or are the same in French.
SHORTEST = 12
SEEN = """() => {
    const shown = [document.body.innerText, document.title];
    for (const each of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
        for (const name of ["aria-label", "placeholder", "title", "alt"]) {
            shown.push(each.getAttribute(name) || "");
        }
    }
    return shown.join("\\n");
}"""


def translated():
    """Return ``[(English, French)]`` of the longer words of our addons that differ."""
    found = []
    for file in sorted(paths.ADDONS.glob("*/i18n/fr.po")):
        for entry in polib.pofile(str(file)):
            found += _pairs(entry)
    assert len(found) > 100, "where are the translations?"
    return found


def _pairs(entry):
    """Return the texts of an entry between its tags and placeholders, if they pair up."""
    pieces = [
        [_plain(piece) for piece in re.split(r"<[^>]*>|%\(\w+\)\w|%\w", text)]
        for text in (entry.msgid, entry.msgstr)
    ]
    if len(pieces[0]) != len(pieces[1]):
        # Another order of words in French: the English is still English.
        pieces[1] = [""] * len(pieces[0])
    return [
        (english, french)
        for english, french in zip(*pieces, strict=True)
        if len(english) >= SHORTEST and english != french
    ]


def _plain(text):
    return re.sub(r"\s+", " ", text).strip(" .:,·–«»“”")


def seen(page):
    """Return all words of a page, those read aloud included."""
    return re.sub(r"\s+", " ", page.evaluate(SEEN))


def english(page):
    """Return what stands on a page in English although there is a French translation."""
    text = seen(page)
    return [source for source, _french in translated() if source in text]


def is_french(page):
    """Tell whether some word of ours stands on a page in French."""
    text = seen(page)
    return any(french and french in text for _source, french in translated())
