"""The files of deploy/ agree with each other and with what they start; Docker is not needed."""

import configparser
import json
import re
import shlex
import shutil
import subprocess

import pytest
import yaml
from compose_spec import PyCompose

from coop import paths
from coop.backup import options as backup_options
from coop.errors import Stop
from coop.testing.pytests import ACCEPTED
from coop.vracoop import addresses
from coop.vracoop import options as link_options

DEPLOY = paths.ROOT / "deploy"
COMPOSE = (DEPLOY / "compose.yaml").read_text()
UNITS = sorted((DEPLOY / "systemd").iterdir())
PAGES = [
    paths.ROOT / name
    for name in ("README.md", "SECURITY.md", "deploy/README.md", "docs/administration.md")
]


@pytest.fixture(scope="module")
def services():
    """The services of the compose file, its anchors resolved."""
    return yaml.safe_load(COMPOSE)["services"]


@pytest.fixture(scope="module")
def odoo_conf():
    """The options of deploy/odoo.conf."""
    parser = configparser.RawConfigParser()
    parser.read(DEPLOY / "odoo.conf")
    return parser["options"]


@pytest.fixture(scope="module")
def caddyfile():
    """The text of the Caddyfile."""
    return (DEPLOY / "Caddyfile").read_text()


def test_the_compose_file_is_as_the_specification_wants(services):
    # The specification lets anchors be; its reader wants them resolved.
    PyCompose.from_json(json.dumps(yaml.safe_load(COMPOSE))).validate()
    assert set(services) == {"db", "odoo", "caddy", "backup", "link"}


def test_a_mistake_in_it_would_be_found():
    wrong = yaml.safe_load(COMPOSE)
    wrong["services"]["odoo"]["restart"] = "sometimes"
    with pytest.raises(ValueError, match=r"restart|sometimes"):
        PyCompose.from_json(json.dumps(wrong)).validate()


def test_it_runs_what_it_says(services):
    assert services["db"]["image"] == "postgres:18"
    assert services["caddy"]["image"] == "caddy:2"
    assert "\nFROM odoo:19\n" in (DEPLOY / "Dockerfile").read_text()
    ours = {services[name]["image"] for name in ("odoo", "backup", "link")}
    assert len(ours) == 1


def test_only_caddy_is_open_to_the_world(services):
    assert [name for name, each in services.items() if "ports" in each] == ["caddy"]
    assert {each.get("restart") for each in services.values()} == {"unless-stopped"}


def test_every_file_that_it_mounts_is_here(services):
    mounted = [volume for each in services.values() for volume in each.get("volumes", ())]
    files = {volume.split(":")[0] for volume in mounted if volume.startswith(".")}
    assert files == {"./odoo.conf", "./Caddyfile"}
    assert all((DEPLOY / file).is_file() for file in files)
    named = {volume.split(":")[0] for volume in mounted} - files
    assert named == set(yaml.safe_load(COMPOSE)["volumes"])


def test_every_variable_that_it_wants_is_in_the_example():
    told = re.findall(r"^(\w+)=", (DEPLOY / "env.example").read_text(), re.M)
    # Compose itself reads the profiles, the file names no variable for them.
    assert {*re.findall(r"\$\{(\w+)", COMPOSE), "COMPOSE_PROFILES"} == set(told)


def test_a_plain_up_runs_the_link_where_the_coop_chose_it(services):
    """What only an option of the command line starts stays behind at the next upgrade."""
    profiles = {name: each["profiles"] for name, each in services.items() if "profiles" in each}
    assert profiles == {"link": ["link"]}
    example = (DEPLOY / "env.example").read_text()
    assert re.search(r"^COMPOSE_PROFILES=$", example, re.M), "not without being asked"
    assert "COMPOSE_PROFILES=link" in example
    for page in PAGES:
        assert "--profile" not in page.read_text(), page.name
    administration = (paths.ROOT / "docs/administration.md").read_text()
    assert "COMPOSE_PROFILES=link" in administration
    # Before a coop is upgraded or restored; a coop without the link may name it all the same.
    stopped = re.findall(r"^docker compose stop (odoo.*)$", administration, re.M)
    assert set(stopped) == {"odoo link"}


