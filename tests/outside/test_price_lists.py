"""Suppliers' price lists: imported as the purchasing team does, the price asked of supporters."""

import io
import zipfile
from functools import partial

import pytest
from PIL import Image
from playwright.sync_api import expect

from support.at_once import at_once
from support.pages import visit
from support.prices import (
    FRENCH,
    answer_address,
    ask_price,
    import_list,
    import_sent,
    new_supplier,
    send_file,
)
from support.rpc import Refused, call
from support.shop import address_of
from support.suggestions import act, new_barcode, new_name, propose

MEGABYTE = 1024 * 1024


@pytest.fixture
def team(http):
    return http("achats")


@pytest.fixture
def supplier(http):
    return new_supplier(http("admin"), new_name("Grossiste"))


def offers(team, suggestion):
    """Return what the team reads of a suggestion's offers."""
    names = ["all_offer_ids", "offer_words"]
    [read] = call(team, "coop.suggestion", "read", [suggestion], names, context=FRENCH)
    rows = call(
        team, "coop.supplier.offer", "read", read["all_offer_ids"], ["name", "state", "shop_price"]
    )
    return read["offer_words"], rows


def refused(function, *args):
    """Return the sentence with which a person is refused."""
    with pytest.raises(Refused) as caught:
        function(*args)
    assert caught.value.kind == "odoo.exceptions.UserError", caught.value
    return str(caught.value).partition(": ")[2]


# --- the main path


def test_a_list_is_imported_in_the_browser_and_its_price_stands_on_the_suggestion(
    http, page, supplier
):
    barcode = new_barcode()
    suggestion = propose(http("membre6"), barcode=barcode)
    tab = page("achats")
    tab.goto("/odoo/action-coop_suggestions.coop_supplier_list_action")
    tab.get_by_role("button", name="Importer un tarif").click()
    [name] = call(http("admin"), "res.partner", "read", [supplier], ["name"])
    dialogue = tab.get_by_role("dialog")
    dialogue.get_by_label("Fournisseur").fill(name["name"])
    tab.get_by_role("option", name=name["name"], exact=True).click()
    lines = f"Désignation;Gencod;Colisage;Prix HT\nCrème;{barcode};6;3,20\nSel;3.02E+12;1;1,00\n"
    dialogue.locator("input[type=file]").set_input_files(
        {"name": "tarif.csv", "mimeType": "text/csv", "buffer": lines.encode("cp1252")}
    )
    dialogue.get_by_role("button", name="Lire le fichier").click()
    expect(dialogue.get_by_text("Désignation")).to_be_visible()
    dialogue.get_by_role("button", name="Importer les prix").click()
    expect(tab.get_by_text("3.02E+12")).to_contain_text("Ligne 3")
    words, rows = offers(http("achats"), suggestion)
    assert "carton de 6, environ" in words.replace("\u00a0", " ")
    assert [row["state"] for row in rows] == ["certain"]
    assert rows[0]["shop_price"] > 3.2


def test_a_member_answers_on_a_phone_with_one_tap(http, page, team):
    suggestion = propose(http("membre6"))
    act(http("membre7"), suggestion, "vote")
    question = ask_price(team, suggestion, 4.9)
    tab = page("membre7", width=360)
    visit(tab, f"/suggestions/{suggestion}")
    expect(tab.get_by_role("heading", name="Toujours partant, à environ 4,90")).to_be_visible()
    tab.get_by_role("button", name="Oui, toujours partant").click()
    expect(tab.get_by_role("status").first).to_contain_text("votre réponse est notée")
    yes = tab.get_by_role("button", name="Oui, toujours partant")
    expect(yes).to_have_attribute("aria-pressed", "true")
    yes.click()
    [read] = call(team, "coop.price.question", "read", [question], ["answers_words"])
    assert read["answers_words"].startswith("1 yes, 0 no, ")


def test_a_mail_is_followed_and_one_button_answers(http, team, mails, page):
    author = http("membre6")
    suggestion = propose(author, follow="1", name=(name := new_name()))
    question = ask_price(team, suggestion, 4.9)
    mail = mails.wait_for(to=address_of(http("admin"), author), subject=name)
    address = answer_address(mail)
    # A program that looks at links.
    assert http().get(f"{address}?answer=yes").status_code == 200
    assert not call(team, "coop.price.answer", "search", [("question_id", "=", question)])
    tab = page(width=360)
    visit(tab, f"{address}?answer=no")
    tab.get_by_role("button", name="Non, pas à ce prix").click()
    expect(tab.get_by_role("heading", name="votre réponse est notée")).to_be_visible()
    [read] = call(team, "coop.price.question", "read", [question], ["answers_words"])
    assert read["answers_words"].startswith("0 yes, 1 no")


