"""A real Caddy in front of a real Odoo, on loopback."""

import os
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager

import pytest
import requests

from coop import odoo_process, odoo_source, paths
from coop.errors import Stop
from coop.testing.pytests import ACCEPTED

FOLDER = paths.VAR / "caddy"
CADDYFILE = paths.ROOT / "deploy/Caddyfile"
# Ports above 1023, no change to the machine's trusted authorities, no port to administer it.
AROUND = """{{
    http_port {http}
    https_port {https}
    skip_install_trust
    admin off
    default_bind 127.0.0.1
}}
import {caddyfile}
"""


def program():
    """Return the path of Caddy: the machine's, or Debian's package unpacked in var/."""
    found = shutil.which("caddy")
    if found:
        return found
    unpacked = FOLDER / "usr/bin/caddy"
    if not unpacked.exists():
        try:
            fetch()
        except Stop as stop:
            pytest.skip(f"{ACCEPTED}there is no Caddy here, and it could not be fetched: {stop}")
    return str(unpacked)


def fetch():
    """Unpack Debian's package of Caddy."""
    mirror, release = odoo_source.debian()
    archives = FOLDER / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    odoo_source.download(mirror, release, ("caddy",), archives)
    for archive in archives.glob("caddy_*.deb"):
        odoo_source.run("dpkg", "-x", archive, FOLDER)
    shutil.rmtree(archives)
    shutil.rmtree(odoo_source.APT, ignore_errors=True)


class Front:
    """What a browser meets: `url` is the https one, `authority` the file to trust."""

    def __init__(self, http, https, folder):
        self.plain = f"http://localhost:{http}"
        self.url = f"https://localhost:{https}"
        self.live = f"wss://localhost:{https}/websocket"
        self.authority = folder / "caddy/pki/authorities/local/root.crt"

    def get(self, path, **options):
        """Get a page over https, as a browser that trusts the certificate."""
        return self.request("GET", path, **options)

    def request(self, method, path, **options):
        """Send a request; redirects are not followed."""
        options = {"timeout": 60, "allow_redirects": False, **options}
        with requests.Session() as session:
            session.trust_env = False
            session.verify = str(self.authority)
            return session.request(method, self.url + path, **options)


@contextmanager
def in_front_of(odoo, live, http, https, folder):
    """Run deploy/Caddyfile in front of the ports `odoo` and `live`; yield a Front."""
    config = folder / "Caddyfile"
    config.write_text(AROUND.format(http=http, https=https, caddyfile=CADDYFILE))
    environ = {
        **os.environ,
        "DOMAIN": "localhost",
        "ODOO": f"127.0.0.1:{odoo}",
        "ODOO_LIVE": f"127.0.0.1:{live}",
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "HOME": str(folder),
    }
    log = folder / "caddy.log"
    command = [program(), "run", "--config", str(config), "--adapter", "caddyfile"]
    with open(log, "w") as output:
        process = odoo_process.spawn(command, environ, output)
    front = Front(http, https, folder)
    try:
        wait_for(front, process, log, https)
        yield front
    finally:
        odoo_process.end(process)


def wait_for(front, process, log, https, seconds=60):
    """Wait until Caddy has its certificate and answers."""
    deadline = time.monotonic() + seconds
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        if front.authority.exists():
            context = ssl.create_default_context(cafile=str(front.authority))
            try:
                with (
                    socket.create_connection(("127.0.0.1", https), timeout=5) as plain,
                    context.wrap_socket(plain, server_hostname="localhost"),
                ):
                    return
            except OSError:
                pass
        time.sleep(0.1)


def validated():
    """Return what Caddy says of deploy/Caddyfile: its exit code and its words."""
    done = subprocess.run(
        [program(), "validate", "--config", CADDYFILE, "--adapter", "caddyfile"],
        env={**os.environ, "DOMAIN": "coop.example.org"},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr
