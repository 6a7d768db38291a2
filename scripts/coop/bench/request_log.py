"""What Odoo's log says of each request it answered: time in the server, and queries."""

import re
from dataclasses import dataclass

# … werkzeug: 127.0.0.1 - - [date] "GET /my HTTP/1.1" 200 - 12 0.004 0.021
LINE = re.compile(
    r'werkzeug: \S+ - - \[[^]]+\] "(?P<method>[A-Z]+) (?P<path>\S+) HTTP/[\d.]+" (?P<status>\d+) '
    r"\S+ (?P<queries>\d+) (?P<sql>[\d.]+) (?P<rest>[\d.]+)\s*$"
)


@dataclass(frozen=True)
class Served:
    """One request as the server saw it; times in ms, in SQL and in everything else."""

    method: str
    path: str
    status: int
    queries: int
    sql_ms: float
    rest_ms: float

    @property
    def ms(self):
        """Time in the server, from Odoo's entry point until the answer begins to leave."""
        return self.sql_ms + self.rest_ms


def parse(line):
    """Return the `Served` of one line of Odoo's log, None where it tells of no request."""
    match = LINE.search(line)
    if not match:
        return None
    return Served(
        match["method"],
        match["path"],
        int(match["status"]),
        int(match["queries"]),
        float(match["sql"]) * 1000,
        float(match["rest"]) * 1000,
    )


class RequestLog:
    """The log of a server as it grows.

    Odoo writes a request's line before it sends the answer, so whoever has the answer finds
    the line.
    """

    def __init__(self, path):
        self._path = path
        self._at = path.stat().st_size if path.exists() else 0

    def take(self):
        """Return what was served since the last time, in order."""
        with open(self._path, "rb") as file:
            file.seek(self._at)
            data = file.read()
        whole = data.rfind(b"\n") + 1
        self._at += whole
        lines = data[:whole].decode("utf-8", "replace").splitlines()
        return [served for served in map(parse, lines) if served]
