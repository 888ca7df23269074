"""Work done in rounds beside the worker's runs: soon again while there is something to do, and less often while not."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from django.db import connection

log = structlog.get_logger(__name__)


def go_forever(once: Callable[[], int], stop: threading.Event, *, soon: float, longest: float, named: str) -> None:
    """Rounds until told to stop; `soon` and `longest` are seconds between two. A round that fails ends nothing."""
    pause = soon
    while not stop.wait(pause):
        try:
            pause = soon if once() else min(pause * 2, longest)
        except Exception:
            log.exception("a round failed", of=named)
            connection.close()
            pause = longest
