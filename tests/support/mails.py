"""The mails that the coop has sent."""

import email
import email.policy
import time
from pathlib import Path

# A mail that is still being written has a name that begins with a dot.
WRITTEN = "[!.]*.eml"


class Mails:
    """Reads the folder in which the SMTP server keeps what it got."""

    def __init__(self, folder):
        self.folder = Path(folder)
        # A mail never changes: each is read once.
        self._read = {}

    def all(self, to=None, subject=None):
        """Return the mails (email.message.EmailMessage), oldest first.

        `to` is a recipient's address, `subject` a part of the subject. The address that the mail
        was really handed over for is in its header X-Rcpt-To.
        """
        files = sorted(self.folder.glob(WRITTEN))
        for file in files:
            if file not in self._read:
                content = file.read_bytes()
                self._read[file] = email.message_from_bytes(content, policy=email.policy.default)
        return [
            mail
            for mail in map(self._read.get, files)
            if (to is None or to in mail.get_all("X-Rcpt-To", []))
            and (subject is None or subject in (mail["Subject"] or ""))
        ]

    def wait_for(self, to=None, subject=None, seconds=60, every=0.2):
        """Return the first such mail, waiting up to `seconds` for it, looking `every` so many."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.all(to, subject)
            if found:
                return found[0]
            time.sleep(every)
        raise AssertionError(f"no mail to {to} about {subject} came within {seconds} s")

    def clear(self):
        """Throw away what came so far."""
        for file in self.folder.glob(WRITTEN):
            file.unlink()


def text_of(mail):
    """Return the plain text of a mail, or its HTML where it has no plain text."""
    return mail.get_body(("plain", "html")).get_content().replace("\r\n", "\n")
