"""How fast, small and frugal sheets of labels are: the addon's pure functions, without Odoo."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

from stdnum import ean

from coop import paths
from coop.addon_tools import addon_tool


def tool(name):
    """Return a module of the addon's `tools`, such as "label_pdf"."""
    return addon_tool("coop_label_print", name)


def real_names():
    """Return the names of real products."""
    with open(paths.ADDONS.parent / "data" / "products_fr.csv", encoding="utf-8") as lines:
        return [row["name"] for row in csv.DictReader(lines)]


def full_content(number, name, **values):
    """Return a content that has everything, with a barcode and a page of its own.

    :param number: up to 10^9, what makes the barcode
    """
    code = f"376{number:09}"
    code += ean.calc_check_digit(code)
    content = {
        "name": name,
        "brand": "Moulin du Ry",
        "price": 1.45 + number % 300 / 10,
        "unit_price": 2.90 + number % 77 / 10,
        "unit": "kg",
        "net_content": "500 g",
        "drained_content": "240 g",
        "origin": "France",
        "organic": True,
        "certifier": "FR-BIO-01",
        "deposit": 0.2,
        "former_price": 1.8 + number % 300 / 10,
        "shrinkflation": "Pour ce produit, la quantité vendue est passée de 550 g à 500 g et son"
        " prix au kg a augmenté de 12 % ou 0,35 €.",
        "shelf": "R3 Petit déjeuner",
        "place": "12",
        "mark": "proposé par les membres",
        "barcode": code,
        "url": f"https://coop.example.fr/p/b/{code}",
        "printed_on": "2026-11-23",
    }
    return tool("label_content").LabelContent(**{**content, **values})


def sheet(**values):
    """Return the format of a sheet of 3 × 8 labels of 70 × 37 mm, or one that differs."""
    measures = {
        "page_width": 210,
        "page_height": 297,
        "columns": 3,
        "rows": 8,
        "left": 0,
        "top": 0,
        "step_x": 70,
        "step_y": 37,
        "width": 70,
        "height": 37,
    }
    return tool("label_format").LabelFormat(**{**measures, **values})


def measure(count):
    """Return {"seconds", "bytes", "peak"} of a PDF of `count` labels with all fields on.

    It runs in a process of its own, so that the peak of memory, in bytes, is of the labels alone.
    """
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(count)],
        cwd=paths.ADDONS.parent / "scripts",
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def _measure_here(count):
    names = real_names()
    contents = (full_content(number, names[number % len(names)]) for number in range(count))
    # Odoo has them loaded when somebody prints.
    render_pdf, form = tool("label_pdf").render_pdf, sheet()
    begin = time.perf_counter()
    pdf = render_pdf(contents, form)
    seconds = time.perf_counter() - begin
    # Not getrusage, whose peak begins with that of the process that started this one.
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
    return {"seconds": seconds, "bytes": len(pdf), "peak": peak}


if __name__ == "__main__":
    print(json.dumps(_measure_here(int(sys.argv[1]))))
