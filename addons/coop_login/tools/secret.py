"""Secrets that stand in a mail or a cookie, and what the database keeps of them."""

import hashlib
import secrets


def new_secret():
    """Return a secret of 256 bits, fit for an address and a cookie."""
    return secrets.token_urlsafe(32)


def secret_hash(secret):
    """Return what is kept of a secret: whoever reads the database can log in as nobody.

    A secret that long cannot be tried out, so that a plain hash is enough.
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
