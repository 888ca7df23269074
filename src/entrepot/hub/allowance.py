"""How often somebody may ask: so many at once, and one more after each pause. Kept by each process for itself."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

from entrepot.hub.events import clock

MOST = 10_000
"""How many are remembered; beyond that whoever has not asked for longest is forgotten, and may begin anew."""


@dataclass
class Allowance:
    """`burst` may be asked at once; one more every `pause` seconds."""

    burst: int
    pause: float
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, who: str) -> bool:
        """Take one; False if nothing is left."""
        with self._lock:
            now = clock.ticks()
            left, since = self._left.pop(who, (float(self.burst), now))
            left = min(float(self.burst), left + (now - since) / self.pause)
            self._left[who] = (left - 1, now) if left >= 1 else (left, now)
            if len(self._left) > MOST:
                self._left.pop(next(iter(self._left)))
            return left >= 1

    def forget(self) -> None:
        """Let everybody begin anew."""
        self._left.clear()


def whence(request: HttpRequest) -> str:
    """Where the request comes from; behind a proxy it is the proxy that says so, last."""
    if settings.SECURE_PROXY_SSL_HEADER is not None:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded[:64]
    return str(request.META.get("REMOTE_ADDR", ""))
