"""The same work begun by several at one moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from entrepot.conform.hubs.hub import Hub

Made = TypeVar("Made")


def together(hub: Hub, work: Callable[[], Made], count: int = 4) -> list[Made]:
    """What each got; one that raised leaves nothing."""
    begin = threading.Barrier(count)
    done: list[Made] = []

    def one() -> None:
        with hub.elsewhere():
            begin.wait()
            done.append(work())

    workers = [threading.Thread(target=one) for _ in range(count)]
    with hub.here():
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    return done
