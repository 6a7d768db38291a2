"""Rows of a distant server as plain dicts: no Odoo in here."""

# Tells when a row was written, not what it says; photos are compared by their size apart.
NOT_COMPARED = frozenset({"write_date", "photo_size"})


def comparable(row):
    """Return what two rows are compared by.

    >>> comparable({"ref": "1", "name": "Riz", "write_date": "2026-01-01 08:00:00"})
    {'ref': '1', 'name': 'Riz'}
    """
    return {key: value for key, value in (row or {}).items() if key not in NOT_COMPARED}


def differences(before, after):
    """Return ``[(key, before, after)]`` of what two rows tell differently.

    >>> differences({"name": "Riz", "cost": 1.0}, {"name": "Riz rond", "cost": 1.0})
    [('name', 'Riz', 'Riz rond')]
    """
    before, after = comparable(before), comparable(after)
    return [
        (key, before.get(key), after.get(key))
        for key in [*after, *(key for key in before if key not in after)]
        if before.get(key) != after.get(key)
    ]


def name_of(row):
    """Return what a person calls a row.

    >>> name_of({"ref": "7"}), name_of({"ref": "7", "name": "Riz"})
    ('n° 7', 'Riz')
    """
    return row.get("name") or f"n° {row.get('ref')}"


def whole_number(text):
    """Return the first whole number in a text, 0 without one.

    >>> whole_number("A-12"), whole_number(None), whole_number(3)
    (12, 0, 3)
    """
    digits = ""
    for character in str(text or ""):
        if character.isascii() and character.isdigit():
            digits += character
        elif digits:
            break
    return int(digits[:6] or 0)
