"""How many requests a peer may make: twenty a second, a hundred at once. Kept by each process for itself."""

from __future__ import annotations

import threading

from entrepot.hub.events import clock

RATE, BURST = 20.0, 100.0

_lock = threading.Lock()
_left: dict[str, tuple[float, float]] = {}


def allows(host: str) -> bool:
    """Take one request from the peer's budget; False if nothing is left of it."""
    with _lock:
        now = clock.ticks()
        left, since = _left.get(host, (BURST, now))
        left = min(BURST, left + (now - since) * RATE)
        _left[host] = (left - 1, now) if left >= 1 else (left, now)
        return left >= 1
