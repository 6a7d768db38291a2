"""Contents read out of names: worked examples, real names, and what no name may bring about."""

import csv
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.addon_tools import stock_tool
from coop.demo.shelves import DATA

net_content = stock_tool("net_content")
read = net_content.read_net_content

CONTENTS = {
    # The kinds and units
    "Riz long 500 g": ("net_weight", 0.5, "500 g"),
    "Riz long 500g": ("net_weight", 0.5, "500 g"),
    "RIZ LONG 500 GR": ("net_weight", 0.5, "500 g"),
    "Céleri rémoulade, 300 Grammes": ("net_weight", 0.3, "300 g"),
    "Farine 1kg": ("net_weight", 1.0, "1 kg"),
    "Riz long grain 1 Kilo": ("net_weight", 1.0, "1 kg"),
    "Pommes 1,5kg": ("net_weight", 1.5, "1,5 kg"),
    "Mass Gainer 1.1KG": ("net_weight", 1.1, "1,1 kg"),
    "Levure 12,5 g": ("net_weight", 0.0125, "12,5 g"),
    "Safran 0,5 g": ("net_weight", 0.0005, "0,5 g"),
    "Cola 1,5L": ("volume", 1.5, "1,5 l"),
    "Cola 2litres": ("volume", 2.0, "2 l"),
    "Vin rouge 75cl": ("volume", 0.75, "75 cl"),
    "Soda, 150 Centilitres": ("volume", 1.5, "150 cl"),
    "Huile de sésame 250 mL": ("volume", 0.25, "250 ml"),
    "Crème 2 dl": ("volume", 0.2, "2 dl"),
    "Lait 1/2 L": ("volume", 0.5, "1/2 l"),
    "Huile de noix 1 / 4 L(8.45oz)": ("volume", 0.25, "1/4 l"),
    "Jus d’orange 1 L.": ("volume", 1.0, "1 l"),
    "Noix\u00a0de\u00a0cajou 125\u00a0g": ("net_weight", 0.125, "125 g"),
    "75CL VIN DE PAYS": ("volume", 0.75, "75 cl"),
    # Several in one
    "Bière 6x25cl": ("volume", 1.5, "6 × 25 cl"),
    "Bière 6 × 25 cl": ("volume", 1.5, "6 × 25 cl"),
    "Soda 33 cl x 6": ("volume", 1.98, "6 × 33 cl"),
    "Yaourt nature 2 x 125 g": ("net_weight", 0.25, "2 × 125 g"),
    "Yaourt nature 4*125g": ("net_weight", 0.5, "4 × 125 g"),
    "Cola, 4 Fois 50 Centilitres": ("volume", 2.0, "4 × 50 cl"),
    "Compotes 4 x 100 g (400 g)": ("net_weight", 0.4, "4 × 100 g"),
    "Lait 6 bouteilles de 1 l": ("volume", 6.0, "6 × 1 l"),
    # What lies in a liquid
    "Olives vertes 250 g net égoutté": ("drained_weight", 0.25, "250 g"),
    "Haricots 100g net égoutté": ("drained_weight", 0.1, "100 g"),
    "Maïs 340 g (poids net égoutté 285 g)": ("drained_weight", 0.285, "285 g"),
    "Thon 160g, 112g égouttés": ("drained_weight", 0.112, "112 g"),
    # Other figures beside it
    "Farine de blé T65 1 kg": ("net_weight", 1.0, "1 kg"),
    "Chocolat noir 70 % cacao 100 g": ("net_weight", 0.1, "100 g"),
    "Raviolis aux 3 fromages 250 g": ("net_weight", 0.25, "250 g"),
    "Jambon 4 tranches 160 g": ("net_weight", 0.16, "160 g"),
    "Riz 500 g 500 g": ("net_weight", 0.5, "500 g"),
}

NOTHING = (
    "Vitamine B12",
    "Fromage blanc 0 %",
    "Yaourt 0% MG",
    "Tarte aux 3 fromages",
    "Farine de blé T65",
    "Chocolat noir 70 % cacao",
    "Magnésium 300 mg",
    "Omega 3 l'huile de lin",
    "Œufs x6",
    "Lait 2e âge",
    "Couches taille 4",
    "Piles LR6",
    "Bière 5,0°",
    "Barre 20 g de protéines",
    "Confiture 55 g de fruits pour 100 g",
    "Sel 1.000 g",
    "Sacs poubelle 30 l",
    "Sacs de congélation 3 l",
    "Riz 500 g + 50 g offerts",
    "Pâtes 500 g +20%",
    "Mini BN 2x175g + mini BN chocolat",
    "Riz 500 g ou 1 kg",
    "Yaourts 4 pots 500 g",
    "Bière 33 cl pack de 6",
    "Lot de 2 confitures 370 g",
    "Savoureuses x6 240g",
    "Stick sel 1000x0.8g et 2x5g",
    "Cuve 200 l",
    "Riz 0 g",
    "Riz 0 x 500 g",
    "Porte-clés 103",
    "",
    None,
)


def test_doctests():
    assert doctest.testmod(net_content).failed == 0


@pytest.mark.parametrize(("name", "expected"), CONTENTS.items())
def test_the_content_is_read(name, expected):
    reading = read(name)
    assert (reading.kind, reading.quantity, reading.words) == expected


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_no_content_or_may_be_two_is_not_read(name):
    assert read(name) is None


@given(st.text(max_size=200) | st.text("0123456789 xkgcml,./%égout'(", max_size=60))
def test_whatever_the_name_a_reading_is_plausible(name):
    reading = read(name)
    assert reading is None or 0 < reading.quantity <= 30


@given(
    st.integers(2, 24),
    st.sampled_from(["x", " x ", " × ", "*"]),
    st.integers(1, 999),
    st.sampled_from(["g", " g", "cl", " CL", "ml"]),
)
def test_a_pack_holds_so_many_times_its_content(count, times, number, unit):
    reading = read(f"Produit {count}{times}{number}{unit}")
    exponent = {"g": 3, "cl": 2, "ml": 3}[unit.strip().lower()]
    total = count * number / 10**exponent
    assert reading is None if total > 30 else reading.quantity == pytest.approx(total)


def test_real_names_are_read_only_where_they_tell_a_quantity():
    with open(DATA / "products_fr.csv", encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    read_names = [(name, reading) for name in names if (reading := read(name))]
    assert len(read_names) > 350
    for name, reading in read_names:
        number = reading.words.split(" × ")[-1].split()[0]
        assert number.replace(",", ".") in name.replace(",", ".").replace(" ", ""), name
