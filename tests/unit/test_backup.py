"""What backups and restores do without a database."""

import os
import subprocess
import time as clocks
from datetime import datetime, time
from pathlib import Path

import pytest

from coop import bootstrap, paths
from coop.backup import archive, make, options, pg_tools, place, troubles
from coop.errors import Stop

MOMENT = datetime(2026, 11, 28, 2, 30)  # noqa: DTZ001  only its digits count


# --- files


def test_a_file_appears_when_it_is_whole(tmp_path):
    path = tmp_path / archive.name("coop", MOMENT)
    assert path.name == "coop-2026-11-28-023000.zip"
    with archive.appearing(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_file_that_failed_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt), archive.appearing(tmp_path / "x.zip"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_the_backup_of_another_command_at_work_stays(tmp_path):
    one, two = (tmp_path / archive.name(name, MOMENT) for name in ("one", "two"))
    with archive.appearing(one) as file:
        file.write(b"one")
        with archive.appearing(two):
            assert one.with_name(one.name + ".part").exists()
    assert one.read_bytes() == b"one"


def test_databases_with_like_names_do_not_lose_each_others_backups(tmp_path):
    for name in ("coop", "coop-2", "coop.x"):
        (tmp_path / archive.name(name, MOMENT)).touch()
    assert archive.rotate(tmp_path, "coop", 1) == []
    assert [file.name[:6] for file in archive.of_database(tmp_path, "coop-2")] == ["coop-2"]


def test_a_full_disk_is_told():
    with pytest.raises(Stop, match="disque est plein"), troubles.told():
        Path("/dev/full").write_bytes(b"x")


def test_a_folder_that_may_not_be_written_is_told():
    with pytest.raises(Stop, match=r"utilisateur d'Odoo"), troubles.told():
        raise PermissionError(13, "Permission denied", "/backups")


# --- the hour


@pytest.fixture
def paris(monkeypatch):
    """Clocks as in Paris."""
    monkeypatch.setenv("TZ", "Europe/Paris")
    clocks.tzset()
    yield
    monkeypatch.undo()
    clocks.tzset()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-28T01:00", "2026-11-28T02:30+01:00"),
        ("2026-11-28T02:30", "2026-11-29T02:30+01:00"),
        ("2026-12-31T23:00", "2027-01-01T02:30+01:00"),
        # The nights in which the clock is changed.
        ("2026-10-24T12:00", "2026-10-25T02:30+02:00"),
        ("2026-10-25T12:00", "2026-10-26T02:30+01:00"),
        ("2026-03-28T12:00", "2026-03-29T01:30+01:00"),
    ],
)
@pytest.mark.usefixtures("paris")
def test_each_night_has_one_backup(now, expected):
    moment = make.next_time(datetime.fromisoformat(now).astimezone(), time(2, 30))
    assert moment == datetime.fromisoformat(expected)


# --- what is typed


@pytest.mark.parametrize("name", ["", "../x", "a b", "é", "-x", "a/b", "x" * 64])
def test_what_is_no_name_of_a_database_is_refused(name, capsys):
    with pytest.raises(SystemExit):
        options.backup([name, "--to", "."])
    assert "nom d'une base" in capsys.readouterr().err or name == "-x"


@pytest.mark.parametrize("keep", ["0", "-1", "x", "1.5"])
def test_nobody_keeps_no_backup(keep):
    with pytest.raises(SystemExit):
        options.backup(["coop", "--to", ".", "--keep", keep])


def test_the_image_of_odoo_names_its_configuration(monkeypatch):
    monkeypatch.setenv("ODOO_RC", "/etc/odoo/odoo.conf")
    assert str(options.backup(["coop", "--to", "."]).config) == "/etc/odoo/odoo.conf"
    assert str(options.restore(["f", "coop", "--config", "x"]).config) == "x"


# --- where


def test_odoos_configuration_tells_and_variables_count_more(tmp_path):
    path = tmp_path / "odoo.conf"
    path.write_text(
        "[options]\ndata_dir = /data\ndb_host = False\ndb_port = None\ndb_password = a%b\n"
    )
    with place.of(path, environ={}) as where:
        assert str(where.filestore("coop")) == "/data/filestore/coop"
        assert (where.server.host, where.server.port) == ("", 5432)
        assert where.server.password == "a%b"
    with place.of(path, environ={"PGHOST": "db", "PGPASSWORD": "c"}) as where:
        assert (where.server.host, where.server.password) == ("db", "c")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "n'est pas une configuration"),
        ("data_dir = /x", "n'est pas une configuration"),
        ("[options]\nworkers = 2", "data_dir"),
        (None, "ne se lit pas"),
    ],
)
def test_what_is_no_configuration_is_told(tmp_path, text, sentence):
    path = tmp_path / "odoo.conf"
    if text is not None:
        path.write_text(text)
    with pytest.raises(Stop, match=sentence), place.of(path, environ={}):
        pass


# --- PostgreSQL's programs


@pytest.fixture
def old_program(tmp_path, monkeypatch):
    """A pg_dump of PostgreSQL 9 that comes first on PATH."""
    path = tmp_path / "pg_dump"
    path.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return str(path)


def test_a_program_that_is_too_old_is_passed_over(old_program):
    assert pg_tools.program("pg_dump", 9) == old_program
    newer = pg_tools.program("pg_dump", 18)
    told = subprocess.run([newer, "--version"], capture_output=True, text=True, check=True)
    assert "(PostgreSQL) 18" in told.stdout


@pytest.mark.usefixtures("old_program")
def test_where_all_are_too_old_the_package_is_named():
    with pytest.raises(Stop, match=r"plus ancienne .* postgresql-client-99"):
        pg_tools.program("pg_dump", 99)


def test_what_postgresql_says_otherwise_is_passed_on():
    complaint = "\npsql:<stdin>:12: ERROR:  relation exists\nLINE 1\n"
    assert troubles.meaning(complaint).endswith("relation exists")


# --- on a server


def test_a_server_needs_no_virtual_environment(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "VENV", tmp_path / "venv")
    assert bootstrap.suffices(("json", "psycopg2"))
    assert not bootstrap.suffices(("json", "no_such_package"))
    assert not bootstrap.suffices(())
    (tmp_path / "venv").mkdir()
    assert not bootstrap.suffices(("json",)), "the checkout's own comes first"
