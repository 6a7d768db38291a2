"""How well misspelt names are found: damages real names, asks for them, counts.

The question is a callable, so that anything can be measured with it: a running
coop's `/suggestions/similar`, a model's method, plain SQL.
"""

import csv
import itertools
import random
import time
import unicodedata
from dataclasses import dataclass

SEED = 19
SHOWN = 5


def load_names(path, limit=None):
    """Return the names of `data/products_fr.csv`: all, or `limit` of them drawn at random."""
    with open(path, encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    return names if limit is None else random.Random(SEED).sample(names, limit)  # noqa: S311


def _without_accents(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def damage(name, rng):
    """Return `name` as it may be typed: no accents, two neighbours swapped, one letter dropped.

    >>> damage("Pâtes", random.Random(1)) == damage("Pâtes", random.Random(1))
    True
    """
    name = _without_accents(name)
    pairs = [
        place
        for place, (one, next_) in enumerate(itertools.pairwise(name))
        if one.isalpha() and next_.isalpha() and one != next_
    ]
    if pairs:
        place = rng.choice(pairs)
        name = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    letters = [place for place, letter in enumerate(name) if letter.isalpha()]
    if len(letters) > 1:
        place = rng.choice(letters)
        name = name[:place] + name[place + 1 :]
    return name


def half(text):
    """Return what stands on the screen when half of `text` is typed.

    >>> half("pates")
    'pat'
    """
    return text[: (len(text) + 1) // 2]


@dataclass(frozen=True)
class Found:
    """What `measure` found: share of names among the first five, and milliseconds a question."""

    asked: int
    recall: float
    median_ms: float
    p95_ms: float


def measure(query, names, normalise, *, sample=1000, typed=damage, seed=SEED):
    """Ask for damaged names and count how many come back among the first five.

    :param query: callable, typed text -> list of names, best first
    :param names: all the names that can be found
    :param normalise: callable; two names that it makes equal are the same
    :param typed: callable, name and random generator -> what is typed for it;
        ``lambda name, rng: half(damage(name, rng))`` for the first half
    :return: a `Found`
    """
    rng = random.Random(seed)  # noqa: S311
    hits, times = 0, []
    wanted = rng.sample(names, min(sample, len(names)))
    for name in wanted:
        text = typed(name, rng)
        start = time.perf_counter()
        answer = query(text)
        times.append((time.perf_counter() - start) * 1000)
        hits += normalise(name) in map(normalise, answer[:SHOWN])
    times.sort()
    return Found(
        asked=len(wanted),
        recall=hits / len(wanted),
        median_ms=times[len(times) // 2],
        p95_ms=times[int(len(times) * 0.95)],
    )
