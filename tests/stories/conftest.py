"""Two hubs in one process with their real consequences: what is told in the stories is what the hubs do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from entrepot.hub.events import clock, worker
from entrepot.hub.events.models import Run
from entrepot.hub.network.models import Peer
from tests.cast import NOON
from tests.hub.network import conftest as network
from tests.hub.network.conftest import empty_database, hz, kl, line, pair
from tests.hub.network.two_hubs import Line, Node

__all__ = ["empty_database", "hz", "kl", "line", "pair"]

SG = ("sg.example", "Singapore e-hub", "SG")


def waiting(node: Node, but: str = "") -> bool:
    """Whether something at this hub will be tried again."""
    with node.here():
        again = Run.objects.filter(state__in=["due", "leased"]).exclude(retry_at=None)
        return again.exclude(follower=but).exists()


def at_work(node: Node) -> None:
    """Let a hub do what hubs do, from noon on."""
    node.handlers = "entrepot.hub.network.handlers.HANDLERS"
    node.followers = "entrepot.hub.followers.FOLLOWERS"
    with node.here():
        clock.start(NOON)
        Peer.objects.update(capabilities="", asked_at=None)  # each takes more kinds now than when they met


def come_to_rest(*nodes: Node, but: str = "") -> None:
    """Let everything happen that follows by itself; runs of the follower `but` may go on waiting."""
    for _ in range(60):
        done = 0
        for node in nodes:
            with node.here():
                done += worker.work_until_idle()
            done += node.work()
        if not done and not any(waiting(node, but) for node in nodes):
            return
        time.sleep(0.05)
    raise AssertionError("the hubs do not come to rest")


@pytest.fixture
def trading(pair: Line, hz: Node, kl: Node) -> Callable[[], None]:
    """Both hubs connected and at work; calling it lets everything happen that follows by itself."""
    for node in (hz, kl):
        at_work(node)

    return lambda: come_to_rest(hz, kl)


@pytest.fixture
def three(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> Iterator[tuple[Node, Node, Node]]:
    """Hangzhou, Kuala Lumpur and Singapore at work; the first and the last exchange with the second alone."""
    hubs = {"empty": empty_database, "folder": tmp_path, "monkeypatch": monkeypatch}
    with django_db_blocker.unblock():
        made = network.strangers(network.HZ, network.KL, SG, **hubs)
        first, second, third = made.nodes.values()
        for node in made.nodes.values():
            at_work(node)
        network.brought_together(second, third)
        network.brought_together(first, second)
        for node in made.nodes.values():
            with node.here():
                Peer.objects.update(capabilities="", asked_at=None)
        yield first, second, third
        for node in made.nodes.values():
            node.connection.close()
