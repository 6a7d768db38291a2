"""A person with a session, asking a server on loopback over and over."""

import http.client
import json
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

PATIENCE = 120  # seconds
LANGUAGE = {"Accept-Language": "fr-FR,fr;q=0.9"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back; `ms` from opening the connection to the last byte."""

    status: int
    body: bytes
    ms: float
    location: str = ""
    headers: dict = field(default_factory=dict)

    def json(self):
        """Return the body read as JSON."""
        return json.loads(self.body)


class Visitor:
    """One session on the server at `url`; without a session, a stranger.

    Odoo's threaded server closes the connection after each answer, so each request opens
    one: on loopback that is some tenths of a millisecond of what is measured. Nothing but the
    standard library stands between the clock and the socket.

    :param dict session: what `sessions.forge` wrote: sid, csrf, login, user_id, partner_id
    """

    def __init__(self, url, session=None):
        self._address = urlsplit(url).netloc
        self.session = session or {}
        self._headers = dict(LANGUAGE)
        if session:
            self._headers["Cookie"] = f"session_id={session['sid']}"

    def get(self, path, headers=None, **fields):
        """Get a page; `fields` go into its address. Redirects are not followed."""
        path = f"{path}?{urlencode(fields)}" if fields else path
        return self._ask("GET", path, headers=headers)

    def post(self, path, in_place=False, **fields):
        """Post a form, as the browser does or (`in_place`) as the page's own script does."""
        accept = {"Accept": "application/json"} if in_place else {"Accept": "text/html"}
        body = urlencode({"csrf_token": self.session["csrf"], **fields})
        return self._ask("POST", path, body, {**FORM, **accept})

    def call(self, path, **params):
        """Call a JSON-RPC route."""
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "call", "params": params})
        return self._ask("POST", path, body, JSON)

    def call_method(self, model, method, *args, **kwargs):
        """Call a model's method as the back office does."""
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self.call(path, model=model, method=method, args=args, kwargs=kwargs)

    def _ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self._address, timeout=PATIENCE)
        start = time.perf_counter()
        try:
            address = quote(path, safe="/?&=%+")
            connection.request(method, address, body, {**self._headers, **(headers or {})})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        ms = (time.perf_counter() - start) * 1000
        location = response.getheader("Location", "")
        return Answer(response.status, content, ms, location, dict(response.getheaders()))
