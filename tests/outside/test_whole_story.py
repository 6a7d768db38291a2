"""One suggestion from the first wish to the verdict, as it is lived in the shop."""

import io
import re
import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pypdf
import pytest

from support.mails import text_of
from support.meetings import decide, new_meeting
from support.pages import visit
from support.prices import import_list, new_supplier
from support.rpc import call
from support.shop import address_of, ring_up, run_action
from support.suggestions import act, new_barcode, new_name, propose

FRENCH = {"lang": "fr_FR"}
SCREEN, PAPER = 19, 10
WEEKS = 9
SOLD_A_WEEK = 6


@pytest.fixture
def households(database):
    """Logins and member numbers of members of households of their own, but for `membre`."""
    with database.cursor() as cursor:
        cursor.execute(
            r"""
            SELECT MIN(account.login), MIN(person.ref)
              FROM res_users account
              JOIN res_partner person ON person.id = account.partner_id
             WHERE account.active AND account.login ~ '^membre\d+$' AND person.ref IS NOT NULL
               AND NOT EXISTS (
                   SELECT FROM res_partner_res_partner_category_rel WHERE partner_id = person.id
               )
          GROUP BY COALESCE(person.parent_id, person.id)
            HAVING COUNT(*) = 1
          ORDER BY 1
            """
        )
        return cursor.fetchall()


def read(client, model, record, *fields):
    """Return the fields of one record, as plain values in French."""
    [row] = call(client, model, "read", [record], list(fields), context=FRENCH)
    return [row[field] for field in fields]


def pdf_text(answer):
    """Return the words of a PDF that a route answered."""
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def weeks_pass(database, suggestion, trial, product, weeks):
    """Have all that happened to a suggestion so far have happened so many weeks ago."""
    with database.cursor() as cursor:
        for table, of, record, *moments in (
            ("coop_suggestion", "id", suggestion, "proposed_on"),
            ("coop_suggestion_decision", "suggestion_id", suggestion, "decided_on"),
            ("coop_trial", "id", trial, "started_on", "ends_on"),
            ("stock_move", "product_id", product, "date"),
            ("stock_move_line", "product_id", product, "date"),
        ):
            for moment in moments:
                cursor.execute(
                    f"UPDATE {table} SET {moment} = {moment} - %s WHERE {of} = %s",
                    (timedelta(weeks=weeks), record),
                )


def test_a_wish_becomes_a_product_that_the_till_decides_on(
    http, page, mails, database, households, at_once_published
):
    admin, team, author = http("admin"), http("achats"), http("membre")
    name, barcode = new_name("Sarrasin grillé"), new_barcode()

    # A member proposes, thirty want it: some on the wall of the shop, in pencil.
    suggestion = propose(author, name=name, barcode=barcode, follow="1", frequency="weekly")
    follower = http(households[0][0])
    act(follower, suggestion, "follow")
    for login, _number in households[:SCREEN]:
        assert act(http(login), suggestion, "vote", frequency="weekly").status_code == 303
    assert str(suggestion) in pdf_text(http("benevole").get("/suggestions/sheets.pdf"))
    numbers = [number for _login, number in households[SCREEN : SCREEN + PAPER]]
    sheet = {"key": secrets.token_hex(8), "suggestion": suggestion, "numbers": " ".join(numbers)}
    for _time in range(2):
        assert team.post("/suggestions/paper", sheet).status_code == 303
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE on_paper) FROM coop_suggestion_vote"
            " WHERE suggestion_id = %s",
            (suggestion,),
        )
        assert cursor.fetchone() == (1 + SCREEN + PAPER, PAPER)
    assert read(team, "coop.suggestion", suggestion, "supporters") == [1 + SCREEN + PAPER]

    # A wholesaler has it.
    supplier = new_supplier(admin, new_name("Grossiste"))
    import_list(team, supplier, f"{name};Moulin;{barcode};6;3,10")
    [offer] = read(team, "coop.suggestion", suggestion, "offer_words")
    assert "carton de 6" in offer

    # The meeting keeps it, and all are told: by mail, on the page, on the wall.
    meeting, [line] = new_meeting(team, [suggestion])
    assert "carton de 6" in team.get(f"/suggestions/meetings/{meeting}?line={line}").text
    answer = decide(team, meeting, line, answer="next_order", text="Nous en commandons.")
    assert answer.status_code == 303
    assert "Nous en commandons" not in author.get(f"/suggestions/{suggestion}").text
    assert team.post(f"/suggestions/meetings/{meeting}/publish").status_code == 303
    assert "Nous en commandons" in author.get(f"/suggestions/{suggestion}").text
    for client in (author, follower):
        mail = mails.wait_for(address_of(admin, client), name, seconds=60)
        assert "Nous en commandons" in text_of(mail)
    assert name in pdf_text(team.get(f"/suggestions/meetings/{meeting}/answers.pdf"))

    # It is made a product, ordered, received, and put up for sale.
    values = {
        "suggestion_id": suggestion,
        "name": name,
        "barcode": barcode,
        "partner_id": supplier,
        "purchase_price": 3.1,
        "list_price": 4.9,
    }
    wizard = call(team, "coop.make.product", "create", values)
    call(team, "coop.make.product", "action_make", [wizard])
    [[product, _name]] = read(team, "coop.suggestion", suggestion, "product_id")
    call(team, "coop.suggestion", "action_order", [suggestion])
    [ordered] = call(
        admin, "purchase.order.line", "search_read", [("product_id", "=", product)], ["order_id"]
    )
    call(admin, "purchase.order.line", "write", [ordered["id"]], {"product_qty": 60})
    order = ordered["order_id"][0]
    call(admin, "purchase.order", "button_confirm", [order])
    [[receipt]] = read(admin, "purchase.order", order, "picking_ids")
    call(admin, "stock.picking", "button_validate", [receipt])
    call(team, "coop.suggestion", "action_put_on_sale", [suggestion])
    run_action(admin, "ir_cron_follow_trials", "coop_suggestions")
    arrival = mails.wait_for(address_of(admin, author), f"En rayon : {name}", seconds=60)
    assert f"/suggestions/{suggestion}" in text_of(arrival)
    [trial] = call(team, "coop.trial", "search", [("suggestion_id", "=", suggestion)])
    assert read(team, "coop.trial", trial, "state") == ["running"]

    # The till sells it for weeks.
    weeks_pass(database, suggestion, trial, product, WEEKS)
    today = datetime.now(ZoneInfo("Europe/Paris")).date()
    monday = today - timedelta(days=today.weekday())
    for week in range(1, WEEKS):
        ring_up(admin, product, SOLD_A_WEEK, monday - timedelta(weeks=week), 4.9)
    ring_up(admin, product, -1, monday - timedelta(weeks=1), 4.9)  # brought back
    run_action(admin, "ir_cron_follow_trials", "coop_suggestions")
    state, telling = read(team, "coop.trial", trial, "state", "telling")
    assert state == "to_decide"
    assert re.match(r"5,9 par semaine", telling), telling

    # The team keeps it, and the verdict stands wherever it is looked for.
    values = {"trial_ids": [[6, 0, [trial]]], "verdict": "keep", "text": "Il reste."}
    wizard = call(team, "coop.decide.trial", "create", values)
    call(team, "coop.decide.trial", "action_decide", [wizard])
    run_action(admin, "ir_cron_publish_verdicts", "coop_suggestions")
    verdict = text_of(mails.wait_for(address_of(admin, author), "Adopté", seconds=60))
    assert "Il reste." in verdict
    assert "5,9 par semaine" in verdict
    for width in (360, 1280):
        tab = page("membre", width=width)
        for url in (f"/suggestions/{suggestion}", f"/p/{product}"):
            visit(tab, url)
            shown = " ".join(tab.locator("main").inner_text().split())
            assert "Adopté : il reste en rayon" in shown
            assert "5,9 par semaine" in shown
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert "proposé par les membres" in http().get(f"/p/{product}").text
    assert team.get("/suggestions/dashboard").status_code == 200
