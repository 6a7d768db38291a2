"""Suggestions on paper, from outside: sheets to hang, filled ones entered by keyboard alone."""

import io
import secrets

import pypdf
import pytest
from playwright.sync_api import expect
from pypdfium2 import PdfDocument
from routes import MEMBERS, SHOP, TEAM, VOLUNTEERS

from support.at_once import at_once
from support.pages import visit, wait_for_scripts
from support.rpc import call
from support.suggestions import act, new_name, propose

PLACE = "/suggestions/paper"


@pytest.fixture
def team(http):
    """One of the purchasing team."""
    return http("achats")


@pytest.fixture
def numbers(database):
    """The member numbers of the demo's members, by login."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT login, ref FROM res_users"
            " JOIN res_partner ON res_partner.id = res_users.partner_id"
            " WHERE login LIKE 'membre%' AND ref IS NOT NULL"
        )
        return dict(cursor.fetchall())


@pytest.fixture
def votes(database):
    """Return `votes(suggestion)`: (login, on paper, voted on) of each vote, in order."""

    def ask(suggestion):
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT login, on_paper, voted_on FROM coop_suggestion_vote vote"
                " JOIN res_users ON res_users.partner_id = vote.partner_id"
                " WHERE suggestion_id = %s ORDER BY login",
                (suggestion,),
            )
            return cursor.fetchall()

    return ask


@pytest.fixture
def log(team):
    """Return `log(suggestion)`: (number, outcome) of each entry, oldest first."""

    def read(suggestion):
        domain = [["suggestion_id", "=", suggestion], ["undone_on", "=", False]]
        rows = call(
            team, "coop.paper.entry", "search_read", domain, ["number", "outcome"], order="id"
        )
        return [(row["number"], row["outcome"]) for row in rows]

    return read


def enter(client, suggestion, written, key=None, **form):
    """Send one line of a sheet, as the form does."""
    form = {"suggestion": suggestion, "numbers": written, **form}
    return client.post(PLACE, {"key": key or secrets.token_hex(8), **form})


def on_shelf(team, suggestion, shelf):
    """Have the suggestion stand on the sheet of a shelf."""
    call(team, "coop.suggestion", "write", [suggestion], {"shelf_id": shelf})


# --- by keyboard


def test_a_sheet_is_entered_by_keyboard_alone(page, http, team, samples, numbers, votes, log):
    first, second = propose(http("membre2")), propose(http("membre2"))
    for suggestion in (first, second):
        on_shelf(team, suggestion, samples["shelf"])
    name = new_name("Tisane")
    tab = page("achats")
    visit(tab, f"{PLACE}?shelf={samples['shelf']}")
    keys = tab.keyboard
    assert tab.evaluate("document.activeElement.name") == "numbers"
    while tab.evaluate("document.activeElement.id") != f"coop_s{first}":
        keys.press("Enter")
    # A number ends with a space or with Enter, as a badge reader sends it; Enter again goes on.
    keys.type(f"{numbers['membre3']} {numbers['membre4']}")
    keys.press("Enter")
    keys.press("Enter")
    assert tab.evaluate("document.activeElement.id") == f"coop_s{second}"
    keys.type(f"{numbers['membre3']}")
    keys.press("Enter")
    keys.type("97999")
    while tab.evaluate("document.activeElement.name") != "name":
        keys.press("Enter")
    for text in (name, "Grand-mère", numbers["membre4"]):
        keys.type(text)
        keys.press("Enter")
    while tab.evaluate("document.activeElement.type") != "submit":
        keys.press("Enter")
    with tab.expect_navigation():
        keys.press("Enter")
    expect(tab.locator("[role=status] h2")).to_have_text("5 numéros notés")
    assert [(login, bool(on_paper)) for login, on_paper, _when in votes(first)] == [
        ("membre2", False),
        ("membre3", True),
        ("membre4", True),
    ]
    assert log(second) == [(numbers["membre3"], "voted"), ("97999", "aside")]
    assert name in http("membre4").get("/my/suggestions").text


def test_the_name_shows_beside_a_typed_number_and_lines_are_added(page, http):
    name = new_name()
    suggestion = propose(http("membre2"), name)
    tab = page("achats")
    visit(tab, PLACE)
    lines = tab.locator(".o_coop_paper_free")
    before = lines.count()
    for number in range(before):
        lines.nth(number).locator("[name=suggestion]").press_sequentially(str(suggestion))
        expect(lines.nth(number).locator(".o_coop_paper_name")).to_have_text(name)
    expect(lines).to_have_count(before + 1)
    expect(lines.last.locator("[name=suggestion]")).to_have_value("")


def test_without_scripts_all_of_it_works(page, http, numbers, votes):
    suggestion = propose(http("membre2"))
    tab = page("achats", width=360, javascript=False)
    visit(tab, PLACE)
    tab.locator("[name=suggestion]").first.fill(f"n° {suggestion}")
    tab.locator("[name=numbers]").first.fill(f"{numbers['membre3']}, {numbers['membre4']}")
    tab.locator("[name=numbers]").first.press("Enter")
    expect(tab.locator("[role=status] h2")).to_have_text("2 numéros notés")
    assert len(votes(suggestion)) == 3
    tab.locator("[role=status] li button").first.click()
    expect(tab.locator("[role=status] h2")).to_have_text("1 numéro noté")
    assert len(votes(suggestion)) == 2


# --- twice, and at once


def test_a_sheet_entered_twice_changes_nothing(http, team, numbers, votes, log):
    suggestion = propose(http("membre2"))
    act(http("membre5"), suggestion, "vote", frequency="weekly")
    written = f"{numbers['membre5']} {numbers['membre3']} 97998"
    assert enter(team, suggestion, written, key="a" * 20 + str(suggestion)).status_code == 303
    before, logged = votes(suggestion), log(suggestion)
    assert enter(team, suggestion, written, key="a" * 20 + str(suggestion)).status_code == 303
    assert (votes(suggestion), log(suggestion)) == (before, logged)
    enter(http("achats2"), suggestion, written)
    assert votes(suggestion) == before
    assert sum(outcome == "aside" for _number, outcome in log(suggestion)) == 1


@pytest.mark.usefixtures("quiet_server")
def test_two_who_enter_the_same_sheet_at_once_enter_it_once(http, team, numbers, votes, log):
    suggestions = [propose(http("membre2")) for _ in range(3)]
    written = f"{numbers['membre3']} {numbers['membre4']} 97997"

    def send(client):
        return client.post(
            PLACE,
            {
                "key": secrets.token_hex(8),
                "suggestion": suggestions,
                "numbers": [written] * 3,
                "name": f"Thé {suggestions[0]}",
                "brand": "",
                "member": numbers["membre6"],
                "same": "new",
            },
        )

    answers = at_once([lambda client=client: send(client) for client in (team, http("achats2"))])
    assert {answer.status_code for answer in answers} == {303}
    for suggestion in suggestions:
        assert len(votes(suggestion)) == 3
        outcomes = [outcome for _number, outcome in log(suggestion)]
        assert outcomes.count("voted") == 2
        assert outcomes.count("aside") == 1
    mine = call(team, "coop.suggestion", "search_count", [["name", "=", f"Thé {suggestions[0]}"]])
    assert mine == 1


@pytest.mark.usefixtures("quiet_server")
def test_the_same_form_sent_many_times_at_once_is_noted_once(http, team, numbers, log):
    suggestion = propose(http("membre2"))
    key = secrets.token_hex(8)
    answers = at_once(
        [lambda: enter(team.copy(), suggestion, f"{numbers['membre3']} 97996", key) for _ in "four"]
    )
    assert {answer.status_code for answer in answers} == {303}
    assert sorted(log(suggestion)) == sorted([(numbers["membre3"], "voted"), ("97996", "aside")])


# --- what is not so


def test_an_unknown_number_is_kept_until_its_member_is_found(page, http, team, numbers, votes):
    suggestion = propose(http("membre2"))
    number = f"88{suggestion}"
    enter(team, suggestion, number)
    tab = page("achats", width=360)
    visit(tab, f"{PLACE}/aside")
    row = tab.locator(".o_coop_row", has_text=number)
    row.locator("[name=number]").press("Enter")
    expect(tab.locator("[role=alert]")).to_contain_text(number)
    tab.errors.clear()  # the refusal has status 422, which the browser notes
    row.locator("[name=number]").fill(numbers["membre4"])
    row.locator("[name=number]").press("Enter")
    expect(tab.locator(".o_coop_row", has_text=number)).to_have_count(0)
    assert [login for login, *_rest in votes(suggestion)] == ["membre2", "membre4"]
    other = f"77{suggestion}"
    enter(team, suggestion, other)
    visit(tab, f"{PLACE}/aside")
    row = tab.locator(".o_coop_row", has_text=other)
    row.locator("[name=reason]").fill("Illisible")
    row.locator("[name=reason]").press("Enter")
    expect(tab.locator(".o_coop_row", has_text=other)).to_have_count(0)


def test_what_is_wrong_comes_back_and_the_rest_is_noted(page, http, team, numbers, votes):
    good, gone = propose(http("membre2")), propose(http("membre2"))
    act(http("membre2"), gone, "withdraw")
    tab = page("achats", width=360)
    visit(tab, PLACE)
    for place, suggestion in enumerate((good, gone, 999999999)):
        tab.locator("[name=suggestion]").nth(place).fill(str(suggestion))
        tab.locator("[name=numbers]").nth(place).fill(numbers["membre3"])
    tab.locator("button", has_text="Tout noter").click()
    expect(tab.locator("[role=alert]")).to_contain_text("2 lignes sont à corriger")
    wait_for_scripts(tab)
    tab.errors.clear()
    assert [tab.locator("[name=suggestion]").nth(place).input_value() for place in (0, 1)] == [
        str(gone),
        "999999999",
    ]
    assert len(votes(good)) == 2


def test_a_proposal_that_resembles_another_asks_and_votes_for_it(page, http, numbers, votes):
    name = new_name("Confiture de rhubarbe")
    suggestion = propose(http("membre2"), name)
    tab = page("achats", width=360)
    visit(tab, PLACE)
    tab.locator("[name=name]").first.fill(name)
    tab.locator("[name=member]").first.fill(numbers["membre3"])
    tab.locator("button", has_text="Tout noter").click()
    same = tab.locator("select[name=same]")
    expect(same).to_be_visible()
    wait_for_scripts(tab)
    tab.errors.clear()
    same.select_option(str(suggestion))
    with tab.expect_navigation():
        tab.locator("button", has_text="Tout noter").click()
    assert [login for login, *_rest in votes(suggestion)] == ["membre2", "membre3"]


# --- the sheets, and who may


def test_the_sheet_can_be_read_by_people_and_telephones(http, team, samples, base_url):
    zxing = pytest.importorskip("zxingcpp")
    name = new_name("Sirop")
    suggestion = propose(http("membre2"), name)
    on_shelf(team, suggestion, samples["shelf"])
    answer = http("benevole").get(f"/suggestions/sheets.pdf?shelf={samples['shelf']}")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(" ".join(each.extract_text().split()) for each in pages)
    assert name in text
    assert f"n° {suggestion}" in text
    picture = PdfDocument(answer.content)[0].render(scale=3).to_pil()
    [code] = zxing.read_barcodes(picture, try_downscale=False)
    assert code.text.endswith(f"/suggestions?shelf={samples['shelf']}")


@pytest.mark.parametrize("login", [*sorted(set(MEMBERS) - set(TEAM)), SHOP, "caisse", "ancien"])
def test_who_is_not_of_the_team_enters_and_reads_nothing(http, numbers, votes, login):
    suggestion = propose(http("membre2"))
    client = http(login)
    for path in ("", "/aside"):
        assert client.get(PLACE + path, allow_redirects=False).status_code == 403
    assert enter(client, suggestion, numbers["membre3"]).status_code == 403
    for path in ("/undo", "/settle"):
        assert client.post(PLACE + path, {"entry": "1"}).status_code == 403
    assert len(votes(suggestion)) == 1
    allowed = login in VOLUNTEERS
    for path in ("/suggestions/sheets", "/suggestions/sheets.pdf"):
        assert (client.get(path).status_code == 200) is allowed


def test_nobody_undoes_what_a_colleague_has_entered_with_a_form(http, team, numbers, votes):
    suggestion = propose(http("membre2"))
    key = secrets.token_hex(8)
    enter(team, suggestion, numbers["membre3"], key)
    http("achats2").post(f"{PLACE}/undo", {"key": key, "entry": "all"})
    assert len(votes(suggestion)) == 2
    team.post(f"{PLACE}/undo", {"key": key, "entry": "all"})
    assert len(votes(suggestion)) == 1
