"""What the server logged."""

import re
import time
from pathlib import Path

TROUBLE = re.compile(r"^\S+ \S+ \d+ (?:ERROR|CRITICAL) ", re.MULTILINE)
# The last word of a request's line: how it read the database.
MODE = re.compile(r" (ro|rw|ro->rw|-)$")


class ServerLog:
    """The log of the running server."""

    def __init__(self, path):
        self.path = Path(path)

    def size(self):
        """Return where the log ends now."""
        return self.path.stat().st_size

    def since(self, place):
        """Return what was logged after `place`."""
        with open(self.path, "rb") as log:
            log.seek(place)
            return log.read().decode(errors="replace")

    def troubles(self, place):
        """Return the lines logged after `place` that report an error."""
        return [line for line in self.since(place).splitlines() if TROUBLE.match(line)]

    def mode_of(self, word, place, seconds=10):
        """Return how the request with `word` in its address read the database.

        "ro" is read from a replica, "rw" from the primary, "ro->rw" first tried on a replica, where
        it wrote. The line is logged after the answer is sent: wait for it.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for line in self.since(place).splitlines():
                if word in line and (mode := MODE.search(line)):
                    return mode[1]
            time.sleep(0.05)
        raise AssertionError(f"the server did not log the request with {word}")
