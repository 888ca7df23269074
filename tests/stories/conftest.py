"""Two hubs in one process with their real consequences: what is told in the stories is what the hubs do."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from entrepot.hub.events import clock, worker
from entrepot.hub.events.models import Run
from entrepot.hub.network.models import Peer
from tests.cast import NOON
from tests.hub.network.conftest import empty_database, hz, kl, line, pair
from tests.hub.network.two_hubs import Line, Node

__all__ = ["empty_database", "hz", "kl", "line", "pair"]


def waiting(node: Node) -> bool:
    """Whether something at this hub will be tried again."""
    with node.here():
        return Run.objects.filter(state__in=["due", "leased"]).exclude(retry_at=None).exists()


@pytest.fixture
def trading(pair: Line, hz: Node, kl: Node) -> Callable[[], None]:
    """Both hubs connected and at work; calling it lets everything happen that follows by itself."""
    for node in (hz, kl):
        node.handlers = "entrepot.hub.network.handlers.HANDLERS"
        node.followers = "entrepot.hub.followers.FOLLOWERS"
        with node.here():
            clock.start(NOON)
            Peer.objects.update(capabilities="", asked_at=None)  # each takes more kinds now than when they met

    def go_on() -> None:
        for _ in range(60):
            done = 0
            for node in (hz, kl):
                with node.here():
                    done += worker.work_until_idle()
                done += node.work()
            if not done and not any(waiting(node) for node in (hz, kl)):
                return
            time.sleep(0.05)
        raise AssertionError("the hubs do not come to rest")

    return go_on
