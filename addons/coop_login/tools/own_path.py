"""Where a person goes after the login: a page of this Odoo, never another site."""

LONGEST = 500


def own_path(text, otherwise="/my"):
    """Return the path that was asked for, `otherwise` where it leads elsewhere or is too long.

    >>> own_path("/suggestions/12")
    '/suggestions/12'
    >>> own_path("//evil.example")
    '/my'
    """
    if not isinstance(text, str):  # a file in its place, or nothing
        return otherwise
    # Browsers read // and /\ at the beginning as the address of another site, and drop tabs and
    # line breaks before they look.
    if not text.startswith("/") or text[1:2] in ("/", "\\") or len(text) > LONGEST:
        return otherwise
    return text if text.isprintable() else otherwise
