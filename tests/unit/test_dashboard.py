"""The arithmetic and the page of the dashboard: no Odoo in here."""

import io
from datetime import date

import pypdf
import pytest

from coop.addon_tools import addon_tool

months = addon_tool("coop_suggestions", "dashboard_months")
dashboard_paper = addon_tool("coop_suggestions", "dashboard_paper")
bar_chart = addon_tool("coop_stock", "bar_chart")


def test_months_cross_the_year_and_end_with_the_present_one():
    found = months.last_months(date(2026, 1, 31), 13)
    assert len(found) == 13
    assert found[0] == date(2025, 1, 1)
    assert found[-2:] == [date(2025, 12, 1), date(2026, 1, 1)]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 0, None), (0, 5, 0), (5, 5, 100), (1, 1000, 1), (999, 1000, 99), (1, 3, 33)],
)
def test_all_and_none_are_said_of_all_and_none_only(part, whole, expected):
    assert months.percentage(part, whole) == expected


def test_a_month_without_anything_is_there():
    assert months.by_month(["a", "b"], {"b": 2}, None) == [None, 2]


@pytest.mark.parametrize("number", [12, 24])
def test_the_page_for_the_assembly_is_one_page(number):
    chart = {
        "title": "Votes",
        "most": "12 au plus",
        "first": "janv. 2025",
        "last": "déc. 2025",
        "bars": bar_chart.bars([*range(number - 1), -3], 360, 80),
        "width": 360,
        "height": 80,
    }
    pdf = dashboard_paper.render_dashboard(
        {
            "coop": "La Coop",
            "colour": "#1f6f54",
            "title": "Ce que changent nos suggestions",
            "subtitle": "3 mars 2026",
            "foot": "Comptés : les membres d'aujourd'hui.",
            "figures": [(str(place), "mot " * 20) for place in range(6)],
            "charts": [chart] * 4,
        }
    )
    [page] = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = page.extract_text()
    assert text.count("Votes") == 4
    assert "Comptés" in text
