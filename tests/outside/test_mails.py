"""Members' mails: the answers they asked for, the letter of the week, and how they stop."""

import re
import socketserver
import threading
import time
from contextlib import contextmanager
from functools import partial

import pytest
from aiosmtpd.controller import Controller

from coop import mailbox, ports
from support.at_once import at_once
from support.letters import letter_to, new_shelf, stop_token, write_letters
from support.mails import Mails, text_of
from support.pages import visit
from support.rpc import call
from support.shop import address_of, run_action, stop_address
from support.suggestions import act, new_name, propose

AUTHOR = "membre19"
WORKERS = 4


@pytest.fixture
def admin(http):
    """The administrator."""
    return http("admin")


@pytest.fixture
def new_week(database):
    """Return `new_week()`: nobody has had this week's letter."""

    def begin():
        with database.cursor() as cursor:
            cursor.execute("UPDATE coop_mail_choice SET looked_week = NULL")

    return begin


@pytest.fixture
def answer(http, settings, database):
    """Return `answer(suggestion)`: have the team keep it, and the scheduler publish the answer."""
    team = http("achats")
    settings(coop_publish_delay=0)

    def act_on(suggestion):
        values = {"suggestion_ids": [[6, 0, [suggestion]]], "answer": "next_order"}
        wizard = call(team, "coop.decide", "create", values)
        call(team, "coop.decide", "action_decide", [wizard])
        wait_until(lambda: state_of(database, suggestion) == "kept")

    return act_on


def state_of(database, suggestion):
    """Return the state of a suggestion."""
    with database.cursor() as cursor:
        cursor.execute("SELECT state FROM coop_suggestion WHERE id = %s", (suggestion,))
        return cursor.fetchone()[0]


def waiting(database):
    """Return how many mails wait to be sent."""
    with database.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM mail_mail WHERE state = 'outgoing'")
        return cursor.fetchone()[0]


def wait_until(comes, seconds=60):
    """Wait until something that the scheduler does has come."""
    deadline = time.monotonic() + seconds
    while not comes():
        assert time.monotonic() < deadline, f"it did not come within {seconds} s"
        time.sleep(0.2)


def chosen(client):
    """Return which mails a member's page says that they get."""
    page = client.get("/my/mails").text
    boxes = re.findall(r'<input[^>]*name="(answers|weekly)"[^>]*>', page)
    ticked = re.findall(r'<input(?=[^>]*checked)[^>]*name="(answers|weekly)"', page)
    assert boxes == ["answers", "weekly"]
    return set(ticked)


# --- what is in them


def test_the_answer_comes_in_french_with_a_way_out_that_one_click_takes(http, admin, mails, answer):
    member, name = http("membre21"), new_name("Réponse")
    suggestion = propose(member, name, follow="1")
    answer(suggestion)
    mail = mails.wait_for(to=address_of(admin, member), subject=name, seconds=60)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop_address(mail).startswith("/mails/stop/")
    text = text_of(mail)
    assert "Ne plus recevoir les réponses par mail" in text
    assert "/my/mails" in text
    # The mail program looks first, which stops nothing, then posts, without an account or token.
    program = http()
    assert "Ne plus recevoir les réponses" in program.get(stop_address(mail)).text
    assert chosen(member) == {"answers"}
    for _time in range(2):
        one_click = program.post(
            stop_address(mail), {"List-Unsubscribe": "One-Click"}, token_from=None
        )
        assert one_click.status_code == 200
    assert chosen(member) == set()
    other = propose(member, new_name("Silence"), follow="1")
    answer(other)
    member.post("/my/mails", {"answers": "1"})
    last = propose(member, new_name("Retour"), follow="1")
    answer(last)
    mails.wait_for(to=address_of(admin, member), subject="Retour", seconds=60)
    assert not mails.all(to=address_of(admin, member), subject="Silence")


