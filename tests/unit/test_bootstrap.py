"""Preparing a checkout: what is done, what is left alone, and what people are told."""

import os
import subprocess
import sys

import pytest

from coop import bootstrap
from coop.errors import Stop


@pytest.fixture
def requirements(tmp_path, monkeypatch):
    """A requirements file of its own, in place of the checkout's."""
    file = tmp_path / "requirements.txt"
    file.write_text("one==1\n")
    monkeypatch.setattr(bootstrap, "REQUIREMENTS", file)
    return file


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """An environment folder of its own, which the bootstrap may fill."""
    folder = tmp_path / "venv"
    monkeypatch.setattr(bootstrap.paths, "VENV", folder)
    monkeypatch.setattr(bootstrap, "PYTHON", folder / "bin/python")
    return folder


def test_packages_stamp_follows_the_content(requirements):
    before = bootstrap.packages_stamp()
    assert bootstrap.packages_stamp() == before
    requirements.write_text("one==2\n")
    assert bootstrap.packages_stamp() != before


def test_a_half_made_environment_is_made_again(venv):
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/python").touch()
    assert not bootstrap.has_venv()
    bootstrap.make_venv()
    assert bootstrap.has_venv()
    subprocess.run([bootstrap.PYTHON, "-c", "import pip"], check=True)


def pretend_made(folder):
    """Lay out what a complete environment is known by."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/python").symlink_to(sys.executable)
    bootstrap._write("venv", bootstrap.venv_stamp())


def test_a_good_environment_is_left_alone(venv):
    pretend_made(venv)
    (venv / "mark").touch()
    bootstrap.make_venv()
    assert (venv / "mark").exists()


def test_an_environment_that_was_moved_is_no_good(venv, monkeypatch):
    pretend_made(venv)
    assert bootstrap.has_venv()
    moved = venv.with_name("elsewhere")
    venv.rename(moved)
    monkeypatch.setattr(bootstrap.paths, "VENV", moved)
    monkeypatch.setattr(bootstrap, "PYTHON", moved / "bin/python")
    assert not bootstrap.has_venv()


def test_without_room_one_sentence_says_how_much(tmp_path):
    with pytest.raises(Stop, match=r"GB are free .* free some space"):
        bootstrap.require_room(tmp_path, room=2**60)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", "does not answer"),
        ("ERROR: something else", "pip could not install"),
    ],
)
def test_pip_failures_become_one_sentence(output, sentence, tmp_path):
    assert sentence in bootstrap.pip_failure(output, tmp_path / "pip.log")


def test_a_python_that_is_too_old_or_new_says_which_to_install(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(Stop, match=r"install Python 3\.11 or 3\.12"):
        bootstrap.use_right_python()


def test_help_needs_no_preparation():
    root = bootstrap.paths.ROOT
    answer = subprocess.run(
        [sys.executable, "-S", root / "scripts/run", "--help"], capture_output=True, text=True
    )
    assert answer.returncode == 0
    assert "--fresh" in answer.stdout
