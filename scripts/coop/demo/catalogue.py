"""The demo's products and wishes, taken from real rows of Open Food Facts, without Odoo.

Barcodes and names are the rows' own; what the rows lack (shelf, price, VAT, pack, origin) is
derived by rule from the row itself, so that the same row always gives the same product.
"""

import csv
import html
import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from coop.addon_tools import stock_tool
from coop.demo.dice import chance
from coop.demo.shelves import DATA, SHELVES, families

FRESH = SHELVES[0]

# Words that only other languages have: a French shop's till would not say them.
FOREIGN = set(
    """and with the of mit und aus von der con para y sin el los las del di alla ai per senza
    chicken cheese apple flavour milk butter organic chocolate rice soup bread sugar free
    water drink queso leche arroz aceite zumo pan mantequilla jamon galletas avena sal
    huevo och med zonder met van groen kekse milch kase wein reis grain whole egg eggs
    beef potato tomato strawberry raspberry beans cream ice breakfast barritas postre nuts
    oil honey green black""".split()
)
# What no sign in a shop shows: broken encodings, marks of mark-up, letters struck three times.
GARBAGE = re.compile(
    r"[Ãã\ufffd_\[\]{}<>#=*|\\™®;]|[?!]{2}|\btest\b|(.)\1\1|https?:", re.IGNORECASE
)
MEASURE = re.compile(r"\d+([.,]\d+)?\s*(x|gr?|kg|cl|ml|l|pcs?)?\b|%|\bm\.?g\b")
UNFINISHED = set(
    "a au aux de des du d en et l la le les par pour sur un une ou bouteille piece".split()
)
# "Sauce italienne" comes from anywhere; "olives d'Italie" come from there.
COUNTRIES = {
    code: re.compile(rf"\b(?:de|d|du|des) (?:l |la |ile de )?(?:{places})\b")
    for code, places in {
        "IT": "italie|sicile|toscane|campanie",
        "ES": "espagne|catalogne",
        "GR": "grece|kalamata",
        "PT": "portugal",
        "MA": "maroc",
        "TN": "tunisie",
        "CH": "suisse",
        "FR": "france|bretagne|normandie|savoie|corse|alsace|provence|auvergne|guerande|isigny"
        "|bresse|landes|perigord|lorraine|ardeche|berry|vendee|agen|aveyron|bayonne|bourgogne"
        "|jura|pyrenees|charente|gascogne|sud ouest|limousin|quercy|camargue|sologne|espelette",
    }.items()
}
# Restaurant chains' dishes are no groceries.
ELSEWHERE = {"Sandwichs", "Compléments alimentaires"}
# What the brands of chains begin with: they sell to nobody else.
CHAINS = re.compile(
    r"(u|u bio|u saveurs|u mat|u tout|aldi|auchan|belle france|bien vu|bio village|"
    r"biocoop|burger king|carrefour|casino|chabrior|class croute|claude leger|cora|"
    r"delisse|dia|domino|ecoprix|eco ?\+|ensemble|fiorini|franprix|grand jury|"
    r"intermarche|itineraire|jean roze|la vie claire|leader price|leclerc|les croises|"
    r"lidl|marks|marque repere|match|mcdonald|metro|milbona|monique ranou|monoprix|"
    r"naturalia|nautilus|netto|nos regions|odyssee|paturages|picard|pommette|pouce|"
    r"quick|reflets de france|rik|rustica|saint eloi|sondey|spar|starbucks|thiriet|"
    r"top budget|toupargel|tous les jours|tradilege|turini|winny)\b"
)
# What visitors are shown is always there: « beure de cacahuete » finds the first.
ALWAYS = {"3760091721747", "3760020509095"}
# What may stand beside the noun of a fresh fruit without making it something else.
FRESH_EXTRA = set(
    """bio de du d la le les france variete categorie cat i ii golden gala jonagold granny smith
    conference guyot williams ronde rond long longue rouge rose blanc blanche vert verte jaune noir
    noire filet sachet barquette botte vrac grappe nouvelle lot""".split()
)


@dataclass(frozen=True)
class Product:
    """A product of the shop.

    `price` in euros incl. VAT for one `unit` ("piece" or "kg"); `net` in kg or, for a liquid,
    litres, 0 when sold by weight; `country` is an ISO code or empty; `pull` says how often it is
    bought, for the till; `barcode` may be empty, as on loose vegetables.
    """

    barcode: str
    name: str
    brand: str
    shelf: str
    price: float
    vat: float
    net: float = 0.0
    liquid: bool = False
    unit: str = "piece"
    country: str = ""
    pull: float = 1.0
    stored: bool = True


@dataclass(frozen=True)
class Wish:
    """A product that a member could ask for; `barcode` may be empty, as when typed at home."""

    name: str
    brand: str
    shelf: str
    barcode: str = ""


