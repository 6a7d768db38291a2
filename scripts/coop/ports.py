"""Ports on loopback."""

import socket

from coop.errors import Stop


def free_port():
    """Return a TCP port on loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def require_free(port):
    """Raise Stop if something listens on `port`, or if we may not listen there."""
    with socket.socket() as probe:
        # As Odoo does: a connection of before that still lingers does not make a port busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Stop(
                f"Port {port} is reserved to the system: choose one above 1023, such as "
                "`--port 8069`."
            ) from None
        except OSError:
            raise Stop(
                f"Port {port} is busy: stop what uses it, or choose another one, such as "
                f"`--port {port + 10 if port < 65000 else 8070}`."
            ) from None
