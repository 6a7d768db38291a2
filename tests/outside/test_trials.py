"""From yes to the shelf, and what the till then says of it: as the team, members and tills do."""

import os
import re

import pytest
from playwright.sync_api import expect

from support import till_screen
from support.at_once import at_once
from support.mails import Mails, text_of
from support.meetings import decide, new_meeting
from support.pages import visit
from support.rpc import Refused, call
from support.shop import address_of, new_product, receive, run_action
from support.suggestions import act, new_barcode, new_name, propose

FRENCH = {"lang": "fr_FR"}
OUTSIDERS = ("membre", "benevole", "caisse", "magasin")


@pytest.fixture
def team(http):
    """One of the purchasing team."""
    return http("achats")


@pytest.fixture
def kept(http, team):
    """Return `kept(**form)`: a suggestion that was kept, and told so."""

    def keep(**form):
        suggestion = propose(http("membre2"), **form)
        act(http("membre2"), suggestion, "follow")
        meeting, [line] = new_meeting(team, [suggestion])
        assert decide(team, meeting, line, answer="next_order").status_code == 303
        assert team.post(f"/suggestions/meetings/{meeting}/publish").status_code == 303
        return suggestion

    return keep


@pytest.fixture
def on_trial(http, kept):
    """Return `on_trial()`: (trial, its suggestion, its product), the product just received."""

    def begin(**form):
        admin = http("admin")
        suggestion = kept(**form)
        product, _name = new_product(admin)
        link(http("achats"), suggestion, product)
        receive(admin, product, 12)
        follow_trials(admin)
        return trial_of(admin, suggestion)["id"], suggestion, product

    return begin


def follow_trials(admin):
    run_action(admin, "ir_cron_follow_trials", "coop_suggestions")


def trial_of(client, suggestion):
    """Return what the team reads of a suggestion's trial."""
    [trial] = call(
        client,
        "coop.trial",
        "search_read",
        [("suggestion_id", "=", suggestion)],
        ["state", "started_on", "product_id", "verdict", "telling"],
    )
    return trial


def link(team, suggestion, product):
    """Link a product to a suggestion, as the wizard does."""
    values = {"suggestion_id": suggestion, "product_id": product}
    wizard = call(team, "coop.link.product", "create", values)
    call(team, "coop.link.product", "action_link", [wizard])


def judge(client, trial, verdict, **values):
    """Decide on a trial, as the wizard does."""
    values = {"trial_ids": [[6, 0, [trial]]], "verdict": verdict, **values}
    wizard = call(client, "coop.decide.trial", "create", values)
    call(client, "coop.decide.trial", "action_decide", [wizard], context=FRENCH)


def mails():
    return Mails(os.environ["COOP_MAILS"])


def test_from_yes_to_the_verdict(http, team, kept, at_once_published):
    admin, member = http("admin"), http("membre2")
    name = new_name("Tahini")
    suggestion = kept(name=name)
    [supplier] = call(admin, "product.supplierinfo", "search_read", [], ["partner_id"], limit=1)

    def make():
        values = {
            "suggestion_id": suggestion,
            "name": name,
            "barcode": new_barcode(),
            "partner_id": supplier["partner_id"][0],
            "purchase_price": 3.1,
            "list_price": 4.9,
        }
        wizard = call(team, "coop.make.product", "create", values)
        call(team, "coop.make.product", "action_make", [wizard])

    make()
    make()  # sent again
    products = call(team, "product.product", "search", [("name", "=", name)])
    [product] = products
    assert http("membre").get(f"/p/{product}").status_code == 404, "not for sale yet"

    for _time in range(2):
        call(team, "coop.suggestion", "action_order", [suggestion])
    lines = call(
        team,
        "purchase.order.line",
        "search_read",
        [("product_id", "=", product)],
        ["state", "partner_id", "price_unit"],
    )
    assert [(line["state"], line["price_unit"]) for line in lines] == [("draft", 3.1)]

    receive(admin, product, 6)
    follow_trials(admin)
    assert trial_of(team, suggestion)["state"] == "waiting", "it lies in the reserve"
    call(team, "coop.suggestion", "action_put_on_sale", [suggestion])
    follow_trials(admin)
    trial = trial_of(team, suggestion)
    assert trial["state"] == "running"
    assert "en rayon jusqu" in member.get(f"/suggestions/{suggestion}").text
    assert "en rayon jusqu" in http().get(f"/p/{product}").text
    arrival = mails().wait_for(address_of(admin, member), f"En rayon : {name}", seconds=60)
    assert f"/suggestions/{suggestion}" in text_of(arrival)

    judge(team, trial["id"], "keep", text="Merci à tous <3")
    run_action(admin, "ir_cron_publish_verdicts", "coop_suggestions")
    verdict = mails().wait_for(address_of(admin, member), "Adopté : il reste en rayon", seconds=60)
    assert "Merci à tous" in text_of(verdict)
    for url in (f"/suggestions/{suggestion}", f"/p/{product}"):
        page = member.get(url).text
        assert "Adopté : il reste en rayon" in page
        assert "Merci à tous &lt;3" in page
    assert "proposé par les membres" in member.get(f"/p/{product}").text
    assert len(mails().all(address_of(admin, member), f"En rayon : {name}")) == 1


