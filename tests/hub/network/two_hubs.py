"""Two hubs in one process: each with its own database, keys and address, and a line between them that can be cut.

The line carries the very bytes and headers to the other hub's doors, so that everything but the socket is real.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import RequestFactory, override_settings
from django.urls import resolve

from entrepot.ehx.httpsig import Request
from entrepot.hub.events import Actor
from entrepot.hub.network import actions, courier, own, queries
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import Channel, Peer
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from tests.cast import NOON

UCR = "6CN91330100-QH0417"


@dataclass
class Node:
    """One hub."""

    host: str
    name: str
    country: str
    home: Path
    connection: DatabaseWrapper
    heard: list[Message] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://{self.host}"

    @contextmanager
    def here(self) -> Iterator[Node]:
        """Whatever is done inside happens on this hub."""
        before = connections["default"]
        connections["default"] = self.connection
        try:
            with override_settings(
                ENTREPOT_HOME=self.home,
                ENTREPOT_URL=self.url,
                ENTREPOT_NAME=self.name,
                ENTREPOT_COUNTRY=self.country,
                ENTREPOT_ALLOW_LOOPBACK_PEERS=True,
                ENTREPOT_HANDLERS=f"tests.hub.network.conftest.{self.country}",
                ENTREPOT_FOLLOWERS="",
                ENTREPOT_CLOCK="simulated",
            ):
                yield self
        finally:
            connections["default"] = before

    def by(self, at: datetime = NOON) -> Actor:
        return Actor("worker", "tests", "tests", at)

    def peer(self) -> Peer:
        with self.here():
            return queries.peers().get()

    def channel(self, name: str, direction: str = "out") -> Channel:
        with self.here():
            return Channel.objects.get(name=name, direction=direction)

    def tell(self, kind: str, subject: str = UCR, at: datetime = NOON, cause: str = "", **payload: object) -> None:
        with self.here():
            actions.send(kind, subject, payload, peer=queries.peers().get(), by=self.by(at), cause=cause)

    def work(self) -> int:
        with self.here():
            return courier.carry_until_idle()

    def thumbprint(self) -> str:
        with self.here():
            return own.statement().thumbprint

    def door(self, request: Request) -> Answer:
        """What this hub answers to these bytes."""
        parts = urlsplit(request.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        kind = request.headers.get("Content-Type", "")
        headers = {name: value for name, value in request.headers.items() if name != "Content-Type"}
        http = RequestFactory().generic(
            request.method, target, request.body, content_type=kind, headers={**headers, "Host": parts.netloc}
        )
        with self.here():
            found = resolve(parts.path, urlconf="entrepot.hub.api.peer")
            answer = found.func(http, *found.args, **found.kwargs)
        return Answer(answer.status_code, answer.content, dict(answer.items()))


Fault = Callable[[Request, Callable[[Request], Answer]], Answer]


@dataclass
class Line:
    """The network between the hubs: remembers what passed, and can do what networks do."""

    nodes: dict[str, Node]
    fault: Fault | None = None
    passed: list[Request] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def exchange(self, request: Request) -> Answer:
        self.passed.append(replace(request, headers=dict(request.headers)))
        answer = self.fault(request, self.carried) if self.fault else self.carried(request)
        self.answers.append(answer)
        return answer

    def carried(self, request: Request) -> Answer:
        node = self.nodes.get(urlsplit(request.url).netloc)
        if node is None:
            raise Unavailable(request.url)
        return node.door(request)

    def entries(self) -> list[Request]:
        """The batches that went over the line."""
        return [each for each in self.passed if each.url.endswith("/entries")]


def node(host: str, name: str, country: str, home: Path, database: Path) -> Node:
    """A hub on a copy of an empty, migrated database."""
    settings = copy.deepcopy(connections["default"].settings_dict)
    settings["NAME"] = str(database)
    settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=OFF;"}
    settings["CONN_MAX_AGE"] = None
    return Node(host, name, country, home, DatabaseWrapper(settings, "default"))
