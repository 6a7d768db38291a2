"""`scripts/run`: bring up the demo coop and serve it until Ctrl-C."""

import sys
from contextlib import ExitStack

from coop import (
    databases,
    errors,
    interrupts,
    locks,
    mailbox,
    odoo_process,
    odoo_source,
    options,
    paths,
    postgres,
    server,
    templates,
)
from coop.progress import say, step

LOGINS = (
    ("membre", "a member; further ones: membre2, membre3, … (password: membre)"),
    ("benevole", "a shop volunteer"),
    ("magasin", "the computer in the shop that volunteers share"),
    ("achats", "the purchasing team"),
    ("admin", "the administrator"),
)


def main(arguments):
    """Serve the coop until Ctrl-C."""
    interrupts.catch()
    chosen = options.run(arguments)
    say(f"A coop, size {chosen.size}:")
    odoo = odoo_source.ensure()
    mails = paths.MAIL / f"coop_{chosen.size}"
    with ExitStack() as stack:
        busy = (
            f"The coop of size {chosen.size} is running already: stop it first, with Ctrl-C where "
            "it was started."
        )
        stack.enter_context(locks.hold(f"coop_{chosen.size}", busy, wait=False))
        pg = stack.enter_context(postgres.running())
        smtp_port = stack.enter_context(mailbox.open_mailbox(mails))
        setup = odoo_process.Setup(odoo, pg, smtp_port)
        name = prepare(setup, databases.Databases(pg), chosen.size, chosen.fresh)
        with step("Starting Odoo"):
            coop = stack.enter_context(server.serving(setup, name, chosen.port))
        greet(coop, mails)
        try:
            coop.wait()
        except KeyboardInterrupt:
            say("\n  Stopping …")
    say("  Stopped. The coop is kept: the same command goes on with it, --fresh makes it anew.")
    return 0


def prepare(setup, dbs, size, fresh):
    """Return the name of the coop's database, ready to be served.

    It is kept from one start to the next; when the addons have changed since, it is upgraded
    as an administrator would upgrade a coop.
    """
    name = f"coop_{size}"
    code = templates.addons_key(setup)
    present = dbs.mark_of(name)
    if fresh or not present:
        template = templates.demo(setup, dbs, size)
        with step("Copying the coop"):
            dbs.copy(template, name)
    elif present != code:
        with step("Upgrading the coop to the addons of this checkout"):
            templates.upgrade(setup, name)
    dbs.mark(name, code)
    return name


def greet(coop, mails):
    """Tell where the coop is and who may enter."""
    say(f"\n  The coop is open: {coop.url}\n")
    say("  Log in with one of these; the password is the same word:")
    for login, who in LOGINS:
        say(f"    {login:<10} {who}")
    say(f"\n  Mails that it sends: {mails}")
    say(f"  Odoo's log:          {coop.log}")
    say("  Ctrl-C stops it.")


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
