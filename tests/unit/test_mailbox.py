"""The mailbox keeps what it gets over SMTP."""

import smtplib
from email.message import EmailMessage

from coop import mailbox
from support.mails import Mails, text_of


def test_a_mail_becomes_a_file_when_it_was_accepted(tmp_path):
    mail = EmailMessage()
    mail["Subject"] = "Votre suggestion est retenue"
    mail["From"] = "coop@example.org"
    mail["To"] = "zoe@example.org"
    mail.set_content("Bonjour Zoé,\nà bientôt.\n")
    with mailbox.open_mailbox(tmp_path / "mails") as port, smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.send_message(mail)
        smtp.send_message(mail, to_addrs=["other@example.org"])
    mails = Mails(tmp_path / "mails")
    assert len(mails.all()) == 2
    [kept] = mails.all(to="zoe@example.org", subject="retenue")
    assert text_of(kept) == "Bonjour Zoé,\nà bientôt.\n"
    mails.clear()
    assert mails.all() == []


def test_two_mailboxes_stand_side_by_side(tmp_path):
    with mailbox.open_mailbox(tmp_path / "a") as one, mailbox.open_mailbox(tmp_path / "b") as two:
        assert one != two
