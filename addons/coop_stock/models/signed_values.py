from odoo.tools.misc import verify_hash_signed


def signed_values(env, signed_for, token):
    """Return what a token in a mail holds, a list, empty where it is none of ours or too old.

    :param str signed_for: what it was signed for with `hash_sign`
    """
    try:
        return verify_hash_signed(env(su=True), signed_for, token) or []
    except (ValueError, IndexError):
        # What was typed is no token: not base64, too short, no text.
        return []
