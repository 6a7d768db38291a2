"""How a name that somebody types is compared with the names in a table.

Pure Python without Odoo: `models/search_mixin.py` fetches the rows that may do
from PostgreSQL's trigram index, and this module says which of them resemble.

The distance is the edit distance with swapped neighbours counted as one slip
("optimal string alignment"), computed for all letters of a column at once:
H. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit
Distances", Nordic Journal of Computing 10 (2003). One pass over a name gives
its distance to the whole name and to its closest beginning; the second is what
makes the search work while somebody is still typing.
"""

import re
import unicodedata

# Under this score a name does not resemble what was typed. Of 500 random "words" of 4 to 12
# letters 2.4 % find something in 12,000 names; at 0.6 it would be 7 %, and « lessive » would
# find « Les vieux chênes ». At 0.7 four in a hundred half-typed, misspelt names would be lost.
MIN_SCORE = 0.65
# In a filter a word stands for another one when they are so much alike: one slip in four to
# six letters, two in seven to nine; but one in five to nine where it begins with another
# letter, or where the word as typed occurs, so that what remains are plurals and slips of
# those who wrote the names.
MIN_LIKENESS = 0.7
MANIFEST_LIKENESS = 0.8
# Nobody types more; longer texts would only cost time.
MAX_LENGTH = 80

# What Unicode's decomposition leaves whole, or spells out although it is no word.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th"}
)
_MARKS = str.maketrans({"™": " ", "℠": " "})
_UNIT = r"(?:mg|gr?s?|kgs?|[mcd]?l|[mc]?m)"
_QUANTITY = re.compile(rf"\b(?:(?:\d+ ?x ?)?(?:\d+ )?\d+ ?{_UNIT}|\d+ ?x(?: ?\d+)?|x ?\d+)(?= |$)")
# Words that many leave out when they type: they count for the order of the
# results, but a name need not have them.
SMALL_WORDS = frozenset("a au aux d de des du en et l la le les ou un une".split())


def normalise(text):
    """Return `text` in lower case, without accents, with single spaces for the rest.

    >>> normalise("Œufs frais  « Bio » - 6 x 63g")
    'oeufs frais bio 6 x 63g'
    >>> normalise("BEURRE de Cacahuète\\x00")
    'beurre de cacahuete'
    >>> normalise(None)
    ''
    """
    if not text:
        return ""
    text = unicodedata.normalize("NFKD", text.translate(_MARKS)).casefold().translate(_LETTERS)
    text = "".join(c for c in text if unicodedata.category(c)[0] != "M")
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def split_quantities(text):
    """Part a normalised text into its words and its set of quantities.

    >>> split_quantities("biere blonde 6x25cl")
    ('biere blonde', {'6x25cl'})
    >>> split_quantities("3 fromages 1 5 kg") == ("3 fromages", {"15kg"})
    True
    >>> split_quantities("500 g")
    ('', {'500g'})
    """
    found = {match.replace(" ", "") for match in _QUANTITY.findall(text)}
    return (" ".join(_QUANTITY.sub(" ", text).split()), found) if found else (text, found)


def _bits(pattern):
    """Return for each letter the places where `pattern` has it, as bits of a number."""
    bits = {}
    for place, letter in enumerate(pattern):
        bits[letter] = bits.get(letter, 0) | 1 << place
    return bits


def _distances(bits, length, text):
    """Return the slips between a pattern and the closest beginning of `text`, and all of it.

    `bits` and `length` are the pattern's, which is not empty. The names are those of
    Hyyrö's paper: each variable holds one column of the usual table, a bit per letter.
    """
    full, last = (1 << length) - 1, 1 << (length - 1)
    vp, vn, d0, previous = full, 0, 0, 0
    closest = distance = length
    for letter in text:
        same = bits.get(letter, 0)
        swapped = ((~d0 & same) << 1) & previous
        d0 = ((((same & vp) + vp) ^ vp) | same | vn | swapped) & full
        hp, hn = vn | (full & ~(d0 | vp)), d0 & vp
        if hp & last:
            distance += 1
        elif hn & last:
            distance -= 1
            if distance < closest:
                closest = distance
        hp = hp << 1 | 1
        vp, vn = (hn << 1 | ~(d0 | hp)) & full, hp & d0
        previous = same
    return closest, distance


def _likeness_of_beginning(word, bits, other):
    """Return how much the closest beginning of `other` is like `word`, from 0 to 1."""
    if other.startswith(word):
        return 1.0
    # Each letter that `other` lacks is a slip: most words are told apart by that alone.
    if 2 * len(bits.keys() - other) >= len(word):
        return 0.0
    return 1 - _distances(bits, len(word), other)[0] / len(word)


def slips(left, right):
    """Return how many letters must be changed, added, dropped or swapped with their neighbour.

    >>> slips("beure", "beurre"), slips("lait", "lati"), slips("", "riz")
    (1, 1, 3)
    """
    return _distances(_bits(left), len(left), right)[1] if left else len(right)


