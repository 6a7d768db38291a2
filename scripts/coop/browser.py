"""A Chromium on this machine, for the tests that need a real browser."""

import os
import shutil
import subprocess

from coop import paths
from coop.errors import Stop
from coop.progress import step

# The names under which Odoo's own browser tests look, too.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without the emoji font, pages that people wrote show empty boxes.
PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-color-emoji")


def find():
    """Return the path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def ensure():
    """Return the path of a Chromium, installing Debian's if we may; else raise Stop."""
    program = find()
    if program:
        return program
    install = f"apt-get install --yes {' '.join(PACKAGES)}"
    if not shutil.which("apt-get"):
        raise Stop(
            "A browser is needed: install Chromium or Chrome and run the same command again."
        )
    if os.geteuid() != 0:
        raise Stop(f"A browser is needed: type `sudo {install}` and run the same command again.")
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    log = paths.LOGS / "apt.log"
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step("Installing Chromium"), open(log, "w") as output:
        for command in ("apt-get update", install):
            result = subprocess.run(
                command.split(), env=environ, stdout=output, stderr=subprocess.STDOUT
            )
            if result.returncode:
                break
    program = find()
    if not program:
        raise Stop(f"Chromium could not be installed: see {log}, then type `{install}` as root.")
    return program
