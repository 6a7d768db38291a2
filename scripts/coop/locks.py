"""Locks between commands of one checkout; the system frees them when their holder ends."""

import fcntl
from contextlib import contextmanager

from coop import paths
from coop.errors import Stop
from coop.progress import say

FOLDER = paths.VAR / "locks"


@contextmanager
def hold(name, busy, wait=True):
    """Hold the lock `name` while the block runs.

    If another command has it, print the sentence `busy` and wait, or raise Stop with it.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / name, "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise Stop(busy) from None
            say(f"  {busy}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
