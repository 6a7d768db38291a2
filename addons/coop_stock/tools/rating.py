"""How good reviews say that something is, when some have one review and others forty.

No Odoo in here.
"""

from math import sqrt
from typing import NamedTuple

STARS = (1, 2, 3, 4, 5)
# 95 % of what is likely lies above the bound.
Z = 1.65


def rating_score(counts):
    """Return the score to sort by: what a product's mean is at least, most likely.

    The lower bound of the Bayesian credible interval of the mean, where each number of stars is
    given once beforehand (a Dirichlet prior), by the normal approximation: E. Miller, "Ranking
    Items With Star Ratings", 2014. One review of 5 does not beat forty of 4.8, whatever the other
    products have.

    :param counts: how many reviews gave 1, 2, 3, 4 and 5 stars

    >>> one_five, forty = rating_score([0, 0, 0, 0, 1]), rating_score([0, 0, 0, 8, 32])
    >>> round(one_five, 2), round(forty, 2)
    (2.4, 4.4)
    >>> round(rating_score([0, 0, 0, 0, 0]), 2)
    2.05
    """
    total = sum(counts) + len(STARS)
    shares = [(count + 1) / total for count in counts]
    mean = sum(stars * share for stars, share in zip(STARS, shares, strict=True))
    square = sum(stars * stars * share for stars, share in zip(STARS, shares, strict=True))
    return mean - Z * sqrt(max(0.0, square - mean * mean) / (total + 1))


# Where nobody has said anything.
UNREVIEWED = rating_score([0] * len(STARS))


class Rating(NamedTuple):
    """What the reviews of a product amount to.

    :param average: mean of the stars, None without a review
    :param score: what to sort by, see `rating_score`
    """

    average: float | None = None
    count: int = 0
    score: float = UNREVIEWED


def rating_of(counts):
    """Return the Rating of how many reviews gave 1, 2, 3, 4 and 5 stars.

    >>> rating_of([0, 0, 0, 1, 1])[:2], rating_of([0, 0, 0, 0, 0])[:2]
    ((4.5, 2), (None, 0))
    """
    count = sum(counts)
    total = sum(stars * each for stars, each in zip(STARS, counts, strict=True))
    return Rating(total / count if count else None, count, rating_score(counts))