class Pattern:
    """What somebody typed, made ready to be compared with many names.

    Every `name` given to it is already normalised.

    >>> typed = Pattern("Beure de cacahuete")
    >>> typed.score("beurre de cacahuete bio 350g") > 0.8
    True
    >>> typed.score("lessive liquide") < MIN_SCORE
    True
    """

    def __init__(self, text):
        # Normalising can lengthen a text: cut before it and after it.
        self.text = normalise((text or "")[:MAX_LENGTH])[:MAX_LENGTH].strip()
        core, self._quantities = split_quantities(self.text)
        self._core = core or self.text
        if not core:
            self._quantities = set()
        self._bits = _bits(self._core)
        self._words = [(word, _bits(word), {}) for word in dict.fromkeys(self._core.split())]

    @property
    def required(self):
        """The words without which a filter drops a name.

        >>> Pattern("huile de coco 50cl").required
        ['huile', 'coco']
        >>> Pattern("de").required
        ['de']
        """
        words = [word for word, _bits, _known in self._words]
        return [word for word in words if word not in SMALL_WORDS] or words

    def score(self, name):
        """Return how much `name` resembles what was typed, from 0 to 1.

        Mostly the better of two: what was typed as the beginning of the name
        (somebody is still typing), or its words anywhere in the name. A fifth is
        the likeness to the whole name, so that of the names with one beginning the
        closest comes first; it counts more where it is better than that, as in short
        names with several slips. Quantities only part what is equal otherwise.
        """
        if not self._core:
            return 0.0
        quantities = set()
        if self._quantities:
            name, quantities = split_quantities(name)
        length = len(self._core)
        closest, distance = _distances(self._bits, length, name)
        beginning = 1 - closest / length
        if beginning < 0.9:
            beginning = max(beginning, 0.9 * self._words_score(name))
        whole = 1 - distance / max(length, len(name))
        score = max(0.8 * beginning + 0.2 * whole, 0.1 + 0.9 * whole)
        if self._quantities:
            score *= 1 - 0.05 * len(self._quantities - quantities) / len(self._quantities)
        return score

    def _words_score(self, name):
        """Return how well each word begins some word of `name`: the mean, by letters."""
        others = name.split()
        found = letters = 0
        for word, bits, known in self._words:
            best = 0.0
            for other in others:
                likeness = known.get(other)
                if likeness is None:
                    likeness = known[other] = _likeness_of_beginning(word, bits, other)
                best = max(best, likeness)
            found += best * len(word)
            letters += len(word)
        return found / letters


def closest(text, rows, limit=None):
    """Return which of the names resemble `text`.

    :param str text: what was typed
    :param rows: ``(id, normalised name)`` of each candidate
    :return: ``(id, score)``, best first, at most `limit`

    >>> closest("cofniture", [(1, "confiture de fraise"), (2, "lait")])[0][0]
    1
    """
    pattern = Pattern(text)
    scored = [(pattern.score(name), -len(name), -id_) for id_, name in rows]
    best = sorted((row for row in scored if row[0] >= MIN_SCORE), reverse=True)
    return [(-id_, score) for score, _length, id_ in best[:limit]]


def may_be_misspelt(word):
    """Whether a filter takes other words for this one: not in short words, nor in figures."""
    return len(word) > 3 and not any(c.isdigit() for c in word)


def has_word(word, name):
    """Whether a word of `name` begins with `word`, or holds it when it is long enough.

    >>> has_word("lait", "chocolat au lait"), has_word("it", "chocolat au lait")
    (True, False)
    """
    return f" {word}" in f" {name}" or (len(word) > 2 and word in name)


def is_known(word, rows):
    """Whether a word of some name begins with `word`: then it was hardly misspelt.

    Neither is a word that `may_be_misspelt` says no of.
    """
    return not may_be_misspelt(word) or any(f" {word}" in f" {name}" for _id, name in rows)


def _words_like(word, rows):
    """Return which words of the names `word` stands for: misspelt, singular or plural."""
    if not may_be_misspelt(word):
        return set()
    bits, length, known = _bits(word), len(word), is_known(word, rows)

    def is_like(other):
        longer = max(length, len(other))
        # The letters that one lacks tell most words apart, and are counted sooner.
        lacking = max(longer - length, longer - len(other), len(bits.keys() - other))
        if lacking > (1 - MIN_LIKENESS) * longer:
            return False
        likeness = 1 - _distances(bits, length, other)[1] / longer
        if other[0] != word[0]:
            return likeness >= MANIFEST_LIKENESS and not known
        return likeness >= (MANIFEST_LIKENESS if known else MIN_LIKENESS)

    return set(filter(is_like, {other for _id, name in rows for other in name.split()}))


def matching(text, rows, limit=None):
    """Return the names that have every word of `text`, some with a slip.

    :param str text: what was typed; without a letter or digit every name matches
    :param rows: ``(id, normalised name)`` of each candidate
    :return: ids, at most `limit`: first where no word has a slip, then beginnings, then short names

    >>> matching("farine", [(1, "farine de ble"), (2, "marine"), (3, "gateau a la farine")])
    [1, 3]
    """
    pattern, rows = Pattern(text), list(rows)
    words = [(word, _words_like(word, rows)) for word in pattern.required]

    def is_there(word, like, name):
        # The last for « cocacola » in the place of « coca cola ».
        return not like.isdisjoint(name.split()) or (
            len(word) > 4 and word in name.replace(" ", "")
        )

    found = []
    for id_, name in rows:
        misspelt = [(word, like) for word, like in words if not has_word(word, name)]
        if all(is_there(word, like, name) for word, like in misspelt):
            found.append((len(misspelt), not name.startswith(pattern.text), len(name), id_))
    return [row[-1] for row in sorted(found)[:limit]]
