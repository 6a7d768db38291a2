"""The file of a backup: a zip as Odoo's database manager makes and reads them.

`dump.sql` is what pg_dump wrote, `filestore/` holds the attached files, each under the SHA-1 of
its content, and `manifest.json` says what it is; ours stands last, with sizes and a SHA-256.
"""

import fcntl
import hashlib
import json
import os
import re
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

from coop.errors import Stop

DUMP = "dump.sql"
MANIFEST = "manifest.json"
FILES = "filestore/"
CHUNK = 1 << 20
STAMP = "%Y-%m-%d-%H%M%S"
# Of an attached file, below the filestore's folder.
FILE_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}")
UNFINISHED = ".part"


# --- its name


def name(database, moment):
    """Return the name of the backup of `database` made at `moment`."""
    return f"{database}-{moment.strftime(STAMP)}.zip"


def of_database(folder, database, end=""):
    """Return the backups of `database` in `folder`, oldest first; no other file."""
    pattern = re.compile(re.escape(database) + r"-\d{4}-\d\d-\d\d-\d{6}\.zip" + re.escape(end))
    return sorted(file for file in Path(folder).iterdir() if pattern.fullmatch(file.name))


def rotate(folder, database, keep):
    """Delete all but the `keep` newest backups of `database`; return those deleted."""
    old = of_database(folder, database)[:-keep]
    for file in old:
        file.unlink()
    return old


@contextmanager
def appearing(path):
    """Yield a binary file that appears as `path` when the block ends well, whole and on disk.

    Only its owner can read it. What an earlier command left unfinished, killed, is deleted.
    """
    for left in path.parent.glob(f"*{UNFINISHED}"):
        _delete_if_abandoned(left)
    unfinished = path.with_name(path.name + UNFINISHED)
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
            unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _delete_if_abandoned(left):
    if not re.fullmatch(r".+-\d{4}-\d\d-\d\d-\d{6}\.zip\.part", left.name):
        return
    with open(left, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # another backup is at work on it
        left.unlink()


# --- writing


def write(zipped, member, chunks):
    """Write `chunks` of bytes as one member of an open zip; return its size and SHA-256."""
    digest = hashlib.sha256()
    size = 0
    info = zipfile.ZipInfo(member)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    with zipped.open(info, "w", force_zip64=True) as target:
        for chunk in chunks:
            target.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def write_manifest(zipped, values):
    """Write what the backup is."""
    text = json.dumps(values, indent=2, ensure_ascii=False, sort_keys=True)
    write(zipped, MANIFEST, [text.encode()])


def chunks_of(file):
    """Yield what an open file holds, piece by piece."""
    while chunk := file.read(CHUNK):
        yield chunk


# --- reading


@contextmanager
def opened(path):
    """Yield the open zip of a backup.

    :raises Stop: where it is not there, is no backup, or turns out damaged while it is read
    """
    if not path.is_file():
        raise Stop(f"Le fichier {path} n'existe pas.")
    damaged = (
        f"Le fichier {path.name} est abîmé ou incomplet : prenez une autre sauvegarde. La base "
        "n'a pas été touchée."
    )
    try:
        with zipfile.ZipFile(path) as zipped:
            if DUMP not in zipped.namelist():
                raise Stop(f"Le fichier {path.name} n'est pas une sauvegarde d'Odoo.")
            yield zipped
    except (zipfile.BadZipFile, zlib.error, EOFError, Damaged) as error:
        raise Stop(damaged) from error


class Damaged(Exception):
    """A member is not what the backup says it is."""


def manifest(zipped):
    """Return what a backup says of itself; Odoo's own say less than ours."""
    try:
        values = json.loads(zipped.read(MANIFEST))
    except KeyError:
        return {}
    except ValueError:
        raise Damaged(MANIFEST) from None
    return values if isinstance(values, dict) else {}


def read(zipped, member, sha256=None):
    """Yield a member's content piece by piece; raise Damaged at its end if it is another."""
    digest = hashlib.sha256()
    with zipped.open(member) as source:
        for chunk in chunks_of(source):
            digest.update(chunk)
            yield chunk
    if sha256 and digest.hexdigest() != sha256:
        raise Damaged(member)


def files(zipped):
    """Return the members that are attached files, by the name that Odoo gives them."""
    found = {}
    for info in zipped.infolist():
        file = info.filename.removeprefix(FILES)
        if info.filename.startswith(FILES) and FILE_NAME.fullmatch(file):
            found[file] = info
    return found


def extract(zipped, info, target):
    """Write an attached file to `target`; raise Damaged if its content does not fit its name."""
    digest = hashlib.sha1(usedforsecurity=False)
    target.parent.mkdir(exist_ok=True)
    with zipped.open(info) as source, open(target, "wb") as file:
        for chunk in chunks_of(source):
            digest.update(chunk)
            file.write(chunk)
    if digest.hexdigest() != target.name:
        raise Damaged(info.filename)
