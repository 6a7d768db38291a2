"""The shop's shelves in walking order, and the table that tells where a product stands.

The table, data/families_fr.csv, has a line for each kind of product, its family: the shelf, the
prices and packs one sees in France, the VAT rate, how often people buy it, and the words it is
known by. Prices are round figures of 2025, by eye; rates follow the code général des impôts
(art. 278-0 bis), simplified. All of it is the demo's, nobody's tariff.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "data"

# In walking order.
SHELVES = (
    "Fruits et légumes",
    "Vrac",
    "Pains et viennoiseries",
    "Crèmerie",
    "Yaourts et desserts",
    "Fromages",
    "Charcuterie",
    "Viandes et poissons",
    "Traiteur",
    "Surgelés",
    "Pâtes, riz et céréales",
    "Conserves",
    "Soupes et plats cuisinés",
    "Huiles, sauces et condiments",
    "Apéritif",
    "Petit déjeuner",
    "Confitures, miels et tartinables",
    "Biscuits et gâteaux",
    "Chocolats et confiseries",
    "Sucres, farines et pâtisserie",
    "Cafés, thés et infusions",
    "Jus, sirops et sodas",
    "Eaux",
    "Bières, vins et cidres",
    "Hygiène",
    "Entretien",
)


@dataclass(frozen=True)
class Family:
    """A kind of product.

    `prices` are the lowest and highest, in euros incl. VAT; `packs` the usual net contents, in
    grams, or millilitres when `liquid`; `vat` in percent; `pull` says how often it is bought
    compared with an ordinary product (1); `phrases` are what its names begin with, without
    accents and plurals, see `catalogue.words`.
    """

    shelf: str
    prices: tuple
    packs: tuple
    liquid: bool
    vat: float
    pull: float
    phrases: tuple


@cache
def families():
    """Return the families; of two that know the same words the first counts."""
    with open(DATA / "families_fr.csv", encoding="utf-8", newline="") as file:
        return tuple(
            Family(
                shelf=row["rayon"],
                prices=(float(row["prix_min"]), float(row["prix_max"])),
                packs=tuple(int(pack) for pack in row["contenus"].split()),
                liquid=row["liquide"] == "1",
                vat=float(row["tva"]),
                pull=float(row["tirage"]),
                phrases=tuple(tuple(words.split()) for words in row["mots"].split("; ")),
            )
            for row in csv.DictReader(file)
        )
