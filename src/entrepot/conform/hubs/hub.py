"""One hub in this process: whatever is done within `here` happens on its database, with its keys, at its time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from entrepot.conform.hubs import sqlite
from entrepot.conform.hubs.effects import Effects
from entrepot.conform.hubs.hands import Hands
from entrepot.hub.events import Actor, clock
from entrepot.hub.network import actions, courier, duties, own, queries
from entrepot.hub.network.models import Channel, Outbox, Peer

UCR = "6CN91330100-QH0417"


@dataclass
class Hub:
    """A hub with its own folder and clock; `skew` is by how many seconds its clock is wrong.

    `followers` is its table of consequences, `loopback` whether it calls addresses that are not public,
    `four_eyes` (`"1"` or `"0"`) whether a peering needs two operators.
    """

    host: str
    name: str
    country: str
    home: Path
    hands: Hands
    connection: BaseDatabaseWrapper
    effects: Effects
    skew: float = 0.0
    followers: str = ""
    loopback: bool = True
    four_eyes: str = "0"

    @property
    def url(self) -> str:
        return f"https://{self.host}"

    @contextmanager
    def here(self) -> Iterator[Hub]:
        """Within, this process is this hub; another connection is for another thread."""
        before = connections["default"]
        connections["default"] = self.connection
        try:
            with (
                _set(**self._settings()),
                clock.told_by(self.hands.off_by(self.skew), self.hands.ticks),
                self.effects.listening(),
            ):
                yield self
        finally:
            connections["default"] = before

    @contextmanager
    def elsewhere(self) -> Iterator[Hub]:
        """In another thread, while this one is `here`: a connection of its own is all that it needs."""
        connections["default"] = sqlite.connection(self.home)
        try:
            yield self
        finally:
            connections["default"].close()

    def by(self) -> Actor:
        """The kit, acting on this hub now."""
        return Actor("worker", "conform", "conformance kit", self.hands.shows)

    def thumbprint(self) -> str:
        with self.here():
            return own.statement().thumbprint

    def peer(self) -> Peer:
        """The one hub that it exchanges with."""
        with self.here():
            return queries.peers().get()

    def channel(self, name: str, direction: str = "out") -> Channel:
        """The channel as it stands, in its newest epoch."""
        with self.here():
            return Channel.objects.filter(name=name, direction=direction).latest("epoch")

    def tell(self, total: str, subject: str = UCR, kind: str = "order.placed.v1", **more: object) -> Outbox:
        """Tell the peer something, once for each subject and total."""
        with self.here():
            said = {"total": total, **more}
            cause = f"{subject}/{total}"
            return actions.send(kind, subject, said, peer=queries.peers().get(), by=self.by(), cause=cause)

    def work(self) -> int:
        """Everything that the hub's worker can do now, its daily rounds too; answers how much of the mail it was."""
        with self.here():
            duties.carry_out()
            return courier.carry_until_idle()

    def _settings(self) -> dict[str, Any]:
        return {
            "ENTREPOT_HOME": self.home,
            "ENTREPOT_URL": self.url,
            "ENTREPOT_NAME": self.name,
            "ENTREPOT_COUNTRY": self.country,
            "ENTREPOT_CLOCK": "wall",
            "ENTREPOT_ALLOW_LOOPBACK_PEERS": self.loopback,
            "ENTREPOT_HANDLERS": "entrepot.conform.hubs.effects.HANDLERS",
            "ENTREPOT_FOUR_EYES": self.four_eyes,
            "ENTREPOT_FOLLOWERS": self.followers,
            "ALLOWED_HOSTS": [self.host],
        }


@contextmanager
def _set(**values: Any) -> Iterator[None]:
    before = {name: getattr(settings, name) for name in values}
    for name, value in values.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)
