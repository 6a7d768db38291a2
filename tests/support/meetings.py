"""Meetings of the purchasing team, made and held as the team does."""

import re

from support.rpc import call
from support.suggestions import propose


def new_meeting(team, suggestions):
    """Make a meeting with these on its agenda; return (its id, the ids of its lines, in order)."""
    meeting = call(
        team,
        "coop.review.meeting",
        "create",
        {
            "line_ids": [
                [0, 0, {"suggestion_id": suggestion, "sequence": place}]
                for place, suggestion in enumerate(suggestions, 1)
            ]
        },
    )
    lines = call(team, "coop.review.meeting", "read", [meeting], ["line_ids"])[0]["line_ids"]
    return meeting, lines


def held_meeting(http):
    """Return a meeting with one of two decided: names and ids for addresses and forms."""
    team, member = http("achats"), http("membre2")
    meeting, [first, second] = new_meeting(team, [propose(member), propose(member)])
    answer = decide(team, meeting, first, seen=0, answer="next_order")
    assert answer.status_code == 303
    [read] = call(team, "coop.review.meeting", "read", [meeting], ["decision_ids"])
    [decision] = read["decision_ids"]
    return {"meeting": meeting, "line": second, "decided": first, "decision": decision}


def decide(client, meeting, line, seen=None, **form):
    """Note an answer as the screen does; `seen` is read from it when it is not given."""
    if seen is None:
        seen = seen_on(client.get(f"/suggestions/meetings/{meeting}?line={line}").text)
    form = {"line": line, "seen": seen, **form}
    return client.post(f"/suggestions/meetings/{meeting}/decide", form)


def seen_on(html):
    """Return the decision that a screen shows as the last one, 0 for none."""
    return int(re.search(r'name="seen" value="(\d+)"', html)[1])
