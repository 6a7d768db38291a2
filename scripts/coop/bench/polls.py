"""What people vote for, in the coop and in a forum, seen alike."""

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

from coop.bench.arena import Side
from coop.errors import Stop

SEED = 11


@dataclass
class Poll:
    """Where votes are cast and kept.

    `cast(visitor, thing)` sends a vote. `things` is a query of the ids to vote for; `votes`
    and `barred` are queries of (person, thing): the votes, and who may not vote for what.
    `person` is the key of a visitor's session that names them there.
    """

    name: str
    side: Side
    person: str
    things: str
    votes: str
    barred: str
    cast: Callable

    def wishes(self):
        """Yield pairs (visitor, thing) without a vote yet; people change each time."""
        things = [thing for (thing,) in self.side.rows(self.things)]
        random.Random(SEED).shuffle(things)  # noqa: S311
        taken = {*self.side.rows(self.votes), *self.side.rows(self.barred)}
        for shift in range(len(things)):
            for place, visitor in enumerate(self.side.guests):
                thing = things[(place + shift) % len(things)]
                if (visitor.session[self.person], thing) not in taken:
                    yield visitor, thing

    def crowd(self, count):
        """Return (thing, visitors): `count` people who have not voted for one thing."""
        visitors_of = {}
        for visitor, thing in self.wishes():
            visitors = visitors_of.setdefault(thing, [])
            visitors.append(visitor)
            if len(visitors) == count:
                return thing, visitors
        raise Stop(f"There is nothing that {count} people could still vote for.")

    def voters(self, thing):
        """Return who has voted for a thing, one for each row that is kept."""
        return [person for person, voted in self.side.rows(self.votes) if voted == thing]

    def count(self):
        """Return how many votes are kept."""
        return len(self.side.rows(self.votes))


def of_coop(coop, in_place=True):
    """Return the coop's poll, voted by the page's script or (not `in_place`) by its form."""
    fields = {} if in_place else {"back": "/suggestions"}

    def cast(visitor, suggestion):
        return visitor.post(f"/suggestions/{suggestion}/vote", in_place=in_place, **fields)

    return Poll(
        name="vote",
        side=coop,
        person="partner_id",
        things="SELECT id FROM coop_suggestion WHERE state = 'open' ORDER BY id",
        votes="SELECT partner_id, suggestion_id FROM coop_suggestion_vote",
        barred="SELECT author_id, id FROM coop_suggestion",
        cast=cast,
    )


def of_forum(forum):
    """Return the forum's poll; nobody votes there for their own question."""
    [(forum_id,)] = forum.rows("SELECT MIN(id) FROM forum_forum")

    def cast(visitor, question):
        return visitor.call(f"/forum/{forum_id}/post/{question}/upvote")

    return Poll(
        name="forum's vote",
        side=forum,
        person="user_id",
        things="SELECT id FROM forum_post WHERE parent_id IS NULL ORDER BY id",
        votes="SELECT user_id, post_id FROM forum_post_vote",
        barred="SELECT create_uid, id FROM forum_post",
        cast=cast,
    )


def first(pairs, count):
    """Return the first `count` of the pairs.

    >>> first(iter("abc"), 2)
    ['a', 'b']
    """
    return list(itertools.islice(pairs, count))
