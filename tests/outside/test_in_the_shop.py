"""What members miss, and what volunteers and the shop's computer do about it."""

import re

import pytest
from playwright.sync_api import expect

from support.at_once import at_once
from support.mails import text_of
from support.pages import visit, wait_for_scripts
from support.rpc import call
from support.shop import address_of, new_product, receive, run_action, stop_address

LISTED = re.compile(r'data-product="(\d+)"')


@pytest.fixture
def admin(http):
    """The administrator."""
    return http("admin")


def listed(client):
    """Return the products that wait on the volunteers' list."""
    return [int(number) for number in LISTED.findall(client.get("/volunteer/checks").text)]


def report(client, product, **form):
    """Report a product as a member does."""
    answer = client.post(f"/p/{product}/missing", form)
    assert answer.status_code == 303, answer.text[:2000]


def answer(client, product, words, **form):
    """Answer a report as a volunteer does."""
    return client.post(f"/volunteer/checks/{product}/answer", {"answer": words, **form})


# --- alerts


def test_a_delivery_tells_who_waits_and_the_mail_stops_the_rest(http, admin, mails):
    """From the member's tap over the back office's delivery to one click in the mail program."""
    member = http("membre21")
    oats, name = new_product(admin)
    rice, other_name = new_product(admin)
    for product in (oats, rice):
        assert "Prévenez-moi quand il revient" in member.get(f"/p/{product}").text
        assert member.post(f"/p/{product}/alert").status_code == 303
    receive(admin, oats, 6)
    assert "en magasin" in member.get(f"/p/{oats}").text
    run_action(admin, "ir_cron_tell_alerts")
    address = address_of(admin, member)
    mail = mails.wait_for(to=address, subject=name, seconds=60)
    assert mail["Subject"] == f"De retour en magasin : {name}"
    assert "est de retour en magasin" in text_of(mail)
    assert f"/p/{oats}" in mail.get_body(("html",)).get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    stop, nobody = stop_address(mail), http()
    assert "Vous attendez un produit" in nobody.get(stop).text
    assert "Ne plus me prévenir" in member.get(f"/p/{rice}").text, "to look stops nothing"
    clicked = nobody.post(stop, {"List-Unsubscribe": "One-Click"}, token_from=None)
    assert clicked.status_code == 200
    assert "Les alertes sont arrêtées" in clicked.text
    assert "Prévenez-moi quand il revient" in member.get(f"/p/{rice}").text
    receive(admin, rice, 6)
    run_action(admin, "ir_cron_tell_alerts")
    run_action(admin, "ir_cron_tell_alerts")
    assert mails.all(subject=other_name) == []
    assert len(mails.all(to=address, subject=name)) == 1


def test_forty_taps_at_once_are_one_alert(http, admin, database, server_log):
    product, _name = new_product(admin)
    start = server_log.size()
    member = http("membre21")
    answers = at_once([lambda: member.copy().post(f"/p/{product}/alert") for _tap in range(40)])
    assert {each.status_code for each in answers} == {303}
    with database.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM coop_stock_alert WHERE product_id = %s", (product,))
        assert cursor.fetchone() == (1,)
    assert server_log.troubles(start) == []


# --- what is not on its shelf


def test_two_volunteers_at_once_are_one_answer_and_the_second_reads_it(
    http, admin, database, server_log
):
    start = server_log.size()
    one, two = http("benevole"), http("achats")
    for _round in range(5):
        product, name = new_product(admin, 8)
        report(http("membre22"), product)
        answers = at_once(
            [
                lambda p=product: answer(one.copy(), p, "back_on_shelf"),
                lambda p=product: answer(two.copy(), p, "really_missing"),
            ]
        )
        assert [each.status_code for each in answers] == [303, 303]
        places = [each.headers["Location"] for each in answers]
        assert sum("done=already" in place for place in places) == 1, places
        [late] = [place for place in places if "done=already" in place]
        told = one.get(late[late.index("/volunteer") :]).text
        with database.cursor() as cursor:
            cursor.execute("SELECT answer FROM coop_shelf_check WHERE product_id = %s", (product,))
            [(kept,)] = cursor.fetchall()
        assert f"{name} a déjà sa réponse" in told
        assert {"back_on_shelf": "remis en rayon", "really_missing": "vraiment absent"}[
            kept
        ] in told
        assert product not in listed(one)
    assert server_log.troubles(start) == []


def test_what_is_really_missing_is_to_be_counted_in_odoo(http, admin):
    product, _name = new_product(admin, 8)
    report(http("membre22"), product)
    answer(http("benevole"), product, "really_missing")

    def to_count():
        today = [("inventory_date", "<=", "today")]
        domain = [("product_id", "=", product), ("location_id.usage", "=", "internal"), *today]
        return call(admin, "stock.quant", "search_read", domain, ["quantity"])

    assert [row["quantity"] for row in to_count()] == [8]
    http("benevole").post(f"/volunteer/checks/{product}/undo")
    assert to_count() == []
    assert product in listed(http("benevole"))


def test_who_asked_hears_in_french_that_it_is_back(http, admin, mails, database):
    member = http("membre23")
    product, name = new_product(admin, 8)
    report(member, product, hear="1")
    answer(http("benevole"), product, "back_on_shelf")
    with database.cursor() as cursor:
        # The ten minutes in which a slip is undone.
        cursor.execute(
            "UPDATE coop_shelf_check SET answered_on = answered_on - interval '11 minutes'"
            " WHERE product_id = %s",
            (product,),
        )
    run_action(admin, "ir_cron_tell_shelf_checks")
    mail = mails.wait_for(to=address_of(admin, member), subject=name, seconds=60)
    assert mail["Subject"] == f"Remis en rayon : {name}"
    assert re.search(r"remis en rayon\s+(à \d+\sh\s\d\d|le \d)", text_of(mail))


