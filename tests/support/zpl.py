"""Labels in ZPL as a printer would print them, by `zpl-renderer-js` in Node.

It is a package of npm, installed into var/ the first time, at a fixed version.
"""

import shutil
import subprocess
from pathlib import Path

from PIL import Image

from coop import paths

VERSION = "3.4.0"
_SCRIPT = Path(__file__).with_name("zpl_renderer.cjs")


def node_modules():
    """Return the folder of installed packages, or None on a machine without Node."""
    if not (shutil.which("node") and shutil.which("npm")):
        return None
    folder = paths.VAR / f"zpl-renderer-{VERSION}"
    modules = folder / "node_modules"
    if not (modules / "zpl-renderer-js").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}")
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", f"zpl-renderer-js@{VERSION}"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
    return modules


def render(zpl, label_format, dots, folder):
    """Return the pictures of the labels, in the printer's dots.

    :param dots: of a millimetre, a whole number
    :param folder: an empty folder
    """
    file = folder / "labels.zpl"
    file.write_text(zpl)
    size = [str(label_format.page_width), str(label_format.page_height), str(dots)]
    subprocess.run(
        ["node", _SCRIPT, node_modules(), file, *size],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pictures = sorted(folder.glob("*.png"), key=lambda picture: int(picture.suffixes[-2][1:]))
    return [Image.open(picture).convert("L") for picture in pictures]
