"""The letter of the week for a coop of 3,000: time a letter, and memory."""

import json
import random
import time
import tracemalloc
from pathlib import Path

from coop.bench.figures import Row
from coop.progress import step

MEMBERS = 3000
SHELVES = 20
# Suggestions of four weeks, and how many votes a member has cast.
FRESH = 120
VOTES = 12
# The peer is asked for so many letters only.
ASKED = 100
SEED = 20261123
# So many are written before the clock starts: one transaction of the scheduled action.
BATCH = 100
# Memory is looked at after so many, and at the end.
EARLY = 500


def measure(arena):
    """Return rows: milliseconds a letter, megabytes for all."""
    found = arena.fitted.call("coop.bench.digest:run")
    return [
        Row(
            name=f"letter of the week: each of {found['letters']}",
            size=arena.size,
            unit="ms",
            ours=found["ms"],
            peer_name="Odoo's send_mail, one by one",
            peer=found["one_by_one"],
            note=f"{MEMBERS} members, {found['queries']:.2f} queries a member, "
            f"{found['things']} suggestions told",
        ),
        Row(
            name=f"letter of the week: memory for {MEMBERS} members",
            size=arena.size,
            unit="MB",
            ours=found["megabytes"],
            note=f"Python's own, at its highest; {found['early']:.1f} after the first {EARLY}",
        ),
    ]


def run(env, path):
    """Queue the letters of a coop that is put there for the time of this transaction.

    Runs inside Odoo; writes what it took to `path` (JSON).
    """
    env = env(context={**env.context, "tracking_disable": True, "mail_create_nolog": True})
    with step(f"Making {MEMBERS} members who want the letter"):
        members = _fill(env)
    choices = env["coop.mail.choice"]
    week = choices._this_week()
    with step("Writing their letters"):
        _write_some(choices, week, BATCH)  # what the first ones warm up
        queries = env.cr.sql_log_count
        start = time.perf_counter()
        _write_some(choices, week)
        seconds = time.perf_counter() - start
        queries = env.cr.sql_log_count - queries
    letters = env["mail.mail"].search_count([("model", "=", "coop.mail.choice")])
    # Those of the warming up are in nobody's time.
    timed = letters * (MEMBERS - BATCH) / MEMBERS
    told = {
        "letters": letters,
        "things": env["coop.digest.sent"].search_count([]),
        "ms": seconds / timed * 1000,
        "queries": queries / (MEMBERS - BATCH),
    }
    with step("Writing them again, counting memory"):
        env.cr.execute("UPDATE coop_mail_choice SET looked_week = NULL")
        env.cr.execute("DELETE FROM coop_digest_sent")
        env.invalidate_all()
        tracemalloc.start()
        _write_some(choices, week, EARLY)
        told["early"] = _peak()
        _write_some(choices, week)
        told["megabytes"] = _peak()
        tracemalloc.stop()
    with step(f"Writing {ASKED} one by one"):
        told["one_by_one"] = _one_by_one(env, members)
    env.cr.rollback()
    Path(path).write_text(json.dumps(told))


def _peak():
    """Return the most that was held at once since memory is counted, in MB."""
    return tracemalloc.get_traced_memory()[1] / 2**20


def _write_some(choices, week, most=MEMBERS):
    """Write letters as the scheduled action does, but for its commits."""
    done = 0
    while done < most and (taken := choices._take(week)):
        if taken._write_letters(week):
            raise AssertionError("a letter failed")
        done += len(taken)
        choices.env.flush_all()
        choices.env.invalidate_all()


def _fill(env):
    """Make shelves, members, suggestions and votes; return the members."""
    rng = random.Random(SEED)  # noqa: S311
    shelves = env["coop.shelf"].create([{"name": f"Bench {place}"} for place in range(SHELVES)])
    members = env["res.partner"].create(
        [
            {
                "name": f"Membre {place}",
                "email": f"bench{place}@coop.example",
                "ref": f"B{place}",
                "lang": "fr_FR",
            }
            for place in range(MEMBERS)
        ]
    )
    suggestions = env["coop.suggestion"].create(
        [
            {
                "name": f"Produit {place}",
                "author_id": env.user.partner_id.id,
                "shelf_id": shelves[place % SHELVES].id,
            }
            for place in range(FRESH)
        ]
    )
    env.flush_all()
    env.cr.execute_values(
        "INSERT INTO coop_suggestion_vote (suggestion_id, partner_id, voted_on) VALUES %s",
        [
            (id_, member, "2026-01-01")
            for member in members.ids
            for id_ in rng.sample(suggestions.ids, VOTES)
        ],
        page_size=10_000,
    )
    env.cr.execute_values(
        "INSERT INTO coop_mail_choice (partner_id, company_id, answers, weekly) VALUES %s",
        [(member, env.company.id, True, True) for member in members.ids],
        page_size=MEMBERS,
    )
    env.cr.execute("ANALYZE coop_suggestion, coop_suggestion_vote, coop_mail_choice, res_partner")
    env.invalidate_all()
    return members


def _one_by_one(env, members):
    """Return milliseconds that Odoo takes for such a letter where each is asked for alone."""
    template = env.ref("coop_suggestions.mail_template_letter")
    choices = env["coop.mail.choice"].search([("partner_id", "in", members[:ASKED].ids)])
    env.cr.execute("DELETE FROM coop_digest_sent")
    letters = choices._letters()
    start = time.perf_counter()
    for id_ in letters:
        template.with_context(letters=letters).send_mail(id_)
    env.flush_all()
    return (time.perf_counter() - start) * 1000 / len(letters)
