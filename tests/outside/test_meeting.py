"""A meeting of the purchasing team, from outside: by keyboard, and by two people at once."""

import io
import re
import threading
from functools import partial

import pypdf
import pytest
from playwright.sync_api import expect
from routes import MEMBERS, SHOP, TEAM

from support import words
from support.at_once import at_once
from support.meetings import decide, new_meeting, seen_on
from support.pages import visit, wait_for_scripts
from support.rpc import Refused, call
from support.suggestions import act, propose

AGENDA = 20
REASONS = "12346789"  # those that ask for no product


@pytest.fixture
def team(http):
    """One of the purchasing team."""
    return http("achats")


@pytest.fixture
def make(http, team):
    """Return `make(number)`: a meeting on new suggestions, as (meeting, lines, suggestions)."""

    def make(number):
        suggestions = [propose(http("membre2")) for _ in range(number)]
        return (*new_meeting(team, suggestions), suggestions)

    return make


@pytest.fixture
def decisions(database):
    """Return `decisions(*suggestions)`: (suggestion, answer, text, published, meeting) of each."""

    def ask(*suggestions):
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT suggestion_id, answer, text, published_on IS NOT NULL, meeting_id"
                "  FROM coop_suggestion_decision WHERE suggestion_id = ANY(%s) ORDER BY id",
                (list(suggestions),),
            )
            return cursor.fetchall()

    return ask


def press(tab, *keys):
    """Press keys, and wait for what comes after the last one when it notes an answer."""
    for key in keys[:-1]:
        tab.keyboard.press(key)
    with tab.expect_navigation():
        tab.keyboard.press(keys[-1])
    wait_for_scripts(tab)


# --- by keyboard


def test_twenty_are_decided_by_the_keys_that_stand_on_the_screen(page, http, make, decisions):
    meeting, _lines, suggestions = make(AGENDA)
    tab = page("achats", width=1280)
    visit(tab, f"/suggestions/meetings/{meeting}")
    for number in range(AGENDA):
        expect(tab.locator(".o_coop_meeting_head strong")).to_have_text(f"{number + 1} sur 20")
        if number % 4 == 0:
            press(tab, "g", "Enter")
        elif number % 4 == 1:
            press(tab, "n", REASONS[number % len(REASONS)], "Enter")
        elif number % 4 == 2:
            press(tab, "r", "Enter")
        else:
            press(tab, "ArrowRight")
    expect(tab.locator("h1")).to_contain_text("Réunion du")
    read = decisions(*suggestions)
    assert [answer for _id, answer, *_rest in read] == ["to_be_sourced", "not_kept", "put_off"] * 5
    assert all(text for _id, _answer, text, *_rest in read), "each with its ready sentence"
    assert not any(published for *_rest, published, _meeting in read)
    tab.locator("button", has_text="Publier les 15 réponses").click()
    expect(tab.locator("[role=status]")).to_contain_text("publiées")
    assert all(published for *_rest, published, _meeting in decisions(*suggestions))
    page_of_first = http("membre2").get(f"/suggestions/{suggestions[0]}").text
    assert "cherchons un fournisseur" in page_of_first, "none is known"


def test_a_slip_is_undone_by_a_key(page, make, decisions):
    meeting, _lines, suggestions = make(3)
    tab = page("achats")
    visit(tab, f"/suggestions/meetings/{meeting}")
    press(tab, "g", "Enter")
    press(tab, "g", "Enter")
    press(tab, "z")
    expect(tab.locator(".o_coop_meeting_head strong")).to_have_text("2 sur 3")
    press(tab, "z")
    expect(tab.locator(".o_coop_meeting_head strong")).to_have_text("1 sur 3")
    assert decisions(*suggestions) == []


