"""The demo's trials on the shelf: one that runs, one to decide on, one adopted, one stopped.

What they sold is what the tills sold: a trial is begun on a Monday of the history that is there.
No mail leaves.
"""

from datetime import datetime, time, timedelta

# Each kind of trial: weeks since it began, whole weeks it lasts, its verdict, in what words.
KINDS = (
    (5, 4, "keep", "Il a trouvé sa place : merci à celles et ceux qui l'ont demandé."),
    (5, 4, "stop", "Il s'est peu vendu ; nous laissons la place à une autre de vos idées."),
    (5, 4, None, ""),
    (3, 8, None, ""),
)
# Between the answer and the arrival, and since the verdict.
DAYS_TO_ARRIVE, DAYS_SINCE_VERDICT = 9, 2


def write(env, crowd, now):
    """Put some of what was kept, and is in the shop, on trial.

    :param crowd: the `People`
    :param now: naive UTC
    """
    kept = env["coop.suggestion"].search(
        [
            ("state", "=", "kept"),
            ("product_id", "!=", False),
            # Theirs shows what was kept; and what the last meeting decided is not there yet.
            ("author_id", "!=", crowd.members[0]),
            ("decision_ids.meeting_id", "=", False),
        ],
        order="id",
    )
    # A third of a large coop's; the best sold is adopted, the least stopped.
    some = kept[: max(len(KINDS), len(kept) // 3)]
    sales = some.product_id._coop_weekly_sales()
    some = some.sorted(lambda suggestion: (-sales[suggestion.product_id.id], suggestion.id))
    by_kind = {kind: [] for kind in range(len(KINDS))}
    for place, suggestion in enumerate(some):
        by_kind[_kind_of(place, len(some))].append(suggestion)
    monday = now.date() - timedelta(days=now.date().weekday())
    for kind, suggestions in by_kind.items():
        weeks_ago, weeks, verdict, words = KINDS[kind]
        for suggestion in suggestions:
            trial = _begin(env, suggestion, monday - timedelta(weeks=weeks_ago), weeks)
            if verdict:
                _decide(env, trial, verdict, words, crowd.team[0], now)
    env["coop.trial"].flush_model()


def _kind_of(place, count):
    """Return the kind of a trial, by its place among the best sold: adopted first, stopped last."""
    quarter = place * 4 // count
    return {0: 0, 1: 3, 2: 2, 3: 1}[quarter]


def _begin(env, suggestion, day, weeks):
    decided = datetime.combine(day - timedelta(days=DAYS_TO_ARRIVE), time(18))
    env.flush_all()
    # Answered in time for its arrival, and proposed before.
    env.cr.execute(
        "UPDATE coop_suggestion_decision SET decided_on = %s, published_on = %s"
        " WHERE suggestion_id = %s AND decided_on > %s",
        (decided, decided + timedelta(minutes=10), suggestion.id, decided),
    )
    env.cr.execute(
        "UPDATE coop_suggestion SET proposed_on = %s WHERE id = %s AND proposed_on > %s",
        (decided - timedelta(days=20), suggestion.id, decided - timedelta(days=1)),
    )
    env.invalidate_all()
    suggestion._follow_product()
    trial = suggestion.trial_ids
    trial._start(day)
    trial.write({"weeks": weeks})
    if trial.ends_on < suggestion.company_id._coop_today():
        trial.state = "to_decide"
    return trial


def _decide(env, trial, verdict, words, user_id, now):
    told = now - timedelta(days=DAYS_SINCE_VERDICT)
    made = env["coop.trial.verdict"].create(
        {
            "trial_id": trial.id,
            "verdict": verdict,
            "text": words,
            "user_id": user_id,
            "decided_on": told,
        }
    )
    made.published_on = told + timedelta(minutes=10)
    trial._take_verdict(made)