def test_no_secret_is_in_the_files():
    assert re.search(r"^POSTGRES_PASSWORD=$", (DEPLOY / "env.example").read_text(), re.M)
    tracked = subprocess.run(
        ["git", "check-ignore", "deploy/.env", "deploy/vracoop.env"],
        cwd=paths.ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if (paths.ROOT / ".git").exists():
        assert tracked.stdout.split() == ["deploy/.env", "deploy/vracoop.env"]


def test_the_example_of_the_links_variables_names_all_and_keeps_passwords_whole(services):
    """Compose interpolates what stands there without quotes or between double ones."""
    lines = (DEPLOY / "vracoop.env.example").read_text().splitlines()
    told = [re.fullmatch(r"(\w+)='[^']*'", line) for line in lines if not line.startswith("#")]
    assert all(told)
    names = {match[1] for match in told}
    given = services["link"]["environment"].keys()
    assert not names & given
    needed = {
        f"{section}_{key}".upper()
        for section, _name in (addresses.DISTANT, addresses.OURS)
        for key in addresses.NEEDED
    }
    assert names | given == needed
    assert {match[0] for match in told if "PASSWORD" in match[0]} == {
        "VRACOOP_PASSWORD=''",
        "COOP_PASSWORD=''",
    }


def test_the_image_copies_what_is_here():
    copied = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.M)
    names = [name for line in copied for name in line.split()]
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    for name in names:
        assert (paths.ROOT / name).exists(), name
        assert f"!{name}" in let_in, f"{name} is kept from the image"


def test_the_image_has_what_its_commands_import():
    """psutil and psycopg2 come with Odoo."""
    pinned = (paths.ROOT / "requirements.txt").read_text()
    taken = re.search(r"grep -E '(.+?)'", (DEPLOY / "Dockerfile").read_text())[1]
    assert len(re.findall(taken, pinned, re.M)) == 3
    assert set(backup_options.NEEDS) <= {"tqdm", "psutil", "psycopg2"}


def test_its_commands_are_ones_that_our_scripts_understand(services):
    script, *arguments = services["backup"]["command"]
    assert script == "/opt/coop/scripts/backup"
    plain = [re.sub(r"\$\{\w+:-(.+)\}", r"\1", each) for each in arguments]
    chosen = backup_options.backup(plain)
    assert (str(chosen.to), chosen.keep, f"{chosen.daily_at:%H:%M}") == ("/backups", 14, "02:30")
    script, *arguments = services["link"]["command"]
    assert script == "/opt/coop/scripts/vracoop"
    assert link_options.read(arguments).command == "watch"


def test_caddy_finds_odoo(services, caddyfile, odoo_conf):
    http, live = odoo_conf["http_port"], odoo_conf["gevent_port"]
    environ = services["caddy"]["environment"]
    assert (environ["ODOO"], environ["ODOO_LIVE"]) == (f"odoo:{http}", f"odoo:{live}")
    assert f"{{$ODOO:127.0.0.1:{http}}}" in caddyfile
    assert f"{{$ODOO_LIVE:127.0.0.1:{live}}}" in caddyfile


def test_odoo_listens_to_one_database_and_to_caddy(odoo_conf, services):
    assert odoo_conf["db_name"] == services["backup"]["command"][1] == "coop"
    assert re.fullmatch(odoo_conf["dbfilter"], "coop")
    assert (odoo_conf["list_db"], odoo_conf["proxy_mode"]) == ("False", "True")
    processes = int(odoo_conf["workers"]) + int(odoo_conf["max_cron_threads"]) + 1
    kept_back, for_a_backup = 3, 5
    room = 100 - kept_back - for_a_backup
    assert processes * int(odoo_conf["db_maxconn"]) <= room, "PostgreSQL's own limit"


def test_a_long_scheduled_action_leaves_room_for_login_links(odoo_conf):
    assert int(odoo_conf["max_cron_threads"]) >= 2


