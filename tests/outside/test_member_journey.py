"""The main job from end to end, by people in a browser: wish, vote, talk, decide, hear of it."""

import re
import time

import pytest
from playwright.sync_api import expect

from support import camera, pages
from support.mails import text_of
from support.pages import visit
from support.suggestions import (
    act,
    forget_proposals,
    new_barcode,
    new_name,
    new_odd_name,
    propose,
)

NAME = ".o_coop_form [name=name]"
SEND = ".o_coop_form .o_coop_actions button"
SIMILAR = ".o_coop_similar_place .o_coop_similar"
DONE = ".alert-success[role=status]"
VOTE = ".o_coop_vote button.btn[aria-pressed]"
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('coop_draft:'))"


@pytest.fixture
def others(http):
    """Return `others(number)`: members who have not much to do in the tests."""
    return lambda number: http(f"membre{number}")


def number_of(tab):
    """Return the id of the suggestion that a page shows."""
    return int(tab.locator("[data-suggestion]").get_attribute("data-suggestion"))


def supporters(place):
    """Return the number of households that a row or page tells."""
    return int(place.locator(".o_coop_count strong").first.inner_text())


def row(tab, suggestion):
    """Return a suggestion's row in a list."""
    return tab.locator(f"#s{suggestion}")


# --- proposing