def plain(text):
    """Return `text` in lower case, without accents, ligatures and apostrophes."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", " ").replace("'", " ")
    return "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
    )


@lru_cache(maxsize=100_000)
def words(text):
    """Return the plain words of `text`, without plural marks, figures and units.

    >>> words("Crèmes de marrons, 350 g")
    ('creme', 'de', 'marron')
    """
    found = re.findall(r"[a-z]+", MEASURE.sub(" ", plain(text)))
    return tuple(
        # "Pâté" is charcuterie, "pâtes" are pasta, "pâte" is dough: only the plural tells.
        word[:-1] if len(word) > 3 and word[-1] in "sx" and word != "pates" else word
        for word in found
    )


def is_ean13(barcode):
    """Tell whether `barcode` is 13 digits whose last one checks the others (GS1)."""
    if not re.fullmatch(r"\d{13}", barcode):
        return False
    return check_digit(barcode[:12]) == barcode[12]


def check_digit(twelve):
    """Return the 13th digit of the EAN-13 that begins with `twelve` digits (GS1)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)


@cache
def _phrases():
    """Return {first word: [(words, family)]}, the longest phrases first."""
    phrases = defaultdict(list)
    for family in families():
        for phrase in family.phrases:
            phrases[phrase[0]].append((phrase, family))
    for known in phrases.values():
        known.sort(key=lambda entry: -len(entry[0]))
    return phrases


@lru_cache(maxsize=50_000)
def family_of(name):
    """Return the family of a product called `name`, or None.

    The first word that any family knows decides, the longest phrase at that place. Fresh fruit
    and vegetables must be named by nothing else: in every other product they are a flavour.
    """
    all_words = words(name)
    for place, word in enumerate(all_words):
        for phrase, family in _phrases().get(word, ()):
            end = place + len(phrase)
            if all_words[place:end] != phrase:
                continue
            others = set(all_words[:place] + all_words[end:])
            if family.shelf == FRESH and others - FRESH_EXTRA:
                continue
            return family
    return None


# --- names


def tidy(name):
    """Return a typed name as a shop's sign would show it.

    >>> tidy("  PAVE VANILLE  CAFE ")
    'Pave vanille cafe'
    """
    name = re.sub(r"\s+", " ", html.unescape(name)).strip(" ,.-;:+*")
    if sum(char.isupper() for char in name) > sum(char.islower() for char in name):
        name = name.lower()
    return name[:1].upper() + name[1:]


def is_presentable(name):
    """Tell whether a name is one that a French shop could show: French, whole, not too long."""
    plain_words = re.findall(r"[a-z]+", plain(name))
    return (
        4 <= len(name) <= 60
        and not GARBAGE.search(name)
        and name.count("/") + name.count(",") < 2
        and not FOREIGN.intersection(plain_words)
        and bool(plain_words)
        and plain_words[-1] not in UNFINISHED
    )


@cache
def _brand_spellings():
    """Return {words: brand} of the brands that a name can be searched for.

    A brand whose words are all ordinary ones ("Bien", "Chef") would be found everywhere.
    """
    common = Counter(word for _, name in _typed_products() for word in set(words(name)))
    rows = Counter(brand for _, brand, _ in _branded_products())
    spellings = {}
    for brand, count in sorted(rows.items(), key=lambda entry: (-entry[1], entry[0])):
        found = words(brand)
        if count > 1 and len("".join(found)) > 3 and any(common[word] < 7 for word in found):
            spellings.setdefault(found, brand)
    return spellings


def is_chain(brand):
    """Tell whether a supermarket or restaurant chain keeps the brand to itself."""
    return bool(CHAINS.match(plain(brand)))


def brand_in(name):
    """Return the brand that `name` mentions, or an empty string."""
    found = words(name)
    spellings = _brand_spellings()
    for length in (3, 2, 1):
        for start in range(len(found) - length + 1):
            brand = spellings.get(found[start : start + length])
            if brand:
                return brand
    return ""


def country_of(name):
    """Return the ISO code of the country that `name` mentions, or an empty string."""
    for code, pattern in COUNTRIES.items():
        if pattern.search(plain(name).replace("-", " ")):
            return code
    return ""


def net_content(name, family, key):
    """Return (amount, liquid): kg, or litres if liquid, as the name says or the family usually has.

    >>> net_content("Eau de source 6 x 50 cl", family_of("Eau de source"), "")
    (3.0, True)
    """
    reading = stock_tool("net_content").read_net_content(name)
    if reading:
        return reading.quantity, reading.kind == "volume"
    pack = family.packs[int(chance(key, "pack") * len(family.packs))]
    return pack / 1000, family.liquid


def price_of(family, key):
    """Return a price in the family's range, in euros incl. VAT, ending in 5 or 9 cents."""
    low, high = (math.log(price) for price in family.prices)
    euros = math.exp(low + (high - low) * chance(key, "price"))
    return int(euros * 10) / 10 + (0.09 if chance(key, "ending") < 0.3 else 0.05)


