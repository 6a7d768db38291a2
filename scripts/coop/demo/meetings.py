"""The demo's meetings: the last one of the purchasing team, published, and the next, prepared."""

from datetime import timedelta

from odoo import Command

from coop.demo.wishes import LAST_MEETING, next_meeting


def write(env, crowd, now):
    """Make the two meetings, of decisions and suggestions that are there.

    :param crowd: the `People`
    :param now: naive UTC
    """
    meetings = env["coop.review.meeting"].with_user(crowd.team[0])
    _write_last(env, now)
    meetings.create({"date": next_meeting(now)}).action_fill()
    env.flush_all()


def _write_last(env, now):
    day = (now - timedelta(days=LAST_MEETING)).date()
    decisions = env["coop.suggestion.decision"].search(
        [("decided_on", ">=", day), ("decided_on", "<", day + timedelta(days=1))],
        order="decided_on, id",
    )
    published_on = max(decisions.mapped("published_on"))
    suggestions = decisions.suggestion_id
    meeting = env["coop.review.meeting"].create(
        {
            "date": day,
            "line_ids": [
                Command.create(
                    {
                        "suggestion_id": suggestion.id,
                        "sequence": place,
                        "cause": "wait" if place % 2 else "rank",
                        "added_on": published_on - timedelta(days=1),
                    }
                )
                for place, suggestion in enumerate(suggestions, 1)
            ],
        }
    )
    env.flush_all()
    # What is published never changes; but these decisions were written as those of a meeting.
    env.cr.execute(
        "UPDATE coop_suggestion_decision SET meeting_id = %s WHERE id = ANY(%s)",
        (meeting.id, decisions.ids),
    )
    env.invalidate_all()
    meeting.write(
        {
            "state": "published",
            "published_on": published_on,
            "arrived_ids": [Command.set(meeting._just_arrived().ids)],
        }
    )
