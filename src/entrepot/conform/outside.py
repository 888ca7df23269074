"""A hub as its peer sees it: what can be asked over the line, and what can be seen inside when it runs here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from entrepot.conform.hubs.hands import Hands
from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.line import Line
from entrepot.conform.hubs.two import due, found, incidents
from entrepot.conform.peer.reference import Reference
from entrepot.conform.peer.reply import Reply
from entrepot.conform.verdict import NotTestable, holds, same
from entrepot.hub.network import soundness
from entrepot.hub.network.models import Channel

PATIENCE = 120.0  # seconds; a hub elsewhere takes messages in its own time, and its machine may be busy


@dataclass(frozen=True)
class Inside:
    """The hub's inside, its clock, and the line to it."""

    hub: Hub
    hands: Hands
    line: Line


@dataclass
class Outside:
    """The hub under test and our peer. `inside` is there when the hub runs in this process."""

    peer: Reference
    inside: Inside | None = None
    alarms: list[str] = field(default_factory=list)

    def within(self, why: str) -> Inside:
        """The inside; without one this cannot be tested, and `why` says what would have to be seen."""
        if self.inside is None:
            raise NotTestable(why)
        return self.inside

    def expect(self, *kinds: str) -> None:
        """These alarms, and no others, are right."""
        self.alarms = sorted(kinds)

    def work(self) -> None:
        """Let the hub do what it can: here at once, elsewhere in a moment."""
        if self.inside is not None:
            if not self.inside.hub.work() and (next_ := min(due(self.inside.hub), default=None)):
                self.inside.hands.jump(max(next_, self.inside.hands.shows))
                self.inside.hands.move(0.001)
        else:
            time.sleep(0.2)

    def until(self, so: Callable[[], bool], otherwise: str) -> None:
        """Let the hub work until it is so; it must become so."""
        ends = time.monotonic() + PATIENCE
        rounds = 0
        while not so():
            rounds += 1
            holds(rounds < 20 if self.inside else time.monotonic() < ends, otherwise)
            self.work()

    def outcomes(self, name: str, upto: int) -> dict[int, tuple[str, str]]:
        """What the hub says it made of our messages in a channel: outcome and code by place, once it has told all."""
        log = self.peer.logs[name]

        def told() -> dict[int, tuple[str, str]]:
            said: dict[int, tuple[str, str]] = {}
            for receipt in self.peer.told():
                if receipt["origin"] == log.origin:
                    said |= dict.fromkeys(range(receipt["from"], receipt["to"]), (receipt["default"], ""))
                    said |= {each["index"]: (each["outcome"], each["code"]) for each in receipt["exceptions"]}
            return said

        self.until(lambda: set(range(1, upto)) <= told().keys(), f"not every message of {name} had a business receipt")
        return {at: each for at, each in told().items() if at > 0}

    def holds_nothing_of(self, name: str, size: int) -> None:
        """The hub still holds the channel at this size: asked of it, signed by it."""
        same(f"size that the hub holds of {name}", self.size(name), size)

    def size(self, name: str) -> int:
        """How much the hub says it holds of a channel of ours."""
        answer = self.peer.ask(f"/channels/{self.peer.logs[name].cid}/checkpoint")
        if answer.status == 404:
            return int(answer.said.get("size", -1))
        holds(answer.status == 200, f"the hub answered {answer.status} when asked for its head of {name}")
        return self.peer.receipted(answer)

    def end(self, *totals: str) -> str:
        """What took effect, the alarms, and that both hold the same in every channel; answers with what was seen."""
        self.work()
        logs = self.peer.logs
        if self.inside is None:
            for name in logs:
                self.size(name)
            return f"receipts over our own roots in {len(logs)} channels"
        hub = self.inside.hub
        same("effects", [each.total for each in found(hub)], list(totals))
        same("alarms", incidents(hub), self.alarms)
        with hub.here():
            for channel in Channel.objects.filter(direction="in"):
                mine, theirs = logs[channel.name].head(), (channel.size, bytes(channel.root))
                if channel.state == "open":
                    same(f"size and root of {channel.name}", theirs, (mine.size, mine.root))
                holds(soundness.is_sound(channel), f"the hub's books of {channel.name} are not what was signed")
        return f"{len(totals)} effects, equal roots"


def counted(answers: list[Reply]) -> str:
    """How often each answer came, for the evidence."""
    seen: dict[str, int] = {}
    for answer in answers:
        key = " ".join(filter(None, (str(answer.status), answer.code)))
        seen[key] = seen.get(key, 0) + 1
    return ", ".join(f"{times} × {key}" for key, times in sorted(seen.items()))
