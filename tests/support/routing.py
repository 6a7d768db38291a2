"""Asks a running coop's own code which routes it has; `ours` runs inside Odoo."""

import json
import subprocess
import threading

from coop import odoo_process, odoo_source, paths, templates


def of_the_coop(config):
    """Return our routes as Odoo routes them, with the configuration file of a running coop.

    :return: a list of ``{"path", "methods", "auth", "type", "readonly", "csrf", "handler"}``,
        `readonly` one of False, True or the name of the function that says so
    """
    # Only where Odoo's code lies is asked of it here: the database is in the configuration.
    setup = odoo_process.Setup(odoo_source.locate(), server=None)
    environ = setup.environment()
    environ["PYTHONPATH"] += f":{paths.TESTS}"
    command = odoo_process.command(config, module="coop.inside")
    keywords = json.dumps({"addons": templates.our_addons()})
    told = subprocess.run(
        [*command, "support.routing:ours", keywords],
        env=environ,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return json.loads(told.stdout)


def ours(env, addons):
    """Print the routes that our addons define or override."""
    prefixes = tuple(f"odoo.addons.{addon}." for addon in addons)
    found = []
    # Odoo finds the database by the thread, which a request would have named.
    threading.current_thread().dbname = env.cr.dbname
    for rule in env["ir.http"].routing_map().iter_rules():
        method = rule.endpoint.func
        handlers = [
            f"{each.__module__}.{each.__qualname__}"
            for each in _overrides(method)
            if each.__module__.startswith(prefixes)
        ]
        if not handlers:
            continue
        routing = rule.endpoint.routing
        readonly = routing["readonly"]
        found.append(
            {
                "path": rule.rule,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "auth": routing["auth"],
                "type": routing["type"],
                "readonly": readonly.__name__ if callable(readonly) else bool(readonly),
                "csrf": routing.get("csrf", True),
                "handler": handlers[0],
            }
        )
    print(json.dumps(found))


def _overrides(method):
    """Return the functions of a controller's method, from the last override to the first."""
    for each in type(method.__self__).__mro__:
        if method.__name__ in vars(each):
            yield vars(each)[method.__name__]
