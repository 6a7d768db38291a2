"""The main job from end to end, by people in a browser: wish, vote, talk, decide, hear of it."""

import re
import threading

import pytest
from playwright.sync_api import expect

from support import pages
from support.mails import text_of
from support.rpc import call
from support.suggestions import act, new_name, propose

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
    tab, name = page("membre10", width=360, javascript=javascript), new_name("Kéfir")
    tab.goto("/suggestions")
    tab.locator(".o_coop_title a[href='/suggestions/new']").click()
    tab.locator(NAME).fill(name)
    tab.locator("[name=why]").fill("Frais,\net bon")
    tab.locator("summary").click()
    tab.locator("[name=brand]").fill("La Ferme")
    tab.locator("[name=frequency][value=weekly]").check()
    tab.locator(SEND).click()
    expect(tab.locator("h1")).to_have_text(name)
    expect(tab.locator(DONE)).to_be_visible()
    expect(tab.locator(VOTE)).to_have_attribute("aria-pressed", "true")
    expect(tab.locator(".o_coop_frequency [value=weekly]")).to_have_attribute("aria-pressed", "true")
    assert supporters(tab) == 1, "the author's own vote is cast"
    assert "Frais,\net bon" in tab.locator(".o_coop_suggestion").inner_text()
    tab.goto("/my/suggestions")
    expect(row(tab, number_of_name(tab, name))).to_be_visible()


def number_of_name(tab, name):
    """Return the id of the suggestion with a name in a list."""
    address = tab.locator(f".o_coop_row_name:text-is('{name}')").get_attribute("href")
    return int(address.rpartition("/")[2])


def test_what_is_in_the_shop_appears_while_typing(page):
    """A typo and no accents, as on a phone; with its live stock and its price."""
    tab = page("membre10", width=360)
    tab.goto("/suggestions/new")
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
    tab.goto("/suggestions/new")
    tab.locator(NAME).fill("Beure de cacahuete")
    tab.locator("[name=why]").fill("Sans sel")
    tab.locator("summary").click()
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
    tab.goto("/suggestions/new")
    tab.evaluate("window.here = true")
    tab.locator(NAME).press_sequentially(f"moutrade {mark}")
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
    tab.goto("/suggestions/new")
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
    tab.goto("/suggestions/new")
    tab.locator(NAME).fill(f"Moutarde {mark} forte")
    expect(tab.locator(f"{SIMILAR} li", has_text=mark)).to_be_visible()
    tab.locator(NAME).press("Enter")
    expect(tab.locator("h1")).to_have_text(f"Moutarde {mark} forte")
    tab.goto(f"/suggestions/{twin}")
    expect(tab.locator(VOTE)).to_have_attribute("aria-pressed", "false")


def test_the_barcode_of_a_sold_product_leads_to_it(page, database):
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT id, barcode FROM product_product"
            " WHERE coop_search_text = 'beurre de cacahuetes' AND length(barcode) = 13"
        )
        product, barcode = cursor.fetchone()
    tab = page("membre10")
    tab.goto("/suggestions/new")
    tab.locator("summary").click()
    tab.locator("[name=barcode]").fill(barcode)
    expect(tab.locator(f"{SIMILAR} a[href='/p/{product}']")).to_be_visible()
    tab.locator(NAME).fill(new_name())
    tab.locator(SEND).click()
    tab.wait_for_url(f"**/p/{product}?already=1")
    expect(tab.locator(DONE)).to_be_visible()


def test_the_barcode_of_an_open_suggestion_leads_to_it(page, others):
    barcode = new_barcode()
    twin = propose(others(2), barcode=barcode)
    tab = page("membre10", javascript=False)
    tab.goto("/suggestions/new")
    tab.locator(NAME).fill(new_name())
    tab.locator("summary").click()
    tab.locator("[name=barcode]").fill(f"{barcode[0]} {barcode[1:7]} {barcode[7:]}")
    tab.locator(SEND).click()
    tab.wait_for_url(f"**/suggestions/{twin}?done=already")
    expect(tab.locator(DONE)).to_be_visible()


def new_barcode():
    """Return an EAN-13 of the range that shops use among themselves, with its check digit."""
    digits = "29" + str(int(new_name("").strip(), 16)).zfill(13)[-10:]
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


# --- voting