@pytest.mark.parametrize("javascript", [False, True], ids=["without scripts", "with scripts"])
def test_a_member_proposes_a_product(page, javascript):
    tab, name = page("membre10", width=360, javascript=javascript), new_odd_name()
    visit(tab, "/suggestions")
    tab.locator(".o_coop_title a[href='/suggestions/new']").click()
    tab.locator(NAME).fill(name)
    tab.locator("[name=why]").fill("Frais,\net bon")
    tab.locator("details.o_coop_details > summary").click()
    tab.locator("[name=brand]").fill("La Ferme")
    tab.locator("[name=frequency][value=weekly]").check()
    tab.locator(SEND).click()
    expect(tab.locator("h1")).to_have_text(name)
    expect(tab.locator(DONE)).to_be_visible()
    expect(tab.locator(VOTE)).to_have_attribute("aria-pressed", "true")
    expect(tab.locator(".o_coop_frequency [value=weekly]")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert supporters(tab) == 1, "the author's own vote is cast"
    assert "Frais,\net bon" in tab.locator(".o_coop_suggestion").inner_text()
    visit(tab, "/my/suggestions")
    expect(row(tab, number_of_name(tab, name))).to_be_visible()


def number_of_name(tab, name):
    """Return the id of the suggestion with a name in a list."""
    address = tab.locator(f".o_coop_row_name:text-is('{name}')").get_attribute("href")
    return int(address.rpartition("/")[2])


def test_what_is_in_the_shop_appears_while_typing(page):
    """A typo and no accents, as on a phone; with its live stock and its price."""
    tab = page("membre10", width=360)
    visit(tab, "/suggestions/new")
    tab.locator(NAME).press_sequentially("beure de cacahuete")
    found = tab.locator(f"{SIMILAR} li", has_text="Beurre de cacahuète").first
    expect(found.locator("a[href^='/p/']")).to_be_visible()
    expect(found.locator(".o_coop_level")).not_to_be_empty()
    expect(found.locator(".o_coop_figure")).to_have_text(re.compile(r"\d+,\d\d\s€"))
    tab.locator(NAME).fill("")
    expect(tab.locator(SIMILAR)).to_have_count(0)


def test_without_scripts_what_resembles_is_shown_once(page):
    """On submitting; with everything typed still there, and a way on."""
    tab, brand = page("membre10", width=360, javascript=False), new_name("Marque")
    visit(tab, "/suggestions/new")
    tab.locator(NAME).fill("Beure de cacahuete")
    tab.locator("[name=why]").fill("Sans sel")
    tab.locator("details.o_coop_details > summary").click()
    tab.locator("[name=brand]").fill(brand)
    tab.locator("[name=anonymous][value='1']").check()
    tab.locator(SEND).click()
    expect(tab.locator(f"{SIMILAR} a", has_text="Beurre de cacahuète").first).to_be_visible()
    expect(tab.locator("[name=why]")).to_have_value("Sans sel")
    expect(tab.locator("[name=brand]")).to_have_value(brand)
    expect(tab.locator("[name=anonymous][value='1']")).to_be_checked()
    tab.locator(SEND).click()
    expect(tab.locator("h1")).to_have_text("Beure de cacahuete")
    expect(tab.locator(DONE)).to_be_visible()


def test_a_twin_that_is_open_is_voted_for_right_there(page, others):
    """The form keeps what is typed, and no page is loaded."""
    mark = new_name("").strip()
    twin = propose(others(2), f"Moutarde {mark}")
    tab = page("membre10", width=360)
    visit(tab, "/suggestions/new")
    tab.evaluate("window.here = true")
    tab.locator(NAME).fill(f"moutrade {mark}")
    found = tab.locator(f"{SIMILAR} li", has_text=f"Moutarde {mark}")
    button = found.locator("button[aria-pressed]")
    expect(button).to_have_attribute("aria-pressed", "false")
    before = supporters(found)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert supporters(found) == before + 1
    expect(tab.locator("#o_coop_status")).not_to_be_empty()
    expect(tab.locator(NAME)).to_have_value(f"moutrade {mark}")
    assert tab.evaluate("window.here"), "no page was loaded"
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert supporters(found) == before
    expect(found.locator(f"a[href='/suggestions/{twin}']")).to_be_visible()


def test_the_twins_vote_works_without_scripts(page, others):
    mark = new_name("").strip()
    twin = propose(others(2), f"Moutarde {mark}")
    tab = page("membre10", javascript=False)
    visit(tab, "/suggestions/new")
    tab.locator(NAME).fill(f"Moutrade {mark}")
    tab.locator(SEND).click()
    tab.locator(f"{SIMILAR} li", has_text=mark).locator("button[aria-pressed]").click()
    tab.wait_for_url(f"**/suggestions/{twin}*")
    expect(tab.locator(VOTE)).to_have_attribute("aria-pressed", "true")


def test_the_enter_key_proposes(page, others):
    """It does not press the first vote button on the way."""
    mark = new_name("").strip()
    twin = propose(others(2), f"Moutarde {mark}")
    tab = page("membre10")
    visit(tab, "/suggestions/new")
    tab.locator(NAME).fill(f"Moutarde {mark} forte")
    expect(tab.locator(f"{SIMILAR} li", has_text=mark)).to_be_visible()
    tab.locator(NAME).press("Enter")
    expect(tab.locator("h1")).to_have_text(f"Moutarde {mark} forte")
    visit(tab, f"/suggestions/{twin}")
    expect(tab.locator(VOTE)).to_have_attribute("aria-pressed", "false")


def test_the_barcode_of_a_sold_product_leads_to_it(page, database):
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT id, barcode FROM product_product"
            " WHERE coop_search_text = 'beurre de cacahuetes' AND length(barcode) = 13"
        )
        product, barcode = cursor.fetchone()
    tab = page("membre10")
    visit(tab, "/suggestions/new")
    tab.locator("details.o_coop_details > summary").click()
    tab.locator("[name=barcode]").fill(barcode)
    expect(tab.locator(f"{SIMILAR} a[href='/p/{product}']")).to_be_visible()
    tab.locator(NAME).fill(new_odd_name())
    tab.locator(SEND).click()
    tab.wait_for_url(f"**/p/{product}?already=1")
    expect(tab.locator(DONE)).to_be_visible()


def test_the_barcode_of_an_open_suggestion_leads_to_it(page, others):
    barcode = new_barcode()
    twin = propose(others(2), barcode=barcode)
    tab = page("membre10", javascript=False)
    visit(tab, "/suggestions/new")
    tab.locator(NAME).fill(new_odd_name())
    tab.locator("details.o_coop_details > summary").click()
    tab.locator("[name=barcode]").fill(f"{barcode[0]} {barcode[1:7]} {barcode[7:]}")
    tab.locator(SEND).click()
    tab.wait_for_url(f"**/suggestions/{twin}?done=already")
    expect(tab.locator(DONE)).to_be_visible()


# --- voting


