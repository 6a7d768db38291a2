import pytest

from coop.errors import Stop
from coop.vracoop import addresses

FILE = """
[vracoop]
url = https://vracoop.example
database = coop
login = liaison
password = p%ss

[coop]
url = http://127.0.0.1:8069
database = membres
login = lien
password = lien
"""


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "vracoop.ini"
    path.write_text(FILE)
    path.chmod(0o600)
    return path


def test_a_file_of_ones_own_is_read(config):
    address = addresses.read(addresses.DISTANT, config, environ={})
    assert (address.url, address.database) == ("https://vracoop.example", "coop")
    assert (address.login, address.password) == ("liaison", "p%ss")
    assert addresses.read(addresses.OURS, config, environ={}).database == "membres"


def test_the_environment_wins(config):
    environ = {"VRACOOP_PASSWORD": "nouveau"}
    assert addresses.read(addresses.DISTANT, config, environ).password == "nouveau"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_may_read_is_refused(config, mode):
    config.chmod(mode)
    with pytest.raises(Stop, match="chmod 600"):
        addresses.read(addresses.DISTANT, config, environ={})


def test_what_is_missing_is_named():
    with pytest.raises(Stop, match="VRACOOP_LOGIN, VRACOOP_PASSWORD"):
        addresses.read(
            addresses.DISTANT, environ={"VRACOOP_URL": "http://x", "VRACOOP_DATABASE": "x"}
        )


@pytest.mark.parametrize("content", ["url = x", "[vracoop\nurl", "\x00\xff"])
def test_a_file_of_another_form_is_told(config, content):
    config.write_bytes(content.encode("latin-1"))
    with pytest.raises(Stop, match=r"forme attendue|il manque"):
        addresses.read(addresses.DISTANT, config, environ={})


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Stop, match="ne se lit pas"):
        addresses.read(addresses.DISTANT, tmp_path / "none.ini", environ={})


def test_an_address_is_of_the_web():
    environ = dict.fromkeys((f"COOP_{name.upper()}" for name in addresses.NEEDED), "x")
    with pytest.raises(Stop, match="https://"):
        addresses.read(addresses.OURS, environ=environ)


def test_a_password_never_shows(config):
    address = addresses.read(addresses.DISTANT, config, environ={})
    assert "p%ss" not in f"{address} {address!r}"


@pytest.mark.parametrize(
    ("url", "is_in_the_open"),
    [
        ("https://vracoop.example", False),
        ("http://vracoop.example", True),
        ("http://93.184.215.14:8069", True),
        ("http://odoo:8069", False),
        ("http://localhost:8069", False),
        ("http://127.0.0.1", False),
        ("http://192.168.1.20", False),
        ("http://[::1]:8069", False),
        ("http://caisse.local", False),
    ],
)
def test_a_password_that_goes_over_the_internet_as_it_is_is_noticed(url, is_in_the_open):
    assert addresses.Address(url, "x", "x", "x").is_in_the_open is is_in_the_open
