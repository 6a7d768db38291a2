"""Odoo as deploy/odoo.conf has it; only where things lie is told otherwise."""

import sys
from contextlib import contextmanager

from coop import odoo_process, paths, ports, server

CONFIG = paths.ROOT / "deploy/odoo.conf"


@contextmanager
def serving(site, folder, *options):
    """Run Odoo with deploy/odoo.conf and `options` while the block runs; yield it once it answers.

    `folder` takes its log.
    """
    port, setup = ports.free_port(), site.setup
    here = {
        "--addons-path": ",".join(map(str, setup.addons_path())),
        "--data-dir": site.data,
        "--http-interface": "127.0.0.1",
        "--http-port": port,
    }
    # Odoo starts its process for live messages by the name of its program: a file, as installed.
    program = folder / "odoo"
    program.write_text("import odoo.cli\n\nodoo.cli.main()\n")
    command = [sys.executable, str(program), "server", f"--config={CONFIG}", *map(str, options)]
    command += [f"{name}={value}" for name, value in here.items()]
    environ = {**setup.environment(), **site.server.environment()}
    log = folder / "odoo.log"
    with open(log, "w") as output:
        process = odoo_process.spawn(command, environ, output)
    running = server.Running(f"http://127.0.0.1:{port}", log, CONFIG, process)
    try:
        server.wait_for(running, patience=180)
        yield running
    finally:
        odoo_process.end(process, patience=30)
