"""The months of the dashboard, and shares: no Odoo in here."""

from datetime import date


def last_months(today, number):
    """Return the first days of the last months, the present one last.

    >>> last_months(date(2026, 2, 28), 3)
    [datetime.date(2025, 12, 1), datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)]
    """
    present = today.year * 12 + today.month - 1
    return [
        date(month // 12, month % 12 + 1, 1) for month in range(present - number + 1, present + 1)
    ]


def percentage(part, whole):
    """Return a share in whole percent, None of nothing; all and none are said of all and none only.

    >>> percentage(1, 3), percentage(999, 1000), percentage(1, 1000), percentage(0, 0)
    (33, 99, 1, None)
    """
    if not whole:
        return None
    if 0 < part < whole:
        return min(max(round(100 * part / whole), 1), 99)
    return round(100 * part / whole)


def by_month(months, values, nothing=0):
    """Return the value of each month in order, `nothing` where there is none.

    >>> by_month([1, 2, 3], {2: 5})
    [0, 5, 0]
    """
    return [values.get(month, nothing) for month in months]