# --- files


@cache
def _typed_products():
    """Return the (barcode, name) rows of products_fr.csv."""
    with open(DATA / "products_fr.csv", encoding="utf-8", newline="") as file:
        return tuple((row["barcode"], row["name"]) for row in csv.DictReader(file))


@cache
def _branded_products():
    """Return the (category, brand, name) rows of brands_fr.csv, the first brand of several."""
    with open(DATA / "brands_fr.csv", encoding="utf-8", newline="") as file:
        return tuple(
            (row["categorie"], row["marque"].split(",")[0].strip(), row["nom"])
            for row in csv.DictReader(file)
        )


def _staples():
    """Return the products of staples_fr.csv: what a coop sells and a food database lacks."""
    with open(DATA / "staples_fr.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    products = []
    for number, row in enumerate(rows, start=1):
        weighed = row["unite"] == "kg"
        # 21 and five digits of price or weight is what Odoo's scales rule reads.
        twelve = f"21{number:05}00000" if weighed else f"20{number:010}"
        products.append(
            Product(
                barcode=twelve + check_digit(twelve) if row["en_stock"] == "1" else "",
                name=row["nom"],
                brand=row["producteur"],
                shelf=row["rayon"],
                price=float(row["prix"]),
                vat=float(row["tva"]),
                net=float(row["net"] or 0),
                unit=row["unite"],
                country=row["origine"],
                pull=float(row["tirage"]),
                stored=row["en_stock"] == "1",
            )
        )
    return products


# --- what the shop sells, and what it could


def _product(barcode, name, brand):
    family = family_of(name)
    net, liquid = net_content(name, family, barcode)
    return Product(
        barcode=barcode,
        name=name,
        brand=brand,
        shelf=family.shelf,
        price=price_of(family, barcode),
        vat=family.vat,
        net=net,
        liquid=liquid,
        country=country_of(name),
        pull=family.pull,
    )


def _candidates(seed):
    """Return (typed, branded): (barcode, name, brand) rows fit for a shop, in the seed's order."""
    typed = []
    for barcode, raw in _typed_products():
        name = tidy(raw)
        if is_ean13(barcode) and is_presentable(name) and family_of(name):
            typed.append((barcode, name, brand_in(name)))
    rows = Counter(brand for _, brand, _ in _branded_products())
    spelling = {
        words(brand): brand for brand in sorted(rows, key=lambda brand: (rows[brand], brand))
    }
    branded = []
    for category, brand, raw in _branded_products():
        name = tidy(raw)
        if brand and is_presentable(name) and family_of(name) and category not in ELSEWHERE:
            branded.append((name, spelling[words(brand)]))
    typed.sort(key=lambda row: (row[0] not in ALWAYS, chance(seed, row[0])))
    branded.sort(key=lambda row: chance(seed, *row))
    return typed, branded


def choose(products, wishes, seed):
    """Return what the shop sells and what it does not: two lists, the same for the same seed.

    :param int products: how many `Product` to return, the staples among them
    :param int wishes: how many `Wish` to return; no name is in both lists
    """
    typed, branded = _candidates(seed)
    shop = _staples()
    names = {words(product.name) for product in shop}
    # One more in six has a brand, and the shop's own code as its maker's is not known to us.
    branded_end = len(shop) + products // 6
    for name, brand in branded:
        if len(shop) >= branded_end:
            break
        key = words(name)
        if not is_chain(brand) and key not in names:
            names.add(key)
            twelve = f"2000{int(chance(name, brand) * 10**8):08}"
            shop.append(_product(twelve + check_digit(twelve), name, brand))
    unsold = []
    for barcode, name, brand in typed:
        key = words(name)
        if key in names:
            continue
        names.add(key)
        if len(shop) < products:
            shop.append(_product(barcode, name, brand))
        else:
            unsold.append(Wish(name, brand, family_of(name).shelf, barcode))
    wished = unsold[: wishes // 4]
    chains_end = wishes // 12
    for name, brand in branded:
        if len(wished) >= wishes:
            break
        key = words(f"{name} {brand}")
        if key not in names and words(name) not in names and (chains_end or not is_chain(brand)):
            chains_end -= is_chain(brand)
            names.add(key)
            wished.append(Wish(name, brand, family_of(name).shelf))
    wished.sort(key=lambda wish: chance(seed, "wish", wish.name, wish.brand))
    return shop, wished


def resembling(name, products):
    """Return the product whose name shares the most words with `name`, or None if few do."""
    wanted = set(words(name))
    best, product = 0.0, None
    for candidate in products:
        known = set(words(candidate.name))
        score = len(wanted & known) / len(wanted | known)
        if score > best:
            best, product = score, candidate
    return product if best >= 0.5 else None
