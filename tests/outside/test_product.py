"""The page of a product and what members say of it, as people use them."""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from support.forms import Page
from support.mails import text_of
from support.pages import visit
from support.rpc import call
from support.shop import address_of, new_product
from support.suggestions import new_barcode, new_name

NASTY = "<script data-nasty>alert(1)</script></textarea><img data-nasty src=x onerror=alert(1)> %s"


@pytest.fixture
def product(http):
    """A new product, as (id, name)."""
    return new_product(http("admin"), 5)


@pytest.fixture
def settings(http):
    """Return `settings(**values)`: the coop's settings are so for a while."""
    admin = http("admin")

    @contextmanager
    def set_(**values):
        [before] = call(admin, "res.company", "read", [1], list(values))
        call(admin, "res.company", "write", [1], values)
        try:
            yield
        finally:
            call(admin, "res.company", "write", [1], {name: before[name] for name in values})

    return set_


def review(client, product, stars, words="", **more):
    """Write a review as a member."""
    return client.post(f"/p/{product}/review", {"stars": stars, "words": words, **more})


def review_id(http, product):
    """Return the id of the only review of a product, as the team reads it."""
    domain = [("product_id", "=", product)]
    [row] = call(http("achats"), "coop.review", "search_read", domain, ["id"])
    return row["id"]


def hide(http, product, reason):
    """Hide the only review of a product, as the team does."""
    values = {"review_id": review_id(http, product), "reason": reason}
    wizard = call(http("achats"), "coop.hide.review", "create", values)
    call(http("achats"), "coop.hide.review", "action_hide", [wizard])


# --- who may look


def test_after_a_login_one_comes_back_to_what_was_scanned(page, http, settings):
    code = new_barcode()
    product, name = new_product(http("admin"), 5, barcode=code)
    tab = page(width=360)
    with settings(coop_shop_readers="members"):
        tab.goto(f"/p/b/{code}")
        assert urlsplit(tab.url).path == "/web/login"
        tab.locator("input[name=login]").fill("membre4")
        tab.locator("input[name=password]").fill("membre")
        tab.locator("input[name=password]").press("Enter")
        expect(tab.locator("h1")).to_have_text(name)
        assert urlsplit(tab.url).path == f"/p/{product}"
    assert http().get(f"/p/{product}").status_code == 200, "anyone by default"


def test_by_http_too_and_a_former_member_reads_why_not(http, settings, product):
    path = f"/p/{product[0]}"
    with settings(coop_shop_readers="members"):
        visitor = http()
        asked = visitor.get(path)
        assert urlsplit(asked.url).path == "/web/login"
        form = {**Page(asked.text).fields, "login": "membre4", "password": "membre"}
        led = visitor.post("/web/login", form, allow_redirects=True)
        assert (urlsplit(led.url).path, led.status_code) == (path, 200)
        assert product[1] in led.text
        assert http("ancien").get(path).status_code == 403


def test_the_team_alone_sees_what_is_sold(http, product):
    for login in (None, "ancien", "membre", "benevole"):
        assert "<svg" not in http(login).get(f"/p/{product[0]}").text
    for login in ("achats", "admin"):
        told = http(login).get(f"/p/{product[0]}").text
        assert "<svg" in told
        assert "par semaine en moyenne" in told


def test_nobody_learns_costs_and_suppliers(http):
    supplier = call(http("admin"), "res.partner", "create", {"name": new_name("Grossiste")})
    seller = {"partner_id": supplier, "price": 1.2345}
    product, _name = new_product(
        http("admin"), standard_price=1.2346, seller_ids=[[0, 0, seller]], list_price=7.77
    )
    for login in (None, "ancien", "membre", "benevole", "magasin", "achats"):
        told = http(login).get(f"/p/{product}").text
        assert "7,77" in told
        for secret in ("1.23", "1,23", "Grossiste", "margin", "standard_price"):
            assert secret not in told, f"{login}: {secret}"


# --- what is no longer, or never was


def test_a_stopped_product_says_since_when_and_why(http, database, product):
    number, name = product
    assert "o_coop_buy" in http().get(f"/p/{number}").text
    values = {"active": False, "coop_stopped_reason": "le producteur a cessé."}
    call(http("admin"), "product.product", "write", [number], values)
    told = http().get(f"/p/{number}").text
    assert re.search(r"Arrêté en [a-zéû]+ : le producteur a cessé\.", told)
    assert "o_coop_buy" not in told, "neither price nor stock"
    with database.cursor() as cursor:
        cursor.execute(
            "UPDATE product_product SET coop_stopped_on = '2025-03-15' WHERE id = %s", (number,)
        )
    assert "Arrêté en mars 2025 : le producteur a cessé." in http().get(f"/p/{number}").text
    assert name in http().get(f"/p/{number}").text


