"""The folder with a whole Debian 11 in it, made once."""

import os
import shutil
import subprocess

from coop import bootstrap, locks, odoo_source, paths
from coop.errors import Stop
from coop.progress import step

SUITE = "bullseye"
PACKAGES = ("postgresql", "odoo-14")
FOLDER = paths.VAR / "old-odoo-14"
# Debian and Odoo with their packages, in bytes.
ROOM = 4 * 2**30
LOG = paths.LOGS / "old-odoo-debootstrap.log"


def ensure():
    """Return the folder, making it first where it is missing (about 3 minutes).

    :raises Stop: where that cannot be: no Debian, not root, no debootstrap, no network
    """
    if os.geteuid():
        raise Stop(
            "The old Odoo runs in a folder of its own, which only root may do: run this as root."
        )
    with locks.hold("old_odoo_tree", "Waiting for another command that fetches Odoo 14 …"):
        if not FOLDER.exists():
            fetch()
    return FOLDER


def fetch():
    """Unpack Debian 11 with Odoo 14; signatures are checked as apt does."""
    if not shutil.which("debootstrap"):
        raise Stop("debootstrap is missing: install it with `apt-get install debootstrap`.")
    mirror, _release = odoo_source.debian()
    bootstrap.require_room(room=ROOM)
    unfinished = FOLDER.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    command = [
        "debootstrap",
        "--variant=minbase",
        f"--keyring={odoo_source.KEYRING}",
        f"--include={','.join(PACKAGES)}",
        SUITE,
        unfinished,
        mirror,
    ]
    with step("Fetching Odoo 14 with Debian 11 around it (about 3 minutes)"), open(LOG, "w") as log:
        if subprocess.run(command, stdout=log, stderr=log).returncode:
            raise Stop(f"Debian 11 could not be unpacked: see {LOG}, then run this again.")
    unfinished.rename(FOLDER)
