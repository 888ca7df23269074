"""Two hubs that exchange, the line between them, and what must be so when all is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from entrepot.conform.hubs import effects
from entrepot.conform.hubs.effects import OF_THE_NETWORK, Effect
from entrepot.conform.hubs.hands import Hands
from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.line import Line
from entrepot.conform.verdict import holds, same
from entrepot.hub.network import inbox, sender, sequencer, soundness
from entrepot.hub.network.models import Channel, Emergency, Inbox, Incident, Outbox

Heads = dict[str, tuple[int, bytes]]


@dataclass
class Two:
    """Two hubs, the first of which mostly speaks. `alarms` are those that a trial expects, by host, `refused`
    is how many messages the second hub is right to refuse.
    """

    hz: Hub
    kl: Hub
    line: Line
    hands: Hands
    alarms: dict[str, list[str]] = field(default_factory=dict)
    refused: int = 0

    @property
    def hubs(self) -> tuple[Hub, Hub]:
        return self.hz, self.kl

    def expect(self, hub: Hub, *kinds: str) -> None:
        """These alarms, and no others, are right on this hub."""
        self.alarms[hub.host] = sorted(kinds)

    def settle(self, most: int = 500) -> None:
        """Let both work, and time pass to whatever is due next, until nothing more is due."""
        for _ in range(most):
            if self.hz.work() + self.kl.work():
                continue
            next_ = min((each for hub in self.hubs for each in due(hub)), default=None)
            if next_ is None:
                return
            self.hands.jump(max(next_, self.hands.shows))
            self.hands.move(0.001)
        holds(False, f"the hubs did not come to rest in {most} rounds")

    def through(self, seconds: float, step: float = 0) -> None:
        """Let time pass, the hubs doing what is due when it is due, or looking only every `step` seconds."""
        ends = self.hands.shows + timedelta(seconds=seconds)
        while self.hands.shows < ends:
            for hub in self.hubs:
                hub.work()
            soon = [each for hub in self.hubs for each in due(hub) if each > self.hands.shows]
            next_ = self.hands.shows + timedelta(seconds=step) if step else min(soon, default=ends)
            self.hands.jump(min(next_ + timedelta(milliseconds=1), ends))

    def end(self) -> str:
        """Settle; nothing was lost or done twice, both hold the same, the alarms are right. Says what was counted."""
        self.settle()
        done = sum(self._once_and_in_order(one, other) for one, other in ((self.hz, self.kl), (self.kl, self.hz)))
        same("sizes and roots of the two hubs", heads(self.hz), heads(self.kl))
        self.see_alarms()
        for hub in self.hubs:
            with hub.here():
                unsound = [each.origin for each in Channel.objects.all() if not soundness.is_sound(each)]
                going_on = Channel.objects.exclude(state="closed")
                open_ = {each.state for each in going_on}
                acked = [each.origin for each in going_on.filter(direction="out") if each.acked != each.size]
            same(f"channels of {hub.host} that are not what was signed", unsound, [])
            same(f"states of the channels of {hub.host}", open_, {"open"})
            same(f"channels of {hub.host} that are not countersigned to their end", acked, [])
        return f"{done} told, {done} effects, equal roots in all {len(heads(self.hz))} channels"

    def see_alarms(self) -> None:
        """The alarms of each hub are those that were expected."""
        for hub in self.hubs:
            same(f"alarms of {hub.host}", incidents(hub), self.alarms.get(hub.host, []))

    def _once_and_in_order(self, one: Hub, other: Hub) -> int:
        """What one told took effect on the other once, in its order about each subject; answers how many it was."""
        told, done = said(one, refused=self.refused if one is self.hz else 0), found(other)
        same(f"effects on {other.host}, by message", Counter(each.hash for each in done), Counter(told))
        order = {digest: at for at, digest in enumerate(told)}
        about: dict[str, list[int]] = {}
        for each in done:
            about.setdefault(each.subject, []).append(order[each.hash])
        wrong = [subject for subject, places in about.items() if places != sorted(places)]
        same(f"subjects out of order on {other.host}", wrong, [])
        return len(done)


def said(hub: Hub, *, refused: int = 0) -> list[bytes]:
    """The hash of each message that the hub's business told, in its order; not what its network says by itself."""
    with hub.here():
        rows = Outbox.objects.exclude(kind__in=OF_THE_NETWORK).order_by("subject", "keyseq")
        if refused:
            same(f"messages of {hub.host} that were refused", rows.filter(leaf__outcome="rejected").count(), refused)
            rows = rows.exclude(leaf__outcome="rejected")
        return [bytes(each) for each in rows.values_list("hash", flat=True)]


def found(hub: Hub) -> list[Effect]:
    """What took effect on the hub."""
    with hub.here():
        return effects.found()


def totals(hub: Hub) -> list[str]:
    """The totals of what took effect, in the order in which it did."""
    return [each.total for each in found(hub)]


def heads(hub: Hub) -> Heads:
    """Size and root of every channel of a hub that goes on."""
    with hub.here():
        return {each.origin: (each.size, bytes(each.root)) for each in Channel.objects.exclude(state="closed")}


def incidents(hub: Hub) -> list[str]:
    """The kinds of what its operators were told, each once, over or not."""
    with hub.here():
        return sorted(set(Incident.objects.values_list("kind", flat=True)))


def sequenced(hub: Hub, name: str = "trade") -> Channel:
    """The channel after everything that waits has its place in it; nothing is sent."""
    with hub.here():
        channel = Channel.objects.filter(name=name, direction="out").latest("epoch")
        while sequencer.sequence(channel):
            pass
        channel.refresh_from_db()
        return channel


def pushed(hub: Hub, name: str = "trade") -> int:
    """Send what waits on a channel now, whenever its next try would be; answers how many were countersigned."""
    channel = sequenced(hub, name)
    with hub.here():
        return sender.push_channel(channel)


def pushing(hub: Hub, name: str = "trade") -> Callable[[], int]:
    """The same, to be done later."""
    return lambda: pushed(hub, name)


def due(hub: Hub) -> Iterator[datetime]:
    """When something of the hub is due next."""
    with hub.here():
        waiting = Channel.objects.filter(direction="out", state="open").exclude(next_try=None)
        yield from (each.next_try for each in waiting if each.next_try and each.acked < each.size)
        now = hub.hands.shows
        alarms = (each.failing_since + sender.alarm_after(each) for each in waiting if each.failing_since)
        yield from (each for each in alarms if each > now)
        handing = Emergency.objects.filter(direction="out", done_at=None).exclude(next_try=None)
        yield from (each for each in handing.values_list("next_try", flat=True) if each)
        rows = Inbox.objects.filter(state=Inbox.State.RECEIVED)
        yield from (each for each in rows.exclude(next_try=None).values_list("next_try", flat=True) if each)
        alone = rows.filter(Q(next_try=None), received_at__gt=now - inbox.PATIENCE)
        yield from (each + inbox.PATIENCE for each in alone.values_list("received_at", flat=True))
