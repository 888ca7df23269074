"""A folder in which hubs are raised: the first pair takes a moment to make, each further one is a copy of its files."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path

from entrepot.conform.hubs import door, sqlite
from entrepot.conform.hubs.effects import Effects
from entrepot.conform.hubs.hands import Hands
from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.injected import Killed, put
from entrepot.conform.hubs.line import Carried, Line
from entrepot.conform.hubs.two import Two
from entrepot.conform.outside import Inside, Outside
from entrepot.conform.peer import doors
from entrepot.conform.peer.reference import Reference
from entrepot.conform.peer.reply import Reply, Way
from entrepot.ehx.checkpoint import CHANNELS
from entrepot.ehx.httpsig import Request
from entrepot.hub.network import actions, budget, courier, recovery, wire
from entrepot.hub.network.models import Channel
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable

PLACES = {"hz.example": ("Hangzhou e-hub", "CN"), "kl.example": ("KLIA e-hub", "MY")}
KIT = "https://kit.example"


class World:
    """Makes hubs in a folder that is the kit's alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    @contextmanager
    def two(self) -> Iterator[Two]:
        """Two hubs that exchange, with nothing said yet but the agreement."""
        home = self._home()
        shutil.copytree(self._pair, home)
        with self._standing(home) as two:
            yield two

    @contextmanager
    def strangers(self) -> Iterator[Two]:
        """Two hubs that do not know each other."""
        home = self._home()
        for host in PLACES:
            shutil.copytree(self._empty, home / host)
        with self._standing(home) as two:
            yield two

    @contextmanager
    def outside(self) -> Iterator[Outside]:
        """One hub that exchanges with a peer of ours."""
        files, peer = self._met
        home = self._home()
        shutil.copytree(files, home)
        with self._alone(home, peer) as outside:
            yield outside

    @contextmanager
    def unmet(self) -> Iterator[Outside]:
        """One hub, and a peer of ours that it has never heard of."""
        home = self._home()
        shutil.copytree(self._empty, home / next(iter(PLACES)))
        with self._alone(home) as outside:
            outside.peer.fetch(f"https://{next(iter(PLACES))}")
            yield outside

    @contextmanager
    def _standing(self, home: Path) -> Iterator[Two]:
        hands = Hands()
        hz, kl = (_hub(home / host, host, hands) for host in PLACES)
        line = Line({hub.host: _door(hub) for hub in (hz, kl)})
        with _open(home, line, hz, kl):
            yield Two(hz, kl, line, hands)

    @contextmanager
    def _alone(self, home: Path, before: Reference | None = None) -> Iterator[Outside]:
        hands = Hands()
        host = next(iter(PLACES))
        hub = _hub(home / host, host, hands)
        line = Line({host: _door(hub)})
        clock = hands.off_by(0)
        peer = before.again(_way(line), clock) if before else Reference.made(KIT, _way(line), clock)
        line.doors[peer.host] = _carried(peer)
        with _open(home, line, hub):
            yield Outside(peer, Inside(hub, hands, line))

    def _home(self) -> Path:
        return self.folder / f"trial-{next(self._numbers)}"

    @cached_property
    def _empty(self) -> Path:
        sqlite.made(self.folder / "empty")
        return self.folder / "empty"

    @cached_property
    def _pair(self) -> Path:
        """The files of two hubs after they have come together."""
        kept = self.folder / "pair"
        with self.strangers() as two:
            for one, other in ((two.hz, two.kl), (two.kl, two.hz)):
                thumbprint = other.thumbprint()
                with one.here():
                    actions.peer_with(other.url, thumbprint, by=one.by())
            two.end()
            for hub in two.hubs:
                hub.connection.close()
                shutil.copytree(hub.home, kept / hub.host)
        return kept

    @cached_property
    def _met(self) -> tuple[Path, Reference]:
        """The files of a hub after it has come together with our peer, and the peer."""
        home, kept = self._home(), self.folder / "met"
        shutil.copytree(self._empty, home / next(iter(PLACES)))
        with self._alone(home) as outside:
            assert outside.inside is not None
            hub, peer = outside.inside.hub, outside.peer
            peer.fetch(hub.url)
            with hub.here():
                actions.peer_with(peer.url, peer.statement.thumbprint, by=hub.by())
            outside.until(peer.prove, "the hub and our peer did not come together")
            for name in CHANNELS:
                peer.post(name, peer.logs[name].batch(0))
            outside.end()
            hub.connection.close()
            shutil.copytree(hub.home, kept / hub.host)
        return kept, peer


@contextmanager
def _open(home: Path, line: Line, *hubs: Hub) -> Iterator[None]:
    """Let the hubs of this process call each other over the line; at the end nothing is left of them."""
    courier._asked.clear()
    budget.REQUESTS.forget()
    with ExitStack() as stack:
        stack.enter_context(put(wire, exchange=line.exchange, stream=line.stream))
        stack.enter_context(put(logging.root.manager, disable=logging.CRITICAL))  # what fails here is meant to
        stack.callback(shutil.rmtree, home)
        recovery.forget()
        for hub in hubs:
            stack.callback(hub.connection.close)
            with hub.here():
                recovery.assume(Channel.objects.filter(direction="out"))  # as if they had been running for a while
        yield


def _way(line: Line) -> Way:
    """The line as our peer uses it."""

    def carried(request: Request) -> Reply:
        answer = line.exchange(request)
        return Reply(answer.status, answer.body, answer.headers)

    return carried


def _carried(peer: Reference) -> Carried:
    """Our peer's door at the end of a line."""

    def answered(request: Request) -> Answer:
        reply = doors.answer(peer, request)
        return Answer(reply.status, reply.body, dict(reply.headers))

    return answered


def _hub(home: Path, host: str, hands: Hands) -> Hub:
    name, country = PLACES[host]
    return Hub(host, name, country, home, hands, sqlite.connection(home), Effects())


def _door(hub: Hub) -> Carried:
    """The hub's door at the end of a line: a hub that dies while it answers is heard of no more."""

    def answered(request: Request) -> Answer:
        try:
            return door.knock(hub, request)
        except Killed:
            hub.connection.close()  # what was not committed is gone with the process
            raise Unavailable(request.url) from None

    return answered
