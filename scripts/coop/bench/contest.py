"""Asking several servers in turn, so that whatever else the machine does hits all alike."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tqdm import tqdm

from coop.bench.arena import Side
from coop.bench.figures import Row, median, percentile
from coop.bench.visitor import Answer
from coop.errors import Stop
from coop.progress import step

# Asked before the clock counts: templates get compiled, caches filled.
WARM_UP = 5


@dataclass
class Contender:
    """Something that is asked over and over.

    `ask(turn)` sends one request to `side`, another one each turn; `expected` is the status
    of a good answer. What came back is kept in `ms` (on the client), `served` (what the server
    said of it) and, where `keep(turn, answer)` is given, by that.
    """

    name: str
    side: Side
    ask: Callable[[int], Answer]
    expected: int = 200
    keep: Callable[[int, Answer], None] | None = None
    ms: list = field(default_factory=list)
    served: list = field(default_factory=list)

    def take_turn(self, turn, counts):
        """Ask once; note the times if the turn `counts`."""
        self.side.log.take()
        answer = self.ask(turn)
        served = self.side.log.take()
        if answer.status != self.expected:
            raise Stop(
                f"{self.name} answered {answer.status} instead of {self.expected}: "
                f"see {self.side.log_path}."
            )
        if counts:
            self.ms.append(answer.ms)
            self.served += served[-1:]
            if self.keep:
                self.keep(turn, answer)

    @property
    def server_ms(self):
        """Times in the server, in ms."""
        return [served.ms for served in self.served]

    @property
    def queries(self):
        """Numbers of SQL queries."""
        return [served.queries for served in self.served]

    def in_the_server(self):
        """Return in words what the server did for one request."""
        served, queries = self.server_ms, self.queries
        fewest, most = min(queries), max(queries)
        return (
            f"{median(served):.0f} ms in the server (p95 {percentile(served, 0.95):.0f}), "
            f"{fewest if fewest == most else f'{fewest} to {most}'} queries"
        )


def floor_of(side):
    """Return the contender that shows what the machine can do: Odoo's own log-in page."""
    return Contender("/web/login", side, lambda turn: side.stranger.get("/web/login"))


def compete(title, turns, *contenders):
    """Let the contenders take `turns` turns, each once a turn, in changing order."""
    with step(f"{title}, {turns} turns", quiet=False):
        for turn in tqdm(range(-WARM_UP, turns), leave=False, disable=None):
            start = turn % len(contenders)
            for contender in (*contenders[start:], *contenders[:start]):
                contender.take_turn(turn, counts=turn >= 0)


def latency_row(name, size, ours, peer, floor, note=""):
    """Return the row of what a client waits, in ms."""
    return Row(
        name=name,
        size=size,
        unit="ms",
        ours=median(ours.ms),
        peer_name=peer.name,
        peer=median(peer.ms),
        floor=median(floor.ms),
        p95=percentile(ours.ms, 0.95),
        note=f"{ours.in_the_server()}; peer {peer.in_the_server()}{note}",
    )


def server_row(name, size, ours, peer, floor, note=""):
    """Return the row of the time that a request takes in the server, in ms."""
    return Row(
        name=name,
        size=size,
        unit="ms in the server",
        ours=median(ours.server_ms),
        peer_name=peer.name,
        peer=median(peer.server_ms),
        floor=median(floor.server_ms),
        p95=percentile(ours.server_ms, 0.95),
        note=f"{ours.in_the_server()}; a client waits {median(ours.ms):.0f} ms{note}",
    )
