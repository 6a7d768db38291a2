"""The demo coop stands: people get in, in French, and mail leaves."""

import pytest

LOGINS = ("membre", "benevole", "achats", "admin", "membre2")


@pytest.mark.parametrize("login", LOGINS)
def test_every_login_of_the_demo_gets_in(http, login):
    client = http(login, fresh=True)
    answer = client.get("/my")
    assert answer.status_code == 200
    assert "Se déconnecter" in answer.text


def test_a_wrong_password_does_not_get_in(http):
    visitor = http()
    answer = visitor.post(
        "/web/login", {"login": "membre", "password": "wrong"}, token_from="/web/login"
    )
    assert answer.status_code == 200
    assert "/web/login" in visitor.get("/my").url


def test_the_database_manager_is_closed(http):
    assert "database_selector" not in http().get("/web/database/manager").text


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_person_logs_in_with_a_browser(page, width):
    tab = page(width=width)
    tab.goto("/web/login")
    tab.get_by_label("E-mail", exact=True).fill("membre")
    tab.get_by_label("Mot de passe").fill("membre")
    tab.get_by_role("button", name="Se connecter", exact=True).click()
    tab.wait_for_url("**/my**")


def test_the_back_office_opens_without_an_error(page):
    tab = page("admin")
    tab.goto("/odoo")
    tab.locator(".o_navbar, .o_main_navbar").first.wait_for()


def test_a_program_gets_in(rpc):
    odoo = rpc("admin")
    assert odoo.env["res.users"].search_count([("login", "=", "membre")]) == 1


def test_mail_leaves_through_smtp(rpc, mails):
    mail = rpc("admin").env["mail.mail"]
    number = mail.create(
        {
            "subject": "Un essai du facteur",
            "body_html": "<p>Bonjour</p>",
            "email_to": "quelquun@example.org",
        }
    )
    mail.send([number])
    arrived = mails.wait_for(to="quelquun@example.org")
    assert arrived["Subject"] == "Un essai du facteur"


def test_the_shop_is_french_and_its_prices_include_vat(rpc):
    env = rpc("admin").env
    company = env["res.company"].browse(1)
    assert (company.country_id.code, company.currency_id.name) == ("FR", "EUR")
    taxes = env["account.tax"].search_read(
        [("type_tax_use", "=", "sale")], ["amount", "price_include"]
    )
    assert {(tax["amount"], tax["price_include"]) for tax in taxes} == {(5.5, True), (20.0, True)}


def test_the_french_addons_that_freeze_till_orders_stay_out(rpc):
    installed = [("name", "=like", "l10n_fr%"), ("state", "=", "installed")]
    assert rpc("admin").env["ir.module.module"].search_count(installed) == 0
