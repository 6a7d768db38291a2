"""Chance that repeats itself: the same seed and words give the same throw."""

import hashlib
import random


def chance(*key):
    """Return a number from 0 up to 1 that depends on `key` alone."""
    digest = hashlib.blake2b("|".join(map(str, key)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def thrower(seed, topic):
    """Return a generator of random numbers for one topic, so that topics do not mix."""
    return random.Random(f"{seed}/{topic}")  # noqa: S311  nothing here is a secret
