"""What the demo's members say of the shop's products: stars, some words, some reported."""

from datetime import timedelta

from coop.demo.bulk import copy
from coop.demo.dice import thrower

# How many of the products have reviews; those that people speak of have many.
REVIEWED = 0.3
MOST = 25
# Of a hundred reviews; most people write of what they like.
STARS = (1,) * 4 + (2,) * 7 + (3,) * 17 + (4,) * 37 + (5,) * 35
WITH_WORDS = 0.6
WORDS = {
    1: ("Immangeable, désolé.", "Très déçu, je ne reprendrai pas."),
    2: ("Trop sucré pour nous.", "Le goût est fade, l'ancien était meilleur."),
    3: ("Correct, sans plus.", "Bien pour dépanner.", "Bon, mais un peu cher."),
    4: ("Très bon, les enfants en redemandent.", "Bon produit, emballage à revoir.", "Validé !"),
    5: ("Un régal.", "Le meilleur que nous ayons goûté.", "À garder absolument en rayon !"),
}
REPORTED = "Ce commentaire ne parle pas du produit."
RUDE = "Ceux qui achètent ça n'y connaissent rien."
HIDDEN_REASON = "Il s'en prend aux autres membres."


def write(env, size, product_ids, crowd, seed, now):
    """Write the reviews, a few reports of them, and one that the team has hidden.

    :param size: the `Size`, for how many products there are
    :param product_ids: what the shop sells
    :param crowd: the `People`
    :param now: naive UTC
    """
    rng = thrower(seed, "reviews")
    company = env.company.id
    rows = []
    for product_id in rng.sample(product_ids, int(size.products * REVIEWED)):
        # Many have one or two reviews, few have many.
        count = min(MOST, len(crowd.members), 1 + int(rng.expovariate(0.4)))
        for partner_id in rng.sample(crowd.members, count):
            stars = rng.choice(STARS)
            words = rng.choice(WORDS[stars]) if rng.random() < WITH_WORDS else None
            written_on = now - timedelta(minutes=rng.randrange(60, 365 * 24 * 60))
            rows.append((product_id, partner_id, company, stars, words, written_on))
    env.flush_all()
    columns = "product_id partner_id company_id stars words written_on"
    by_root = {"create_uid": env.uid, "write_uid": env.uid, "create_date": now, "write_date": now}
    copy(env.cr, "coop_review", columns, rows, report_count=0, **by_root)
    reviews = env["coop.review"].search([("words", "!=", False)], order="id", limit=3)
    for review, reporter in zip(reviews[:2], crowd.members, strict=False):
        env["coop.review.report"].create(
            {"review_id": review.id, "partner_id": reporter, "reason": REPORTED}
        )
    reviews[2:].write({"stars": 1, "words": RUDE, "hidden": True, "hidden_reason": HIDDEN_REASON})
