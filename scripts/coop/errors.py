"""Errors that a person meets: one sentence that says what to do."""

import errno
import sys


class Stop(Exception):
    """Why a command cannot go on, as one sentence for the person who typed it."""


def exit_code(main, *args):
    """Call `main(*args)` and return the exit code it stands for.

    Stop and a full disk become one sentence and 1, Ctrl-C becomes 130; anything else
    is a defect of ours and keeps its traceback.
    """
    try:
        return main(*args) or 0
    except Stop as stop:
        message = str(stop)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        message = "The disk is full: free some space, then run the same command again."
    print(f"\n{message}", file=sys.stderr, flush=True)
    return 1
