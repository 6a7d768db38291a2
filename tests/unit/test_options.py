"""Command lines, ports and what people are told."""

import errno
import socket

import pytest

from coop import browser, errors, locks, options, ports
from coop.errors import Stop


@pytest.fixture
def busy_port():
    """A port that something listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_busy_port_names_the_option(busy_port):
    with pytest.raises(Stop, match=rf"Port {busy_port} is busy: .*--port"):
        options.run(["--port", str(busy_port)])


def test_a_free_port_passes():
    port = ports.free_port()
    assert options.run(["--port", str(port)]).port == port


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(SystemExit):
        options.run(["--port", port])


def test_parts_run_in_their_order_whatever_was_typed():
    assert options.test(["unit", "lint"]).parts == ["lint", "unit"]
    assert options.test([]).parts[0] == "lint"
    assert options.test([]).parts[-1] == "outside"


def test_what_follows_two_dashes_is_for_pytest():
    chosen = options.test(["unit", "--", "-k", "vote"])
    assert (chosen.parts, chosen.pytest) == (["unit"], ["-k", "vote"])


def test_an_unknown_part_is_refused_with_the_known_ones(capsys):
    with pytest.raises(SystemExit):
        options.test(["nothing"])
    assert "no part is called nothing; there are: lint, unit" in capsys.readouterr().err


def fail(error):
    raise error


def test_errors_become_one_sentence_and_a_code(capsys):
    assert errors.exit_code(fail, Stop("Do this.")) == 1
    assert capsys.readouterr().err == "\nDo this.\n"
    assert errors.exit_code(fail, OSError(errno.ENOSPC, "full")) == 1
    assert "The disk is full" in capsys.readouterr().err
    assert errors.exit_code(fail, KeyboardInterrupt()) == 130
    assert errors.exit_code(lambda: None) == 0
    with pytest.raises(ValueError, match="ours"):
        errors.exit_code(fail, ValueError("ours"))


def test_a_held_lock_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "FOLDER", tmp_path)
    with (
        locks.hold("a", "busy"),
        pytest.raises(Stop, match="stop the other"),
        locks.hold("a", "stop the other", wait=False),
    ):
        pass
    with locks.hold("a", "busy", wait=False):
        pass


def test_without_root_the_command_that_installs_a_browser_is_named(monkeypatch):
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(Stop, match="sudo apt-get install --yes chromium"):
        browser.ensure()


def test_the_old_odoo_is_tested_only_when_asked():
    assert "old_odoo" not in options.test([]).parts
    assert options.test(["--old-odoo"]).parts[-1] == "old_odoo"
    assert options.test(["--old-odoo", "unit"]).parts == ["unit", "old_odoo"]
    assert options.test(["old_odoo"]).parts == ["old_odoo"]
