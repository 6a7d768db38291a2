"""Where the benchmark takes place: a coop and its peer, each served from a fresh copy."""

import json
import os
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property

from coop import databases, odoo_process, odoo_source, options, paths, postgres, templates
from coop.bench import forum, sessions, shop
from coop.bench.request_log import RequestLog
from coop.bench.serving import serving
from coop.bench.visitor import Visitor
from coop.demo import SIZES
from coop.progress import step

# How many people have a session; never more than there are.
VISITORS = 1000
# Those who ask one after the other: what a single session keeps warm must not flatter us.
REGULARS = 50
TEAM = "achats"
VOLUNTEER = "benevole"


class Side:
    """A served database, with people who have sessions there."""

    def __init__(self, setup, database, running, people):
        self.database = database
        self.url = running.url
        self.log_path = running.log
        self.log = RequestLog(running.log)
        self.visitors = [Visitor(self.url, each) for each in people]
        self.stranger = Visitor(self.url)
        self._setup = setup

    def named(self, login):
        """Return the visitor who is logged in as `login`."""
        return next(each for each in self.visitors if each.session["login"] == login)

    @cached_property
    def guests(self):
        """The visitors who are ordinary people."""
        return [each for each in self.visitors if each.session["login"] not in (TEAM, VOLUNTEER)]

    def regular(self, turn):
        """Return who asks in a turn: one after the other of those who came before."""
        people = self.guests[:REGULARS]
        return people[turn % len(people)]

    def rows(self, query, *values):
        """Return the rows of an SQL query on the served database."""
        connection = self._setup.server.connect(self.database)
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchall()

    def call(self, function, **keywords):
        """Call `module:function` in an Odoo of its own, see coop.inside; return its JSON."""
        return call_for_json(self._setup, self.database, function, **keywords)


@dataclass(frozen=True)
class Plain:
    """A database that is not served."""

    setup: odoo_process.Setup
    database: str

    def call(self, function, **keywords):
        """Call `module:function` inside Odoo, see coop.inside; return its JSON."""
        return call_for_json(self.setup, self.database, function, **keywords)


class Arena:
    """The coop, the forum and the shop of one size, started when a measure first asks for them."""

    def __init__(self, size):
        self.size = size
        self._stack = ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._stack.close()

    @property
    def numbers(self):
        """How large the coop is."""
        return SIZES[self.size]

    @cached_property
    def coop(self):
        """The coop that is measured."""
        setup, dbs = self._ground
        template = templates.demo(setup, dbs, self.size)
        return self._serve("coop", template, logins=[TEAM, VOLUNTEER], members_only=True)

    @cached_property
    def forum(self):
        """The forum that it stands beside."""
        return self._serve("forum", forum.template(*self._ground, self.size))

    @cached_property
    def plain(self):
        """A shop's Odoo without our addons, nobody visits it."""
        return self._unserved("plain", ())

    @cached_property
    def fitted(self):
        """The same with our addons, as empty."""
        return self._unserved("fitted", options.our_addons())

    def space(self, name):
        """Return a member space without a till, nothing brought to it yet, served."""
        return self._serve_alone(name, templates.member_space(*self._ground))

    def grown_shop(self, products):
        """Return a shop's Odoo without our addons that has so many products, served."""
        name = f"grown_{products}"
        template = templates.base(*self._ground)
        return self._serve_alone(name, template, "coop.bench.link:grow", count=products)

    def _serve_alone(self, name, template, prepare=None, **keywords):
        """Serve a copy that nobody visits, once `prepare` has filled it."""
        setup, dbs = self._ground
        database = f"bench_{name}"
        with step(f"Copying {name}"):
            dbs.copy(template, database)
        self._stack.callback(dbs.drop, database)
        if prepare:
            call_for_json(setup, database, prepare, **keywords)
        with step("Starting Odoo"):
            running = self._stack.enter_context(serving(setup, database))
        return Side(setup, database, running, [])

    def _unserved(self, name, addons):
        setup, dbs = self._ground
        database = f"bench_{name}"
        with step(f"Copying Odoo with {', '.join(addons) or 'none of our addons'}"):
            dbs.copy(templates.base(setup, dbs), database)
            if addons:
                templates.install(setup, database, addons)
        self._stack.callback(dbs.drop, database)
        return Plain(setup, database)

    @cached_property
    def shop(self):
        """Odoo's own shop with the coop's products."""
        return self._serve("shop", shop.template(*self._ground, self.size))

    @cached_property
    def _ground(self):
        odoo = odoo_source.ensure()
        pg = self._stack.enter_context(postgres.running())
        return odoo_process.Setup(odoo, pg), databases.Databases(pg)

    def _serve(self, name, template, **chosen):
        setup, dbs = self._ground
        database = f"bench_{name}"
        with step(f"Copying the {name}"):
            dbs.copy(template, database)
        self._stack.callback(dbs.drop, database)
        with step("Making sessions"):
            count = min(VISITORS, self.numbers.members)
            people = call_for_json(
                setup, database, "coop.bench.sessions:forge", count=count, **chosen
            )
        sids = [each["sid"] for each in people]
        self._stack.callback(sessions.remove, sids, paths.DATA / "sessions")
        with step("Starting Odoo"):
            running = self._stack.enter_context(serving(setup, database))
        side = Side(setup, database, running, people)
        with step("First visits"):
            for visitor in side.guests[:REGULARS]:
                visitor.get("/my")
        return side


def call_for_json(setup, database, function, **keywords):
    """Call `module:function(env, path, …)` inside Odoo and return the JSON it wrote to `path`."""
    paths.RUN.mkdir(parents=True, exist_ok=True)
    path = paths.RUN / f"{database}-{os.getpid()}.json"
    path.touch(mode=0o600)  # sessions open doors
    try:
        templates.call(setup, database, function, path=str(path), **keywords)
        return json.loads(path.read_text())
    finally:
        path.unlink(missing_ok=True)
