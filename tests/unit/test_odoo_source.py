"""Finding Odoo in the layouts that people have it in."""

import pytest

from coop import odoo_source
from coop.errors import Stop


def make_odoo(root, version="19, 0", split=False):
    """Lay out an empty Odoo in `root`, with its addons beside the package if `split`."""
    package = root / "odoo"
    for addon in ("base", "web", "point_of_sale"):
        beside = split and addon != "base"
        (root / "addons" / addon if beside else package / "addons" / addon).mkdir(parents=True)
    (package / "release.py").write_text(f"version_info = ({version}, 0, FINAL, 0, '')\n")


def test_a_git_checkout_has_two_folders_of_addons(tmp_path):
    make_odoo(tmp_path, split=True)
    odoo = odoo_source.locate({"ODOO_HOME": str(tmp_path)})
    assert odoo.addons == (tmp_path / "addons", tmp_path / "odoo/addons")
    assert odoo.version == "19.0"


@pytest.mark.parametrize("named", ["", "usr/lib/python3/dist-packages", "odoo"])
def test_an_installed_tree_is_found_from_its_top_its_packages_or_itself(tmp_path, named):
    root = tmp_path if named == "odoo" else tmp_path / "usr/lib/python3/dist-packages"
    make_odoo(root)
    odoo = odoo_source.locate({"ODOO_HOME": str(tmp_path / named)})
    assert odoo.package == root / "odoo"
    assert odoo.addons == (root / "odoo/addons",)


def test_a_folder_without_odoo_says_what_to_name(tmp_path):
    with pytest.raises(Stop, match="holds no Odoo: name the folder"):
        odoo_source.locate({"ODOO_HOME": str(tmp_path)})


def test_another_version_is_refused(tmp_path):
    make_odoo(tmp_path, version="18, 0")
    with pytest.raises(Stop, match=r"holds Odoo 18\.0"):
        odoo_source.locate({"ODOO_HOME": str(tmp_path)})


def test_only_odoo_comes_onto_the_path(tmp_path, var):
    make_odoo(tmp_path / "home")
    (tmp_path / "home/lxml").mkdir()
    odoo = odoo_source.read(tmp_path / "home")
    assert [entry.name for entry in odoo.import_root().iterdir()] == ["odoo"]


def test_without_apt_the_command_that_fetches_odoo_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match=r"git clone .*19\.0(.|\n)*export ODOO_HOME="):
        odoo_source.debian()


def test_os_release_is_read(tmp_path):
    file = tmp_path / "os-release"
    file.write_text('NAME="Debian GNU/Linux"\nID=debian\n\nVERSION_CODENAME=bookworm\n')
    assert odoo_source.os_release(file)["NAME"] == "Debian GNU/Linux"
    assert odoo_source.os_release(file)["VERSION_CODENAME"] == "bookworm"
    assert odoo_source.os_release(tmp_path / "none") == {}


@pytest.mark.parametrize(
    ("program", "output", "sentence"),
    [
        ("apt-get", "E: Failed to fetch … Could not connect", "does not answer"),
        ("apt-get", "E: Unable to locate package odoo-19", "has no Odoo"),
        ("dpkg", "write error: No space left on device", "disk is full"),
    ],
)
def test_debian_failures_become_one_sentence(program, output, sentence):
    assert sentence in odoo_source.failure(program, output)


def test_links_that_lead_nowhere_are_mended_or_told(tmp_path):
    fonts = tmp_path / "usr/share/fonts/opentype"
    fonts.mkdir(parents=True)
    (fonts / "Inconsolata-Regular.otf").write_text("font")
    link = tmp_path / "static/Inconsolata.otf"
    link.parent.mkdir()
    link.symlink_to("../gone/Inconsolata.otf")
    odoo_source.mend_links(tmp_path)
    assert link.read_text() == "font"
    (tmp_path / "static/jquery.js").symlink_to("../gone/jquery.js")
    with pytest.raises(Stop, match=r"lacks jquery\.js"):
        odoo_source.mend_links(tmp_path)
