"""How likely it is that two names, each typed in full, are of one product.

Other than `search_text`, which finds what may be meant while somebody types, this compares words:
those that one name has and the other lacks. Two names that share all but an added word are often
one product (« Beurre de cacahuète », « Beurre de cacahuète Moulin »); two that each have a word
the other lacks hardly ever are (« Beurre salé », « Beurre belge »).

Measured on pairs of names of data/name_pairs_fr.csv by `scripts/bench --only doubles`. Pure Python
without Odoo.
"""

from .search_text import SMALL_WORDS, normalise, slips, split_quantities

# From here on a pair is worth a person's look; on the pairs of data/ seven in eight are right.
LIKELY = 0.8
# Words of more than three letters are one when they are so much alike: a slip in four letters.
MIN_LIKENESS = 0.75
# What words cost that one name has and the other lacks, against a word that both have: little
# where one name only has some, more than a word each where both have.
ADDED, DIFFERENT = 0.25, 3
# A name with one of these and one without say the contrary of each other.
_CONTRARY = frozenset("sans non demi".split())


def _stem(word):
    """Return a word without the marks of plural and feminine.

    >>> _stem("grillees"), _stem("gateaux"), _stem("riz")
    ('grille', 'gateau', 'riz')
    """
    if len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


class Name:
    """A name made ready to be compared with many.

    >>> Name("Pâtes de curry 500 g").words
    ['pate', 'curry']
    """

    __slots__ = ("letters", "quantities", "words")

    def __init__(self, text):
        core, self.quantities = split_quantities(normalise(text))
        words = [_stem(word) for word in core.split() if word not in SMALL_WORDS]
        self.words = list(dict.fromkeys(words)) or core.split()
        self.letters = "".join(self.words)


def likeness(left, right):
    """Return how likely two names are of one product, from 0 to 1.

    >>> likeness(Name("Yaourts multifruits"), Name("yaourt multi-fruits"))
    1.0
    >>> likeness(Name("Beurres salés"), Name("Beurres belges")) < LIKELY
    True
    >>> likeness(Name("Farine de blé T110"), Name("Farine de blé T150")) < LIKELY
    True
    >>> likeness(Name("Champagne demi-sec"), Name("Champagne sec")) < LIKELY
    True
    """
    score = _likeness_of_words(left, right)
    if left.quantities and right.quantities and left.quantities != right.quantities:
        score *= 0.95
    return score


def _likeness_of_words(left, right):
    if not left.words or not right.words:
        return 0.0
    if left.letters == right.letters:
        return 1.0
    same = set(left.words).intersection(right.words)
    rest, others = set(left.words) - same, set(right.words) - same
    both, slipped = float(len(same)), 0.0
    for like, word, other in _alike(rest, others):
        if word in rest and other in others:
            rest.remove(word)
            others.remove(other)
            both += like
            slipped += 1 - like
    if not both:
        return 0.0
    if not _CONTRARY.isdisjoint(rest | others):
        return both / (both + DIFFERENT)
    fewer, more = sorted((len(rest), len(others)))
    return both / (both + ADDED * (more + slipped) + DIFFERENT * fewer)


def _alike(words, others):
    """Return ``(likeness, word, other)`` of those that may stand for each other, likest first."""
    alike = [(_likeness(word, other), word, other) for word in words for other in others]
    found = [each for each in alike if each[0]]
    # In an order that is the same for both ways round.
    return sorted(found, key=lambda each: (-each[0], sorted(each[1:])))


def _likeness(word, other):
    """Return how much one word stands for the other, 0 where it does not."""
    longer = max(len(word), len(other))
    if min(len(word), len(other)) < 4 or abs(len(word) - len(other)) > longer / 4:
        return 0
    # Each letter that the other word lacks is a slip: most words are told apart by that alone.
    most = (1 - MIN_LIKENESS) * longer
    if len(set(word).difference(other)) > most or len(set(other).difference(word)) > most:
        return 0
    both = word + other
    if not both.isalpha() and any(letter.isdigit() for letter in both):
        return 0
    like = 1 - slips(word, other) / longer
    return like if like >= MIN_LIKENESS else 0


