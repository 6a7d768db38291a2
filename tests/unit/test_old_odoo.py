"""What the old Odoo for trials needs, and what it sells."""

import os

import pytest
from stdnum import ean

from coop import odoo_source
from coop.errors import Stop
from coop.old_odoo import servers, shop, tree


def test_it_needs_root(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stop, match="run this as root"):
        tree.ensure()


def test_it_needs_debootstrap(monkeypatch, tmp_path, var):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(tree, "FOLDER", tmp_path / "old-odoo-14")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match="apt-get install debootstrap"):
        tree.ensure()


def test_what_could_not_be_unpacked_leaves_no_half_of_it(monkeypatch, tmp_path, var):
    program = tmp_path / "debootstrap"
    program.write_text("#!/bin/sh\necho no network\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(tree, "FOLDER", tmp_path / "old-odoo-14")
    monkeypatch.setattr(tree, "LOG", tmp_path / "log")
    monkeypatch.setattr(odoo_source, "debian", lambda: ("http://mirror.example", "bookworm"))
    with pytest.raises(Stop, match=r"see .*log"):
        tree.ensure()
    assert not tree.FOLDER.exists()
    assert "no network" in (tmp_path / "log").read_text()


def test_a_folder_without_odoos_user_says_what_to_do(tmp_path):
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/bash\n")
    with pytest.raises(Stop, match="holds no Odoo: delete it"):
        servers.user_of(tmp_path)


@pytest.mark.parametrize("number", [1, 42, 999])
def test_its_barcodes_can_be_scanned(number):
    assert ean.is_valid(shop.barcode(number))
