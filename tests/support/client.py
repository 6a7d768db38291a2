"""A person's HTTP session, without a browser."""

import re

import requests

TOKEN = re.compile(r'name="csrf_token"\s+value="([^"]+)"')
TIMEOUT = 60  # seconds


class Client:
    """One session on the coop at `url`; paths are relative to it."""

    def __init__(self, url, login=None, password=None):
        self.url = url
        self.login = login
        self.token = None
        self.session = requests.Session()
        self.session.trust_env = False  # a proxy of the environment is for other machines
        self.session.headers["Accept-Language"] = "fr-FR,fr;q=0.9"
        if login:
            self.log_in(login, password or login)

    def request(self, method, path, **options):
        """Send a request; redirects are followed unless `allow_redirects=False`."""
        options.setdefault("timeout", TIMEOUT)
        return self.session.request(method, self.url + path, **options)

    def get(self, path, **options):
        """Get a page."""
        return self.request("GET", path, **options)

    def post(self, path, data=None, files=None, token_from="/my", **options):
        """Post a form as its page would: with a CSRF token, taken from the page `token_from`.

        The token of a session is fetched once. `token_from=None` sends none. The answer is the
        redirect itself, not the page after it.
        """
        data = dict(data or {})
        if token_from and "csrf_token" not in data:
            self.token = self.token or self.csrf_token(token_from)
            data["csrf_token"] = self.token
        options.setdefault("allow_redirects", False)
        return self.request("POST", path, data=data, files=files, **options)

    def csrf_token(self, path="/my"):
        """Return the token in the first form of a page, or of Odoo's scripts on it."""
        text = self.get(path).text
        found = TOKEN.search(text) or re.search(r'csrf_token: "([^"]+)"', text)
        assert found, f"no CSRF token on {path}"
        return found[1]

    def log_in(self, login, password):
        """Log in through the form, as a person does."""
        answer = self.post(
            "/web/login", {"login": login, "password": password}, token_from="/web/login"
        )
        assert answer.status_code == 303, f"{login} could not log in: {answer.status_code}"
        self.token = None  # that of the visitor

    def copy(self):
        """Return another Client of the same person, in the same session of Odoo."""
        twin = Client(self.url)
        twin.login, twin.token = self.login, self.token
        twin.session.cookies.update(self.session.cookies)
        return twin
