"""A wholesaler's price list in the demo, and one question to supporters about a price."""

import base64
import itertools
from collections import Counter
from datetime import timedelta

from coop.demo.dice import chance, thrower
from coop.demo.shop import cost_of

WHOLESALER = "Relais Vert"
MARGINS = (18, 20, 23, 25, 28)
PACKS = (1, 4, 6, 6, 8, 12)
# Of what members ask for, the wholesaler has this part; of the rest of its list, so many lines.
HAS = 0.6
LINES = 300
# The answers to the question, from who supports it, over and over; None has not answered.
ANSWERS = ("yes", "yes", "no", "yes", None)
CUT_SHORT = "Muesli croustillant;Grillon d'Or;3.76E+12;6;3,20"


def write(env, products, shelves, crowd, seed, now):
    """Import the list as the purchasing team does, confirm an offer, and ask a question.

    :param products: ``(id, Product)`` of what the shop sells
    :param dict shelves: `coop.shelf` by name
    :param crowd: the `People`
    :param now: naive UTC
    """
    rng = thrower(seed, "offers")
    _set_margins(env, products, shelves, rng)
    supplier = env["res.partner"].search([("name", "=", WHOLESALER)], limit=1)
    supplier = supplier or env["res.partner"].create({"name": WHOLESALER, "is_company": True})
    suggestions = env["coop.suggestion"].search(
        [("state", "in", ("open", "asked", "put_off", "kept"))], order="id"
    )
    content = "\r\n".join(_lines(suggestions, products, rng)).encode("cp1252", "ignore")
    wizard = (
        env["coop.price.list.import"]
        .with_user(crowd.team[0])
        .create(
            {
                "partner_id": supplier.id,
                "file": base64.b64encode(content),
                "file_name": "tarif-relais-vert.csv",
                "listed_on": now.date() - timedelta(days=9),
            }
        )
    )
    wizard.action_read()
    wizard.action_import()
    offers = env["coop.supplier.offer"].search([("partner_id", "=", supplier.id)])
    offers.filtered(lambda offer: offer.state == "to_confirm")[:1].with_user(
        crowd.team[0]
    ).action_confirm()
    _ask(env, offers.suggestion_id, crowd, rng, now)


def _set_margins(env, products, shelves, rng):
    """Give each shelf a margin, and the VAT that most of its products have."""
    taxes = {
        tax.amount: tax.id
        for tax in env["account.tax"].search(
            [("type_tax_use", "=", "sale"), ("company_id", "=", env.company.id)]
        )
    }
    env.company.coop_usual_margin = 22
    for name, shelf in shelves.items():
        rates = Counter(product.vat for _id, product in products if product.shelf == name)
        shelf.coop_margin = rng.choice(MARGINS)
        if rates:
            shelf.coop_sale_tax_id = taxes[rates.most_common(1)[0][0]]


def _lines(suggestions, products, rng):
    yield "Tarif coopératives;;;;"
    yield "Désignation;Marque;Gencod;Colisage;Prix unitaire HT"
    for suggestion in suggestions:
        if chance("offer", suggestion.name) >= HAS:
            continue
        # Half of them are found by their name only, which the wholesaler writes its own way.
        barcode = suggestion.barcode if rng.random() < 0.7 else ""
        name = suggestion.name if barcode else suggestion.name.upper()
        yield _line(name, suggestion.brand or "", barcode or "", rng.uniform(1.2, 6), rng)
    yield CUT_SHORT
    for _id, product in rng.sample(products, min(len(products), LINES)):
        yield _line(product.name, product.brand, product.barcode, cost_of(product), rng)


def _line(name, brand, barcode, cost, rng):
    cells = (name, brand, barcode, str(rng.choice(PACKS)), f"{max(cost, 0.2):.2f}")
    return ";".join(cell.replace(";", ",") for cell in cells[:4]) + ";" + cells[4].replace(".", ",")


def _ask(env, suggestions, crowd, rng, now):
    """Ask the supporters of one suggestion, of `membre`'s votes if it may be; most answer."""
    waiting = suggestions.filtered(lambda s: s.state == "open" and s._standing_offers())
    if not waiting:
        return
    first = crowd.members[0]

    def order(suggestion):
        people = suggestion.vote_ids.partner_id.ids
        return (first in people, len(people), -suggestion.id)

    asked = max(waiting, key=order)
    question = env["coop.price.question"].create(
        {
            "suggestion_id": asked.id,
            "price": asked._standing_offers()[:1].shop_price,
            "asked_by_id": crowd.team[0],
            "asked_on": now - timedelta(days=2),
        }
    )
    # `membre` is asked still.
    people = [person for person in asked.vote_ids.partner_id.ids if person != first]
    env["coop.price.answer"].create(
        [
            {
                "question_id": question.id,
                "partner_id": person,
                "answer": answer,
                "answered_on": now - timedelta(hours=rng.randrange(2, 44)),
            }
            for person, answer in zip(people, itertools.cycle(ANSWERS), strict=False)
            if answer
        ]
    )
