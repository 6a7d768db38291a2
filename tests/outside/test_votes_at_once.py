"""Many requests at the same moment: no vote, proposal or comment lost or doubled, no error."""

import pytest

from support.at_once import at_once
from support.suggestions import act, forget_proposals, new_name, propose

DOUBLE_CLICKS = 20
# Each of a person's posts that are counted makes the others of the same moment begin anew, which
# Odoo does five times.
IMPATIENT = 5


def supporters(client, suggestion):
    """Return the number that a member reads in the list of answers in place."""
    answer = client.post(f"/suggestions/{suggestion}/vote", headers={"Accept": "application/json"})
    return answer.json()["supporters"]


@pytest.mark.usefixtures("quiet_server")
def test_the_clicks_of_one_member_are_one_vote(http, crowd, count):
    suggestion = propose(http("membre"))
    clients = [crowd[0].copy() for _ in range(DOUBLE_CLICKS)]
    answers = at_once([lambda each=each: act(each, suggestion, "vote") for each in clients])
    assert {answer.status_code for answer in answers} == {303}
    assert count("vote", suggestion) == 2, "the author's and the member's"


@pytest.mark.usefixtures("quiet_server")
def test_clicks_that_differ_are_one_vote_of_one_of_their_frequencies(http, crowd, count, database):
    suggestion = propose(http("membre"))
    answers = at_once(
        [
            lambda frequency=frequency: act(
                crowd[0].copy(), suggestion, "vote", frequency=frequency
            )
            for frequency in ("weekly", "monthly", "sometimes", "") * 5
        ]
    )
    assert {answer.status_code for answer in answers} == {303}
    assert count("vote", suggestion) == 2
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT frequency FROM coop_suggestion_vote WHERE suggestion_id = %s"
            " ORDER BY id DESC LIMIT 1",
            (suggestion,),
        )
        assert cursor.fetchone()[0] in ("weekly", "monthly", "sometimes")


@pytest.mark.usefixtures("quiet_server")
def test_two_sessions_of_a_member_are_one_vote(http, count):
    suggestion = propose(http("membre"))
    phone, computer = http("membre2", fresh=True), http("membre2", fresh=True)
    answers = at_once(
        [lambda each=each: act(each, suggestion, "vote") for each in (phone, computer)]
    )
    assert {answer.status_code for answer in answers} == {303}
    assert count("vote", suggestion) == 2
    for each in (phone, computer):
        assert 'aria-pressed="true"' in each.get(f"/suggestions/{suggestion}").text


@pytest.mark.usefixtures("quiet_server")
def test_all_members_at_once_are_as_many_votes(http, crowd, count):
    """None lost, none doubled, nobody sees an error; and the page tells the number."""
    author = http("membre")
    suggestion = propose(author)
    answers = at_once([lambda each=each: act(each, suggestion, "vote") for each in crowd])
    assert {answer.status_code for answer in answers} == {303}
    assert count("vote", suggestion) == len(crowd) + 1
    assert supporters(author, suggestion) == len(crowd) + 1


@pytest.mark.usefixtures("quiet_server")
def test_a_household_is_counted_once_however_many_vote_at_once(http, count, database):
    """`membre6`, `membre7` and `membre8` live under one roof."""
    suggestion = propose(http("membre"))
    mates = [http(login) for login in ("membre6", "membre7", "membre8")]
    answers = at_once([lambda each=each: act(each, suggestion, "vote") for each in mates])
    assert {answer.status_code for answer in answers} == {303}
    assert count("vote", suggestion) == 4, "each vote is kept"
    assert supporters(http("membre"), suggestion) == 2, "the household counts once"


@pytest.mark.usefixtures("quiet_server")
def test_voting_and_taking_back_at_once_leaves_a_whole_vote_or_none(http, crowd, count):
    suggestion = propose(http("membre"))
    for _round in range(3):
        answers = at_once(
            [
                lambda each=each, action=action: act(each.copy(), suggestion, action)
                for each in crowd[:4]
                for action in ("vote", "unvote", "vote", "unvote")
            ]
        )
        assert {answer.status_code for answer in answers} == {303}
        assert 1 <= count("vote", suggestion) <= 5
    at_once([lambda each=each: act(each, suggestion, "unvote") for each in crowd[:4]])
    assert count("vote", suggestion) == 1
    at_once([lambda each=each: act(each, suggestion, "vote") for each in crowd[:4]])
    assert count("vote", suggestion) == 5


