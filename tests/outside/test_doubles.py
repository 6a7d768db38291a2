"""Two suggestions that are one product: merged, voted for and undone, by many at the same moment.

Whoever comes second is told so in a sentence; no vote and no word is lost or counted twice.
"""

from functools import partial

import pytest

from support.at_once import at_once
from support.pages import visit
from support.rpc import Refused, call
from support.suggestions import act, new_name, propose

# What is said to a person, not logged.
SENTENCES = ("odoo.exceptions.UserError", "odoo.exceptions.ValidationError")
FRENCH = {"lang": "fr_FR"}
ROUNDS = 4


@pytest.fixture
def team(http):
    return http("achats")


@pytest.fixture
def stands(database):
    """Return `stands(id)`: the state of a suggestion, and the one that it leads to."""

    def ask(suggestion):
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT state, leads_to_id FROM coop_suggestion WHERE id = %s", (suggestion,)
            )
            return cursor.fetchone()

    return ask


@pytest.fixture
def voters(database):
    """Return `voters(*ids)`: the person of each vote for these suggestions."""

    def ask(*suggestions):
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT partner_id FROM coop_suggestion_vote WHERE suggestion_id = ANY(%s)",
                (list(suggestions),),
            )
            return [person for (person,) in cursor.fetchall()]

    return ask


def merge(team, kept, closed):
    """Merge as the team's dialogue does."""
    values = {"left_id": kept, "right_id": closed, "keep": "left"}
    wizard = call(team, "coop.merge.doubles", "create", values)
    return call(team, "coop.merge.doubles", "action_merge", [wizard], context=FRENCH)


def undo(team, closed):
    return call(team, "coop.suggestion", "action_undo_merge", [closed])


def tried(function, *args):
    """Return None, or the sentence with which Odoo refuses; any other trouble is a failure."""
    try:
        function(*args)
    except Refused as refusal:
        if refusal.kind not in SENTENCES:
            raise
        return str(refusal)
    return None


def supporters(client, suggestion):
    """Return how many households the team reads on a suggestion."""
    [read] = call(client, "coop.suggestion", "read", [suggestion], ["supporters"])
    return read["supporters"]


def pair(http):
    """Return two suggestions of two authors, not of the crowd: the one to keep, its double."""
    return propose(http("membre")), propose(http("benevole"))


@pytest.mark.usefixtures("quiet_server")
def test_fifty_votes_during_a_merge_all_count_once_for_the_kept_one(
    http, team, crowd, stands, voters
):
    kept, closed = pair(http)
    answers = at_once(
        [
            *[lambda each=each: act(each, closed, "vote", frequency="weekly") for each in crowd],
            lambda: merge(team, kept, closed),
        ]
    )
    assert {answer.status_code for answer in answers[:-1]} == {303}
    assert stands(closed) == ("double", kept)
    people = voters(kept, closed)
    assert len(people) == len(set(people)) == len(crowd) + 2, "the authors', too"
    mates = len(people) - expected_households(people, team)
    assert supporters(team, kept) == len(people) - mates
    page = crowd[0].get(f"/suggestions/{kept}").text
    assert 'aria-pressed="true"' in page, "who voted for the double sees their vote on the kept one"


def expected_households(people, team):
    """Return how many households the persons are of."""
    read = call(team, "res.partner", "read", people, ["parent_id"])
    return len({row["parent_id"][0] if row["parent_id"] else row["id"] for row in read})


@pytest.mark.usefixtures("quiet_server")
def test_votes_for_both_during_a_merge_count_once(http, team, crowd, voters):
    kept, closed = pair(http)
    people = crowd[:20]
    at_once(
        [
            *[lambda each=each: act(each, closed, "vote") for each in people],
            *[lambda each=each: act(each.copy(), kept, "vote") for each in people],
            lambda: merge(team, kept, closed),
        ]
    )
    persons = set(voters(kept, closed))
    assert len(persons) == len(people) + 2
    assert supporters(team, kept) == expected_households(list(persons), team)


@pytest.mark.usefixtures("quiet_server")
def test_votes_taken_back_during_a_merge_are_taken_back(http, team, crowd, voters):
    kept, closed = pair(http)
    at_once([lambda each=each: act(each, closed, "vote") for each in crowd[:20]])
    answers = at_once(
        [
            *[lambda each=each: act(each, closed, "unvote") for each in crowd[:20]],
            lambda: merge(team, kept, closed),
        ]
    )
    assert {answer.status_code for answer in answers[:-1]} == {303}
    assert len(voters(kept, closed)) == 2, "the authors' votes remain"


