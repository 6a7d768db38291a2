"""Where Odoo's own code lies: the folder that ODOO_HOME names, or Debian's package unpacked."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from coop import bootstrap, paths
from coop.errors import Stop
from coop.progress import step

SERIES = "19.0"
CLONE = f"git clone --depth 1 --branch {SERIES} https://github.com/odoo/odoo.git odoo-{SERIES}"
BY_HAND = (
    f"fetch Odoo's source with\n    {CLONE}\nand name it with\n"
    f"    export ODOO_HOME=$PWD/odoo-{SERIES}\nthen run the same command again."
)
UNPACKED = Path("usr/lib/python3/dist-packages")

# Odoo's tree has links to files of these packages. Font Awesome is taken from the machine's own
# release: the newer one names its files otherwise, and the icons would go missing.
SUITE = "sid"
FROM_SUITE = (
    "odoo-19",
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-roboto-unhinted",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
)
FROM_RELEASE = ("fonts-font-awesome",)
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
APT = paths.VAR / "apt"
OS_RELEASE = Path("/etc/os-release")
# The packages and the tree, in bytes.
ROOM = 3 * 2**30


@dataclass(frozen=True)
class Odoo:
    """An Odoo on disk: its Python package and the folders of its addons."""

    package: Path
    addons: tuple[Path, ...]
    version: str

    def import_root(self):
        """Return a folder to put on PYTHONPATH that holds nothing but Odoo.

        An installed Odoo lies among other packages of the system, which would hide
        those of our virtual environment; a link of its own keeps them out.
        """
        folder = paths.VAR / "odoo-path"
        folder.mkdir(parents=True, exist_ok=True)
        link = folder / "odoo"
        if not link.is_symlink() or link.readlink() != self.package:
            link.unlink(missing_ok=True)
            link.symlink_to(self.package)
        return folder


def locate(environ=os.environ):
    """Return the Odoo that ODOO_HOME names, else the unpacked one; None when there is neither."""
    home = environ.get("ODOO_HOME")
    if home:
        odoo = read(Path(home).expanduser().resolve())
        if not odoo:
            raise Stop(
                f"ODOO_HOME={home} holds no Odoo: name the folder of a git checkout of Odoo "
                f"{SERIES}, or the folder in which its package `odoo` is installed."
            )
        if not odoo.version.startswith(SERIES):
            raise Stop(f"ODOO_HOME={home} holds Odoo {odoo.version}: name one of {SERIES}.")
        return odoo
    return read(paths.ODOO)


def read(home):
    """Return the Odoo in the folder `home`, whatever its layout, or None."""
    for root in (home, home / UNPACKED, home.parent):
        package = root / "odoo"
        if not (package / "release.py").is_file() or not (package / "addons/base").is_dir():
            continue
        # A git checkout keeps all addons but `base` in a folder beside the package.
        beside = root / "addons"
        split = not (package / "addons/web").is_dir()
        addons = (beside, package / "addons") if split else (package / "addons",)
        if (addons[0] / "point_of_sale").is_dir():
            return Odoo(package, addons, version(package))
    return None


def version(package):
    """Return the version that Odoo's package says, such as '19.0'."""
    text = (package / "release.py").read_text()
    match = re.search(r"^version_info\s*=\s*\((\d+),\s*(\d+)", text, re.M)
    return ".".join(match.groups()) if match else "?"


def ensure():
    """Return the Odoo to use, fetching Debian's package if there is none yet."""
    with bootstrap.alone():
        odoo = locate()
        if odoo:
            return odoo
        fetch()
        return locate()


def fetch():
    """Download Debian's package of Odoo and unpack it to var/odoo; the system stays untouched."""
    mirror, release = debian()
    bootstrap.require_room(room=ROOM)
    archives = APT / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    with step("Fetching Odoo 19 from Debian (125 MB)", quiet=False):
        download(mirror, SUITE, FROM_SUITE, archives)
        download(mirror, release, FROM_RELEASE, archives)
    with step("Unpacking Odoo"):
        unfinished = paths.ODOO.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        for archive in sorted(archives.glob("*.deb")):
            run("dpkg", "-x", archive, unfinished)
        mend_links(unfinished)
        shutil.rmtree(paths.ODOO, ignore_errors=True)
        unfinished.rename(paths.ODOO)
        shutil.rmtree(APT)


