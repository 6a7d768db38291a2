"""Codes that a person copies from a mail or a letter. No Odoo in here."""

# Douglas Crockford's base 32: no letter is mistaken for a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
MAIL_DIGITS = 6
LETTER_LENGTH = 10


def mail_code(secret):
    """Return the six digits of a mail.

    :param str secret: hexadecimal digits, at least 64 bits of them
    """
    return f"{int(secret, 16) % 10**MAIL_DIGITS:0{MAIL_DIGITS}}"


def letter_code(secret):
    """Return the ten characters of a letter, fifty bits.

    :param str secret: hexadecimal digits, at least 64 bits of them
    """
    number = int(secret, 16)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LETTER_LENGTH))


def spelled(code):
    """Return a code in two groups, as one copies it.

    >>> spelled("ABCDE12345"), spelled("042317")
    ('ABCDE-12345', '042 317')
    """
    half = len(code) // 2
    return f"{code[:half]}{' ' if code.isdigit() and half == 3 else '-'}{code[half:]}"


def typed_code(text):
    """Return a code as it was meant: capitals, no spaces nor dashes, no mistaken letters.

    >>> typed_code(" abcde-1234o ")
    'ABCDE12340'
    """
    kept = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    return kept.translate(MISTAKEN)
