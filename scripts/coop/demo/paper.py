"""What members wrote on the sheets in the shop, and two numbers that are nobody's."""

from coop.demo.dice import thrower

SHEETS = 6
VOTES_A_SHEET = 5
NOBODYS = ("97531", "86420")


def write(env, crowd, seed, now):
    """Enter some sheets, as one of the purchasing team does.

    :param crowd: the `People`
    :param now: naive UTC; what is entered is of now
    """
    rng = thrower(seed, "paper")
    entries = env["coop.paper.entry"].with_user(crowd.team[0]).sudo()
    numbers = [ref for ref in env["res.partner"].browse(crowd.members).mapped("ref") if ref]
    open_ids = sorted(row["id"] for row in entries.env["coop.suggestion"]._open_on_paper())
    suggestions = entries.env["coop.suggestion"].browse(
        sorted(rng.sample(open_ids, min(SHEETS, len(open_ids))))
    )
    lines = [(each, rng.sample(numbers, VOTES_A_SHEET)) for each in suggestions]
    for (_suggestion, written), number in zip(lines, NOBODYS, strict=False):
        written.append(number)
    entries._enter_votes(f"demo-{now:%Y%m%d}", lines)
    env.flush_all()