def likely_pairs(names, others=None):
    """Return which of the names are likely of one product.

    Nothing is compared with everything: of two names whose likeness is `LIKELY`, the longer has
    every word of the shorter, its rarest too. So each name is compared with those that have its
    rarest word, or one like it, and are at most twice as long.

    :param dict names: text by id; each is compared with each
    :param dict others: text by id, compared with the names, not among each other
    :return: ``(pairs, other_pairs)``, lists of ``(id, id, likeness)``, both ids of names with the
        lower one first, or of a name and one of the others; best first

    >>> likely_pairs({1: "Lait de riz", 2: "Riz noir", 3: "laits de riz"})
    ([(1, 3, 1.0)], [])
    >>> likely_pairs({1: "Beurre cacahuète"}, {7: "beurre de cacahuètes bio", 8: "Pâte"})[1]
    [(1, 7, 0.8888888888888888)]
    """
    ours = {id_: Name(text) for id_, text in names.items()}
    theirs = {id_: Name(text) for id_, text in (others or {}).items()}
    index = _Index(ours)
    pairs = {}
    for id_, name in ours.items():
        for other in index.longer_than(name):
            if other != id_:
                pairs[min(id_, other), max(id_, other)] = None
    other_index = _Index(theirs)
    other_pairs = {}
    for id_, name in ours.items():
        other_pairs.update(dict.fromkeys((id_, other) for other in other_index.longer_than(name)))
    for other, name in theirs.items():
        other_pairs.update(dict.fromkeys((id_, other) for id_ in index.longer_than(name)))
    return _scored(pairs, ours, ours), _scored(other_pairs, ours, theirs)


def _scored(pairs, ours, theirs):
    scored = [(left, right, likeness(ours[left], theirs[right])) for left, right in pairs]
    found = [pair for pair in scored if pair[2] >= LIKELY]
    return sorted(found, key=lambda pair: (-pair[2], pair[:2]))


class _Index:
    """Names by their words, and the words by how they may be misspelt."""

    def __init__(self, names):
        self._by_letters = {}
        self._by_word = {}
        for id_, name in names.items():
            self._by_letters.setdefault(name.letters, []).append(id_)
            for word in name.words:
                lengths = self._by_word.setdefault(word, {})
                lengths.setdefault(len(name.words), []).append(id_)
        self._count = {
            word: sum(map(len, lengths.values())) for word, lengths in self._by_word.items()
        }
        self._by_rest = {}
        for word in self._by_word:
            for rest in _rests(word):
                self._by_rest.setdefault(rest, []).append(word)
        self._known = {}

    def longer_than(self, name):
        """Return the ids of names that may have all words of `name`."""
        found = set(self._by_letters.get(name.letters, ()))
        if name.words:
            # Words that no name has come first: only one that is like them can do.
            rarest = min(name.words, key=lambda word: self._count.get(word, 0))
            most = 2 * len(name.words)
            for word in self._words_like(rarest):
                for length, ids in self._by_word[word].items():
                    if len(name.words) <= length <= most:
                        found.update(ids)
        return found

    def _words_like(self, word):
        """Return the words that stand for `word`, itself among them if some name has it."""
        if word not in self._known:
            near = {other for rest in _rests(word) for other in self._by_rest.get(rest, ())}
            like = {other for other in near if other != word and _likeness(word, other)}
            self._known[word] = like | ({word} & self._by_word.keys())
        return self._known[word]


def _rests(word):
    """Return the word and what remains of it without one letter, or two of eight or more.

    Two words that are one or two slips apart have one of these in common.

    >>> sorted(_rests("riz"))
    []
    >>> sorted(_rests("pate"))
    ['ate', 'pae', 'pat', 'pate', 'pte']
    """
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return set()
    rests = {word}
    for _slip in range(2 if len(word) >= 8 else 1):
        rests |= {rest[:place] + rest[place + 1 :] for rest in rests for place in range(len(rest))}
    return rests
