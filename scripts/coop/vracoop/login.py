"""Logging in at one of the two Odoo servers."""

from urllib.parse import urlsplit

import odoorpc

from coop.errors import Stop
from coop.vracoop import troubles


def log_in(server, url, account, timeout, opener=None):
    """Return odoorpc's connection to an Odoo, logged in.

    :param server: `troubles.DISTANT` or `troubles.OURS`, which sentences name
    :param account: database, login and password
    :param timeout: seconds that one answer may take
    :param opener: urllib's, by which questions go
    :raises Stop: where that is refused, or no Odoo answers
    :raises Unreachable: where there is no answer
    """
    address = urlsplit(url)
    is_tls = address.scheme == "https"

    def question():
        try:
            odoo = odoorpc.ODOO(
                address.hostname,
                protocol="jsonrpc+ssl" if is_tls else "jsonrpc",
                port=address.port or (443 if is_tls else 80),
                timeout=timeout,
                opener=opener,
            )
        except KeyError as error:
            # It answers, in JSON, but does not say its version.
            raise Stop(
                f"{server} n'est pas à cette adresse : {address.hostname} n'est pas un Odoo."
            ) from error
        odoo.login(*account)
        return odoo

    return troubles.asked(question, server)
