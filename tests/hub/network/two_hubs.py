"""Two hubs in one process: each with its own database, keys and address, and a line between them that can be cut.

The line carries the very bytes and headers to the other hub's doors, so that everything but the socket is real.
"""

from __future__ import annotations

import copy
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
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
    connection: BaseDatabaseWrapper
    heard: list[Message] = field(default_factory=list)
    handlers: str = ""
    followers: str = ""
    four_eyes: str = ""

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
                ENTREPOT_FOUR_EYES=self.four_eyes,
                ENTREPOT_HANDLERS=self.handlers or f"tests.hub.network.conftest.{self.country}",
                ENTREPOT_FOLLOWERS=self.followers,
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
            return Channel.objects.exclude(state="closed").get(name=name, direction=direction)

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
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return Answer(answer.status_code, body, dict(answer.items()))


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

    @contextmanager
    def stream(self, request: Request) -> Iterator[tuple[int, Iterable[bytes]]]:
        """The same for what is read piece by piece."""
        answer = self.exchange(request)
        yield answer.status, [answer.body[at : at + 65536] for at in range(0, len(answer.body), 65536)]

    def carried(self, request: Request) -> Answer:
        node = self.nodes.get(urlsplit(request.url).netloc)
        if node is None:
            raise Unavailable(request.url)
        return node.door(request)

    def entries(self) -> list[Request]:
        """The batches that went over the line."""
        return [each for each in self.passed if each.url.endswith("/entries")]


def node(host: str, name: str, country: str, home: Path, empty: str = "") -> Node:
    """A hub on a database of its own, in which nothing happened: a copy of the empty file, or one emptied again."""
    settings = copy.deepcopy(connections["default"].settings_dict)
    settings["CONN_MAX_AGE"] = None
    if connections["default"].vendor == "sqlite":
        settings["NAME"] = str(home / "hub.sqlite3")
        settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=OFF;"}
        if empty:
            shutil.copy(empty, settings["NAME"])
    else:
        settings["NAME"] = _on_server(country, empty)
        settings["OPTIONS"] = {**settings["OPTIONS"], "options": "-c synchronous_commit=off"}
    connection = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    if empty and connection.vendor == "postgresql":
        _emptied(connection)
    return Node(host, name, country, home, connection)


def kept(folder: Path, *nodes: Node) -> None:
    """Keep the files of these hubs, database and keys, as they are now."""
    for node in nodes:
        node.connection.close()
        shutil.copytree(node.home, folder / node.country)


def copied(folder: Path, *nodes: Node) -> None:
    """Let these hubs go on from the files that were kept."""
    for node in nodes:
        node.connection.close()
        shutil.copytree(folder / node.country, node.home, dirs_exist_ok=True)


def backup_on_server(node: Node) -> Callable[[], None]:
    """A copy of the hub's database made by the server; called, it takes the place of what was written since."""
    name = node.connection.settings_dict["NAME"]
    copy = f"{name}_copy"
    _made[copy] = copy
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {copy}")
        cursor.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")

    def back() -> None:
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {copy}")

    return back


def _on_server(country: str, empty: str) -> str:
    """The database of a hub on the server, made when it is first needed."""
    if country not in _made:
        _made[country] = f"network_{secrets.token_hex(6)}"
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {_made[country]}" + (f" TEMPLATE {empty}" if empty else ""))
    return _made[country]


def _emptied(connection: BaseDatabaseWrapper) -> None:
    """Empty every table but those that the migrations filled, past the fence around what was recorded."""
    filled = {"django_migrations", "django_content_type", "auth_permission"}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in set(connection.introspection.table_names()) - filled:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name that the database itself told
        cursor.execute("SET session_replication_role = DEFAULT")


_made: dict[str, str] = {}


def all_gone() -> None:
    """Leave nothing behind on a server that others use too."""
    for name in _made.values():
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
    _made.clear()