@pytest.mark.usefixtures("quiet_server")
def test_following_at_once_is_one_follow(http, crowd, count):
    suggestion = propose(http("membre"))
    for action, expected in (("follow", 2), ("unfollow", 1)):
        clients = [crowd[1].copy() for _ in range(DOUBLE_CLICKS // 2)]
        answers = at_once(
            [lambda each=each, action=action: act(each, suggestion, action) for each in clients]
        )
        assert {answer.status_code for answer in answers} == {303}
        assert count("follow", suggestion) == expected


@pytest.mark.usefixtures("quiet_server")
def test_a_proposal_sent_many_times_is_one_suggestion(crowd, count, database):
    name = new_name()
    ids = at_once([lambda: propose(crowd[2].copy(), name) for _ in range(IMPATIENT)])
    assert len(set(ids)) == 1
    with database.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM coop_suggestion WHERE name = %s", (name,))
        assert cursor.fetchone() == (1,)
    assert count("vote", ids[0]) == 1


@pytest.mark.usefixtures("quiet_server")
def test_a_comment_sent_many_times_is_one_comment(http, crowd, database):
    suggestion, text = propose(http("membre")), new_name("Tout à fait")
    answers = at_once(
        [
            lambda: act(crowd[3].copy(), suggestion, "comment", comment=text)
            for _ in range(IMPATIENT)
        ]
    )
    assert {answer.status_code for answer in answers} == {303}
    page = http("membre").get(f"/suggestions/{suggestion}").text
    assert page.count(text) == 1


@pytest.mark.usefixtures("quiet_server")
def test_a_precision_sent_many_times_is_one_addition(http, crowd, count):
    suggestion, text = propose(crowd[4]), new_name("En verre")
    act(http("membre"), suggestion, "vote")
    answers = at_once(
        [
            lambda: act(crowd[4].copy(), suggestion, "addition", addition=text)
            for _ in range(IMPATIENT)
        ]
    )
    assert {answer.status_code for answer in answers} == {303}
    assert count("addition", suggestion) == 1


@pytest.mark.usefixtures("quiet_server")
def test_different_comments_at_once_all_stand(http, crowd):
    suggestion = propose(http("membre"))
    texts = [new_name("Moi aussi") for _ in crowd[:10]]
    answers = at_once(
        [
            lambda each=each, text=text: act(each, suggestion, "comment", comment=text)
            for each, text in zip(crowd, texts, strict=False)
        ]
    )
    assert {answer.status_code for answer in answers} == {303}
    page = http("membre").get(f"/suggestions/{suggestion}").text
    assert [page.count(text) for text in texts] == [1] * len(texts)


@pytest.mark.usefixtures("quiet_server")
def test_the_limits_of_a_day_hold_against_many_at_once(http, settings, database):
    """Different proposals of one member at the same moment: the limit's number, and no more."""
    settings(coop_daily_proposals=3)
    forget_proposals(database, "membre16")
    client = http("membre16")
    answers = at_once(
        [
            lambda: client.copy().post("/suggestions/new", {"name": new_name(), "anyway": "1"})
            for _ in range(IMPATIENT)
        ]
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [303] * 3 + [422] * (IMPATIENT - 3)


@pytest.mark.usefixtures("quiet_server")
def test_withdrawing_while_another_votes_keeps_one_of_both(http, crowd, count, database):
    """A suggestion with somebody else's vote is never withdrawn under them."""
    author = http("membre")
    for each in crowd[5:10]:
        suggestion = propose(author)
        answers = at_once(
            [
                lambda s=suggestion: act(author.copy(), s, "withdraw"),
                lambda s=suggestion, each=each: act(each, s, "vote"),
            ]
        )
        assert {answer.status_code for answer in answers} <= {303, 404, 422}
        with database.cursor() as cursor:
            cursor.execute("SELECT state FROM coop_suggestion WHERE id = %s", (suggestion,))
            [state] = cursor.fetchone()
        votes = count("vote", suggestion)
        assert (state, votes) in (("open", 2), ("withdrawn", 1)), (state, votes)
