"""The two hubs of the network tests, strangers or already exchanging."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from entrepot.hub.events import Actor
from entrepot.hub.network import actions, budget, courier, documents, receipts, recovery, statements, wire
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import Channel
from tests.hub.network import two_hubs
from tests.hub.network.two_hubs import Line, Node

pytest.register_assert_rewrite("tests.hub.network.watching")

HZ, KL = ("hz.example", "Hangzhou e-hub", "CN"), ("kl.example", "KLIA e-hub", "MY")

CN: dict[str, Any] = {}
MY: dict[str, Any] = {}


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[str]:
    """A migrated database in which nothing happened yet, to be copied."""
    with django_db_blocker.unblock():
        made = two_hubs.node("-", "-", "-", tmp_path_factory.mktemp("network"))
        before = connections["default"]
        connections["default"] = made.connection
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            made.connection.close()
            connections["default"] = before
        yield made.connection.settings_dict["NAME"]
        two_hubs.all_gone()


def strangers(*hubs: tuple[str, str, str], empty: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Hubs that do not know each other, by host, name and country, and the line between them all."""
    nodes = {}
    for host, name, country in hubs:
        (folder / country).mkdir()
        nodes[host] = two_hubs.node(host, name, country, folder / country, empty)
    made = Line(nodes)
    monkeypatch.setattr(wire, "exchange", made.exchange)
    monkeypatch.setattr(wire, "stream", made.stream)
    monkeypatch.setattr(courier, "FIRST_PAUSE", 0.0)
    courier._asked.clear()
    recovery.forget()
    budget.REQUESTS.forget()
    return made


@pytest.fixture
def line(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> Iterator[Line]:
    """Two hubs that do not know each other, and the line between them."""
    with django_db_blocker.unblock():
        made = strangers(HZ, KL, empty=empty_database, folder=tmp_path, monkeypatch=monkeypatch)
        nodes = made.nodes
        for node, table in ((nodes["hz.example"], CN), (nodes["kl.example"], MY)):
            table.clear()
            table["receipt.v1"] = receipts.taken
            table["identity.statement.v1"] = statements.heard
            for kind in ("order.placed.v1", "declaration.exported.v1", "declaration.imported.v1", "tracking.events.v1"):
                table[kind] = _listener(node)
            table["catalogue.item.v1"] = _listener(node)
            table |= {documents.ISSUED: documents.issued, documents.REVOKED: documents.revoked}
        yield made
        for node in nodes.values():
            node.connection.close()


@pytest.fixture
def hz(line: Line) -> Node:
    return line.nodes["hz.example"]


@pytest.fixture
def kl(line: Line) -> Node:
    return line.nodes["kl.example"]


@pytest.fixture
def pair(line: Line, hz: Node, kl: Node, tmp_path_factory: pytest.TempPathFactory) -> Line:
    """The two hubs exchanging, with nothing said yet but the agreement; the files of an earlier pair are used again."""
    on_files = hz.connection.vendor == "sqlite"
    kept = tmp_path_factory.getbasetemp() / "network-pair"
    if on_files and kept.exists():
        two_hubs.copied(kept, hz, kl)
    else:
        brought_together(hz, kl)
        if on_files:
            two_hubs.kept(kept, hz, kl)
    for node in (hz, kl):
        with node.here():
            recovery.assume(Channel.objects.all())
    line.passed.clear()
    line.answers.clear()
    return line


def brought_together(hz: Node, kl: Node) -> None:
    """Let the operators of two hubs come to exchange."""
    for one, other in ((hz, kl), (kl, hz)):
        thumbprint = other.thumbprint()
        with one.here():
            actions.peer_with(other.url, thumbprint, by=one.by())
    for node in (hz, kl, hz, kl):
        node.work()


def _listener(node: Node) -> Any:
    def listen(message: Message, by: Actor) -> None:
        node.heard.append(message)

    return listen
