"""A coop to try everything on: real products, invented people, a year of life.

`build` fills a freshly installed Odoo; everything else here is its parts. Products and prices
come from `catalogue`, people from `people`, what was bought from `sales`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from time import monotonic

from coop.progress import say

SEED = 20260101
# What time it is when only a day is given, UTC.
EVENING = time(17)


@dataclass(frozen=True)
class Size:
    """How large a demo coop is; `days` of till history with about `lines` lines in all."""

    products: int
    members: int
    suggestions: int
    votes: int
    tills: int
    days: int
    lines: int
    orders_today: int
    product_photos: int
    suggestion_photos: int


SIZES = {
    "demo": Size(1000, 80, 60, 700, 2, 42, 25_000, 25, 80, 15),
    "real": Size(6500, 3000, 2000, 150_000, 6, 365, 500_000, 120, 200, 100),
}


def build(env, size="demo", seed=SEED, progress=say, today=None):
    """Fill an Odoo with a demo coop and commit it.

    :param env: superuser's environment; French, the till and our addons installed, no data yet
    :param str size: "demo" (a thousand products, ready in a minute) or "real"
    :param int seed: the same seed and day give the same coop
    :param progress: called with a line of text before and after each step
    :param today: date, UTC datetime or ISO string of one; by default now
    """
    # Odoo is there only when a coop is built: choosing it needs none.
    from coop.demo import (
        catalogue,
        digest,
        favourites,
        labels,
        meetings,
        offers,
        paper,
        people,
        prices,
        reports,
        reviews,
        shop,
        stock,
        till,
        trials,
        wishes,
    )

    now = _moment(today)
    size = SIZES[size]
    env = env(
        context={
            **env.context,
            "lang": "fr_FR",
            "tz": "Europe/Paris",
            "tracking_disable": True,
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_notrack": True,
            "mail_auto_subscribe_no_notify": True,
            "no_reset_password": True,
        }
    )
    report = _Steps(progress)

    report("The company and its shelves")
    shop.set_up_company(env)
    shelves = shop.create_shelves(env)
    report(f"{size.members} members, their households, the purchasing team")
    crowd = people.create(env, size.members, seed)
    shop.name_referents(shelves, crowd.team)
    report(f"{size.products} products")
    chosen, wished = catalogue.choose(size.products, size.suggestions, seed)
    product_ids = shop.create_products(env, chosen, shelves, size.product_photos, now.date())
    products = list(zip(product_ids, chosen, strict=True))
    # PostgreSQL learns only after the commit what it holds by now, and would search it badly.
    env.flush_all()
    env.cr.execute("ANALYZE product_product, product_template")
    report(f"{size.lines} till lines")
    tills = till.create(env, size.tills)
    sold = till.write_history(env, tills, size, products, crowd, seed, now)
    report("Stock")
    left = stock.write(env, products, sold, seed, now)
    report(f"{size.suggestions} suggestions, {size.votes} votes")
    wishes.write(env, size, wished, products, shelves, crowd, seed, now)
    report("The purchasing team's meetings")
    meetings.write(env, crowd, now)
    report("A wholesaler's price list")
    offers.write(env, products, shelves, crowd, seed, now)
    report("Trials on the shelf")
    trials.write(env, crowd, now)
    report("Suggestions on paper")
    paper.write(env, crowd, seed, now)
    report("Today's till session")
    till.open_today(env, tills[0], size.orders_today, products, left, crowd, seed, now)
    report("What members do not find, and wait for")
    reports.write(env, product_ids, crowd, seed, now)
    report("What members say of products")
    reviews.write(env, size, product_ids, crowd, seed, now)
    report("A year of prices")
    prices.write_history(env, now, seed)
    report("Members' own lists, and the prices at the till")
    favourites.write(env, product_ids, crowd, seed, now)
    env["coop.till.price"]._cron_record()
    report("Who wants the letter of the week")
    digest.write(env, crowd, shelves, seed)
    report("The labels on the shelves")
    labels.write(env, product_ids, crowd, seed, now)
    report("Counting for PostgreSQL")
    env.flush_all()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    report.end()


def _moment(today):
    """Return `today` as a naive UTC datetime, in the evening where only the day is given."""
    if isinstance(today, str):
        # JSON has no dates.
        day = len(today) == len("2026-11-23")
        today = date.fromisoformat(today) if day else datetime.fromisoformat(today)
    if today is None:
        today = datetime.now(UTC)
    if isinstance(today, datetime):
        return today.replace(tzinfo=None, microsecond=0)
    return datetime.combine(today, EVENING)


class _Steps:
    """Tells what goes on, and how long each step took."""

    def __init__(self, progress):
        self._progress = progress
        self._title = None
        self._start = monotonic()

    def __call__(self, title):
        self.end()
        self._title, self._start = title, monotonic()
        self._progress(f"    {title} …")

    def end(self):
        if self._title:
            self._progress(f"    {self._title}: {monotonic() - self._start:.1f} s")
        self._title = None
