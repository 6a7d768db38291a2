"""An e-mail address of which only its owner recognises the rest. No Odoo in here."""


def hidden_address(address):
    """Return an address with its first letters only.

    >>> hidden_address("marie.dupont@laposte.net")
    'm…@l….net'
    """
    name, _at, host = address.partition("@")
    place, _dot, end = host.rpartition(".")
    return f"{name[:1]}…@{place[:1]}….{end}"
