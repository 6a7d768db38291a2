"""A TCP proxy between the link and the server it reads, which does what bad networks do."""

import re
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

BAD_GATEWAY = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 24\r\n"
    b"Connection: close\r\n\r\n<h1>502 Bad Gateway</h1>"
)
DATE = re.compile(rb"^Date: ([^\r\n]+)", re.MULTILINE)


class Proxy:
    """Passes connections on to a server on loopback; each request has a connection of its own.

    `bend(number, request)` says what happens to a request by its number: None (passed on),
    "refuse", "502", how many bytes of the answer arrive before the line is cut, or another answer.
    """

    def __init__(self, port):
        self._target = ("127.0.0.1", port)
        self.bend = lambda number, request: None
        self.ahead = timedelta()
        self.requests = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        """End listening."""
        self._listener.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _address = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client, suppress(OSError):
            request = _read_request(client)
            if not request:
                return
            self.requests += 1
            what = self.bend(self.requests, request)
            if what == "refuse":
                return
            if what == "502":
                client.sendall(BAD_GATEWAY)
                return
            if isinstance(what, bytes):
                client.sendall(what)
                return
            with socket.create_connection(self._target) as server:
                server.sendall(_closing(request))
                answer = b"".join(iter(lambda: server.recv(1 << 16), b""))
            if self.ahead:
                answer = DATE.sub(self._later, answer, count=1)
            client.sendall(answer if what is None else answer[: int(what)])

    def _later(self, match):
        moment = parsedate_to_datetime(match[1].decode()) + self.ahead
        return b"Date: " + format_datetime(moment, usegmt=True).encode()


def _read_request(client):
    data = b""
    while b"\r\n\r\n" not in data:
        piece = client.recv(1 << 16)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    missing = int(length[1]) - len(body) if length else 0
    while missing > 0:
        piece = client.recv(1 << 16)
        data += piece
        missing -= len(piece)
    return data


def _closing(request):
    """Have the server close the connection after its answer."""
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close", b"", body])
