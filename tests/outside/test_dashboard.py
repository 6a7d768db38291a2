"""The dashboard of suggestions, from outside: figures that follow what happens, and one page."""

import io
import re

import pypdf
import pytest
from routes import MEMBERS, SHOP, TEAM

from support.pages import visit
from support.suggestions import propose

PLACE = "/suggestions/dashboard"


def large_figures(client):
    """Return the large figures, as whole numbers where they are some."""
    found = re.findall(r"<dd>([^<]*)</dd>", client.get(PLACE).text)
    return [int(re.sub(r"\D", "", figure) or 0) for figure in found]


def test_a_vote_counts_at_once(http, database):
    team = http("achats")
    before = team.get(PLACE).text
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM coop_suggestion WHERE state NOT IN"
            " ('withdrawn', 'blocked', 'double')"
        )
        [count] = cursor.fetchone()
    assert f"sur {count}" in re.sub(r"[\s\u00a0\u202f]+", " ", before)
    propose(http("membre3"))
    after = re.sub(r"[\s\u00a0\u202f]+", " ", team.get(PLACE).text)
    assert f"sur {count + 1}" in after
    assert len(large_figures(team)) == 6


def test_the_drawings_have_a_bar_a_month_and_the_table_a_row(page):
    tab = page("achats", width=1280)
    for months in (12, 24):
        visit(tab, f"{PLACE}?months={months}")
        assert tab.locator("svg.o_coop_chart").count() == 4
        assert tab.locator("svg.o_coop_chart").first.locator("rect").count() == months
        assert tab.locator("tbody tr").count() == months


def test_the_page_for_the_assembly_is_one_page_in_french(http):
    answer = http("achats").get(f"{PLACE}.pdf?months=24")
    assert answer.headers["Content-Type"] == "application/pdf"
    [sheet] = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(sheet.extract_text().split())
    assert "membres ont déjà voté" in text
    assert "24 mois" in text


@pytest.mark.parametrize("login", [*sorted(set(MEMBERS) - set(TEAM)), SHOP, "caisse", "ancien"])
def test_it_is_for_the_team(http, login):
    for path in (PLACE, f"{PLACE}.pdf"):
        assert http(login).get(path, allow_redirects=False).status_code == 403
