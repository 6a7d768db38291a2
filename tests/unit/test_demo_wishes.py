"""The demo's suggestions: every state, dates in order, the same each time."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from coop.demo import catalogue, wishes

NOW = datetime(2026, 11, 23, 17, 0)  # noqa: DTZ001  naive UTC, as Odoo stores it
MEMBERS, FORMER, TEAM = 84, 6, 5


@pytest.fixture(scope="module")
def rows():
    return catalogue.choose(1000, 60, 7)


def planned(rows, seed=7, now=NOW):
    shop, wished = rows
    return wishes.plan(wished, shop, MEMBERS, FORMER, 60, 700, TEAM, seed, now)


@pytest.fixture(scope="module")
def suggestions(rows):
    return planned(rows)


def test_the_same_seed_gives_the_same_suggestions(rows, suggestions):
    assert planned(rows) == suggestions
    assert planned(rows, seed=8) != suggestions


def test_every_state_is_there(suggestions):
    assert {suggestion.state for suggestion in suggestions} == set(wishes.STATES)
    assert len(suggestions) == 60


def test_about_as_many_votes_as_asked_for(suggestions):
    assert 650 < sum(len(suggestion.votes) for suggestion in suggestions) < 750


def test_votes_are_one_a_person_and_the_authors_first(suggestions):
    for suggestion in suggestions:
        voters = [voter for voter, _frequency, _moment in suggestion.votes]
        assert len(set(voters)) == len(voters)
        assert voters[0] == suggestion.author
        assert max(voters) < MEMBERS + FORMER


def test_few_suggestions_are_wanted_by_many(suggestions):
    supporters = sorted(len(suggestion.votes) for suggestion in suggestions)
    assert supporters[-1] > 3 * supporters[len(supporters) // 2]


def test_dates_follow_each_other(suggestions):
    for suggestion in suggestions:
        assert NOW - timedelta(days=366) < suggestion.proposed_on < NOW
        decided = [decision.decided_on for decision in suggestion.decisions]
        assert decided == sorted(decided)
        assert all(suggestion.proposed_on < moment < NOW for moment in decided)
        end = NOW if suggestion.state in wishes.VOTING or not decided else decided[-1]
        for _voter, _frequency, moment in suggestion.votes:
            assert suggestion.proposed_on <= moment <= end
        for _who, _text, moment in suggestion.comments:
            assert suggestion.proposed_on <= moment <= NOW


def test_answers_fit_the_states(suggestions):
    answer_of = {
        "kept": {"next_order", "to_be_sourced"},
        "not_kept": {"not_kept"},
        "asked": {"ask"},
        "put_off": {"put_off"},
        "passed_on": {"passed_on"},
    }
    for suggestion in suggestions:
        answers = [decision.answer for decision in suggestion.decisions]
        if suggestion.state in answer_of:
            assert answers[-1] in answer_of[suggestion.state]
        else:
            assert not answers or answers[-1] == "reopen"


def test_answers_say_what_odoo_asks_for(suggestions):
    decisions = [decision for suggestion in suggestions for decision in suggestion.decisions]
    for decision in decisions:
        assert (decision.answer == "not_kept") == bool(decision.reason)
        assert (decision.reason == "similar") == (decision.product is not None)
        assert (decision.answer == "put_off") == (decision.put_off_until is not None)
        assert (decision.answer == "passed_on") == bool(decision.passed_on_to)
        assert decision.text or decision.answer == "passed_on"


def test_brands_of_chains_are_refused_as_such(rows):
    shop, wished = catalogue.choose(1000, 2000, 7)
    plan = wishes.plan(wished, shop, MEMBERS, FORMER, 2000, 20_000, TEAM, 7, NOW)
    reasons = Counter(
        decision.reason
        for suggestion in plan
        if catalogue.is_chain(suggestion.brand)
        for decision in suggestion.decisions
        if decision.answer == "not_kept"
    )
    assert set(reasons) <= {"brand_not_sold", "similar"}
    assert reasons["brand_not_sold"]


def test_the_first_member_has_each_kind_of_answer(suggestions):
    mine = Counter(suggestion.state for suggestion in suggestions if suggestion.author == 0)
    assert mine == Counter(wishes.OF_THE_FIRST_MEMBER)


def test_what_was_refused_long_ago_is_proposed_again(suggestions):
    again = [suggestion for suggestion in suggestions if suggestion.previous is not None]
    assert again
    for suggestion in again:
        earlier = suggestions[suggestion.previous]
        assert (suggestion.state, earlier.state) == ("open", "not_kept")
        assert suggestion.name == earlier.name
        assert suggestion.proposed_on > earlier.decisions[-1].decided_on + timedelta(days=183)