def test_an_unknown_code_leads_to_the_search_and_to_the_suggestion_form(page):
    code = new_barcode()
    tab = page("membre4", width=360, javascript=False)
    answer = tab.goto(f"/p/b/{code}")
    assert answer.status == 404
    tab.get_by_role("link", name="Proposer ce produit").click()
    assert tab.locator("input[name=barcode]").input_value() == code
    tab.go_back()
    tab.locator("input[name=q]").fill("beurre")
    tab.locator("input[name=q]").press("Enter")
    assert urlsplit(tab.url)[2:4] == ("/stock", "q=beurre")
    tab.errors.clear()  # the page's status is 404, which the browser notes


# --- reviews


def choose(form, stars):
    """Choose so many stars with a finger."""
    form.locator(f".o_coop_star_choice label:has([value='{stars}'])").click()


@pytest.mark.parametrize("javascript", [False, True])
def test_a_member_reviews_changes_and_withdraws(page, http, javascript):
    product, _name = new_product(http("admin"), 5)
    tab = page("membre4", width=360, javascript=javascript)
    visit(tab, f"/p/{product}")
    form = tab.locator(".o_coop_review_form")
    tab.get_by_text("Donner mon avis").click()
    choose(form, 4)
    form.locator("textarea").fill("Très bon, un peu salé.")
    form.get_by_role("button", name="Publier mon avis").click()
    said = tab.locator(".o_coop_review")
    expect(said).to_contain_text("Très bon, un peu salé.")
    expect(said).to_contain_text("4 sur 5")
    expect(tab.locator(".o_coop_rating")).to_contain_text("4 sur 5 (1)")
    assert "4 sur 5" in http().get(f"/p/{product}").text
    tab.get_by_text("Modifier mon avis").click()
    choose(form, 2)
    form.get_by_role("button", name="Publier mon avis").click()
    expect(said).to_contain_text("2 sur 5")
    tab.get_by_text("Modifier mon avis").click()
    form.get_by_role("button", name="Le retirer").click()
    expect(said).to_have_count(0)
    assert "sur 5 (" not in http().get(f"/p/{product}").text


def test_words_that_are_not_sent_are_kept_and_those_that_are_sent_are_not(page, product):
    tab = page("membre7", width=360)
    visit(tab, f"/p/{product[0]}")
    words = tab.locator(".o_coop_review_form textarea")
    tab.get_by_text("Donner mon avis").click()
    words.press_sequentially("Presque fini")
    # What is typed is kept when one pauses.
    tab.wait_for_function(
        "Object.values(localStorage).some(draft => draft.includes('Presque fini'))"
    )
    visit(tab, f"/p/{product[0]}")
    expect(words).to_be_visible()
    expect(words).to_have_value("Presque fini")
    choose(tab, 5)
    tab.get_by_role("button", name="Publier mon avis").click()
    tab.get_by_text("Modifier mon avis").click()
    tab.get_by_role("button", name="Le retirer").click()
    expect(tab.locator(".o_coop_review")).to_have_count(0)
    expect(words).to_have_value("")


def test_hostile_words_are_text(page, http, product):
    assert review(http("membre4"), product[0], 5, NASTY).status_code == 303
    tab = page("membre")
    tab.on("dialog", lambda _dialog: pytest.fail("a script ran"))
    visit(tab, f"/p/{product[0]}")
    expect(tab.locator(".o_coop_review .o_coop_text")).to_have_text(NASTY)
    assert tab.locator("[data-nasty]").count() == 0


@pytest.mark.parametrize("stars", ["", "0", "6", "-1", "4.5", "cinq", "5" * 400, "\x00", NASTY])
def test_wrong_stars_get_a_sentence_and_the_words_stay(http, product, stars):
    answer = review(http("membre4"), product[0], stars, "Mes mots")
    assert answer.status_code == 422
    form = Page(answer.text)
    assert form.alerts
    assert form.fields["words"] == "Mes mots"


