"""Part `lint`: what can be said about the code without running it. Each tool is one test."""

import subprocess
import sys

from coop import paths
from coop.progress import say
from coop.testing.result import Result


def run():
    """Run every tool and show what they find."""
    result = Result()
    for name, command in commands():
        if subprocess.run(command, cwd=paths.ROOT).returncode:
            say(f"  {name}: see above")
            result.failures.append(f"lint: {name}")
        else:
            say(f"  {name}: nothing to say")
            result.passed += 1
    return result


def commands():
    """Yield the name and the command line of each tool."""
    ruff = program("ruff")
    yield "ruff check", [ruff, "check", "--output-format=concise"]
    yield (
        "ruff format (`ruff format` repairs it)",
        [ruff, "format", "--check", "--output-format=concise"],
    )
    folders = [paths.ADDONS, paths.TEST_ADDONS]
    addons = sorted(str(f.parent) for each in folders for f in each.glob("*/__manifest__.py"))
    yield "pylint-odoo", [program("pylint"), "--rcfile=.pylintrc", "--jobs=2", *addons]
    yield "OCA's checks of data files", [program("oca-checks-odoo-module"), *addons]
    translations = sorted(map(str, paths.ADDONS.glob("*/i18n/*.po*")))
    if translations:
        yield "OCA's checks of translations", [program("oca-checks-po"), *translations]


def program(name):
    """Return the path of a program of the virtual environment."""
    return str(paths.VENV / "bin" / name) if sys.prefix == str(paths.VENV) else name
