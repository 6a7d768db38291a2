"""What a history of prices tells, without Odoo."""

from datetime import timedelta


def lowest_before(history, began, days, known_since):
    """Return the lowest price in force during the days before a moment, None where unknown.

    :param history: tuples of (price, from, to), in any order; the moments are naive UTC, `to`
        is None for a price that is still in force
    :param datetime began: when the present price began; what is in force from then on is not
        looked at
    :param int days: how many days before `began`
    :param datetime known_since: since when each price is known, None if from the first one on
    """
    start = began - timedelta(days=days)
    if known_since and known_since > start:
        return None
    return min(
        (
            price
            for price, valid_from, valid_to in history
            if valid_from < began and (valid_to is None or valid_to > start)
        ),
        default=None,
    )