# --- the shop's computer


def test_the_shops_computer_gets_in_and_sees_nobodys_things(http, database):
    client = http("magasin", fresh=True)
    assert client.get("/my").url.endswith("/volunteer")
    for path in ("/my/home", "/my/account", "/my/security", "/my/suggestions", "/my/products"):
        led = client.get(path, allow_redirects=False)
        assert (led.status_code, led.headers["Location"]) == (303, "/volunteer"), path
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT person.name, person.email FROM coop_shelf_check"
            " JOIN res_partner person ON person.id = partner_id"
        )
        people = cursor.fetchall()
    assert people
    for path in ("/volunteer", "/volunteer/checks", "/stock"):
        told = client.get(path).text
        for name, address in people:
            assert name not in told
            assert address not in told


def test_the_shops_computer_is_no_member_whatever_the_rule_says(http, database, settings):
    admin, client = http("admin"), http("magasin")
    with database.cursor() as cursor:
        cursor.execute("SELECT partner_id FROM res_users WHERE login IN ('magasin', 'membre')")
        people = [partner for (partner,) in cursor.fetchall()]
    settings(coop_member_domain=f"[('id', 'in', {people})]")
    assert http("membre").get("/suggestions").status_code == 200
    assert client.get("/suggestions").status_code == 403
    shown = call(admin, "res.config.settings", "create", {})
    names = ["coop_member_count", "coop_shop_account_login"]
    [row] = call(admin, "res.config.settings", "read", [shown], names)
    assert [row[name] for name in names] == [1, "magasin"]


# --- in a browser


def words_for(action, name):
    """Return what a button is called to those who do not see beside which product it stands."""
    return re.compile(rf"{action}\s*: {name}")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_reports_and_a_volunteer_answers_on_a_phone(page, admin, javascript):
    product, name = new_product(admin, 8)
    member = page("membre24", width=360, javascript=javascript)
    visit(member, f"/p/{product}")
    member.locator("summary", has_text="Introuvable en rayon").click()
    member.get_by_label("Prévenez-moi quand il est remis en rayon").check()
    member.get_by_role("button", name="Signaler : introuvable en rayon").click()
    expect(member.get_by_role("status").first).to_contain_text("Quelqu'un ira voir")

    volunteer = page("benevole", width=360, javascript=javascript)
    visit(volunteer, "/volunteer")
    volunteer.get_by_role("link", name=re.compile("À vérifier en rayon")).click()
    volunteer.get_by_role("button", name=words_for("Remis en rayon", name)).click()
    expect(volunteer.get_by_role("status").first).to_contain_text("Merci")
    assert volunteer.evaluate("document.documentElement.scrollWidth") <= 360
    volunteer.get_by_role("button", name=words_for("Annuler", name)).click()
    expect(volunteer.get_by_role("status").first).to_contain_text("La réponse est annulée")
    expect(volunteer.locator(f"[data-product='{product}']")).to_be_visible()


def test_a_member_asks_to_be_told_on_a_phone(page, admin):
    product, _name = new_product(admin)
    tab = page("membre24", width=360)
    visit(tab, f"/p/{product}")
    tab.get_by_role("button", name="Prévenez-moi quand il revient").click()
    expect(tab.get_by_role("status").first).to_contain_text("un seul courriel")
    tab.get_by_role("button", name="Ne plus me prévenir").click()
    expect(tab.get_by_role("button", name="Prévenez-moi quand il revient")).to_be_visible()


def test_the_shops_computer_asks_who_signs_once_a_shift(page, http, admin):
    first, name = new_product(admin, 8)
    second, other = new_product(admin, 8)
    for product in (first, second):
        report(http("membre25"), product)
    tab = page("magasin", width=360, fresh=True)
    visit(tab, "/volunteer/checks")
    tab.get_by_role("button", name=words_for("Remis en rayon", name)).click()
    tab.get_by_label("Votre prénom").fill("Nadia")
    tab.get_by_role("button", name="Signer").click()
    expect(tab.get_by_text("Vous signez")).to_contain_text("Nadia")
    tab.get_by_role("button", name=words_for("Remis en rayon", other)).click()
    expect(tab.locator(f"[data-product='{second}']")).to_have_count(0)
    tab.get_by_role("button", name="Ce n'est pas vous ?").click()
    expect(tab.get_by_text("Vous signez")).to_have_count(0)
    rows = call(
        http("admin"),
        "coop.shelf.check",
        "search_read",
        [("product_id", "in", [first, second])],
        ["answered_name"],
    )
    assert [row["answered_name"] for row in rows] == ["Nadia", "Nadia"]


def test_the_list_is_renewed_while_nobody_touches_it(page, http, admin):
    tab = page("benevole", width=360)
    tab.clock.install()
    visit(tab, "/volunteer/checks")
    product, _name = new_product(admin, 8)
    report(http("membre25"), product)
    expect(tab.locator(f"[data-product='{product}']")).to_have_count(0)
    tab.clock.fast_forward("01:01")
    expect(tab.locator(f"[data-product='{product}']")).to_be_visible()
    wait_for_scripts(tab)
