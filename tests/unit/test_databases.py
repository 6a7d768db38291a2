"""Keys of templates, and databases with their files on a real PostgreSQL."""

import dataclasses
import os
import threading

import pytest

from coop import postgres
from coop.databases import Databases, key_of

# Another run of these tests may use the same server.
NAME = f"unit_test_{os.getpid()}"


def test_a_key_follows_names_and_contents(tmp_path):
    (tmp_path / "a.py").write_text("1")
    key = key_of("19.0", tmp_path)
    assert key_of("19.0", tmp_path) == key
    assert key_of("19.1", tmp_path) != key
    (tmp_path / "a.py").write_text("2")
    changed = key_of("19.0", tmp_path)
    assert changed != key
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert key_of("19.0", tmp_path) != changed


def test_a_key_overlooks_what_python_leaves_behind(tmp_path):
    (tmp_path / "a.py").write_text("1")
    key = key_of(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.cpython-311.pyc").write_text("x")
    assert key_of(tmp_path) == key


def test_parts_do_not_run_into_each_other():
    assert key_of("ab", "c") != key_of("a", "bc")


@pytest.fixture(scope="module")
def server():
    """The server that `scripts/` use."""
    with postgres.running() as server:
        yield server


@pytest.fixture
def dbs(server, tmp_path):
    """Databases on the real server, their files in a folder of their own."""
    databases = Databases(server, tmp_path)
    yield databases
    for name in databases.names(NAME):
        databases.drop(name)


def make(dbs, name):
    """Make a database with one table and one file."""
    dbs._run("CREATE DATABASE {}", name=name)
    with dbs.server.connect(name) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE word AS SELECT 'bonjour' AS text")
    connection.close()
    (dbs.filestores / name / "ab").mkdir(parents=True)
    (dbs.filestores / name / "ab/abc").write_text("photo")


def words(dbs, name):
    with dbs.server.connect(name) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT text FROM word")
        found = cursor.fetchall()
    connection.close()
    return found


def test_a_template_is_built_once_and_copied_with_its_files(dbs):
    built = []

    def build(name):
        built.append(name)
        make(dbs, name)

    template = dbs.template(f"{NAME}_t", "k1", build)
    assert dbs.template(f"{NAME}_t", "k1", build) == template
    assert len(built) == 1
    dbs.copy(template, f"{NAME}_copy")
    assert words(dbs, f"{NAME}_copy") == [("bonjour",)]
    copied = dbs.filestores / f"{NAME}_copy/ab/abc"
    assert copied.read_text() == "photo"
    copied.unlink()
    assert (dbs.filestores / template / "ab/abc").exists()


def test_an_old_template_goes_when_a_new_one_is_built(dbs):
    old = dbs.template(f"{NAME}_t", "k1", lambda name: make(dbs, name))
    new = dbs.template(f"{NAME}_t", "k2", lambda name: make(dbs, name))
    assert dbs.names(f"{NAME}_t_") == [new]
    assert not (dbs.filestores / old).exists()


def test_a_build_that_failed_leaves_no_template(dbs):
    def fail(name):
        make(dbs, name)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        dbs.template(f"{NAME}_t", "k1", fail)
    assert not dbs.exists(f"{NAME}_t_k1")
    assert dbs.template(f"{NAME}_t", "k1", lambda name: make(dbs, name)) == f"{NAME}_t_k1"


def test_a_note_is_kept_on_a_database(dbs):
    assert dbs.mark_of(f"{NAME}_none") is None
    make(dbs, f"{NAME}_marked")
    assert dbs.mark_of(f"{NAME}_marked") is None
    dbs.mark(f"{NAME}_marked", "it's done")
    assert dbs.mark_of(f"{NAME}_marked") == "it's done"


def test_a_server_that_does_not_answer_is_told_in_one_sentence(tmp_path):
    with pytest.raises(Exception, match="correct PGHOST"):
        postgres.checked(postgres.Server(str(tmp_path), 5432, "somebody"))


def test_the_user_postgres_is_refused_with_what_to_do():
    with pytest.raises(Exception, match="createuser --createdb coop"):
        postgres.checked(postgres.Server("localhost", 5432, "postgres"))


def test_the_environment_names_a_server():
    assert postgres.external({}) is None
    server = postgres.external({"PGHOST": "h", "PGPORT": "1", "PGUSER": "u", "PGPASSWORD": "p"})
    assert server == postgres.Server("h", 1, "u", "p")
    assert server.environment("d")["PGDATABASE"] == "d"


def test_a_drop_waits_for_what_postgresql_does_by_itself(dbs):
    """Its autovacuum may be at work there, which an ordinary role cannot end."""
    if postgres.external():
        return  # only the embedded server lets us be its superuser
    name = f"{NAME}_t"
    make(dbs, name)
    busy = dataclasses.replace(dbs.server, user="postgres").connect(name)
    ends = threading.Timer(1.5, busy.close)
    ends.start()
    dbs.drop(name)
    ends.join()
    assert not dbs.exists(name)