def test_secrets_are_not_in_odoos_file(odoo_conf):
    assert not {"db_password", "admin_passwd", "smtp_password"} & set(odoo_conf)


def test_no_page_has_a_password_typed_that_stays():
    """A command line stands in the shell's history, and in the list of processes."""
    given = {
        str(page.relative_to(paths.ROOT)): re.findall(r"--password[ =](\S+)", page.read_text())
        for page in PAGES
        if "--password" in page.read_text()
    }
    assert given == {
        "deploy/README.md": ['"$first"', '"$first"'],
        "docs/administration.md": ['"$depart"'],
    }
    for page, word in (("deploy/README.md", "at once"), ("docs/administration.md", "aussitôt")):
        text = (paths.ROOT / page).read_text()
        assert "=$(openssl rand" in text
        assert word in text


def test_a_trial_is_shown_to_this_machine_only(odoo_conf):
    """What Docker publishes passes by the machine's firewall."""
    page = (paths.ROOT / "docs/administration.md").read_text()
    published = re.findall(r"--publish (\S+)", page)
    assert published == [f"127.0.0.1:8070:{odoo_conf['http_port']}"]


# --- without Docker


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_a_unit(unit, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip(f"{ACCEPTED}there is no systemd here to check its units with")
    # Its programs are on the coop's server only.
    for each in UNITS:
        (tmp_path / each.name).write_text(
            re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", each.read_text(), flags=re.M)
        )
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / unit.name],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "SYSTEMD_LOG_LEVEL": "warning"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_units_start_what_our_scripts_understand():
    commands = {
        unit.name: shlex.split(re.search(r"^ExecStart=(.+)$", unit.read_text(), re.M)[1])
        for unit in UNITS
        if unit.suffix == ".service"
    }
    script, *arguments = commands["coop-backup.service"]
    assert script == "/opt/coop/scripts/backup"
    assert backup_options.backup(arguments).keep == 14
    script, *arguments = commands["coop-link.service"]
    assert script == "/opt/coop/scripts/vracoop"
    assert link_options.read(arguments).command == "watch"
    assert commands["coop.service"][1] == "--config=/etc/coop/odoo.conf"


def test_the_link_stops_starts_and_restarts_with_odoo():
    """An upgrade by the page restarts Odoo only."""
    unit = configparser.RawConfigParser()
    unit.read(DEPLOY / "systemd/coop-link.service")
    # PartOf passes on stopping and restarting, WantedBy starting.
    assert unit["Unit"]["PartOf"] == "coop.service"
    assert "coop.service" in unit["Unit"]["After"].split()
    assert unit["Install"]["WantedBy"] == "coop.service"


def test_the_example_of_the_links_file_is_one_once_its_passwords_are_written(tmp_path):
    text = (DEPLOY / "vracoop.ini.example").read_text()
    file = tmp_path / "vracoop.ini"
    file.touch(mode=0o600)
    file.write_text(text)
    for which, sentence in (
        (addresses.DISTANT, "il manque VRACOOP_PASSWORD dans"),
        (addresses.OURS, "il manque COOP_PASSWORD dans"),
    ):
        with pytest.raises(Stop, match=sentence):
            addresses.read(which, file, environ={})
    file.write_text(text.replace("password =", "password = 50% $HOME #1"))
    distant, ours = (
        addresses.read(w, file, environ={}) for w in (addresses.DISTANT, addresses.OURS)
    )
    assert {distant.password, ours.password} == {"50% $HOME #1"}
    assert not distant.is_in_the_open
    assert (ours.url, ours.database) == ("http://127.0.0.1:8069", "coop")


def test_the_page_puts_the_links_file_where_the_unit_reads_it_for_its_user_only():
    unit = (DEPLOY / "systemd/coop-link.service").read_text()
    path = re.search(r"--config=(\S+)", unit)[1]
    user = re.search(r"^User=(\w+)$", unit, re.M)[1]
    page = (DEPLOY / "README.md").read_text()
    assert f"install -o {user} -g {user} -m 600 /opt/coop/deploy/vracoop.ini.example {path}" in page
