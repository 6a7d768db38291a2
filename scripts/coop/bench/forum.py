"""The peer: Odoo's own forum (website_forum), as large as the coop it stands beside.

Its questions carry names of real products, its votes are spread like those for suggestions.
`template` keeps the filled database, as installing the website takes minutes.
"""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coop import databases, paths, templates
from coop.bench.similar_names import load_names
from coop.demo import SIZES, bulk
from coop.progress import step

ADDONS = ("website_forum",)
NAMES = paths.ROOT / "data/products_fr.csv"
SEED = 20260101
# Enough to vote (5 by default), too little for anything else.
KARMA = 20
USERS_AT_ONCE = 500
# A question gets its place in popularity: how much fewer votes the last has than the first.
SLOPE = 0.5


def template(setup, dbs, size):
    """Return the template of a forum of `size`, building it if needed (about four minutes)."""
    shop = templates.base(setup, dbs)

    def build(name):
        dbs.copy(shop, name)
        with step("Installing the peer: Odoo's website and forum (about 3 min)"):
            templates.install(setup, name, ADDONS)
        with step(f"Filling the forum, size {size}"):
            templates.call(setup, name, "coop.bench.forum:fill", size=size)
        with step("Preparing scripts and styles of the forum"):
            templates.call(setup, name, "coop.shop:warm_up", bundles=templates.BUNDLES)

    # What names the questions is data, and stays.
    code = paths.SCRIPTS / "coop/bench/forum.py"
    key = databases.key_of(shop, code, *ADDONS, SIZES[size])
    return dbs.template(f"template_forum_{size}", key, build)


def fill(env, size):
    """Write people, questions and votes; runs inside Odoo.

    The people come through the ORM, the rest by SQL with what the ORM would have computed.
    """
    size = SIZES[size]
    rng = random.Random(SEED)  # noqa: S311
    forum = env["forum.forum"].search([], limit=1)
    users = _people(env, size.members)
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    names = load_names(NAMES, size.suggestions)
    posts = _questions(env, forum, names, users, now, rng)
    _votes(env, forum, posts, users, size.votes, now, rng)
    env.invalidate_all()
    env.add_to_compute(env["forum.post"]._fields["relevancy"], env["forum.post"].search([]))
    env.flush_all()
    env.cr.commit()
    env.cr.execute("ANALYZE")


def _people(env, count):
    """Return the ids of `count` portal users with karma enough to vote."""
    portal = env.ref("base.group_portal")
    quiet = env(context={**env.context, "no_reset_password": True, "tracking_disable": True})
    ids = []
    for start in range(0, count, USERS_AT_ONCE):
        values = [
            {
                "name": f"Voisine {number}",
                "login": f"forum{number}",
                "email": f"forum{number}@example.org",
                "lang": "fr_FR",
                "tz": "Europe/Paris",
                "karma": KARMA,
                "group_ids": [(6, 0, portal.ids)],
            }
            for number in range(start + 1, min(start + USERS_AT_ONCE, count) + 1)
        ]
        ids += quiet["res.users"].create(values).ids
    env.flush_all()
    return ids


def _questions(env, forum, names, users, now, rng):
    """Write a question for each name; return ``[(id, author's user id, asked on)]``."""
    posts = []
    rows = []
    for post_id, name in zip(bulk.new_ids(env.cr, "forum_post", len(names)), names, strict=True):
        author = rng.choice(users)
        asked = now - timedelta(minutes=rng.randrange(60, 365 * 24 * 60))
        posts.append((post_id, author, asked))
        words = f"On le trouve ailleurs, et pas chez nous : {name}."
        rows.append((post_id, name, f"<p>{words}</p>", words, author, author, asked, asked, asked))
    bulk.copy(
        env.cr,
        "forum_post",
        "id name content plain_content create_uid write_uid create_date write_date "
        "last_activity_date",
        rows,
        forum_id=forum.id,
        state="active",
        active=True,
        views=0,
        vote_count=0,
        favourite_count=0,
        child_count=0,
        is_correct=False,
        self_reply=False,
        has_validated_answer=False,
    )
    return posts


def _votes(env, forum, posts, users, count, now, rng):
    """Write `count` votes for the questions, many for few of them, and their sums."""
    popularity = [1 / (place + 10) ** SLOPE for place in range(len(posts))]
    share = count / sum(popularity)
    rows = []
    for (post_id, author, asked), weight in zip(posts, popularity, strict=True):
        wanted = min(round(weight * share), len(users) // 2)
        for voter in rng.sample(users, wanted):
            if voter != author:
                voted = asked + (now - asked) * rng.random()
                rows.append((post_id, voter, author, voter, voter, voted, voted))
    bulk.copy(
        env.cr,
        "forum_post_vote",
        "post_id user_id recipient_id create_uid write_uid create_date write_date",
        rows,
        forum_id=forum.id,
        vote="1",
    )
    env.cr.execute(
        "UPDATE forum_post SET vote_count = votes.count FROM ("
        " SELECT post_id, COUNT(*) AS count FROM forum_post_vote GROUP BY post_id"
        ") votes WHERE votes.post_id = forum_post.id"
    )


def addresses(env, path):
    """Write to `path` (JSON) where the forum and its questions are; runs inside Odoo."""
    posts = env["forum.post"].search([("parent_id", "=", False)], order="id")
    Path(path).write_text(json.dumps({"questions": posts.mapped("website_url")}))
