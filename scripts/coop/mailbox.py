"""A real SMTP server on loopback that keeps each mail it gets as an .eml file."""

import itertools
import os
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller

from coop import ports


class Keeper:
    """Writes each mail to `folder`, named by time of arrival so that names sort."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self._number = itertools.count(1)
        self._lock = threading.Lock()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        """Keep one mail; the sender hears 250 only when the file is complete."""
        with self._lock:
            stamp = time.strftime("%Y%m%d-%H%M%S")
            name = f"{stamp}-{os.getpid()}-{next(self._number):05d}.eml"
        unfinished = self.folder / f".{name}"
        recipients = "".join(f"X-Rcpt-To: {to}\r\n" for to in envelope.rcpt_tos).encode()
        unfinished.write_bytes(recipients + envelope.original_content)
        unfinished.rename(self.folder / name)
        return "250 OK: kept"


@contextmanager
def open_mailbox(folder):
    """Serve SMTP on a free loopback port while the block runs; yield the port."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    # Two coops may run side by side: neither has a fixed port.
    controller = Controller(
        Keeper(folder), hostname="127.0.0.1", port=ports.free_port(), data_size_limit=2**26
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