@pytest.mark.usefixtures("quiet_server")
def test_votes_during_an_undoing_are_kept(http, team, crowd, stands, voters):
    kept, closed = pair(http)
    act(crowd[0], closed, "vote")
    merge(team, kept, closed)
    answers = at_once(
        [
            *[lambda each=each: act(each, closed, "vote") for each in crowd[1:31]],
            lambda: undo(team, closed),
        ]
    )
    assert {answer.status_code for answer in answers[:-1]} == {303}
    assert stands(closed) == ("open", None)
    people = voters(kept, closed)
    assert len(people) == len(set(people)) == 31 + 2


@pytest.mark.usefixtures("quiet_server")
def test_comments_during_a_merge_all_stand_on_the_kept_ones_page(http, team, crowd):
    kept, closed = pair(http)
    words = [new_name("Moi aussi") for _each in crowd[:20]]
    at_once(
        [
            *[
                lambda each=each, text=text: act(each, closed, "comment", comment=text)
                for each, text in zip(crowd, words, strict=False)
            ],
            lambda: merge(team, kept, closed),
        ]
    )
    page = http("membre").get(f"/suggestions/{kept}").text
    assert [page.count(text) for text in words] == [1] * len(words)


@pytest.mark.usefixtures("quiet_server")
def test_a_circle_at_once_is_one_merge_and_one_sentence(http, team, stands):
    """A into B while B goes into A."""
    admin = http("admin")
    for _round in range(ROUNDS):
        one, two = pair(http)
        told = at_once(
            [partial(tried, merge, team, one, two), partial(tried, merge, admin, two, one)]
        )
        assert told.count(None) == 1, told
        [sentence] = [each for each in told if each]
        assert "a été réunie entre-temps" in sentence
        assert sorted([stands(one), stands(two)], key=str) in (
            [("double", one), ("open", None)],
            [("double", two), ("open", None)],
        )


@pytest.mark.usefixtures("quiet_server")
def test_into_one_that_is_merged_at_once_leads_to_the_end(http, team, stands):
    """A into B while B goes into C."""
    admin = http("admin")
    for _round in range(ROUNDS):
        first, second = pair(http)
        last = propose(http("membre3"))
        told = at_once(
            [partial(tried, merge, team, second, first), partial(tried, merge, admin, last, second)]
        )
        assert told[1] is None
        assert stands(second) == ("double", last)
        assert stands(first) == (("open", None) if told[0] else ("double", last)), told


@pytest.mark.usefixtures("quiet_server")
def test_a_merge_sent_many_times_is_one(http, team, stands, database):
    kept, closed = pair(http)
    told = at_once([partial(tried, merge, team.copy(), kept, closed) for _click in range(8)])
    assert told == [None] * 8
    with database.cursor() as cursor:
        cursor.execute("SELECT kept_id FROM coop_suggestion_merge WHERE closed_id = %s", (closed,))
        assert cursor.fetchall() == [(kept,)]
    told = at_once([partial(tried, undo, team.copy(), closed) for _click in range(8)])
    assert told == [None] * 8
    assert stands(closed) == ("open", None)


@pytest.mark.usefixtures("quiet_server")
def test_a_merge_and_a_decision_at_once_leave_one_of_both(http, team, stands, count):
    admin = http("admin")

    def decide(suggestion):
        values = {"suggestion_ids": [[6, 0, [suggestion]]], "answer": "next_order"}
        wizard = call(admin, "coop.decide", "create", values)
        call(admin, "coop.decide", "action_decide", [wizard], context=FRENCH)

    for _round in range(ROUNDS):
        kept, closed = pair(http)
        told = at_once([partial(tried, merge, team, kept, closed), partial(tried, decide, closed)])
        assert told.count(None) == 1, told
        if told[0]:
            assert "attend d'être publiée" in told[0]
            assert (stands(closed)[0], count("decision", closed)) == ("open", 1)
        else:
            assert "est un doublon de" in told[1]
            assert (stands(closed), count("decision", closed)) == (("double", kept), 0)


def test_a_member_follows_an_old_link_and_sees_their_vote(http, team, page):
    """In a browser, by the page of the double to the one that is kept."""
    kept = propose(http("membre"), name := new_name("Beurre de cacahuète"))
    closed = propose(http("membre2"))
    act(http("membre3"), closed, "vote")
    old = page("membre3", width=360)
    visit(old, f"/suggestions/{closed}")
    merge(team, kept, closed)
    # The page still stands open, with its button of before.
    with old.expect_response("**/comment") as sent:
        old.get_by_label("Votre commentaire").fill("Toujours envie")
        old.get_by_role("button", name="Publier").click()
    assert sent.value.status == 303
    old.wait_for_url(f"**/suggestions/{kept}?**")
    assert "est le même produit" in old.locator("main, #wrap").first.inner_text()
    visit(old, f"/suggestions/{closed}")
    old.get_by_role("link", name=name).click()
    old.wait_for_url(f"**/suggestions/{kept}")
    assert "dont le vôtre" in old.locator(".o_coop_count").inner_text()
    assert old.get_by_text("Toujours envie").is_visible()
