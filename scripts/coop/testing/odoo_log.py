"""What Odoo's log says about a run of tests or of a server."""

import re
from dataclasses import dataclass, field

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) (?P<database>\S+) "
    r"(?P<logger>\S+): (?P<message>.*)"
)
TOTAL = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
# Odoo's sums of what it has logged test by test.
SUM = re.compile(r"Module \S+: \d+ failures, \d+ errors|At least one test failed")
SKIPPED = re.compile(r"skipped (\S+) : (.*)")


@dataclass
class Reading:
    """What was found: tests run, failed and skipped, and entries that should not be there."""

    tests: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def read(lines, addons):
    """Return the Reading of a log.

    An ERROR or CRITICAL entry is trouble wherever it comes from; a WARNING is when it comes from
    one of `addons` or names one. A trouble is the entry with its traceback.
    """
    reading = Reading()
    ours = re.compile(rf"\b({'|'.join(map(re.escape, addons))})\b") if addons else None
    in_trouble = False
    for line in lines:
        line = line.rstrip("\n")
        entry = LINE.match(line)
        if not entry:
            if in_trouble:
                reading.troubles[-1] += f"\n{line}"
            continue
        message, logger, level = entry["message"], entry["logger"], entry["level"]
        total = TOTAL.search(message) if logger == "odoo.tests.result" else None
        if total:
            failed, errors, tests = map(int, total.groups())
            reading.tests += tests
            reading.failed += failed + errors
        elif skipped := SKIPPED.match(message):
            reading.skipped.append(f"{skipped[1]}: {skipped[2]}")
        in_trouble = not (total or SUM.match(message)) and (
            level in ("ERROR", "CRITICAL")
            or bool(level == "WARNING" and ours and ours.search(f"{logger} {message}"))
        )
        if in_trouble:
            reading.troubles.append(f"{level} {logger}: {message}")
    return reading


def brief(trouble):
    """Return a trouble as one line: what was logged, and the last line of its traceback."""
    lines = [line for line in trouble.splitlines() if line.strip()]
    return lines[0] if len(lines) == 1 else f"{lines[0]} … {lines[-1].strip()}"
