"""Who signs on the shop account: a first name, kept in the session for a shift."""

import time

from odoo.http import request

from ..tools.typed_text import clean_line, has_letters

HOURS_OF_A_SHIFT = 4
LONGEST_NAME = 40


def signed_name():
    """Return the first name typed on the shop account, "" where none was typed lately.

    Nobody needs one on an account of their own: there it is always "".
    """
    if not request.env.user._coop_is_shop_account():
        return ""
    name, since = request.session.get("coop_signed") or ("", 0)
    return name if time.time() - since < HOURS_OF_A_SHIFT * 3600 else ""


def keep_signed_name(first_name):
    """Have this first name sign for the shift; what is no name is not kept."""
    name = clean_line(first_name)
    if has_letters(name) and len(name) <= LONGEST_NAME:
        request.session["coop_signed"] = (name, time.time())


def forget_signed_name():
    """« ce n'est pas vous ? »: the next signature asks for a name."""
    request.session.pop("coop_signed", None)
