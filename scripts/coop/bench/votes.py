"""Votes: one after the other beside a forum's, and hundreds at once for one suggestion."""

import threading
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException

from coop.bench import polls
from coop.bench.contest import WARM_UP, Contender, compete, floor_of, latency_row
from coop.bench.figures import Row, median, percentile
from coop.errors import Stop
from coop.progress import step
from coop.testing import odoo_log

TURNS = {"demo": 30, "real": 200}
AT_ONCE = {"demo": 60, "real": 500}


def measure_vote(arena):
    """Return rows: a vote in place (JSON) and by a form (303), each a new one."""
    rows = []
    for name, expected, in_place in (
        ("vote: in place, JSON", 200, True),
        ("vote: by a form, 303", 303, False),
    ):
        ours = polls.of_coop(arena.coop, in_place)
        theirs = polls.of_forum(arena.forum)
        turns = TURNS[arena.size]
        us, peer = casting(ours, turns, expected), casting(theirs, turns)
        floor = floor_of(arena.coop)
        before = ours.count(), theirs.count()
        compete(name, turns, us, peer, floor)
        for poll, kept in zip((ours, theirs), before, strict=True):
            if poll.count() - kept != turns + WARM_UP:
                raise Stop(f"A {poll.name} was lost: see {poll.side.log_path}.")
        rows.append(latency_row(name, arena.size, us, peer, floor))
    return rows


def casting(poll, turns, expected=200):
    """Return the contender that casts another new vote each turn."""
    wishes = polls.first(poll.wishes(), turns + WARM_UP)
    return Contender(poll.name, poll.side, lambda turn: poll.cast(*wishes[turn]), expected)


def measure_rush(arena):
    """Return rows: what becomes of hundreds of votes for one suggestion at once."""
    count = AT_ONCE[arena.size]
    ours = rush(polls.of_coop(arena.coop), count)
    theirs = rush(polls.of_forum(arena.forum), count)
    stranger = arena.coop.stranger
    with step(f"{count} log-in pages at once"):
        answers = at_once(lambda place: stranger.get("/web/login"), count)
    floor = [answer.ms for answer in answers if answer]
    shared = {"size": arena.size, "peer_name": "forum's vote"}
    return [
        Row(
            name=f"{count} votes at once: median",
            unit="ms",
            ours=median(ours.ms),
            peer=median(theirs.ms),
            floor=median(floor),
            p95=percentile(ours.ms, 0.95),
            note="the client's threads share the machine with both servers",
            **shared,
        ),
        Row(
            name=f"{count} votes at once: slowest",
            unit="ms",
            ours=max(ours.ms),
            peer=max(theirs.ms),
            floor=max(floor),
            **shared,
        ),
        Row(
            name=f"{count} votes at once: lost, doubled or refused",
            unit="votes",
            ours=ours.wrong,
            peer=theirs.wrong,
            note=f"ours: {ours}; forum: {theirs}",
            **shared,
        ),
    ]


@dataclass
class Rush:
    """What became of many votes at once.

    `ms` until each answer; `failed`, how many were answered with an error or not at all;
    `stored` and `doubled` votes; `troubles`, the errors in the server's log.
    """

    sent: int
    ms: list
    failed: int
    stored: int
    doubled: int
    troubles: list

    @property
    def wrong(self):
        """How many votes were lost, doubled or answered with an error."""
        return max(self.sent - self.stored, self.failed) + self.doubled

    def __str__(self):
        return (
            f"{self.stored} of {self.sent} stored, {self.doubled} doubled, {self.failed} errors "
            f"answered, {len(self.troubles)} in the log"
        )


def rush(poll, count):
    """Let `count` people vote for one thing at the same moment, and look what became of it."""
    thing, visitors = poll.crowd(count)
    before = poll.voters(thing)
    read = poll.side.log_path.stat().st_size
    with step(f"{count} × {poll.name} at once"):
        answers = at_once(lambda place: poll.cast(visitors[place], thing), count)
    after = poll.voters(thing)
    with open(poll.side.log_path, encoding="utf-8", errors="replace") as log:
        log.seek(read)
        troubles = odoo_log.read(log, []).troubles
    return Rush(
        sent=count,
        ms=[answer.ms for answer in answers if answer],
        failed=sum(not succeeded(answer) for answer in answers),
        stored=len(set(after)) - len(set(before)),
        doubled=len(after) - len(set(after)),
        troubles=troubles,
    )


def at_once(ask, count):
    """Call `ask(0)` … `ask(count - 1)` at the same moment, each in its thread.

    :return: the answers in order, None where the connection broke
    """
    answers = [None] * count
    ready = threading.Barrier(count + 1)

    def run(place):
        ready.wait()
        with suppress(OSError, HTTPException):
            answers[place] = ask(place)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    ready.wait()
    for thread in threads:
        thread.join()
    return answers


def succeeded(answer):
    """Tell whether an answer is one of success; JSON-RPC answers 200 with an error in it."""
    return bool(answer) and answer.status == 200 and "error" not in answer.json()
