"""How a member's name is shown to other members."""

import re

MAX_FIRST_NAME = 24


def _is_surname_word(word):
    """Whether a word is written as French forms write surnames: two capitals or more."""
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def first_name_and_initial(name):
    """Return a name as members see it: first name and initial of the surname.

    Understands « Prénom Nom », « NOM Prénom » (surname in capitals) and « Nom, Prénom ».

    :param name: the whole name of a person, or an empty value
    :return: for example ``"Marie-Claude D."``, or ``""`` without a name

    >>> first_name_and_initial("Marie-Claude Dupont")
    'Marie-Claude D.'
    >>> first_name_and_initial("LE GOFF Anne")
    'Anne L.'
    >>> first_name_and_initial("Dupont, Jean")
    'Jean D.'
    """
    name = re.sub(r"\s+", " ", name or "").strip(" ,")
    if not name:
        return ""
    if "," in name:
        surname, first = (part.strip() for part in name.split(",", 1))
        first = first.split(" ")[0]
    else:
        words = name.split(" ")
        in_capitals = [_is_surname_word(word) for word in words]
        if in_capitals[0] and not all(in_capitals):
            first = words[in_capitals.index(False)]
            surname = words[0]
        else:
            first, surname = words[0], " ".join(words[1:])
    initial = next((letter for letter in surname if letter.isalpha()), "")
    first = first[:MAX_FIRST_NAME]
    if first.isupper() and len(first) > 1:
        first = first.title()
    return f"{first} {initial.upper()}." if initial else first
