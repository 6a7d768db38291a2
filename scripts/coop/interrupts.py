"""Ctrl-C and its like: one ends the command in good order, more do not disturb that."""

import signal

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def catch():
    """Make the first such signal a KeyboardInterrupt, and have all later ones ignored.

    A person who presses Ctrl-C twice would otherwise cut short the clean-up of the first.
    """
    for number in SIGNALS:
        signal.signal(number, _first)


def _first(number, frame):
    for each in SIGNALS:
        # Not SIG_IGN: programs that the clean-up starts would inherit that.
        signal.signal(each, _later)
    raise KeyboardInterrupt


def _later(number, frame):
    pass
