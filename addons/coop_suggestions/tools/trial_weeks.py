"""The weeks of a trial and what they come to: no Odoo in here.

Weeks run from Monday to Sunday. A product is tried for a number of whole weeks; the days between
its arrival and the first Monday are shown, and not counted.
"""

from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

WEEK = timedelta(weeks=1)


class Changes(NamedTuple):
    """What happened to a product in a week: quantities in its unit.

    :param sold: at the till, refunds deducted
    :param stock: what the shop held more at its end than at its beginning
    :param came: what came into the shop, but for what members gave back
    :param lost: what was scrapped or found missing
    """

    sold: float = 0.0
    stock: float = 0.0
    came: float = 0.0
    lost: float = 0.0


class Week(NamedTuple):
    """One week of a product, by its Monday.

    :param present: whether some was there at any time; not, if it was out the whole week
    :param counted: whether it is one of the trial's whole weeks, and over
    """

    monday: date
    sold: float
    lost: float
    present: bool
    counted: bool


class Figures(NamedTuple):
    """What a trial comes to.

    :param weeks: `Week` rows, the one of the arrival first, the present one last
    :param per_week: mean of the counted weeks in which it was there; None without any
    :param shelf_median: the same of the other products of the shelf, their median; None without
        any to compare with
    :param present: in how many counted weeks it was there
    :param over: how many weeks are counted
    :param planned: how many weeks the trial lasts
    :param sold: in all since its arrival; `lost` likewise
    """

    weeks: list
    per_week: float | None
    shelf_median: float | None
    present: int
    over: int
    planned: int
    sold: float
    lost: float


def monday_of(day):
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def first_whole_week(started_on):
    """Return the Monday on which the first whole week begins.

    >>> first_whole_week(date(2026, 3, 2)), first_whole_week(date(2026, 3, 3))
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 9))
    """
    monday = monday_of(started_on)
    return monday if monday == started_on else monday + WEEK


def last_day(started_on, weeks):
    """Return the Sunday on which a trial of so many weeks ends."""
    return first_whole_week(started_on) + weeks * WEEK - timedelta(days=1)


def weeks_over(started_on, today):
    """Return how many whole weeks have passed since the arrival."""
    return max(0, (monday_of(today) - first_whole_week(started_on)) // WEEK)


def weeks_after_extension(started_on, weeks, more, today):
    """Return how many weeks a trial lasts that goes on for so many more, from now.

    >>> weeks_after_extension(date(2026, 3, 2), 8, 4, date(2026, 5, 11))  # ten are over
    14
    """
    return max(weeks, weeks_over(started_on, today)) + more


def product_weeks(started_on, planned, today, changes, held=None, gone_on=None):
    """Return the weeks of one product, from its arrival to the present one or the trial's last.

    :param date started_on: the day of its arrival
    :param int planned: how many whole weeks are counted
    :param changes: ``{Monday: Changes}``, up to today
    :param held: what the shop holds now; None where nobody counts the stock: it is always there
    :param date gone_on: the day from which it was no longer sold
    """
    end = last_day(started_on, planned)
    first, last = monday_of(started_on), monday_of(min(today, end))
    whole = first_whole_week(started_on)
    # Backwards from what is held now, as far as the stock's changes tell.
    held_at_start = {}
    monday = monday_of(today)
    while held is not None and monday >= first:
        held -= changes.get(monday, Changes()).stock
        held_at_start[monday] = held
        monday -= WEEK
    weeks = []
    for number in range((last - first) // WEEK + 1):
        monday = first + number * WEEK
        change = changes.get(monday, Changes())
        in_sale = gone_on is None or monday < gone_on
        there = held is None or held_at_start[monday] > 0 or change.came > 0
        counted = monday >= whole and monday + WEEK <= today
        present = change.sold > 0 or (in_sale and there)
        weeks.append(Week(monday, change.sold, change.lost, present, counted))
    return weeks


def mean_of(weeks):
    """Return what was sold a week, in the counted weeks in which it was there; None without any."""
    counted = [week.sold for week in weeks if week.counted and week.present]
    return sum(counted) / len(counted) if counted else None


def figures_of(weeks, planned, others):
    """Return the `Figures` of a trial.

    :param weeks: of the product, as `product_weeks` returns them
    :param others: the weeks of each other product of the shelf, over the same time
    """
    means = [mean for mean in map(mean_of, others) if mean is not None]
    counted = [week for week in weeks if week.counted]
    return Figures(
        weeks=weeks,
        per_week=mean_of(weeks),
        shelf_median=median(means) if means else None,
        present=sum(week.present for week in counted),
        over=len(counted),
        planned=planned,
        sold=sum(week.sold for week in weeks),
        lost=sum(week.lost for week in weeks),
    )


def sentence_of(figures, words):
    """Return the one line that tells a trial: « 6 par semaine, médiane du rayon 4, … ».

    :param words: functions of the reader's language, by name: ``not_over(sold)``,
        ``never_there(over)``, ``per_week(mean)``, ``shelf_median(median)``,
        ``present(present, over)``, ``lost(lost)``
    """
    if not figures.over:
        return words["not_over"](figures.sold)
    if figures.per_week is None:
        return words["never_there"](figures.over)
    parts = [words["per_week"](figures.per_week)]
    if figures.shelf_median is not None:
        parts.append(words["shelf_median"](figures.shelf_median))
    parts.append(words["present"](figures.present, figures.over))
    if figures.lost > 0:
        parts.append(words["lost"](figures.lost))
    return ", ".join(parts)


def as_json(figures):
    """Return figures as JSON keeps them."""
    weeks = [[week.monday.isoformat(), *week[1:]] for week in figures.weeks]
    return {**figures._asdict(), "weeks": weeks}


def from_json(kept):
    """Return the figures that `as_json` made."""
    weeks = [Week(date.fromisoformat(monday), *rest) for monday, *rest in kept["weeks"]]
    return Figures(**{**kept, "weeks": weeks})