def test_a_vote_is_cast_in_place(page, others):
    """The button says it, the status says it aloud, the count follows, no page is loaded."""
    suggestion = propose(others(2))
    tab = page("membre11", width=360)
    tab.goto("/suggestions?order=new")
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
    tab.goto("/suggestions?order=new")
    before = supporters(row(tab, suggestion))
    row(tab, suggestion).locator(".btn[aria-pressed=false]").click()
    tab.wait_for_url(f"**/suggestions?order=new#s{suggestion}")
    assert supporters(row(tab, suggestion)) == before + 1
    row(tab, suggestion).locator(".o_coop_frequency [value=sometimes]").click()
    row(tab, suggestion).locator(".btn[aria-pressed=true]").click()
    expect(row(tab, suggestion).locator(".btn[aria-pressed=false]")).to_be_visible()
    assert supporters(row(tab, suggestion)) == before


def test_a_double_click_in_the_browser_is_one_vote(page, others, database):
    suggestion = propose(others(2))
    tab = page("membre11")
    tab.goto(f"/suggestions/{suggestion}")
    tab.locator(VOTE).dblclick()
    expect(tab.locator("#o_coop_status")).not_to_be_empty()
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
        each.goto(f"/suggestions/{suggestion}")
        expect(each.locator(VOTE)).to_have_attribute("aria-pressed", "false")
    before = supporters(phone)
    for each in (phone, computer):
        each.locator(VOTE).click()
        expect(each.locator(VOTE)).to_have_attribute("aria-pressed", "true")
        assert supporters(each) == before + 1


def test_how_often_one_would_buy_is_told_on_the_page(page, others):
    suggestion = propose(others(2))
    tab = page("membre11", width=360)
    tab.goto(f"/suggestions/{suggestion}")
    tab.locator(VOTE).click()
    for frequency in ("monthly", "weekly"):
        tab.locator(f".o_coop_frequency [value={frequency}]").click()
        chosen = tab.locator(".o_coop_frequency [aria-pressed=true]")
        expect(chosen).to_have_count(1)
        expect(chosen).to_have_attribute("value", frequency)
    tab.reload()
    expect(tab.locator(".o_coop_frequency [value=weekly]")).to_have_attribute("aria-pressed", "true")


def test_a_vote_when_the_server_does_not_answer_is_posted_plainly(page, others):
    """The form is the ground: what scripts cannot do, the browser does."""
    suggestion = propose(others(2))
    tab = page("membre11")
    tab.goto(f"/suggestions/{suggestion}")
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
    tab.goto(f"/suggestions/{suggestion}")
    tab.locator("[name=comment]").fill(f"{text}\nVraiment.")
    tab.locator("form[action$='/comment'] button").click()
    expect(tab.locator(DONE)).to_be_visible()
    comment = tab.locator(".o_coop_comment", has_text=text)
    expect(comment.locator(".o_coop_text")).to_have_text(f"{text}\nVraiment.", use_inner_text=True)
    comment.locator("form[action$='/uncomment'] button").click()
    expect(tab.locator(DONE)).to_be_visible()
    expect(tab.locator(".o_coop_comment")).to_have_count(0)


def test_ones_own_suggestion_changes_until_another_votes(page, others):
    name = new_name()
    tab = page("membre12")
    suggestion = propose(others(12), name)
    tab.goto(f"/suggestions/{suggestion}")
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
    reader.goto(f"/suggestions/{suggestion}")
    expect(reader.locator(".o_coop_addition")).to_contain_text("En bocal de verre")
    expect(reader.locator("form[action$='/addition']")).to_have_count(0)


def test_a_change_that_comes_too_late_says_so(page, others):
    """Somebody voted while the form was open."""
    name = new_name()
    suggestion = propose(others(12), name)
    tab = page("membre12")
    tab.goto(f"/suggestions/{suggestion}/edit")
    act(others(3), suggestion, "vote")
    tab.locator(NAME).fill("Autre chose")
    tab.locator(SEND).click()
    expect(tab.locator(".alert")).to_be_visible()
    expect(tab.locator("h1")).to_have_text(name)


def test_ones_own_suggestion_is_withdrawn(page, others):
    suggestion = propose(others(12))
    tab = page("membre12", width=360)
    tab.goto(f"/suggestions/{suggestion}")
    tab.locator("form[action$='/withdraw'] button").click()
    expect(tab.locator(DONE)).to_be_visible()
    expect(tab.locator(VOTE)).to_have_count(0)
    reader = page("membre3")
    reader.goto(f"/suggestions/{suggestion}")
    expect(reader.locator("[data-suggestion]")).to_have_count(0)
    reader.errors.clear()  # its page is not found, which the browser notes