def test_keys_are_letters_where_one_types(page, make, decisions):
    meeting, _lines, [suggestion] = make(1)
    tab = page("achats")
    visit(tab, f"/suggestions/meetings/{meeting}")
    tab.keyboard.press("n")
    tab.keyboard.press("6")
    field = tab.locator("details[open] [name=text]")
    expect(field).not_to_have_value("")
    field.fill("")
    field.press_sequentially("Grand zèle n1 : rangé")
    expect(field).to_have_value("Grand zèle n1 : rangé")
    expect(tab.locator("details[open] summary")).to_contain_text("Ne pas retenir")
    with tab.expect_navigation():
        tab.locator("details[open] [data-coop-submit]").press("Enter")
    [(_id, answer, text, *_rest)] = decisions(suggestion)
    assert (answer, text) == ("not_kept", "Grand zèle n1 : rangé")


def test_the_digits_of_a_french_keyboard_need_no_shift(page, make):
    meeting, _lines, _suggestions = make(1)
    tab = page("achats")
    visit(tab, f"/suggestions/meetings/{meeting}")
    tab.keyboard.press("n")
    tab.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent("
        "'keydown', {key: 'é', code: 'Digit2', bubbles: true}))"
    )
    expect(tab.locator("details[open] label").nth(1).locator("input")).to_be_checked()


def test_what_is_still_to_choose_is_said(page, make, decisions):
    meeting, _lines, suggestions = make(1)
    tab = page("achats")
    visit(tab, f"/suggestions/meetings/{meeting}")
    press(tab, "n", "Enter")
    expect(tab.get_by_role("alert")).to_contain_text("Indiquez pourquoi")
    tab.keyboard.press("0")
    press(tab, "Enter")
    expect(tab.get_by_role("alert")).to_contain_text("en une phrase")
    tab.errors.clear()  # the refusals have status 422, which the browser notes
    assert decisions(*suggestions) == []


def test_the_team_finds_its_next_meeting_above_the_list(page, http, make):
    make(2)
    assert "/suggestions/meetings/" not in http("membre").get("/suggestions").text
    tab = page("achats", width=360)
    visit(tab, "/suggestions")
    link = tab.locator("a[href^='/suggestions/meetings/']")
    expect(link).to_contain_text("à décider")
    link.click()
    expect(tab.locator(".o_coop_meeting_head")).to_be_visible()


def test_words_of_ones_own_are_kept_when_the_reason_changes(page, make):
    meeting, _lines, _suggestions = make(1)
    tab = page("achats")
    visit(tab, f"/suggestions/meetings/{meeting}")
    tab.keyboard.press("n")
    tab.keyboard.press("1")
    field = tab.locator("details[open] [name=text]")
    first = field.input_value()
    tab.keyboard.press("9")
    assert field.input_value() not in ("", first)
    field.fill("Nos mots")
    tab.locator("details[open] label", has_text="Plus fabriqué").click()
    expect(field).to_have_value("Nos mots")


def test_without_scripts_all_of_it_works(page, make, decisions):
    meeting, _lines, suggestions = make(2)
    tab = page("achats", width=360, javascript=False)
    visit(tab, f"/suggestions/meetings/{meeting}")
    tab.locator("summary", has_text="Ne pas retenir").click()
    tab.locator("details[open] label", has_text="Trop cher").click()
    tab.locator("details[open] button").click()
    expect(tab.locator(".o_coop_meeting_head strong")).to_have_text("2 sur 2")
    tab.locator("summary", has_text="Garder").click()
    tab.locator("details[open] button").click()
    tab.locator("button", has_text="Publier les 2 réponses").click()
    expect(tab.locator("[role=status]")).to_contain_text("publiées")
    read = decisions(*suggestions)
    assert [answer for _id, answer, *_rest in read] == ["not_kept", "to_be_sourced"]
    assert all(text for _id, _answer, text, *_rest in read)


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_the_screen_is_in_french_and_fits(page, samples, make, width):
    meeting, [first, _second], _suggestions = make(2)
    tab = page("achats", width=width)
    for address in (
        f"/suggestions/meetings/{samples['meeting']}",
        f"/suggestions/meetings/{meeting}?line={first}",
        f"/suggestions/meetings/{meeting}/summary",
    ):
        visit(tab, address)
        tab.locator("summary").evaluate_all("each => each.forEach(one => one.click())")
        assert words.english(tab) == []
        room, need = tab.evaluate(
            "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
        )
        assert need <= room, address


