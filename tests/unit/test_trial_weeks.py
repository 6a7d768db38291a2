"""The weeks of a trial, and what they come to."""

import doctest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coop.addon_tools import addon_tool

trial_weeks = addon_tool("coop_suggestions", "trial_weeks")
Changes = trial_weeks.Changes
MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)
WORDS = {
    "not_over": lambda sold: f"{sold:g} so far",
    "never_there": lambda over: f"never in {over}",
    "per_week": lambda mean: f"{mean:g} a week",
    "shelf_median": lambda median: f"median {median:g}",
    "present": lambda present, over: f"{present} of {over}",
    "lost": lambda lost: f"{lost:g} lost",
}


def mondays(*values, first=MONDAY):
    return {first + number * WEEK: value for number, value in enumerate(values)}


def weeks(*sold, planned=8, over=None, held=100, **more):
    """Return the weeks of a product that sold so many from its first Monday on."""
    today = MONDAY + (len(sold) if over is None else over) * WEEK
    changes = mondays(*(Changes(sold=each) for each in sold))
    return trial_weeks.product_weeks(MONDAY, planned, today, changes, held=held, **more)


def tell(own, planned=8, others=()):
    return trial_weeks.sentence_of(trial_weeks.figures_of(own, planned, others), WORDS)


def test_doctests():
    assert doctest.testmod(trial_weeks).failed == 0


def test_seven_weeks_there_of_eight():
    # What comes is sold in its week; in the fourth nothing came.
    sold = Changes(6, 0, came=6)
    changes = mondays(*[sold] * 3, Changes(), *[sold] * 4)
    own = trial_weeks.product_weeks(MONDAY, 8, MONDAY + 8 * WEEK, changes, held=0)
    beside = [weeks(*[each] * 8) for each in (3, 4, 9)]
    assert tell(own, others=beside) == "6 a week, median 4, 7 of 8"


def test_a_week_out_the_whole_time_is_not_counted_in_the_mean():
    # Two came, both were sold in the first week; three more came in the third.
    changes = mondays(Changes(2, 0, came=2), Changes(), Changes(1, 2, came=3), Changes(0, 0))
    own = trial_weeks.product_weeks(MONDAY, 4, MONDAY + 4 * WEEK, changes, held=2)
    assert [week.present for week in own] == [True, False, True, True]
    assert tell(own, planned=4) == "1 a week, 3 of 4"


def test_the_present_week_is_shown_and_not_counted():
    own = weeks(4, 4, 1, over=2)
    assert [week.counted for week in own] == [True, True, False]
    assert tell(own) == "4 a week, 2 of 2"


def test_the_days_before_the_first_monday_are_shown_and_not_counted():
    own = trial_weeks.product_weeks(
        MONDAY + timedelta(days=2), 2, MONDAY + 3 * WEEK, mondays(*[Changes(5)] * 3), held=9
    )
    assert [week.counted for week in own] == [False, True, True]
    figures = trial_weeks.figures_of(own, 2, [])
    assert (figures.sold, figures.over, figures.per_week) == (15, 2, 5)


def test_it_ends_with_its_last_week():
    own = weeks(*[1] * 12, planned=8)
    assert len(own) == 8
    assert trial_weeks.last_day(MONDAY, 8) == MONDAY + 8 * WEEK - timedelta(days=1)


def test_before_its_first_week_is_over():
    assert tell(weeks(3, over=0)) == "3 so far"


def test_never_there():
    assert tell(weeks(0, 0, held=0)) == "never in 2"


def test_what_was_stopped_is_no_longer_there():
    own = weeks(2, 2, 0, 0, gone_on=MONDAY + WEEK + timedelta(days=3))
    assert [week.present for week in own[:4]] == [True, True, False, False]


def test_others_that_were_never_there_do_not_count():
    beside = [weeks(6, 6), weeks(0, 0, held=0), weeks(0, 0, held=3)]
    assert tell(weeks(1, 1), others=beside) == "1 a week, median 3, 2 of 2"


def test_losses_are_told():
    changes = mondays(Changes(sold=1, lost=2))
    own = trial_weeks.product_weeks(MONDAY, 1, MONDAY + WEEK, changes)
    assert tell(own, planned=1) == "1 a week, 1 of 1, 2 lost"


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 52))
def test_a_trial_ends_on_a_sunday_after_that_many_whole_weeks(day, planned):
    end = trial_weeks.last_day(day, planned)
    assert end.weekday() == 6
    assert planned * 7 <= (end - day).days + 1 < (planned + 1) * 7
    assert trial_weeks.weeks_over(day, end) == planned - 1
    assert trial_weeks.weeks_over(day, end + timedelta(days=1)) == planned


@given(
    st.lists(st.tuples(*[st.integers(0, 50)] * 4), max_size=12),
    st.integers(1, 12),
    st.integers(-5, 50),
)
def test_figures_are_kept_as_json_and_read_again(rows, planned, held):
    changes = mondays(*(Changes(*map(float, row)) for row in rows))
    today = MONDAY + len(rows) * WEEK
    own = trial_weeks.product_weeks(MONDAY, planned, today, changes, held=held)
    figures = trial_weeks.figures_of(own, planned, [own])
    assert trial_weeks.from_json(trial_weeks.as_json(figures)) == figures
    assert figures.present <= figures.over <= planned
    assert (figures.per_week is None) == (figures.present == 0)