def test_nobody_reviews_as_another_nor_learns_who_does(http, product):
    admin, number = http("admin"), product[0]
    [other] = call(
        admin, "res.users", "search_read", [("login", "=", "membre5")], ["partner_id", "name"]
    )
    forged = {"partner_id": other["partner_id"][0], "author": other["name"], "user_id": other["id"]}
    assert review(http("membre4"), number, 4, "Bon", **forged).status_code == 303
    [row] = call(admin, "coop.review", "search_read", [("product_id", "=", number)], ["partner_id"])
    partner, name = row["partner_id"]
    assert partner != other["partner_id"][0]
    shown = f"{name.split()[0]} {name.split()[-1][0]}."
    for login in (None, "ancien", "membre", "benevole"):
        told = http(login).get(f"/p/{number}").text
        assert shown in told
        assert name not in told
        assert address_of(admin, http("membre4")) not in told
        assert not re.search(rf"partner\D{{0,12}}{partner}\b", told)


def test_visitors_former_members_and_the_shops_computer_review_nothing(http, product):
    for login, status in ((None, 400), ("ancien", 403), ("magasin", 403)):
        answer = review(http(login), product[0], 5) if login else http().post(
            f"/p/{product[0]}/review", {"stars": 5}, token_from=None
        )  # fmt: skip
        assert answer.status_code in (status, 303), login
        if login:
            assert answer.status_code == status
    assert "sur 5 (" not in http().get(f"/p/{product[0]}").text


def test_a_reported_review_is_hidden_and_its_author_told_why_once(http, mails, product):
    number = product[0]
    words, reason = new_name("Gros mots"), new_name("Il vise une personne")
    review(http("membre4"), number, 1, words)
    report = {"review_id": review_id(http, number), "reason": "Insultant"}
    for _often in range(2):
        answer = http("membre5").post(f"/p/{number}/report", report)
        assert answer.headers["Location"].endswith("done=review_reported#reviews")
    [row] = call(
        http("achats"), "coop.review", "search_read", [], ["product_id"],
        order="report_count desc, written_on desc", limit=1,
    )  # fmt: skip
    assert row["product_id"][0] == number, "reported ones stand first"
    hide(http, number, reason)
    for login in (None, "membre", "membre5", "benevole"):
        told = http(login).get(f"/p/{number}").text
        assert words not in told
        assert reason not in told
    assert reason in http("membre4").get(f"/p/{number}").text
    assert words in str(call(http("achats"), "coop.review", "search_read", [], ["words"])), "kept"
    mail = mails.wait_for(to=address_of(http("admin"), http("membre4")), subject=product[1])
    assert reason in text_of(mail)


@pytest.mark.parametrize("login", ["membre", "benevole", "ancien", "magasin", "caisse"])
def test_only_the_team_hides_and_shows(http, product, login):
    review(http("membre4"), product[0], 3)
    number = review_id(http, product[0])
    for method in ("action_hide", "action_show_again", "action_keep"):
        with pytest.raises(Exception, match="AccessError"):
            call(http(login), "coop.review", method, [number])


def test_a_coop_can_do_without_reviews(http, settings, product):
    review(http("membre4"), product[0], 3, "Correct")
    with settings(coop_reviews=False):
        told = http("membre4").get(f"/p/{product[0]}").text
        assert "Correct" not in told
        assert "/review" not in told
        report = {"review_id": review_id(http, product[0]), "reason": "Hors sujet"}
        for refused in (
            review(http("membre4"), product[0], 5),
            http("membre5").post(f"/p/{product[0]}/report", report),
        ):
            assert refused.status_code == 422
            [sentence] = Page(refused.text).alerts
            assert sentence == "Cette coop ne recueille pas d'avis sur les produits."
    assert "Correct" in http().get(f"/p/{product[0]}").text, "what was said is kept"


def test_bought_is_said_only_where_the_coop_wants_it(http, settings, database):
    """And of whom the till knows, as the demo's sales do."""
    with database.cursor() as cursor:
        cursor.execute(
            """
            SELECT line.product_id, users.login
              FROM pos_order_line line
              JOIN pos_order ON pos_order.id = line.order_id
              JOIN res_users users ON users.partner_id = pos_order.partner_id
              JOIN product_product product ON product.id = line.product_id
             WHERE line.qty > 0 AND pos_order.state IN ('paid', 'done')
               AND users.login LIKE 'membre%%' AND users.active AND product.active
               AND NOT EXISTS (SELECT FROM coop_review
                                WHERE coop_review.product_id = line.product_id)
             LIMIT 1
            """
        )
        bought, login = cursor.fetchone()
    words = new_name("Acheté et goûté")
    review(http(login), bought, 5, words)
    assert "acheté" not in http().get(f"/p/{bought}").text.replace(words, "")
    with settings(coop_reviews_bought=True):
        assert " · acheté" in http().get(f"/p/{bought}").text
    review(http(login), bought, 5, withdraw="1")