# --- by two at once


@pytest.mark.usefixtures("quiet_server")
def test_two_who_decide_at_the_same_moment_lose_nothing(http, team, make, decisions):
    """One decision stands; the other reads it, and finds their own words still in the form."""
    colleague = http("achats2")
    meeting, lines, suggestions = make(4)
    for line, suggestion in zip(lines, suggestions, strict=True):
        first, second = at_once(
            [
                lambda line=line: decide(team, meeting, line, 0, answer="next_order", text="À moi"),
                lambda line=line: decide(colleague, meeting, line, 0, answer="ask", text="À nous"),
            ]
        )
        assert {first.status_code, second.status_code} == {303, 422}
        lost, mine, theirs = second, "À nous", "next_order"
        if first.status_code == 422:
            lost, mine, theirs = first, "À moi", "ask"
        [(_id, answer, *_rest)] = decisions(suggestion)
        assert answer == theirs
        assert 'role="alert"' in lost.text
        assert f"{mine}</textarea>" in lost.text
        # Sent again from the screen that shows the other's decision, it takes its place.
        again = decide(
            team if lost is first else colleague,
            meeting,
            line,
            seen_on(lost.text),
            answer="ask",
            text=mine,
        )
        assert again.status_code == 303
        [(_id, _answer, text, *_rest)] = decisions(suggestion)
        assert text == mine


@pytest.mark.usefixtures("quiet_server")
def test_an_answer_sent_many_times_at_once_is_one_decision(team, make, decisions):
    meeting, [line], [suggestion] = make(1)
    answers = at_once(
        [lambda: decide(team.copy(), meeting, line, 0, answer="next_order") for _ in range(5)]
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422, 422, 422]
    assert len(decisions(suggestion)) == 1


@pytest.mark.usefixtures("quiet_server")
def test_deciding_on_the_screen_and_in_the_back_office_at_once_leaves_one(
    http, team, make, decisions
):
    colleague = http("achats2")
    meeting, lines, suggestions = make(3)

    def alone(suggestion):
        wizard = call(
            colleague,
            "coop.decide",
            "create",
            {"suggestion_ids": [[6, 0, [suggestion]]], "answer": "to_be_sourced"},
        )

        def act():
            try:
                call(colleague, "coop.decide", "action_decide", [wizard])
            except Refused as refusal:
                return str(refusal)
            return ""

        return act

    for line, suggestion in zip(lines, suggestions, strict=True):
        on_screen, refusal = at_once(
            [
                lambda line=line: decide(team, meeting, line, 0, answer="next_order"),
                alone(suggestion),
            ]
        )
        [(_id, answer, *_rest)] = decisions(suggestion)
        if answer == "next_order":
            assert on_screen.status_code == 303
            assert "UserError" in refusal
        else:
            assert on_screen.status_code == 422
            assert refusal == ""


@pytest.mark.usefixtures("quiet_server")
def test_published_many_times_at_once_each_asker_gets_one_mail(http, team, make, decisions, mails):
    meeting, lines, suggestions = make(3)
    reader = http("membre3")
    for line, suggestion in zip(lines, suggestions, strict=True):
        act(reader, suggestion, "follow")
        decide(team, meeting, line, answer="next_order")
    place = f"/suggestions/meetings/{meeting}/publish"
    answers = at_once([lambda: team.copy().post(place) for _ in range(4)])
    assert {answer.status_code for answer in answers} == {303}
    assert all(published for *_rest, published, _meeting in decisions(*suggestions))
    for suggestion in suggestions:
        [name] = [
            row["name"] for row in call(team, "coop.suggestion", "read", [suggestion], ["name"])
        ]
        mails.wait_for(subject=name, seconds=60)
    assert mail_count(call, http("admin"), suggestions) == 0, "none is left to be sent again"


