"""Our side of the link: `coop.vracoop.link` of the member space, over RPC."""

import re

import odoorpc.error

from coop.errors import Stop
from coop.vracoop import troubles
from coop.vracoop.login import log_in
from coop.vracoop.odoo_server import is_denied, is_not_there

MODEL = "coop.vracoop.link"
NO_ADDON = (
    "L'espace membre ne connaît pas la liaison : installez-y « Coop: link to a distant Vracoop », "
    "dans Applications."
)
NO_RIGHT = (
    "L'espace membre ne laisse pas ce compte relier : donnez-lui le droit « Liaison avec le "
    "Vracoop », dans Paramètres → Utilisateurs."
)
NO_LINK = "L'espace membre n'a pas encore de liaison : créez-la dans Coop → Configuration."


class MemberSpace:
    """The member space's Odoo 19, which keeps what is read and how far it was read.

    All its calls are safe to repeat: a page received twice changes nothing the second time.
    """

    def __init__(self, address, timeout=600):
        self._address = address
        self._timeout = timeout
        self._link = None

    @property
    def lock(self):
        """The name of the lock of who writes here: one a member space, whoever shares programs."""
        return re.sub(r"[^\w.-]+", "_", f"vracoop_{self._address.url}_{self._address.database}")

    def connect(self):
        """Log in; raise Stop where that is refused or the addon is not installed."""
        address = self._address
        account = address.database, address.login, address.password
        # `env[…]` of odoorpc reads the fields of the model, for which this account has no right.
        self._link = log_in(troubles.OURS, address.url, account, self._timeout)
        self.begin()

    def _call(self, method, *args):
        return troubles.asked(
            lambda: self._link.execute_kw(MODEL, method, list(args), {}), troubles.OURS
        )

    def begin(self):
        """Return the link's ``settings``, ``cursors`` and what else a turn starts from.

        :raises Stop: where the addon, the account's right or the link is missing
        """

        def question():
            try:
                return self._link.execute_kw(MODEL, "begin", [], {})
            except odoorpc.error.RPCError as error:
                if is_not_there(error, MODEL):
                    raise Stop(NO_ADDON) from error
                if is_denied(error):
                    raise Stop(NO_RIGHT) from error
                raise

        told = troubles.asked(question, troubles.OURS)
        if not told:
            raise Stop(NO_LINK)
        return told

    def receive(self, kind, rows, cursor=None, dry_run=False, told_before=None, readings=None):
        """Have a page of rows kept, with how far that is, in one transaction.

        :param dict told_before: the refs by kind that a dry run told before, and that are not kept
        :param int readings: what `begin` told of it
        """
        return self._call("receive", kind, rows, cursor, dry_run, told_before, readings)

    def missing(self, kind, refs):
        """Return the refs of known rows that are not among these."""
        return self._call("missing", kind, refs)

    def present(self, kind, refs, dry_run=False, deleted=(), allow_departures=False):
        """Tell which rows are still there; what is not named is gone.

        :param deleted: refs of those that exist no more
        :param bool allow_departures: whether many may go at once
        """
        return self._call("present", kind, refs, dry_run, list(deleted), allow_departures)

    def photos_wanted(self, sizes):
        """Return the refs of the products whose photo is not the one kept.

        :param dict sizes: ref: size of the distant photo in bytes
        """
        return self._call("photos_wanted", sizes)

    def turn_done(self, at, stock_at):
        """Tell that all is read, as of two UTC moments, ``YYYY-MM-DD HH:MM:SS``."""
        return self._call("turn_done", at, stock_at)

    def turn_failed(self, words):
        """Tell why a turn did not end."""
        return self._call("turn_failed", words)

    def pushed(self, key, ref):
        """Tell which distant product an accepted suggestion has become."""
        return self._call("pushed", key, ref)
