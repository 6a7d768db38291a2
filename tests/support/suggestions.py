"""What the tests do over and over as members: propose, with names of their own."""

import re
import secrets


def new_name(word="Essai"):
    """Return the name of a product that nobody else proposes."""
    return f"{word} {secrets.token_hex(5)}"


def new_odd_name():
    """Return the name of a product that resembles no other: the form asks about those that do."""
    return f"Z{secrets.token_hex(6)} {secrets.token_hex(6)}"


def new_barcode():
    """Return an EAN-13 of the range that shops use among themselves, with its check digit."""
    digits = "29" + str(int(new_name("").strip(), 16)).zfill(13)[-10:]
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def propose(client, name=None, files=None, **form):
    """Propose a product as a member, and return the id of its suggestion."""
    form = {"name": name or new_name(), "anyway": "1", **form}
    answer = client.post("/suggestions/new", form, files=files)
    assert answer.status_code == 303, f"not proposed: {answer.status_code} {answer.text[:2000]}"
    found = re.search(r"/suggestions/(\d+)\?done=proposed", answer.headers["Location"])
    assert found, f"not proposed: led to {answer.headers['Location']}"
    return int(found[1])


def forget_proposals(database, login):
    """Have a member begin the day anew, whose proposals are limited."""
    with database.cursor() as cursor:
        cursor.execute(
            "DELETE FROM coop_daily_count WHERE kind = 'suggestion' AND partner_id ="
            " (SELECT partner_id FROM res_users WHERE login = %s)",
            (login,),
        )


def act(client, suggestion, action, **form):
    """Post one of a suggestion's narrow forms and return the answer."""
    return client.post(f"/suggestions/{suggestion}/{action}", form)
