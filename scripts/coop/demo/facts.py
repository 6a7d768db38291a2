"""What the demo's labels and pages tell of a product, derived by rule from its name, without Odoo.

Nothing of it is known of the real products: the same rule makes the same demo, and that is all.
"""

import re
from datetime import timedelta

from coop.addon_tools import stock_tool
from coop.demo.catalogue import plain
from coop.demo.dice import chance

FRUIT, BULK = "Fruits et légumes", "Vrac"
PERISHABLE = {
    FRUIT,
    "Pains et viennoiseries",
    "Crèmerie",
    "Yaourts et desserts",
    "Fromages",
    "Charcuterie",
    "Viandes et poissons",
    "Traiteur",
}
DRINKS = {"Jus, sirops et sodas", "Eaux", "Bières, vins et cidres"}
# The shelf that the demo's volunteers have not walked along yet.
UNWALKED = "Entretien"
CERTIFIERS = ("FR-BIO-01", "FR-BIO-01", "FR-BIO-01", "FR-BIO-10", "FR-BIO-09", "FR-BIO-15")
ORGANIC = re.compile(r"\bbio(?:logiques?)?\b")
# Annex II of regulation (EU) 1169/2011, those that names tell.
ALLERGENS = {
    name: re.compile(rf"\b(?:{words})")
    for name, words in {
        "gluten": "ble\\b|epeautre|farine|pains?\\b|baguette|brioche|croissant|biscuit|gateau"
        "|cookie|madeleine|pates\\b|spaghetti|coquillette|semoule|boulgour|pizza|quiche|crepe"
        "|biere|orge\\b|avoine|muesli|granola",
        "crustacés": "crevette|crabe|homard|langoust",
        "œufs": "oeuf|mayonnaise|quiche|gateau|madeleine|brioche|crepe",
        "poisson": "saumon|thon|sardine|maquereau|colin|cabillaud|anchois|poisson|truite|surimi",
        "arachides": "arachide|cacahuete",
        "soja": "soja|tofu|tempeh|miso",
        "lait": "lait|beurre|creme|fromage|yaourt|camembert|emmental|comte\\b|chevre|mozzarella"
        "|skyr|brie\\b|tomme|brioche",
        "fruits à coque": "noix\\b|noisette|amande|cajou|pistache|pecan|praline|nougat",
        "céleri": "celeri",
        "moutarde": "moutarde|mayonnaise",
        "sésame": "sesame|tahin|houmous",
        "sulfites": "vins?\\b|cidre|champagne|cremant",
    }.items()
}
# « beurre de cacahuètes », « lait d'amande »: neither butter nor milk.
NO_DAIRY = re.compile(
    r"\b(?:beurre de (?:cacahuete|cacao)|laits? (?:de |d )(?:coco|soja|riz|avoine|amande))s?"
)
# One word with a capital, after the noun and not after « de »: « Pommes Gala ».
VARIETY = re.compile(r"(?<!de)(?<!du) ([A-ZÉ][a-zéè]+)\b")
OLDEST_DAYS = 1200
NEW_DAYS = 30


def content(product):
    """Return the net content of a product in Odoo's fields; a tenth have none.

    Of those whose name tells it half have none, so that there is something to propose.
    """
    if product.unit == "kg":
        return {}
    told = stock_tool("net_content").read_net_content(product.name)
    if not product.net or chance("content", product.name) < (0.5 if told else 0.1):
        return {}
    if product.liquid:
        return {"coop_volume": product.net}
    known = {"net_weight": product.net}
    if product.shelf == "Conserves":
        known["coop_drained_weight"] = round(0.6 * product.net / 0.005) * 0.005
    return known


def allergens(name):
    """Return the allergens that a name tells, as on a label.

    >>> allergens("Beurre de cacahuètes")
    'arachides'
    >>> allergens("Madeleines au beurre")
    'gluten, œufs, lait'
    """
    words = NO_DAIRY.sub(lambda match: re.sub(r"beurre|laits?", "", match[0]), plain(name))
    return ", ".join(name for name, pattern in ALLERGENS.items() if pattern.search(words))


def organic(name):
    """Return whether a name says organic, and who certifies it, in Odoo's fields."""
    if not ORGANIC.search(plain(name)):
        return {}
    # One in twenty lacks the body's code, for the list of what lacks.
    code = CERTIFIERS[int(chance("certifier", name) * len(CERTIFIERS))]
    return {
        "coop_is_organic": True,
        "coop_certifier": code if chance("certified", name) > 0.05 else False,
    }


def of_fruit(product):
    """Return category and variety of loose fruit and vegetables, in Odoo's fields."""
    if product.shelf != FRUIT or product.barcode[:2] not in ("20", "21", ""):
        return {}
    variety = VARIETY.search(product.name)
    throw = chance("class", product.name)
    return {
        "coop_class": "1" if throw < 0.75 else "2" if throw < 0.9 else "extra",
        "coop_variety": variety[1] if variety else False,
    }


def for_sale_since(product, today):
    """Return the day on which the shop first sold it: three in a hundred are new."""
    throw = chance("since", product.name)
    oldest, newest = (NEW_DAYS - 2, 0) if throw < 0.03 else (OLDEST_DAYS, NEW_DAYS + 1)
    age = newest + (oldest - newest) * chance("age", product.name)
    return today - timedelta(days=int(age))


def of(product, today):
    """Return all that the demo tells of a product, in Odoo's fields."""
    is_food = product.shelf not in ("Hygiène", "Entretien")
    return {
        **content(product),
        **organic(product.name),
        **of_fruit(product),
        "coop_allergens": (is_food and allergens(product.name)) or False,
        "coop_in_bulk": product.shelf == BULK and product.unit == "kg",
        "coop_is_perishable": product.shelf in PERISHABLE,
        "coop_deposit": 0.2
        if product.shelf in DRINKS and chance("deposit", product.name) < 0.1
        else 0,
        "coop_for_sale_since": for_sale_since(product, today),
    }


def places(products):
    """Return the place of each product on its shelf, in walking order, 0 where it has none."""
    last, found = {}, []
    for product in products:
        if product.shelf == UNWALKED:
            found.append(0)
            continue
        last[product.shelf] = last.get(product.shelf, 0) + 1
        found.append(last[product.shelf])
    return found