def mend_links(tree):
    """Make the links of Odoo's tree lead somewhere; raise Stop if a script stays out of reach."""
    # The font's package now has one file a weight.
    fonts = {font.name: font for font in (tree / "usr/share/fonts").rglob("*-Regular.?tf")}
    for link in tree.rglob("*"):
        if not link.is_symlink() or link.exists():
            continue
        font = fonts.get(f"{link.stem}-Regular{link.suffix}")
        if font:
            link.unlink()
            link.symlink_to(os.path.relpath(font, link.parent))
        elif link.suffix == ".js":
            raise Stop(f"Debian's package of Odoo lacks {link.name}: {BY_HAND}")


def debian():
    """Return this Debian's mirror and the name of its release; Stop where there is no Debian."""
    system = os_release()
    if system.get("ID") != "debian" or not all(map(shutil.which, ("apt-get", "dpkg"))):
        raise Stop(f"Odoo's source is needed: {BY_HAND}")
    if not KEYRING.exists():
        raise Stop(f"{KEYRING} is missing: install it with `apt-get install {KEYRING.stem}`.")
    release = system["VERSION_CODENAME"]
    listing = run(
        "apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)", "Created-By: Packages"
    )
    for line in listing.splitlines():
        codename, _, uri = line.partition(" ")
        if codename == release and uri:
            return uri, release
    raise Stop(
        f"apt knows no mirror of Debian {release}: run `apt-get update` as root (or correct "
        "apt's sources), then run the same command again."
    )


def os_release(path=OS_RELEASE):
    """Return what /etc/os-release says, by name."""
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name: value.strip("\"'") for name, _, value in pairs}


def download(mirror, suite, names, folder):
    """Download the packages `names` of `suite` into `folder`, checked against Debian's keys.

    apt works on lists and a cache of our own, so it needs no root and changes nothing.
    """
    for sub in ("lists/partial", "cache/archives/partial"):
        (APT / sub).mkdir(parents=True, exist_ok=True)
    sources = APT / f"{suite}.list"
    sources.write_text(f"deb [signed-by={KEYRING}] {mirror} {suite} main\n")
    options = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "-",
        "Dir::State::Lists": APT / "lists",
        "Dir::Cache": APT / "cache",
        "APT::Sandbox::User": "root",  # as root, apt would drop to a user who cannot write here
        "Acquire::Retries": 3,
        "Acquire::http::Timeout": 30,
        "Acquire::https::Timeout": 30,
    }
    apt = ["apt-get"]
    for name, value in options.items():
        apt += ["-o", f"{name}={value}"]
    if not sys.stdout.isatty():
        apt.append("-qq")
    # Without --error-on=any a mirror that does not answer is only a warning.
    run(*apt, "--error-on=any", "update", show=True)
    run(*apt, "download", *names, show=True, cwd=folder)


def run(*command, show=False, cwd=None):
    """Run a program of Debian's and return its output, or `show` it; raise Stop if it fails."""
    result = subprocess.run(
        command,
        cwd=cwd,
        stdout=None if show else subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if result.returncode:
        raise Stop(failure(command[0], result.stderr))
    return result.stdout


def failure(program, output):
    """Return the sentence for what `program` said when it failed."""
    if "No space left on device" in output or "don't have enough free space" in output:
        return "The disk is full: free some space, then run the same command again."
    if "Unable to locate package" in output:
        return f"Debian's mirror has no Odoo {SERIES}: {BY_HAND}"
    if program == "apt-get":
        return (
            "Debian's mirror does not answer: check the network (or apt's sources), then run the "
            "same command again."
        )
    return f"{program} failed ({output.strip()}): run the same command again."