def mail_count(rpc, admin, suggestions):
    """Return how many mails about the suggestions still wait."""
    names = [row["name"] for row in rpc(admin, "coop.suggestion", "read", suggestions, ["name"])]
    waiting = [("state", "=", "outgoing")]
    subjects = rpc(admin, "mail.mail", "search_read", waiting, ["subject"])
    return sum(any(name in row["subject"] for name in names) for row in subjects)


@pytest.mark.usefixtures("quiet_server")
def test_what_is_decided_while_the_meeting_is_published_is_published_or_refused(
    http, team, make, database
):
    colleague = http("achats2")
    for _round in range(3):
        meeting, [first, second], suggestions = make(2)
        decide(team, meeting, first, 0, answer="next_order")
        late, published = at_once(
            [
                partial(decide, colleague, meeting, second, 0, answer="next_order"),
                partial(team.post, f"/suggestions/meetings/{meeting}/publish"),
            ]
        )
        assert published.status_code == 303
        assert late.status_code in (303, 422)
        if late.status_code == 303:
            wait_until_published(database, suggestions[1])
        else:
            assert "publiée" in late.text


def wait_until_published(database, suggestion):
    """Return when the suggestion's decision is published: at once, or by the scheduled action."""
    for _second in range(60):
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT published_on FROM coop_suggestion_decision WHERE suggestion_id = %s",
                (suggestion,),
            )
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(1)
    raise AssertionError("a decision of a published meeting was forgotten")


@pytest.mark.usefixtures("quiet_server")
def test_an_agenda_filled_twice_at_once_has_nothing_twice(http, team, database):
    for _number in range(4):
        propose(http("membre2"))
    meeting, _lines = new_meeting(team, [])
    at_once(
        [
            lambda: call(team.copy(), "coop.review.meeting", "action_fill", [meeting])
            for _ in range(3)
        ]
    )
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), COUNT(DISTINCT suggestion_id) FROM coop_review_meeting_line"
            " WHERE meeting_id = %s",
            (meeting,),
        )
        lines, different = cursor.fetchone()
    assert 4 <= lines <= AGENDA
    assert lines == different


# --- papers, and who may


def test_the_papers_can_be_read(http, team, make):
    meeting, lines, suggestions = make(2)
    name = call(team, "coop.suggestion", "read", [suggestions[0]], ["name"])[0]["name"]
    answer = team.get(f"/suggestions/meetings/{meeting}/agenda.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert name in text_of(answer.content)
    for line in lines:
        decide(team, meeting, line, answer="next_order")
    team.post(f"/suggestions/meetings/{meeting}/publish")
    text = text_of(team.get(f"/suggestions/meetings/{meeting}/answers.pdf").content)
    assert name in text
    assert "Vos demandes, nos réponses" in text


def text_of(pdf):
    """Return the words of a PDF."""
    return " ".join(
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
    )


@pytest.mark.parametrize("login", [*sorted(set(MEMBERS) - set(TEAM)), SHOP, "caisse", "ancien"])
def test_who_is_not_of_the_team_neither_reads_nor_decides(http, make, decisions, login):
    meeting, [line], [suggestion] = make(1)
    client = http(login)
    place = f"/suggestions/meetings/{meeting}"
    for path in ("", "/summary", "/agenda.pdf", "/answers.pdf"):
        answer = client.get(place + path, allow_redirects=False)
        assert answer.status_code == 403
        assert not re.search(r"data-coop-key|%PDF", answer.text)
    assert decide(client, meeting, line, 0, answer="next_order").status_code == 403
    assert client.post(f"{place}/publish").status_code == 403
    assert decisions(suggestion) == []


def test_a_visitor_is_led_to_the_login(http, samples):
    answer = http().get(f"/suggestions/meetings/{samples['meeting']}", allow_redirects=False)
    assert answer.status_code == 303
    assert "/web/login" in answer.headers["Location"]