def test_a_vote_is_cast_in_place(page, others):
    """The button says it, the status says it aloud, the count follows, no page is loaded."""
    suggestion = propose(others(2))
    tab = page("membre11", width=360)
    visit(tab, "/suggestions?order=new")
    tab.evaluate("window.here = true")
    place = row(tab, suggestion)
    button = place.locator(".btn[aria-pressed]")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert place.locator(".o_coop_row_name").inner_text() in button.inner_text()
    before = supporters(place)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    assert supporters(place) == before + 1
    said = tab.locator("#o_coop_status[role=status]")
    expect(said).not_to_be_empty()
    voted = said.inner_text()
    place.locator(".o_coop_frequency [value=monthly]").click()
    # Asked once in a list; the suggestion's own page shows it always.
    expect(place.locator(".o_coop_frequency")).to_have_count(0)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(said).not_to_have_text(voted)
    assert supporters(place) == before
    assert tab.evaluate("window.here"), "no page was loaded"


def test_a_vote_works_without_scripts(page, others):
    """It comes back to the row of the list that it was cast in."""
    suggestion = propose(others(2))
    tab = page("membre11", width=360, javascript=False)
    visit(tab, "/suggestions?order=new")
    before = supporters(row(tab, suggestion))
    row(tab, suggestion).locator(".btn[aria-pressed=false]").click()
    tab.wait_for_url(f"**/suggestions?order=new#s{suggestion}")
    assert supporters(row(tab, suggestion)) == before + 1
    row(tab, suggestion).locator(".o_coop_frequency [value=sometimes]").click()
    # Asked once in a list.
    expect(row(tab, suggestion).locator(".o_coop_frequency")).to_have_count(0)
    row(tab, suggestion).locator(".btn[aria-pressed=true]").click()
    expect(row(tab, suggestion).locator(".btn[aria-pressed=false]")).to_be_visible()
    assert supporters(row(tab, suggestion)) == before


def test_a_double_click_in_the_browser_is_one_vote(page, others, database):
    suggestion = propose(others(2))
    tab = page("membre11")
    visit(tab, f"/suggestions/{suggestion}")
    tab.locator(VOTE).dblclick()
    expect(tab.locator("#o_coop_status")).not_to_be_empty()
    tab.wait_for_load_state("networkidle")
    tab.reload()
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM coop_suggestion_vote WHERE suggestion_id = %s", (suggestion,)
        )
        assert cursor.fetchone() == (supporters(tab),)
    assert supporters(tab) in (1, 2), "a double click may be a vote taken back; never two"


def test_a_member_votes_from_two_devices(page, others):
    """A phone and a computer show one vote, and the second click does no harm."""
    suggestion = propose(others(2))
    phone, computer = page("membre11", width=360, fresh=True), page("membre11", fresh=True)
    for each in (phone, computer):
        visit(each, f"/suggestions/{suggestion}")
        expect(each.locator(VOTE)).to_have_attribute("aria-pressed", "false")
    before = supporters(phone)
    for each in (phone, computer):
        each.locator(VOTE).click()
        expect(each.locator(VOTE)).to_have_attribute("aria-pressed", "true")
        assert supporters(each) == before + 1