# --- two at once


@pytest.mark.usefixtures("quiet_server")
def test_two_lists_of_a_supplier_at_once_leave_one_whole(http, team, supplier, database):
    names = [[f"Produit {new_name()}" for _line in range(200)] for _list in range(2)]
    wizards = [
        send_file(team, supplier, ("Produit;Prix HT\n" + ";2,50\n".join(each) + ";1").encode())
        for each in names
    ]
    ids = at_once([partial(import_sent, http("achats"), wizard) for wizard in wizards])
    assert ids[0] == ids[1]
    with database.cursor() as cursor:
        cursor.execute("SELECT name FROM coop_supplier_list_line WHERE list_id = %s", (ids[0],))
        there = sorted(name for (name,) in cursor.fetchall())
    assert there in [sorted(each) for each in names], "one list, whole, and nothing of the other"


@pytest.mark.usefixtures("quiet_server")
def test_two_of_the_team_ask_at_once_and_members_are_asked_once(http, team, mails):
    author = http("membre6")
    suggestion = propose(author, follow="1", name=(name := new_name()))
    both = at_once(
        [partial(ask_price, http(login), suggestion, 3.5) for login in ("achats", "admin")]
    )
    assert both[0] == both[1]
    mails.wait_for(to=address_of(http("admin"), author), subject=name)
    assert len(mails.all(subject=name)) == 1


@pytest.mark.usefixtures("quiet_server")
def test_many_taps_at_once_are_one_answer(http, team):
    suggestion = propose(http("membre6"))
    question = ask_price(team, suggestion, 3.5)
    answers = at_once(
        [
            partial(act, http("membre6"), suggestion, "price", question=question, answer="yes")
            for _tap in range(5)
        ]
    )
    assert {answer.status_code for answer in answers} == {303}
    given = call(team, "coop.price.answer", "search_count", [("question_id", "=", question)])
    assert given == 1


# --- bad input


def picture():
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "#3a7").save(data, "PNG")
    return data.getvalue()


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("xl/sharedStrings.xml", bytes(200 * MEGABYTE))
    return data.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b" \r\n", "vide"),
        (picture, "image"),
        (bomb, "Déballé"),
        (lambda: b"PK\x03\x04" + bytes(50), "abîmé"),
        (lambda: bytes(90 * MEGABYTE), "dépasse 10 Mo"),
        (lambda: b"Produit;Prix\nRiz;\0", "ni un tableur"),
    ],
)
def test_what_is_no_price_list_is_refused_with_a_sentence(
    team, supplier, server_log, content, words
):
    start = server_log.size()
    assert words in refused(send_file, team, supplier, content(), "tarif.xlsx").replace(
        "\u00a0", " "
    )
    assert server_log.troubles(start) == []


def test_shifted_columns_are_refused_and_the_last_list_stays(team, supplier):
    listed = import_list(team, supplier, f"Riz;;{new_barcode()};6;3,20")
    shifted = [f"{number};Riz;Marque;{new_barcode()};6" for number in range(30)]
    sentence = refused(import_list, team, supplier, *shifted).replace("\u00a0", " ")
    assert "30 lignes sur 30" in sentence
    assert "décalées" in sentence
    assert "Ligne 2" in sentence
    [read] = call(team, "coop.supplier.list", "read", [listed], ["line_count"])
    assert read["line_count"] == 1


def test_what_stands_in_a_list_is_shown_as_text(http, team, supplier, page):
    barcode = new_barcode()
    suggestion = propose(http("membre6"), barcode=barcode)
    import_list(team, supplier, f"<img src=x onerror=alert(1)> Riz;;{barcode};6;3,20")
    tab = page("achats")
    tab.goto(f"/odoo/action-coop_suggestions.coop_suggestion_action/{suggestion}")
    tab.get_by_role("tab", name="Fournisseurs").click()
    expect(tab.get_by_text("<img src=x onerror=alert(1)> Riz")).to_be_visible()


def test_members_send_no_list_and_ask_nothing(http, supplier):
    member = http("membre6")
    suggestion = propose(member)
    for function, args in (
        (send_file, (supplier, b"Produit;Prix\nRiz;1")),
        (ask_price, (suggestion, 1)),
    ):
        with pytest.raises(Refused) as caught:
            function(member, *args)
        assert caught.value.kind == "odoo.exceptions.AccessError"
