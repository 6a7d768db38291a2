"""A real OAuth 2 and OpenID Connect server on loopback, which Authlib runs.

It answers as both versions of Élèfan's gestion-compte do (implicit flow, `/api/v4/user`), and as an
OpenID Connect provider does (authorization code flow with PKCE, signed id tokens).
"""

import secrets
import threading
from dataclasses import dataclass, field

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "odoo", "un secret"
LOGIN_PAGE = """<!doctype html><html lang="fr"><title>Compte</title>
<form method="post"><label>Identifiant <input name="login"></label>
<button name="answer" value="yes">Autoriser</button>
<button name="answer" value="no">Refuser</button></form></html>"""


@dataclass
class Person:
    """Somebody with an account there."""

    login: str
    account: int
    number: int
    email: str
    withdrawn: bool = False


@dataclass
class Client(ClientMixin):
    """The one client: Odoo."""

    redirect_uri: str

    def get_client_id(self):
        return CLIENT

    def get_default_redirect_uri(self):
        return self.redirect_uri

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret):
        return secrets.compare_digest(client_secret, SECRET)

    def check_endpoint_auth_method(self, method, endpoint):
        return method in ("none", "client_secret_basic")

    def check_response_type(self, response_type):
        return response_type in ("token", "code")

    def check_grant_type(self, grant_type):
        return grant_type in ("implicit", "authorization_code")


@dataclass
class Code:
    """An authorization code that was given out."""

    person: Person
    scope: str
    nonce: str
    redirect_uri: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return None

    get_acr = get_amr = get_auth_time


@dataclass
class OauthServer:
    """The server; its address is `url`.

    :param coop_url: the address of the Odoo that may ask it
    """

    coop_url: str
    version: str = "new"  # of gestion-compte: « old » answers with the member number as id
    is_forging: bool = False  # signs with a key that it does not publish
    people: dict = field(default_factory=dict)  # by login
    codes: dict = field(default_factory=dict)
    tokens: dict = field(default_factory=dict)

    def __post_init__(self):
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.forged_key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self._server = make_server("127.0.0.1", 0, self._application(), threaded=True)
        self.url = f"http://127.0.0.1:{self._server.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def add(self, login, account, number, email, **more):
        """Have somebody there; return them."""
        self.people[login] = Person(login, account, number, email, **more)
        return self.people[login]

    def _application(self):
        app = Flask(__name__)
        client = Client(f"{self.coop_url}/auth_oauth/signin")
        server = AuthorizationServer(
            app,
            query_client=lambda client_id: client if client_id == CLIENT else None,
            save_token=self._save_token,
        )
        server.register_grant(grants.ImplicitGrant)
        server.register_grant(
            _code_grant(self.codes), [_IdToken(self), CodeChallenge(required=True)]
        )

        @app.route("/oauth/v2/auth", methods=["GET", "POST"])
        def authorize():
            person = self.people.get(request.form.get("login"))
            try:
                grant = server.get_consent_grant(end_user=person)
            except OAuth2Error as error:
                return Response(str(error), 400)
            if request.method == "GET":
                return LOGIN_PAGE
            allows = person if request.form.get("answer") == "yes" else None
            return server.create_authorization_response(grant_user=allows, grant=grant)

        @app.post("/oauth/v2/token")
        def token():
            return server.create_token_response()

        @app.get("/favicon.ico")
        def icon():
            return Response(status=204)

        @app.get("/jwks")
        def keys():
            return {"keys": [self.key.as_dict(private=False)]}

        @app.get("/api/v4/user")
        def user():
            person = self.tokens.get(_bearer())
            if not person:
                challenge = 'Bearer realm="Service", error="invalid_grant"'
                return Response("{}", 401, {"WWW-Authenticate": challenge})
            if person.withdrawn:
                return {"user": False}
            number = person.number if self.version == "old" else person.account
            return {
                "id": number,
                "username": person.login,
                "email": person.email,
                "name": person.login.title(),
            }

        return app

    def _save_token(self, token, asked):
        self.tokens[token["access_token"]] = asked.user


def _bearer():
    header = request.headers.get("Authorization", "")
    return request.args.get("access_token") or header.removeprefix("Bearer ")


class _IdToken(OpenIDCode):
    def __init__(self, site):
        super().__init__(require_nonce=True)
        self.site = site

    def exists_nonce(self, nonce, request):
        return False

    def resolve_client_private_key(self, client):
        return self.site.forged_key if self.site.is_forging else self.site.key

    def get_client_claims(self, client):
        return {"iss": self.site.url, "aud": [CLIENT]}

    def get_encode_header(self, client):
        return {"alg": "RS256", "kid": "one"}

    def generate_user_info(self, user, scope):
        return UserInfo(sub=f"uuid-{user.account}", preferred_username=user.login, email=user.email)


def _code_grant(codes):
    """Return the grant of codes that are kept in `codes`."""

    class CodeGrant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

        def save_authorization_code(self, code, request):
            sent = request.payload.data
            codes[code] = Code(
                request.user,
                request.scope,
                sent.get("nonce"),
                request.payload.redirect_uri,
                sent.get("code_challenge"),
                sent.get("code_challenge_method"),
            )

        def query_authorization_code(self, code, client):
            return codes.get(code)

        def delete_authorization_code(self, authorization_code):
            for code in [code for code, each in codes.items() if each is authorization_code]:
                del codes[code]

        def authenticate_user(self, authorization_code):
            return authorization_code.person

    return CodeGrant