def test_the_letter_comes_once_in_french_and_never_empty(http, admin, mails, database, new_week):
    member, shelf = http("membre22"), new_shelf(admin)
    new_week()
    letter, name = letter_to(admin, member, http(AUTHOR), shelf, mails)
    assert letter["Subject"].startswith("Cette semaine à la coop")
    text = text_of(letter)
    for words in ("Nouvelles suggestions", name, "1 foyer", "Ne plus recevoir la lettre"):
        assert words in text
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # A week later there is nothing that was not told: no letter.
    new_week()
    write_letters(admin)
    proposed = propose(member, new_name("Le mien"), shelf_id=str(shelf))
    new_week()
    write_letters(admin)
    wait_until(lambda: not waiting(database))
    assert len(mails.all(to=address_of(admin, member))) == 1, f"nobody is told of {proposed}"
    http().post(stop_address(letter), {"List-Unsubscribe": "One-Click"}, token_from=None)
    assert chosen(member) == {"answers"}
    assert http().get(f"/mails/stop/{stop_token(letter)}x").status_code == 404


# --- many workers


@pytest.fixture
def readers(http, database):
    """The logins of some members, one a household."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT login FROM res_users JOIN res_partner person ON person.id = partner_id"
            " WHERE login ~ '^membre[345][0-9]$' AND parent_id IS NULL AND person.active"
        )
        logins = [login for [login] in cursor.fetchall()]
    return [login for login in logins if http(login).get("/my/mails").status_code == 200]


def test_workers_at_once_write_each_letter_once(http, admin, database, mails, new_week, readers):
    """The scheduler runs an action once; whoever starts it by hand beside it changes nothing."""
    shelf = new_shelf(admin)
    names = [new_name("Ensemble") for _ in range(3)]
    for name in names:
        propose(http(AUTHOR), name, shelf_id=str(shelf))
    for login in readers:
        assert http(login).post("/my/mails", {"weekly": "1", "shelf": shelf}).status_code == 303
    [model] = call(admin, "ir.model", "search", [("model", "=", "coop.mail.choice")])
    action = call(
        admin,
        "ir.actions.server",
        "create",
        {
            "name": new_name("Lettres"),
            "model_id": model,
            "state": "code",
            "code": "model.sudo()._cron_write_letters()",
        },
    )
    new_week()
    run = partial(call, admin, "ir.actions.server", "run", [action])
    at_once([run] * WORKERS)
    run()
    with database.cursor() as cursor:
        cursor.execute(
            """
            SELECT reader.login, sent.item, COUNT(*)
              FROM coop_digest_sent sent
              JOIN res_users reader ON reader.partner_id = sent.partner_id
              JOIN coop_suggestion suggestion ON suggestion.id::text = sent.item
             WHERE suggestion.name = ANY(%s) AND reader.login = ANY(%s)
          GROUP BY 1, 2
            """,
            (names, readers),
        )
        told = cursor.fetchall()
    assert len(told) == len(readers) * len(names), "nobody is left out"
    for login in readers:
        mails.wait_for(to=address_of(admin, http(login)), subject="Ensemble", seconds=60)
    for login in readers:
        letters = mails.all(to=address_of(admin, http(login)), subject="Ensemble")
        assert len(letters) == 1, f"{login}: {len(letters)} letters"


# --- a mail server that is down


class Busy(socketserver.BaseRequestHandler):
    """Answers as a mail server that takes nothing for the moment."""

    def handle(self):
        """Turn one client away."""
        self.server.turned_away += 1
        self.request.sendall(b"421 4.3.2 Try again later\r\n")


class BusyServer(socketserver.ThreadingTCPServer):
    """Leaves its port free for the next server at once, and counts whom it turns away."""

    allow_reuse_address = True
    turned_away = 0


@contextmanager
def busy_server(port):
    """Serve such a server on a port while the block runs."""
    with BusyServer(("127.0.0.1", port), Busy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def another_server(admin):
    """The port of a mail server that Odoo is told to use; nothing listens there yet."""
    port = ports.free_port()
    server = call(
        admin,
        "ir.mail_server",
        "create",
        {"name": "Essai", "smtp_host": "127.0.0.1", "smtp_port": port, "sequence": 1},
    )
    yield port
    call(admin, "ir.mail_server", "unlink", [server])


def test_a_mail_server_that_is_down_loses_nothing(http, admin, answer, another_server, tmp_path):
    member, name = http("membre24"), new_name("Panne")
    answer(propose(member, name, follow="1"))
    address = address_of(admin, member)

    def state():
        found = call(admin, "mail.mail", "search_read", [("subject", "like", name)], ["state"])
        return [row["state"] for row in found]

    def send():
        # As the scheduler does every few minutes: what failed is queued anew, and sent.
        run_action(admin, "ir_cron_tell_alerts")
        wait_until(lambda: "outgoing" not in state())

    wait_until(lambda: state() == ["exception"])  # nothing listens
    with busy_server(another_server) as server:
        send()
        assert state() == ["exception"], "it was turned away"
        assert server.turned_away
    send()
    assert state() == ["exception"], "down again"
    with mailbox_on(another_server, tmp_path):
        send()
        assert len(Mails(tmp_path).all(to=address, subject=name)) == 1
        send()
        assert len(Mails(tmp_path).all(to=address, subject=name)) == 1, "once"
    assert state() == [], "sent, and gone from the queue"


@contextmanager
def mailbox_on(port, folder):
    """Serve a mailbox on a port while the block runs."""
    controller = Controller(mailbox.Keeper(folder), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


# --- an address that rests


def test_an_address_rests_after_three_bounces_until_its_owner_tries_again(
    page, http, admin, mails, answer
):
    member, address = http("membre25"), address_of(admin, http("membre25"))
    [partner] = call(admin, "res.partner", "search", [("email", "=", address)])
    call(admin, "res.partner", "write", [partner], {"message_bounce": 3})
    silent, heard = new_name("Muet"), new_name("Entendu")
    answer(propose(member, silent, follow="1"))
    tab = page("membre25", width=360, javascript=False)
    visit(tab, "/my/mails")
    assert address in tab.locator("form.alert").inner_text()
    tab.get_by_role("button", name="Essayer à nouveau").click()
    assert "Nous vous écrirons de nouveau" in tab.locator("[role=status]").inner_text()
    answer(propose(member, heard, follow="1"))
    mails.wait_for(to=address, subject=heard, seconds=60)
    assert not mails.all(to=address, subject=silent)


# --- the page


def test_mails_are_chosen_on_a_phone_without_scripts(page, http):
    tab = page("membre26", width=360, javascript=False)
    visit(tab, "/my")
    tab.get_by_text("Mes mails").click()
    tab.get_by_label("Une lettre par semaine").check()
    tab.locator("summary").click()
    tab.locator("[name=shelf]").first.check()
    tab.get_by_role("button", name="Enregistrer mon choix").click()
    assert "Votre choix est enregistré" in tab.locator("[role=status]").inner_text()
    assert tab.locator("[name=shelf]").first.is_checked()
    assert chosen(http("membre26")) == {"answers", "weekly"}


def test_what_one_waits_for_is_stopped_from_the_page(page, http, samples):
    member = http("membre27")
    assert member.post(f"/p/{samples['gone']}/alert").status_code == 303
    tab = page("membre27", width=360)
    visit(tab, "/my/mails")
    tab.locator(".o_coop_mails_alert button").click()
    assert "Vous ne recevrez pas de mail" in tab.locator("[role=status]").inner_text()
    assert not tab.locator(".o_coop_mails_alert").count()
    assert "Prévenez-moi" in member.get(f"/p/{samples['gone']}").text


def test_choices_sent_at_once_leave_one(http, database):
    members = [http("membre28") for _ in range(5)]
    answers = at_once([partial(one.post, "/my/mails", {"weekly": "1"}) for one in members])
    assert {each.status_code for each in answers} == {303}
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT weekly, answers FROM coop_mail_choice JOIN res_users USING (partner_id)"
            " WHERE login = 'membre28'"
        )
        assert cursor.fetchall() == [(True, False)]


@pytest.mark.parametrize("field", ["shelf", "alert"])
@pytest.mark.parametrize("value", ["x", "-1", "0", "9" * 40, "\x00", "é", "1;2"])
def test_what_is_no_choice_changes_nothing(http, field, value):
    member = http("membre29")
    before = chosen(member)
    path = "/my/mails/alert" if field == "alert" else "/my/mails"
    form = {field: value, "answers": "1"}
    assert member.post(path, form).status_code in (303, 400)
    assert chosen(member) == before


def test_a_vote_leads_to_the_choice(page, http):
    suggestion = propose(http(AUTHOR))
    act(http("membre29"), suggestion, "vote")
    tab = page("membre29", width=360)
    visit(tab, f"/suggestions/{suggestion}")
    tab.get_by_role("link", name="Choisir mes mails").click()
    assert tab.locator("h1").inner_text() == "Mes mails"
