"""Calling an old Odoo's models by their names, as its own client does."""

from urllib.parse import urlsplit

import odoorpc


class Rpc:
    """One account of an old Odoo; its words are French.

    :raises odoorpc.error.RPCError: when the account is refused
    """

    def __init__(self, url, database, login, password):
        address = urlsplit(url)
        self._odoo = odoorpc.ODOO(address.hostname, port=address.port, timeout=300)
        self._odoo.login(database, login, password)
        self.uid = self._odoo.env.uid

    def call(self, model, method, *args, context=None, **keywords):
        """Call a method with a context of French and archived records included."""
        context = {"lang": "fr_FR", "active_test": False, **(context or {})}
        return self._odoo.execute_kw(model, method, list(args), {**keywords, "context": context})

    def create(self, model, **values):
        """Create a record; return its id."""
        return self.call(model, "create", values)

    def write(self, model, ids, **values):
        """Write on one record or several."""
        self.call(model, "write", [ids] if isinstance(ids, int) else ids, values)

    def find(self, model, *domain, **keywords):
        """Return the ids of records."""
        return self.call(model, "search", list(domain), **keywords)

    def one(self, model, *domain):
        """Return the id of the first such record.

        :raises LookupError: where there is none
        """
        found = self.find(model, *domain, limit=1)
        if not found:
            raise LookupError(f"no {model} {domain}")
        return found[0]

    def rows(self, model, domain, *fields, order="id"):
        """Return the fields of records, a dict each."""
        return self.call(model, "search_read", domain, list(fields), order=order)
