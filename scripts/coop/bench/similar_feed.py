"""What resembles a name being typed: how fast it comes, and whether the right one is in it."""

import html
import random
import re
import unicodedata

from coop.bench.arena import Side
from coop.bench.contest import Contender, compete, floor_of, server_row
from coop.bench.figures import Row
from coop.bench.similar_names import SHOWN, damage, half

TURNS = {"demo": 60, "real": 500}
SEED = 19
# The names as members see them, of what the tills sell.
SOLD = """
    SELECT COALESCE(template.name->>'fr_FR', template.name->>'en_US')
      FROM product_product product
      JOIN product_template template ON template.id = product.product_tmpl_id
     WHERE product.active AND template.active AND template.available_in_pos
  ORDER BY product.id
"""
# The way of typing, what it is called, and the share that must be found.
WAYS = {
    "whole": (damage, "a whole name, misspelt", 0.99),
    "half": (lambda name, rng: half(damage(name, rng)), "half a name, misspelt", 0.75),
}
AUTOCOMPLETE = "/website/snippet/autocomplete"


def measure(arena):
    """Return rows: time in the server and share of names missed, whole and half typed.

    Ours finds products of the shop (and suggestions); the peer, Odoo's website, looks for
    questions of the forum by its own forgiving search, which forgives single words only.
    """
    coop, forum = arena.coop, arena.forum
    products = [name for (name,) in coop.rows(SOLD)]
    questions = [name for (name,) in forum.rows("SELECT name FROM forum_post")]
    rows = []
    for key, (typed, title, wanted) in WAYS.items():
        us = Asked(coop, products, typed, ask_ours, found_ours)
        peer = Asked(forum, questions, typed, ask_website, found_website)
        contenders = (
            us.contender("/suggestions/similar"),
            peer.contender("website's search"),
            floor_of(coop),
        )
        compete(title, TURNS[arena.size], *contenders)
        note = f"; wanted: p95 under 50; the peer finds {1 - peer.missed:.0%}"
        rows.append(server_row(f"similar: {title}", arena.size, *contenders, note=note))
        rows.append(
            Row(
                name=f"similar: missed, {key} name",
                size=arena.size,
                unit="share",
                ours=us.missed,
                peer_name=f"website's search, {len(questions)} questions",
                peer=peer.missed,
                note=f"found in the first {SHOWN}: {1 - us.missed:.3f} of {us.asked}, "
                f"wanted {wanted}; {len(products)} products",
            )
        )
    return rows


class Asked:
    """A side that is asked for damaged names, and how many it did not find."""

    def __init__(self, side: Side, names, typed, ask, found):
        rng = random.Random(SEED)  # noqa: S311
        self._side = side
        self._names = rng.sample(names, len(names))
        self._texts = [typed(name, rng) for name in self._names]
        self._ask = ask
        self._found = found
        self._hits = []

    def contender(self, name):
        """Return this as a contender; after the contest, `missed` is known."""
        return Contender(name, self._side, self._turn, keep=self._keep)

    @property
    def asked(self):
        """How many names were asked for."""
        return len(self._hits)

    @property
    def missed(self):
        """Share of the names that were not among the first five."""
        return 1 - sum(self._hits) / self.asked

    def _turn(self, turn):
        text = self._texts[turn % len(self._texts)]
        return self._ask(self._side.regular(turn), text)

    def _keep(self, turn, answer):
        name = self._names[turn % len(self._names)]
        found = map(plain, self._found(answer)[:SHOWN])
        self._hits.append(plain(name) in found)


def ask_ours(visitor, text):
    """Ask the coop's feed."""
    return visitor.get("/suggestions/similar", q=text)


def found_ours(answer):
    """Return the products' names in the coop's answer, best first."""
    return [product["name"] for product in answer.json()["products"]]


def ask_website(visitor, text):
    """Ask Odoo's website for questions of the forum."""
    return visitor.call(
        AUTOCOMPLETE,
        search_type="forum_posts_only",
        term=text,
        limit=SHOWN,
        options={"displayDescription": False, "displayDetail": False, "allowFuzzy": True},
    )


def found_website(answer):
    """Return the questions' names in the website's answer; it marks what was searched."""
    results = answer.json()["result"]["results"]
    return [html.unescape(re.sub(r"<[^>]+>", "", result["name"])) for result in results]


def plain(text):
    """Return a name without accents, capitals and punctuation, to tell whether two are one.

    >>> plain("Crème d'Isigny  AOP")
    'creme d isigny aop'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", letters))
