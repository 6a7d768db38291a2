"""Many at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor


def at_once(calls):
    """Make all calls at the same moment, each in a thread; return their results, in order."""
    start = threading.Barrier(len(calls))

    def wait_and_call(each):
        start.wait()
        return each()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(wait_and_call, calls))