def test_one_asks_to_hear_the_answer(page, others):
    suggestion = propose(others(2))
    tab = page("membre12", width=360)
    tab.goto(f"/suggestions/{suggestion}")
    tab.locator("form[action$='/follow'] button").click()
    expect(tab.locator(DONE)).to_be_visible()
    tab.locator("form[action$='/unfollow'] button").click()
    expect(tab.locator("form[action$='/follow'] button")).to_be_visible()


# --- drafts


def write_draft(tab, name):
    """Begin to propose, and wait until the browser keeps it."""
    tab.goto("/suggestions/new")
    tab.locator(NAME).fill(name)
    tab.locator("[name=why]").fill("Pour le petit déjeuner")
    tab.wait_for_function(f"{DRAFTS}.length > 0")
    tab.wait_for_function(
        f"Object.values(localStorage).some(draft => draft.includes({name!r}))"
    )


def test_a_draft_survives_a_closed_tab(page, base_url):
    tab, name = page("membre13", fresh=True), new_name()
    write_draft(tab, name)
    context = tab.context
    tab.close()
    tab = context.new_page()
    tab.goto("/suggestions/new")
    expect(tab.locator(NAME)).to_have_value(name)
    expect(tab.locator("[name=why]")).to_have_value("Pour le petit déjeuner")
    tab.locator(SEND).click()
    expect(tab.locator(DONE)).to_be_visible()
    tab.goto("/suggestions/new")
    expect(tab.locator(NAME)).to_have_value("", timeout=5_000)
    assert tab.evaluate(DRAFTS) == [], "what was sent is no draft any more"


def test_a_draft_survives_an_expired_session(page):
    tab, name = page("membre13", fresh=True), new_name()
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
    tab.goto(f"/suggestions/{suggestion}")
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
    tab, name = page("membre13", fresh=True), new_name()
    write_draft(tab, name)
    other = tab.context.new_page()
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
    tab, name = page("membre13", fresh=True), new_name()
    write_draft(tab, name)
    tab.goto("/web/session/logout?redirect=/web/login")
    tab.wait_for_function(f"{DRAFTS}.length === 0")
    log_in(tab, "membre14")
    tab.wait_for_url("**/my**")
    tab.goto("/suggestions/new")
    expect(tab.locator(NAME)).to_have_value("")
    assert name not in str(tab.evaluate("Object.values(localStorage)"))


def test_a_draft_is_its_writers_only(page, http, base_url):
    """Two people in one browser, without anybody logging out."""
    tab, name = page("membre13", fresh=True), new_name()
    write_draft(tab, name)
    context = tab.context
    [first] = [cookie for cookie in context.cookies() if cookie["name"] == "session_id"]
    other = http("membre14").session.cookies.get("session_id")
    context.add_cookies([{"name": "session_id", "value": other, "url": base_url}])
    tab.goto("/suggestions/new")
    tab.wait_for_load_state("networkidle")
    expect(tab.locator(NAME)).to_have_value("")
    context.add_cookies([{"name": "session_id", "value": first["value"], "url": base_url}])
    tab.goto("/suggestions/new")
    expect(tab.locator(NAME)).to_have_value(name)


def test_a_search_without_result_becomes_a_proposal(page):
    """The words need not be typed again."""
    tab, words = page("membre13", width=360), new_name("Introuvable")
    tab.goto("/suggestions")
    tab.locator(".o_coop_search [name=q]").fill(words)
    tab.locator(".o_coop_search [name=q]").press("Enter")
    tab.locator(".o_coop_empty a[href^='/suggestions/new?']").click()
    expect(tab.locator(NAME)).to_have_value(words)


def test_the_limit_of_a_day_is_said_and_loses_nothing(page, others, settings):
    client = others(41)
    settings(coop_daily_proposals=1)
    propose(client)
    tab, name = page("membre41"), new_name()
    tab.goto("/suggestions/new")
    tab.locator(NAME).fill(name)
    tab.locator(SEND).click()
    expect(tab.locator(".alert[role=alert]")).to_be_visible()
    expect(tab.locator(NAME)).to_have_value(name)
    tab.errors.clear()  # the refusal has status 422, which the browser notes


# --- scanning


def draw_barcode(digits, path):
    """Write a film of a barcode that is held before a camera: one picture after the other."""
    from reportlab.graphics import renderPM  # noqa: PLC0415  slow to import
    from reportlab.graphics.barcode import createBarcodeDrawing  # noqa: PLC0415

    drawing = createBarcodeDrawing(
        "EAN13", value=digits, barHeight=120, barWidth=2.4, quiet=True, humanReadable=True
    )
    label = renderPM.drawToPIL(drawing)
    scene = label.__class__.new if False else None
    return scene
