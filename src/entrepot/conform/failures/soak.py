"""48: a day of everything at once."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.injected import Killed, statements
from entrepot.conform.hubs.line import answer_lost, cut, cut_towards, delivered_twice, once
from entrepot.conform.hubs.two import Two, incidents
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds
from entrepot.ehx.httpsig import Request
from entrepot.hub.network import recovery
from entrepot.hub.network.wire import Answer

MINUTE, DAY = 60.0, 24 * 3600.0
ALLOWED = {"peer-silent", "clock-skew", "receipt-invalid", "receipt-overdue", "receipt-owed"}
MIB = 1024 * 1024


@failure(48, "A day of soak: a random mix of deaths, cuts, repeats, wrong clocks and proxies while both hubs speak.")
def soak(trial: Trial) -> str:
    two = trial.two()
    day = Day(two)
    began = time.monotonic()
    while (passed := (time.monotonic() - began) / trial.soak_seconds) < 1 or not day.everything:
        day.something()
        two.hands.move(max(MINUTE, passed * DAY - two.hands.ticks()))
        if day.everything and not day.memory:
            day.memory = _memory()
    two.hands.move(max(0.0, DAY - two.hands.ticks()))
    two.settle()
    grown = _memory() - day.memory
    holds(grown < 32 * MIB, f"{grown / MIB:.1f} MiB more memory at the end than after a first round of everything")
    for hub in two.hubs:
        raised = set(incidents(hub))
        holds(raised <= ALLOWED, f"alarms of {hub.host} beyond those of what was injected: {raised - ALLOWED}")
        two.expect(hub, *raised)
    mix = ", ".join(f"{times} × {what}" for what, times in sorted(day.done.items()))
    return f"{two.hands.ticks() / 3600:.0f} h, {mix}; {two.end()}, memory flat"


@dataclass
class Day:
    """What happens in the day, by a die that always falls the same way."""

    two: Two
    die: random.Random = field(default_factory=lambda: random.Random(48))  # noqa: S311 - a die that can be thrown again
    done: Counter[str] = field(default_factory=Counter)
    next: list[str] = field(default_factory=list)
    told: int = 0
    memory: int = 0

    @property
    def everything(self) -> bool:
        """Whether each thing has happened once."""
        return len(self.done) == len(HAPPENINGS)

    def something(self) -> None:
        """Something goes wrong, or nothing; both hubs say something and work."""
        if not self.next:
            self.next = self.die.sample(list(HAPPENINGS), len(HAPPENINGS))
        what = self.next.pop()
        for hub, kind in ((self.two.hz, "order.placed.v1"), (self.two.kl, "declaration.imported.v1")):
            for _ in range(self.die.randrange(3)):
                self.told += 1
                hub.tell(f"{self.told}", subject=f"6CN-{self.die.randrange(6)}", kind=kind)
        HAPPENINGS[what](self)
        self.done[what] += 1
        self.two.line.forget()

    def work(self) -> None:
        for hub in self.two.hubs:
            hub.work()

    def on_the_line(self, fault: Callable[[Request, Callable[[Request], Answer]], Answer]) -> None:
        with self.two.line.at_fault(fault):
            self.work()

    def death(self, hub: Hub) -> None:
        """The hub dies at some statement of its work, and starts again."""
        left = self.die.randrange(1, 60)

        def seen(_: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise Killed

        try:
            with statements(hub, seen):
                self.work()
        except Killed:
            hub.connection.close()
        recovery.forget()

    def wrong_clock(self) -> None:
        hub = self.die.choice(self.two.hubs)
        hub.skew = self.die.choice((-59.0, 59.0, 61.0, -3600.0, 3600.0))
        try:
            self.work()
        finally:
            hub.skew = 0.0


def page(asked: Request, carried: Callable[[Request], Answer]) -> Answer:
    """A proxy answers in the hub's place."""
    return Answer(502, b"<html>bad gateway</html>")


def _memory() -> int:
    """The most memory that this process ever had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


HAPPENINGS: dict[str, Callable[[Day], None]] = {
    "nothing": Day.work,
    "a cut": lambda day: day.on_the_line(cut),
    "a cut one way": lambda day: day.on_the_line(cut_towards(day.two.kl.host)),
    "an answer lost": lambda day: day.on_the_line(once(answer_lost)),
    "a repeat": lambda day: day.on_the_line(delivered_twice),
    "a proxy's page": lambda day: day.on_the_line(once(page)),
    "a sender's death": lambda day: day.death(day.two.hz),
    "a receiver's death": lambda day: day.death(day.two.kl),
    "a wrong clock": Day.wrong_clock,
}
