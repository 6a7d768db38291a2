"""One turn of the link, timed and weighed, in a process of its own: prints its JSON."""

import json
import os
import resource
import sys
import time

from coop.vracoop import addresses
from coop.vracoop.distant import Distant
from coop.vracoop.member_space import MemberSpace
from coop.vracoop.turn import Turn


def main():
    """Log in at both ends, as the environment says, and run a turn."""
    address = addresses.read(addresses.DISTANT, environ=os.environ)
    distant = Distant(address.url, address.database, address.login, address.password)
    ours = MemberSpace(addresses.read(addresses.OURS, environ=os.environ))
    ours.connect()
    distant.connect()
    start = time.monotonic()
    turn = Turn(distant, ours)
    turn.run()
    told = {
        "seconds": time.monotonic() - start,
        "requests": distant.requests,
        "bytes": distant.bytes,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "changed": sum(sums["changed"] for sums in turn.sums.values()),
        "created": {kind: sums["created"] for kind, sums in turn.sums.items()},
    }
    print(json.dumps(told))


if __name__ == "__main__":
    sys.exit(main())
