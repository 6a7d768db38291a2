"""From a bare Python to the virtual environment of the checkout; standard library only."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

from coop import errors, interrupts, locks, paths
from coop.errors import Stop
from coop.progress import step

PYTHONS = ((3, 11), (3, 12))
REQUIREMENTS = paths.ROOT / "requirements.txt"
CONSTRAINTS = paths.ROOT / "constraints.txt"
OCA = paths.ROOT / "requirements-oca.txt"
PYTHON = paths.VENV / "bin/python"
# What the packages, Odoo and one demo coop take, in bytes, with some air.
ROOM = 4 * 2**30


def enter(module, check=None, needs=()):
    """Make the checkout ready and go on as `python -m module` in its virtual environment.

    `check(arguments)` looks at the command line first: nobody waits for packages to read --help.
    A real server has no virtual environment: where this Python has all packages that the module
    `needs`, it goes on as it is.
    """
    interrupts.catch()
    code = errors.exit_code(_prepare_for, check, needs)
    if code:
        sys.exit(code)
    environ = {**os.environ, "PYTHONPATH": str(paths.SCRIPTS)}
    python = sys.executable
    if not suffices(needs):
        python = str(PYTHON)
        environ["VIRTUAL_ENV"] = str(paths.VENV)
    os.execve(python, [python, "-m", module, *sys.argv[1:]], environ)


def _prepare_for(check, needs):
    if check:
        check(sys.argv[1:])
    if not suffices(needs):
        prepare()


def suffices(needs):
    """Tell whether this Python has the packages `needs`, and the checkout none of its own."""
    return (
        bool(needs)
        and not paths.VENV.exists()
        and all(importlib.util.find_spec(name) for name in needs)
    )


def prepare():
    """Make var/venv what the requirements say, unless it is so already."""
    use_right_python()
    paths.VAR.mkdir(exist_ok=True)
    if is_ready():
        return
    with alone():
        if is_ready():  # whoever held the lock has done it
            return
        require_room()
        make_venv()
        install()


def use_right_python():
    """Go on in a Python that the pinned packages exist for, if this one is another."""
    if sys.version_info[:2] in PYTHONS:
        return
    for major, minor in PYTHONS:
        program = shutil.which(f"python{major}.{minor}")
        if program and _runs(program):
            os.execv(program, [program, *sys.argv])
    names = " or ".join(f"{major}.{minor}" for major, minor in PYTHONS)
    raise Stop(
        f"This is Python {sys.version_info[0]}.{sys.version_info[1]}: install Python {names} "
        "beside it and run the same command again."
    )


def _runs(program):
    # A version manager puts names on PATH for Pythons that it has not switched on.
    return subprocess.run([program, "-c", ""], capture_output=True).returncode == 0


def alone():
    """Hold the checkout's set-up lock: two commands at once must not fill one folder."""
    return locks.hold("setup", "Waiting for another command that prepares this checkout …")


def require_room(folder=paths.VAR, room=ROOM):
    """Raise Stop if less than `room` bytes are free where `folder` lies."""
    free = shutil.disk_usage(folder).free
    if free < room:
        raise Stop(
            f"Only {free / 2**30:.1f} GB are free on this disk and {room / 2**30:.0f} GB are "
            "needed: free some space, then run the same command again."
        )


def venv_stamp():
    """Return what the virtual environment is made of: it cannot be moved nor change Python."""
    return f"{paths.VENV} {sys.version_info[0]}.{sys.version_info[1]}"


def packages_stamp():
    """Return a hash of what is to be installed."""
    files = (REQUIREMENTS, CONSTRAINTS, OCA)
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def is_ready():
    """Tell whether the virtual environment and its packages are as they should be."""
    return has_venv() and _read("packages") == packages_stamp()


def has_venv():
    """Tell whether a complete virtual environment for this Python is there."""
    return PYTHON.exists() and _read("venv") == venv_stamp()


def make_venv():
    """Make an empty virtual environment, unless a good one is there."""
    if has_venv():
        return
    with step("Making a virtual environment"):
        result = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", paths.VENV], capture_output=True, text=True
        )
    if result.returncode:
        if "ensurepip" in result.stdout + result.stderr:
            raise Stop(
                "Python's module venv is incomplete: install it with `apt-get install "
                f"python{sys.version_info[0]}.{sys.version_info[1]}-venv` and run the same "
                "command again."
            )
        raise Stop(f"No virtual environment could be made: {result.stderr.strip()}")
    _write("venv", venv_stamp())


def install():
    """Install the packages; pip leaves alone what is there in the right version."""
    stamp = packages_stamp()
    with step("Installing the Python packages (about a minute)", quiet=False):
        pip("install", "--requirement", REQUIREMENTS, "--constraint", CONSTRAINTS)
        pip("install", "--no-deps", "--requirement", OCA)
    _write("packages", stamp)


def pip(*arguments):
    """Run pip; raise Stop with what to do if it fails."""
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    log = paths.LOGS / "pip.log"
    log.unlink(missing_ok=True)
    quiet = () if sys.stdout.isatty() else ("--quiet", "--progress-bar", "off")
    options = ("--disable-pip-version-check", "--no-input", "--retries", "3", "--log", log)
    environ = {**os.environ, "PYTHONWARNINGS": "ignore"}
    environ.pop("PYTHONPATH", None)
    command = [PYTHON, "-m", "pip", *arguments, *options, *quiet]
    result = subprocess.run(command, env=environ, stderr=subprocess.PIPE, text=True)
    if result.returncode:
        raise Stop(pip_failure(result.stderr + log.read_text(errors="replace"), log))


def pip_failure(output, log):
    """Return the sentence for what pip said when it failed."""
    if "No space left on device" in output:
        return "The disk is full: free some space, then run the same command again."
    if any(sign in output for sign in ("connection broken by", "ReadTimeout", "ConnectionError")):
        return (
            "The Python package index does not answer: check the network (or pip's settings), "
            "then run the same command again."
        )
    return f"pip could not install the packages: see {log}, then run the same command again."


def _read(name):
    try:
        return (paths.VENV / f".coop-{name}").read_text()
    except FileNotFoundError:
        return None


def _write(name, text):
    (paths.VENV / f".coop-{name}").write_text(text)
