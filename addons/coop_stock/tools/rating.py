"""How good reviews say that something is, when some have one review and others forty.

No Odoo in here.
"""

STARS = (1, 2, 3, 4, 5)
# How many reviews the mean of all weighs: so many of its own make half of a product's score.
PRIOR_WEIGHT = 5


def bayesian_average(total, count, mean_of_all, prior_weight=PRIOR_WEIGHT):
    """Return the score to sort by: the mean of a product's stars, drawn to the mean of all.

    A Bayesian average (a shrinkage estimator; also known as the weighted rating of film lists):
    each product begins with `prior_weight` reviews of `mean_of_all` stars. One review of 5 does
    not beat forty of 4.8, and what has no review stands where the mean stands.

    :param total: sum of the product's stars
    :param count: how many reviews it has
    :param mean_of_all: mean of the stars of all reviews, 1 to 5

    >>> one_five = bayesian_average(5, 1, mean_of_all=4)
    >>> forty = bayesian_average(40 * 4.8, 40, mean_of_all=4)
    >>> round(one_five, 2), round(forty, 2)
    (4.17, 4.71)
    """
    return (prior_weight * mean_of_all + total) / (prior_weight + count)
