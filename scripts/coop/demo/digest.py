"""Which mails the demo's members have chosen: some get the letter of the week."""

from coop.demo.dice import thrower

# One member in so many, and the first of them in any case.
ONE_IN = 4
# Of those, one in so many has chosen some shelves.
CHOOSES_ONE_IN = 3
SHELVES = 3


def write(env, crowd, shelves, seed):
    """Have some members ask for the letter of the week, a few in shelves of their choice.

    :param crowd: the `People`
    :param dict shelves: `coop.shelf` by name
    """
    rng = thrower(seed, "digest")
    # sudo, as the members' own page: the choice is theirs.
    choices = env["coop.mail.choice"].sudo()
    ids = [shelf.id for shelf in shelves.values()]
    for place, partner_id in enumerate(crowd.members):
        if place and rng.random() >= 1 / ONE_IN:
            continue
        chosen = rng.sample(ids, SHELVES) if rng.random() < 1 / CHOOSES_ONE_IN else []
        choices._choose(
            env["res.partner"].browse(partner_id),
            weekly=True,
            shelves=env["coop.shelf"].browse(chosen),
        )
    env.flush_all()
