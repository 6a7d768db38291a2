"""Odoo's configuration and its life as a child."""

import configparser
import os
import sys
import time

import psutil
import pytest

from coop import odoo_process, odoo_source, paths, postgres


@pytest.fixture
def setup(tmp_path):
    """A Setup on an Odoo that is not there: nothing is started."""
    odoo = odoo_source.Odoo(tmp_path / "odoo", (tmp_path / "odoo/addons",), "19.0")
    return odoo_process.Setup(odoo, postgres.Server("/tmp/socket", 5432, "coop"), smtp_port=2525)


def test_the_server_is_for_this_machine_and_this_database_only(setup):
    config = setup.config("coop_demo", 8069)
    assert config["http_interface"] == "127.0.0.1"
    assert config["list_db"] is False
    assert config["dbfilter"] == "^coop_demo$"
    assert (config["smtp_server"], config["smtp_port"]) == ("127.0.0.1", 2525)


def test_without_a_port_nobody_is_served(setup):
    assert setup.config("coop_demo")["http_enable"] is False
    assert setup.config("coop_demo")["max_cron_threads"] == 0


def test_odoo_finds_its_own_addons_then_ours_then_those_installed(setup):
    folders = setup.addons_path()
    assert folders[0] == setup.odoo.addons[0]
    assert folders[1:3] == [paths.ADDONS, paths.TEST_ADDONS]
    assert (folders[3] / "product_origin").is_dir()


def test_the_file_is_for_its_owner_only(setup, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "RUN", tmp_path / "run")
    file = setup.write_config("coop_demo", 8070, workers=2)
    assert file.stat().st_mode & 0o077 == 0
    parser = configparser.RawConfigParser()
    parser.read(file)
    assert parser["options"]["workers"] == "2"
    assert "db_password" not in parser["options"]


def test_the_environment_cannot_lead_odoo_elsewhere(setup, var, monkeypatch):
    monkeypatch.setenv("PGHOST", "elsewhere")
    monkeypatch.setenv("ODOO_RC", "/elsewhere")
    environ = setup.environment()
    assert "PGHOST" not in environ
    assert "ODOO_RC" not in environ


def test_command_lines():
    odoo = odoo_process.command("file.conf", "server", "-i", "base")
    assert odoo == [sys.executable, "-m", "odoo", "server", "-c", "file.conf", "-i", "base"]
    ours = odoo_process.command("file.conf", "a:b", module="coop.inside")
    assert ours == [sys.executable, "-m", "coop.inside", "-c", "file.conf", "a:b"]


def test_an_ended_process_takes_its_children_along_and_nobody_else():
    script = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    read, write = os.pipe()
    bystander = odoo_process.spawn([sys.executable, "-c", "import time; time.sleep(60)"], None)
    with open(read) as output, open(write, "w") as end:
        process = odoo_process.spawn([sys.executable, "-c", script], None, end)
        child = psutil.Process(int(output.readline()))
        odoo_process.end(process, patience=5)
        deadline = time.monotonic() + 5
        while child.is_running() and child.status() != "zombie" and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not child.is_running() or child.status() == "zombie"
        assert bystander.poll() is None
        odoo_process.end(bystander)
