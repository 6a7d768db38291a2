"""What Odoo's own sheets of labels cost: its report of 4 × 12, with prices and barcodes."""

import json
import os
import resource
import shutil
import subprocess
import time
from pathlib import Path

from stdnum import ean

from coop import paths
from coop.progress import step

PROGRAM = "wkhtmltopdf"
FORMAT = "4x12xprice"


def missing():
    """Install the program that Odoo prints with if we may; return why it is not there, or ""."""
    if shutil.which(PROGRAM):
        return ""
    if not shutil.which("apt-get"):
        return f"not measured: {PROGRAM} is not installed"
    if os.geteuid() != 0:
        return f"not measured: type `sudo apt-get install {PROGRAM}`"
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    log = paths.LOGS / "apt.log"
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing {PROGRAM}"), open(log, "w") as output:
        for command in ("apt-get update", f"apt-get install --yes {PROGRAM}"):
            result = subprocess.run(
                command.split(), env=environ, stdout=output, stderr=subprocess.STDOUT
            )
            if result.returncode:
                break
    return "" if shutil.which(PROGRAM) else f"not measured: see {log}"


def print_labels(env, path, count):
    """Print `count` labels as Odoo does, each of another product; runs inside Odoo.

    Write {"seconds", "bytes", "peak"} to `path` (JSON), the peak of memory being that of the
    program, in bytes; or {"died"}, in words, where Odoo itself says that it could not. What was
    printed is not kept.
    """
    from odoo.exceptions import UserError
    from odoo.service.server import set_limit_memory_hard

    from coop.bench.labels import real_names

    names = real_names()
    codes = [f"377{number:09}" for number in range(count)]
    templates = env["product.template"].create(
        [
            {
                "name": names[number % len(names)],
                "list_price": 1 + number % 50,
                "barcode": code + ean.calc_check_digit(code),
            }
            for number, code in enumerate(codes)
        ]
    )
    wizard = env["product.label.layout"].create(
        {
            "print_format": FORMAT,
            "custom_quantity": 1,
            "product_tmpl_ids": [(6, 0, templates.ids)],
        }
    )
    report, data = wizard._prepare_report_data()
    # As they come back from the browser.
    data = json.loads(json.dumps(data))
    set_limit_memory_hard()
    start = time.perf_counter()
    try:
        pdf, _kind = env["ir.actions.report"]._render_qweb_pdf(report, None, data=data)
        told = {"seconds": time.perf_counter() - start, "bytes": len(pdf)}
        told["peak"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    except UserError as error:
        told = {"died": str(error).strip().splitlines()[-1].strip()}
    env.cr.rollback()
    Path(path).write_text(json.dumps(told))