@pytest.mark.usefixtures("patient_scanner")
def test_a_sale_in_the_till_begins_it_and_counts_while_the_till_is_open(page, http, team, kept):
    admin = http("admin")
    suggestion = kept()
    barcode = new_barcode()
    product, _name = new_product(admin, barcode=barcode)
    link(team, suggestion, product)
    [session] = call(
        admin,
        "pos.session",
        "search_read",
        [["state", "=", "opened"], ["rescue", "=", False]],
        fields=["config_id"],
        order="id",
        limit=1,
    )
    till = page("admin")
    till_screen.open_till(till, session["config_id"][0])
    for _time in range(3):
        till_screen.scan_again(till, barcode)
    till_screen.pay(till)
    follow_trials(admin)
    trial = trial_of(team, suggestion)
    assert trial["state"] == "running"
    assert "3" in trial["telling"]
    shown = page("achats")
    visit(shown, f"/suggestions/trials/{trial['id']}")
    shown.locator("summary").click()
    expect(shown.locator("tbody tr").last.locator("td").first).to_have_text("3")
    till.errors.clear()  # the till's own screen looks for devices that are not there


def test_the_team_decides_on_the_form_and_undoes_it(page, on_trial):
    trial, _suggestion, _product = on_trial()
    tab = page("achats", width=1280)
    tab.goto(f"/odoo/action-coop_suggestions.coop_trial_action/{trial}")
    expect(tab.locator(".o_field_html svg")).to_be_visible()
    tab.locator("button[name=action_stop]").click()
    dialog = tab.locator(".modal-dialog")
    dialog.locator("[name=text] textarea").fill("Il ne se vend pas.")
    dialog.locator("button[name=action_decide]").click()
    expect(tab.locator("button[name=action_undo_verdict]")).to_be_visible()
    tab.locator("button[name=action_undo_verdict]").click()
    expect(tab.locator("button[name=action_keep]")).to_be_visible()


def test_two_who_decide_at_once_are_one_verdict_and_one_sentence(http, team, on_trial):
    trial, _suggestion, _product = on_trial()

    def decide_as(login, verdict):
        try:
            judge(http(login, fresh=True), trial, verdict)
        except Refused as refusal:
            return str(refusal)
        return ""

    answers = at_once([lambda: decide_as("achats", "keep"), lambda: decide_as("achats2", "stop")])
    assert sorted(map(bool, answers)) == [False, True], answers
    assert re.search("vient de décider|a décidé|décidé au même moment", max(answers))
    domain = [("trial_id", "=", trial)]
    assert call(team, "coop.trial.verdict", "search_count", domain) == 1


def test_a_bad_barcode_is_refused_in_a_sentence_and_nothing_is_made(http, team, kept):
    suggestion = kept()
    barcode = new_barcode()
    new_product(http("admin"), barcode=barcode)
    for typed, words in (("123", "code-barres entier"), (barcode, "a déjà ce code-barres")):
        values = {"suggestion_id": suggestion, "name": new_name(), "barcode": typed}
        wizard = call(team, "coop.make.product", "create", values)
        with pytest.raises(Refused, match=words):
            call(team, "coop.make.product", "action_make", [wizard], context=FRENCH)
        fields = ["barcode", "barcode_problem"]
        [read] = call(team, "coop.make.product", "read", [wizard], fields, context=FRENCH)
        assert read["barcode"] == typed
        assert words in read["barcode_problem"]
    [read] = call(team, "coop.suggestion", "read", [suggestion], ["product_id"])
    assert not read["product_id"]


def test_what_cannot_be_had_goes_back_to_a_decision(http, team, kept, at_once_published):
    suggestion = kept()
    action = call(team, "coop.suggestion", "action_not_found", [suggestion])
    context = {**action["context"], **FRENCH}
    wizard = call(team, "coop.decide", "create", {}, context=context)
    call(team, "coop.decide", "action_decide", [wizard])
    run_action(http("admin"), "ir_cron_publish_decisions", "coop_suggestions")
    page = http("membre2").get(f"/suggestions/{suggestion}").text
    assert "personne ne nous le livre" in page
    assert act(http("membre3"), suggestion, "vote").status_code == 303


@pytest.mark.parametrize("login", OUTSIDERS)
def test_who_is_not_of_the_team_decides_nothing(http, team, on_trial, login):
    trial, suggestion, product = on_trial()
    client = http(login)
    for method in ("action_keep", "action_stop", "action_extend", "action_undo_verdict"):
        with pytest.raises(Refused):
            call(client, "coop.trial", method, [trial])
    for method in ("action_make_product", "action_put_on_sale", "action_order"):
        with pytest.raises(Refused):
            call(client, "coop.suggestion", method, [suggestion])
    with pytest.raises(Refused):
        judge(client, trial, "keep")
    with pytest.raises(Refused):
        link(client, suggestion, product)
    assert call(team, "coop.trial.verdict", "search_count", [("trial_id", "=", trial)]) == 0


def test_nobody_writes_a_trial_or_a_verdict_by_hand(team, on_trial):
    trial, _suggestion, _product = on_trial()
    with pytest.raises(Refused):
        call(team, "coop.trial", "write", [trial], {"state": "decided"})
    judge(team, trial, "keep")
    [verdict] = call(team, "coop.trial.verdict", "search", [("trial_id", "=", trial)])
    for values in ({"figures": {}}, {"published_on": "2026-01-01"}):
        with pytest.raises(Refused):
            call(team, "coop.trial.verdict", "write", [verdict], values)
