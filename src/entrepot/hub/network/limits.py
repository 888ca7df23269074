"""How long the handler of one message may work: a handler that never ends must not hold up every other message."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LONGEST = 60.0  # seconds


class TimeOver(Exception):  # noqa: N818 - it says what is so
    """The handler worked longer than it may."""


@contextmanager
def in_time() -> Iterator[None]:
    """Within, work that takes too long is ended with `TimeOver`.

    The worker takes messages in the first thread of its process, and only there can work be interrupted; elsewhere
    nothing is enforced.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _over)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _over(number: int, frame: FrameType | None) -> None:
    raise TimeOver(f"more than {LONGEST:g} seconds")