def test_how_often_one_would_buy_is_told_on_the_page(page, others):
    suggestion = propose(others(2))
    tab = page("membre11", width=360)
    visit(tab, f"/suggestions/{suggestion}")
    tab.locator(VOTE).click()
    for frequency in ("monthly", "weekly"):
        tab.locator(f".o_coop_frequency [value={frequency}]").click()
        chosen = tab.locator(".o_coop_frequency [aria-pressed=true]")
        expect(chosen).to_have_count(1)
        expect(chosen).to_have_attribute("value", frequency)
    tab.reload()
    expect(tab.locator(".o_coop_frequency [value=weekly]")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_vote_when_the_server_does_not_answer_is_posted_plainly(page, others):
    """The form is the ground: what scripts cannot do, the browser does."""
    suggestion = propose(others(2))
    tab = page("membre11")
    visit(tab, f"/suggestions/{suggestion}")
    tab.route(
        "**/vote",
        lambda route: (
            route.abort() if route.request.resource_type == "fetch" else route.continue_()
        ),
    )
    tab.locator(VOTE).click()
    expect(tab.locator(VOTE)).to_have_attribute("aria-pressed", "true")
    tab.reload()
    expect(tab.locator(VOTE)).to_have_attribute("aria-pressed", "true")
    tab.errors.clear()  # the lost connection is noted by the browser


# --- words


@pytest.mark.parametrize("javascript", [False, True], ids=["without scripts", "with scripts"])
def test_a_member_comments_and_removes_it(page, others, javascript):
    suggestion, text = propose(others(2)), new_name("Chez nous aussi")
    tab = page("membre12", width=360, javascript=javascript)
    visit(tab, f"/suggestions/{suggestion}")
    tab.locator("[name=comment]").fill(f"{text}\nVraiment.")
    tab.locator("form[action$='/comment'] button").click()
    expect(tab.locator(DONE)).to_be_visible()
    comment = tab.locator(".o_coop_comment", has_text=text)
    expect(comment.locator(".o_coop_text")).to_have_text(f"{text}\nVraiment.", use_inner_text=True)
    comment.locator("form[action$='/uncomment'] button").click()
    expect(tab.locator(DONE)).to_be_visible()
    expect(tab.locator(".o_coop_comment")).to_have_count(0)


def test_ones_own_suggestion_changes_until_another_votes(page, others):
    name = new_odd_name()
    tab = page("membre12")
    suggestion = propose(others(12), name)
    visit(tab, f"/suggestions/{suggestion}")
    tab.locator(f"a[href='/suggestions/{suggestion}/edit']").click()
    expect(tab.locator(NAME)).to_have_value(name)
    tab.locator(NAME).fill(f"{name} bis")
    tab.locator(SEND).click()
    expect(tab.locator("h1")).to_have_text(f"{name} bis")
    expect(tab.locator(DONE)).to_be_visible()
    expect(tab.locator("form[action$='/withdraw'] button")).to_be_visible()
    act(others(3), suggestion, "vote")
    tab.reload()
    expect(tab.locator(f"a[href='/suggestions/{suggestion}/edit']")).to_have_count(0)
    expect(tab.locator("form[action$='/withdraw']")).to_have_count(0)
    tab.locator("details.o_coop_details summary").click()
    tab.locator("[name=addition]").fill("En bocal de verre")
    tab.locator("form[action$='/addition'] button").click()
    expect(tab.locator(DONE)).to_be_visible()
    expect(tab.locator(".o_coop_addition")).to_contain_text("En bocal de verre")
    reader = page("membre3")
    visit(reader, f"/suggestions/{suggestion}")
    expect(reader.locator(".o_coop_addition")).to_contain_text("En bocal de verre")
    expect(reader.locator("form[action$='/addition']")).to_have_count(0)


def test_a_change_that_comes_too_late_says_so(page, others):
    """Somebody voted while the form was open."""
    name = new_odd_name()
    suggestion = propose(others(12), name)
    tab = page("membre12")
    visit(tab, f"/suggestions/{suggestion}/edit")
    act(others(3), suggestion, "vote")
    tab.locator(NAME).fill("Autre chose")
    tab.locator(SEND).click()
    expect(tab.locator(".alert")).to_be_visible()
    expect(tab.locator("h1")).to_have_text(name)


def test_ones_own_suggestion_is_withdrawn(page, others):
    suggestion = propose(others(12))
    tab = page("membre12", width=360)
    visit(tab, f"/suggestions/{suggestion}")
    tab.locator("form[action$='/withdraw'] button").click()
    expect(tab.locator(DONE)).to_be_visible()
    expect(tab.locator(VOTE)).to_have_count(0)
    reader = page("membre3")
    visit(reader, f"/suggestions/{suggestion}")
    expect(reader.locator("[data-suggestion]")).to_have_count(0)
    reader.errors.clear()  # its page is not found, which the browser notes


def test_one_asks_to_hear_the_answer(page, others):
    suggestion = propose(others(2))
    tab = page("membre12", width=360)
    visit(tab, f"/suggestions/{suggestion}")
    tab.locator("form[action$='/follow'] button").click()
    expect(tab.locator(DONE)).to_be_visible()
    tab.locator("form[action$='/unfollow'] button").click()
    expect(tab.locator("form[action$='/follow'] button")).to_be_visible()


# --- drafts


def write_draft(tab, name):
    """Begin to propose, and wait until the browser keeps it."""
    visit(tab, "/suggestions/new")
    tab.locator(NAME).fill(name)
    tab.locator("[name=why]").fill("Pour le petit déjeuner")
    tab.wait_for_function(f"{DRAFTS}.length > 0")
    tab.wait_for_function(f"Object.values(localStorage).some(draft => draft.includes({name!r}))")


def test_a_draft_survives_a_closed_tab(page, base_url):
    tab, name = page("membre13", fresh=True), new_odd_name()
    write_draft(tab, name)
    context = tab.context
    tab.close()
    tab = pages.open_tab(context)
    tab.goto("/suggestions/new")
    expect(tab.locator(NAME)).to_have_value(name)
    expect(tab.locator("[name=why]")).to_have_value("Pour le petit déjeuner")
    tab.locator(SEND).click()
    expect(tab.locator(DONE)).to_be_visible()
    visit(tab, "/suggestions/new")
    expect(tab.locator(NAME)).to_have_value("", timeout=5_000)
    assert tab.evaluate(DRAFTS) == [], "what was sent is no draft any more"


def test_a_draft_survives_an_expired_session(page):
    tab, name = page("membre13", fresh=True), new_odd_name()
    write_draft(tab, name)
    tab.context.clear_cookies(name="session_id")
    tab.locator(SEND).click()
    log_in(tab, "membre13")
    tab.wait_for_url("**/suggestions/new*")
    expect(tab.locator(NAME)).to_have_value(name)
    expect(tab.locator("[name=why]")).to_have_value("Pour le petit déjeuner")
    tab.locator(SEND).click()
    expect(tab.locator("h1")).to_have_text(name)


def test_a_comment_survives_an_expired_session(page, others):
    suggestion, text = propose(others(2)), new_name("Chez nous aussi")
    tab = page("membre13", fresh=True)
    visit(tab, f"/suggestions/{suggestion}")
    tab.locator("[name=comment]").fill(text)
    tab.context.clear_cookies(name="session_id")
    tab.locator("form[action$='/comment'] button").click()
    log_in(tab, "membre13")
    tab.wait_for_url(f"**/suggestions/{suggestion}")
    expect(tab.locator("[name=comment]")).to_have_value(text)
    tab.locator("form[action$='/comment'] button").click()
    expect(tab.locator(".o_coop_comment")).to_contain_text(text)


def test_a_page_from_before_the_login_loses_nothing(page):
    """Its token is of another session: what was written is kept, and sent again."""
    tab, name = page("membre13", fresh=True), new_odd_name()
    write_draft(tab, name)
    other = pages.open_tab(tab.context)
    tab.context.clear_cookies(name="session_id")
    other.goto("/web/login")
    log_in(other, "membre13")
    other.wait_for_url("**/my**")
    tab.locator(SEND).click()
    tab.locator(".o_coop_empty a.btn").click()
    expect(tab.locator(NAME)).to_have_value(name)
    tab.locator(SEND).click()
    expect(tab.locator("h1")).to_have_text(name)
    tab.errors.clear()  # the refusal has status 400, which the browser notes


def log_in(tab, login):
    """Log in through the form, as a person does."""
    tab.locator("[name=login]").fill(login)
    tab.locator("[name=password]").fill("membre")
    tab.locator("form.oe_login_form button[type=submit]").first.click()


def test_logging_out_clears_the_drafts(page):
    """On a shared computer the next person finds nothing."""
    tab, name = page("membre13", fresh=True), new_odd_name()
    write_draft(tab, name)
    tab.goto("/web/session/logout?redirect=/web/login")
    tab.wait_for_function(f"{DRAFTS}.length === 0")
    log_in(tab, "membre14")
    tab.wait_for_url("**/my**")
    visit(tab, "/suggestions/new")
    expect(tab.locator(NAME)).to_have_value("")
    assert name not in str(tab.evaluate("Object.values(localStorage)"))


def test_a_draft_is_its_writers_only(page, http, base_url):
    """Two people in one browser, without anybody logging out."""
    tab, name = page("membre13", fresh=True), new_odd_name()
    write_draft(tab, name)
    context = tab.context
    [first] = [cookie for cookie in context.cookies() if cookie["name"] == "session_id"]
    other = http("membre14").session.cookies.get("session_id")
    context.add_cookies([{"name": "session_id", "value": other, "url": base_url}])
    visit(tab, "/suggestions/new")
    tab.wait_for_load_state("networkidle")
    expect(tab.locator(NAME)).to_have_value("")
    context.add_cookies([{"name": "session_id", "value": first["value"], "url": base_url}])
    visit(tab, "/suggestions/new")
    expect(tab.locator(NAME)).to_have_value(name)


def test_a_search_without_result_becomes_a_proposal(page):
    """The words need not be typed again."""
    tab, words = page("membre13", width=360), new_name("Introuvable")
    visit(tab, "/suggestions")
    tab.locator(".o_coop_search [name=q]").fill(words)
    tab.locator(".o_coop_search [name=q]").press("Enter")
    tab.locator(".o_coop_empty a[href^='/suggestions/new?']").click()
    expect(tab.locator(NAME)).to_have_value(words)


def test_the_limit_of_a_day_is_said_and_loses_nothing(page, others, settings, database):
    client = others(15)
    forget_proposals(database, "membre15")
    settings(coop_daily_proposals=1)
    propose(client)
    tab, name = page("membre15"), new_odd_name()
    visit(tab, "/suggestions/new")
    tab.locator(NAME).fill(name)
    tab.locator(SEND).click()
    expect(tab.locator(".alert[role=alert]")).to_be_visible()
    expect(tab.locator(NAME)).to_have_value(name)
    tab.errors.clear()  # the refusal has status 422, which the browser notes


# --- scanning


def test_the_camera_reads_a_barcode_into_the_field(launch, base_url, http, tmp_path):
    """A real Chromium whose camera sees a film of a label."""
    barcode = new_barcode()
    film = camera.film_of_barcode(barcode, tmp_path / "label.mjpeg")
    browser = launch(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    tab = pages.open_page(browser, base_url, http("membre10"), width=360)
    visit(tab, "/suggestions/new")
    tab.locator("details.o_coop_details > summary").click()
    tab.locator("[data-coop-scan]").click()
    expect(tab.locator("[name=barcode]")).to_have_value(barcode, timeout=60_000)
    expect(tab.locator("[name=barcode]")).to_be_focused()
    assert tab.errors == []
    tab.context.close()


def test_without_a_camera_there_is_no_button_to_scan(page):
    """Scripts show it where a camera can be asked for; the field can always be typed into."""
    tab = page("membre10", width=360, javascript=False)
    visit(tab, "/suggestions/new")
    tab.locator("details.o_coop_details > summary").click()
    expect(tab.locator("[name=barcode]")).to_be_visible()
    expect(tab.locator("[data-coop-scan]")).to_be_hidden()


# --- the purchasing team

LIST = "/odoo/action-coop_suggestions.coop_suggestion_action"


def open_list(tab, words):
    """Open the team's list of what is to decide, narrowed to some words."""
    tab.goto(LIST)
    tab.locator(".o_list_view .o_data_row").first.wait_for()
    tab.locator(".o_searchview_input").fill(words)
    # Enter searches only once the menu below the field stands there.
    tab.locator(".o_searchview_autocomplete").wait_for()
    tab.locator(".o_searchview_input").press("Enter")
    tab.locator(".o_searchview .o_facet_value", has_text=words).wait_for()


def names(tab):
    """Return the products in a list of the back office, from the top."""
    return tab.locator(".o_data_row td[name=name]").all_inner_texts()


def decide(tab, answer, text):
    """Open the wizard and answer, as one of the team does."""
    tab.locator("button[name=action_decide]").first.click()
    wizard = tab.locator(".modal")
    wizard.locator(f"[name=answer] input[data-value={answer}]").check()
    wizard.locator("[name=text] textarea").fill(text)
    wizard.locator("footer button[name=action_decide]").click()
    wizard.wait_for(state="detached")


def test_the_team_sees_what_is_wanted_most_at_the_top(page, others):
    """The rank follows each vote at once."""
    mark = new_name("").strip()
    one, two = propose(others(2), f"Lentilles {mark}"), propose(others(3), f"Pois {mark}")
    act(others(9), two, "vote")
    tab = page("achats")
    open_list(tab, mark)
    expect(tab.locator(".o_data_row")).to_have_count(2)
    assert names(tab) == [f"Pois {mark}", f"Lentilles {mark}"]
    for number in (9, 10):
        act(others(number), one, "vote")
    open_list(tab, mark)
    expect(tab.locator(".o_data_row")).to_have_count(2)
    assert names(tab) == [f"Lentilles {mark}", f"Pois {mark}"]
    assert tab.locator(".o_data_row td[name=supporters]").all_inner_texts() == ["3", "2"]


def test_a_decision_is_undone_unseen(page, others, settings, mails):
    """Until it is published, the page knows nothing of it, and no mail leaves."""
    settings(coop_publish_delay=10)
    name, text = new_name(), new_name("Pas tout de suite")
    suggestion = propose(others(2), name)
    tab, reader = page("achats"), page("membre3")
    tab.goto(f"/odoo/coop.suggestion/{suggestion}")
    decide(tab, "next_order", text)
    tab.locator("button[name=action_undo_decision]").wait_for()
    visit(reader, f"/suggestions/{suggestion}")
    expect(reader.locator(".o_coop_answer")).to_have_count(0)
    tab.locator("button[name=action_undo_decision]").click()
    tab.locator("button[name=action_undo_decision]").wait_for(state="hidden")
    expect(tab.locator("button[name=action_decide]:visible")).to_have_count(1)
    reader.reload()
    assert text not in reader.content()
    assert mails.all(subject=name) == []


def test_the_answer_is_published_and_mailed_and_stands_on_the_page(
    page, others, settings, mails, address_of
):
    """In French, once to each who asked to hear it; and votes are closed."""
    settings(coop_publish_delay=0)
    name, text = new_name("Farine"), "Nous l'avons commandée à la ferme ; elle arrive vendredi."
    suggestion = propose(others(2), name, frequency="weekly")
    act(others(3), suggestion, "vote")
    act(others(3), suggestion, "follow")
    act(others(9), suggestion, "vote")
    tab = page("achats")
    open_list(tab, name)
    expect(tab.locator(".o_data_row")).to_have_count(1)
    tab.locator(".o_data_row .o_list_record_selector input").first.check()
    decide(tab, "next_order", text)
    for number in (2, 3):
        mail = mails.wait_for(to=address_of(f"membre{number}"), subject=name, seconds=60)
        words = text_of(mail)
        assert mail["Subject"].startswith("Votre coop a répondu")
        assert "Bonjour" in words
        assert text.partition(";")[2].strip() in words
        assert f"/suggestions/{suggestion}" in words
        html = mail.get_body(("html",)).get_content()
        assert "Retenue" in html
    assert len(mails.all(subject=name)) == 2, "one mail to each who asked, none to others"
    reader = page("membre9", width=360)
    visit(reader, f"/suggestions/{suggestion}")
    expect(reader.locator(".o_coop_answer")).to_contain_text(text)
    expect(reader.locator(VOTE)).to_have_count(0)
    visit(reader, f"/suggestions?decided=1&q={name}")
    expect(row(reader, suggestion)).to_contain_text("Retenue")
    late = act(others(4), suggestion, "vote")
    assert late.status_code == 422, "refused, with a sentence on the page"
    assert "alert-warning" in late.text


@pytest.fixture
def address_of(database):
    """Return `address_of(login)`: a person's e-mail address."""

    def find(login):
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT email FROM res_partner WHERE id ="
                " (SELECT partner_id FROM res_users WHERE login = %s)",
                (login,),
            )
            return cursor.fetchone()[0]

    return find


def test_what_is_not_kept_has_its_reason_and_several_are_answered_at_once(
    page, others, settings, database
):
    settings(coop_publish_delay=0)
    mark = new_name("").strip()
    both = [propose(others(2), f"{word} {mark}") for word in ("Soda", "Limonade")]
    tab = page("achats")
    open_list(tab, mark)
    expect(tab.locator(".o_data_row")).to_have_count(2)
    tab.locator("thead .o_list_record_selector input").check()
    tab.locator("button[name=action_decide]").first.click()
    wizard = tab.locator(".modal")
    wizard.locator("[name=answer] input[data-value=not_kept]").check()
    wizard.locator("[name=reason_id] input").fill("charte")
    wizard.locator(".o-autocomplete--dropdown-item", has_text="charte").first.click()
    # A ready sentence comes with the reason, to be changed.
    expect(wizard.locator("[name=text] textarea")).not_to_have_value("")
    wizard.locator("[name=text] textarea").fill(f"Trop de sucre ({mark}).")
    wizard.locator("footer button[name=action_decide]").click()
    wizard.wait_for(state="detached")
    reader = page("membre9", width=360)
    for suggestion in both:
        wait_for_answer(database, suggestion)
        visit(reader, f"/suggestions/{suggestion}")
        expect(reader.locator(".o_coop_answer")).to_contain_text(f"Trop de sucre ({mark}).")
        expect(reader.locator(".o_coop_answer h2")).to_contain_text("Pas retenue")
        expect(reader.locator(".o_coop_answer h2")).to_contain_text("charte")
    # Who proposes it again meets the answer.
    tab = page("membre10", width=360)
    visit(tab, "/suggestions/new")
    tab.locator(NAME).fill(f"Limonade {mark}")
    expect(tab.locator(f"{SIMILAR} a[href='/suggestions/{both[1]}']")).to_be_visible()
    tab.locator(SEND).click()
    tab.wait_for_url(f"**/suggestions/{both[1]}?done=too_early")


def wait_for_answer(database, suggestion, seconds=60):
    """Return when a suggestion's decision is published."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM coop_suggestion_decision"
                " WHERE suggestion_id = %s AND published_on IS NOT NULL",
                (suggestion,),
            )
            if cursor.fetchone():
                return
        time.sleep(0.1)
    raise AssertionError("the decision is due, and was not published")


def test_a_precision_asked_for_is_given_and_opens_it_again(page, others, settings, database):
    settings(coop_publish_delay=0)
    suggestion = propose(others(12))
    tab = page("achats")
    tab.goto(f"/odoo/coop.suggestion/{suggestion}")
    decide(tab, "ask", "Quel parfum ?")
    wait_for_answer(database, suggestion)
    author = page("membre12", width=360)
    visit(author, f"/suggestions/{suggestion}")
    expect(author.locator(".o_coop_answer")).to_contain_text("Quel parfum ?")
    author.locator("[name=addition]").fill("Vanille")
    author.locator("form[action$='/addition'] button").click()
    expect(author.locator(".o_coop_addition")).to_contain_text("Vanille")
    with database.cursor() as cursor:
        cursor.execute("SELECT state FROM coop_suggestion WHERE id = %s", (suggestion,))
        assert cursor.fetchone() == ("open",)


def test_the_team_hides_an_offending_comment(page, others, mails, address_of):
    """It is kept; its writer reads why, and is told once by mail."""
    suggestion, text = propose(others(2)), new_name("Grossier")
    act(others(9), suggestion, "comment", comment=text)
    tab = page("achats")
    tab.goto(f"/odoo/coop.suggestion/{suggestion}")
    tab.locator(".o_notebook a[name=comments]").click()
    tab.locator(".o_data_row button[name=action_coop_hide_comment]").click()
    tab.locator(".modal [name=reason] input").fill("Restons courtois.")
    tab.locator(".modal footer button[name=action_hide]").click()
    tab.locator(".modal").wait_for(state="detached")
    mail = mails.wait_for(to=address_of("membre9"), subject="À propos de ce que vous avez écrit")
    assert "Restons courtois." in text_of(mail)
    reader, writer = page("membre3"), page("membre9")
    for each in (reader, writer):
        visit(each, f"/suggestions/{suggestion}")
    assert text not in reader.content()
    expect(writer.locator(".o_coop_comment")).to_contain_text("Restons courtois.")
