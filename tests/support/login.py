"""Logging in with an account elsewhere, as a member does it in a browser."""

import re

from support.mails import text_of

CODE_SUBJECT = "Votre code pour vous connecter"


def gestion_compte(site):
    """Return what makes a provider of the site with the members' accounts."""
    return {
        "name": "gestion-compte",
        "body": "Mon compte coop",
        "client_id": "odoo",
        "scope": "oauth_login",
        "auth_endpoint": f"{site.url}/oauth/v2/auth",
        "validation_endpoint": f"{site.url}/api/v4/user",
        "enabled": True,
    }


def log_in_there(tab, login, answer="Autoriser"):
    """Touch the button of the login page, and say who one is on the other site."""
    tab.get_by_role("button", name="Mon compte coop").click()
    tab.get_by_label("Identifiant").fill(login)
    tab.get_by_role("button", name=answer).click()


def type_code(tab, mails, person):
    """Type the code that came by mail."""
    mail = mails.wait_for(to=person["email"], subject=CODE_SUBJECT)
    tab.get_by_label("Code").fill(re.search(r"\b\d{6}\b", text_of(mail))[0])
    tab.get_by_role("button", name="Me connecter").click()
