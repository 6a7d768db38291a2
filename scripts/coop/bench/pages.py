"""What members look at: the list and one suggestion, beside a forum's."""

import random
import re

from coop.bench.contest import Contender, compete, floor_of, latency_row
from coop.bench.figures import Row
from coop.errors import Stop

TURNS = {"demo": 30, "real": 200}
SEED = 7
OPEN = "SELECT id, name FROM coop_suggestion WHERE state IN ('open', 'asked', 'put_off')"
ROWS_SHOWN = re.compile(r'action="/suggestions/(\d+)/(?:un)?vote"')


def measure_list(arena):
    """Return rows: the open list in fair order, by demand, and searched."""
    coop, forum = arena.coop, arena.forum
    address = forum_list(forum)
    ours = words_of([name for _id, name in coop.rows(OPEN)])
    theirs = words_of([name for (name,) in forum.rows("SELECT name FROM forum_post")])
    kinds = (
        ("list: fair order", {}, {}),
        ("list: most wanted", {"order": "wanted"}, {"sorting": "vote_count desc"}),
        ("list: a word searched", {"q": ours}, {"search": theirs}),
    )
    rows = []
    for name, our_fields, their_fields in kinds:
        floor = floor_of(coop)
        us = Contender("/suggestions", coop, asking(coop, "/suggestions", our_fields))
        peer = Contender("forum's list, 10 rows", forum, asking(forum, address, their_fields))
        compete(name, TURNS[arena.size], us, peer, floor)
        rows.append(latency_row(name, arena.size, us, peer, floor, "; 20 rows a page"))
    rows.append(queries_row(arena, peer))
    return rows


def measure_suggestion(arena):
    """Return the row of one suggestion's page, comments and answers included."""
    coop, forum = arena.coop, arena.forum
    chance = random.Random(SEED)  # noqa: S311
    ids = [id_ for id_, _name in coop.rows(OPEN)]
    addresses = forum.call("coop.bench.forum:addresses")["questions"]
    chance.shuffle(ids)
    chance.shuffle(addresses)
    us = Contender(
        "/suggestions/<id>",
        coop,
        lambda turn: coop.regular(turn).get(f"/suggestions/{ids[turn % len(ids)]}"),
    )
    peer = Contender(
        "forum's question",
        forum,
        lambda turn: forum.regular(turn).get(addresses[turn % len(addresses)]),
    )
    floor = floor_of(coop)
    compete("one suggestion", TURNS[arena.size], us, peer, floor)
    return [latency_row("one suggestion", arena.size, us, peer, floor)]


def queries_row(arena, peer):
    """Return the row of how many queries a list costs, whatever is on it."""
    coop = arena.coop
    visitor = coop.guests[0]
    seen = {}
    shelves = coop.rows(
        "SELECT shelf_id, COUNT(*) FROM coop_suggestion WHERE state = 'open' "
        "AND shelf_id IS NOT NULL GROUP BY shelf_id ORDER BY 2"
    )
    addresses = [
        {},
        {"order": "new"},
        {"order": "wanted"},
        *({"shelf": shelf} for shelf, _count in (*shelves[:3], *shelves[-1:])),
    ]
    for fields in addresses:
        for _warm in range(2):
            coop.log.take()
            answer = visitor.get("/suggestions", **fields)
        [served] = coop.log.take()
        shown = len(set(ROWS_SHOWN.findall(answer.body.decode())))
        seen.setdefault(served.queries, []).append(shown)
    told = "; ".join(
        f"{queries} for {', '.join(map(str, sorted(shown)))} rows"
        for queries, shown in sorted(seen.items())
    )
    total = len(coop.rows(OPEN))
    return Row(
        name="list: queries of a page",
        size=arena.size,
        unit="queries",
        ours=max(seen),
        peer_name=peer.name,
        peer=max(peer.queries),
        note=f"of {total} open suggestions; {told}",
    )


def forum_list(forum):
    """Return the address of the forum's list, as its own links have it."""
    answer = forum.guests[0].get("/forum")
    if answer.status != 302 or not answer.location:
        raise Stop(f"The forum does not lead to its list: see {forum.log_path}.")
    return re.sub(r"^https?://[^/]+", "", answer.location)


def asking(side, address, fields):
    """Return a function of the turn that gets `address`; lists in `fields` change each turn."""

    def ask(turn):
        chosen = {
            key: value[turn % len(value)] if isinstance(value, list) else value
            for key, value in fields.items()
        }
        return side.regular(turn).get(address, **chosen)

    return ask


def words_of(names):
    """Return the longest word of each name, in an order left to chance.

    >>> words_of(["Beurre de cacahuète", "Thé"])
    ['cacahuète', 'Thé']
    """
    words = [max(name.split(), key=len) for name in names]
    random.Random(SEED).shuffle(words)  # noqa: S311
    return words
