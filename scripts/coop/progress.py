"""Steps on the terminal, each with the seconds it took."""

import sys
import threading
import time
from contextlib import contextmanager


def say(text=""):
    """Print `text` at once, so that a pipe shows it too."""
    print(text, flush=True)


@contextmanager
def step(title, quiet=True):
    """Show `title` while the block runs, then the seconds it took.

    A terminal sees the seconds count while the block is `quiet`; a file, a pipe or a block
    that prints by itself gets one line at the start and one at the end.
    """
    live = quiet and sys.stdout.isatty()
    start = time.monotonic()
    over = threading.Event()

    def tick():
        while not over.wait(0.5):
            sys.stdout.write(f"\r  {title} … {time.monotonic() - start:.0f} s ")
            sys.stdout.flush()

    ticker = threading.Thread(target=tick, daemon=True)
    if live:
        ticker.start()
    else:
        say(f"  {title} …")
    outcome = "failed"
    try:
        yield
        outcome = "done"
    except KeyboardInterrupt:
        outcome = "stopped"
        raise
    finally:
        over.set()
        if live:
            ticker.join()
            sys.stdout.write("\r\033[K")
        say(f"  {title}: {outcome} in {time.monotonic() - start:.1f} s")
