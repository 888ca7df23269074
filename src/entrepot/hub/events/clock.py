"""The hub's clock: the wall's, or a stored one on which a story passes thirty days in a moment.

Only faces, followers and workers read it; an action is told the time by its actor.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_noop

from entrepot.hub.events.models import ClockReading
from entrepot.trade.finding import Finding, Refused


def simulated() -> bool:
    """Whether times of this hub are a story's, and must be marked as such."""
    return bool(settings.ENTREPOT_CLOCK == "simulated")


def now() -> datetime:
    """What the hub's clock shows; a stored clock that nobody set starts with the wall's."""
    if not simulated():
        return wall()
    return ClockReading.objects.get_or_create(number=1, defaults={"shows": wall()})[0].shows


def wall() -> datetime:
    """The time outside: for leases and retries, which happen to machines and not to goods."""
    return _outside[0]()


def ticks() -> float:
    """Seconds that only go forward, from no particular moment: for budgets of requests."""
    return _outside[1]()


@contextmanager
def told_by(hands: Callable[[], datetime], ticks: Callable[[], float] = time.monotonic) -> Iterator[None]:
    """Within, the time outside is what these hands show: the conformance kit lets a month pass in a moment."""
    global _outside
    before, _outside = _outside, (hands, ticks)
    try:
        yield
    finally:
        _outside = before


def _now() -> datetime:
    return datetime.now(UTC)


_outside: tuple[Callable[[], datetime], Callable[[], float]] = (_now, time.monotonic)


def moment_of(request: HttpRequest) -> datetime:
    """The time of a request: now; in a story also the time that its `Entrepot-Time` header tells (ISO 8601)."""
    if simulated() and (told := request.headers.get("Entrepot-Time")):
        return _read(told)
    return now()


def start(moment: datetime) -> None:
    """Set the stored clock, before a story begins."""
    ClockReading.objects.update_or_create(number=1, defaults={"shows": moment})


def reach(moment: datetime) -> None:
    """Move the stored clock forward to the moment; it never goes back, and the wall's cannot be moved."""
    if simulated() and not ClockReading.objects.filter(shows__lt=moment).update(shows=moment):
        ClockReading.objects.get_or_create(number=1, defaults={"shows": moment})


def _read(told: str) -> datetime:
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(
            Finding(
                "time-form",
                gettext_noop("“{told}” is not a moment."),
                remedy=gettext_noop("Write it as in ISO 8601 with its zone, such as 2026-03-02T12:00:00+00:00."),
                params={"told": told},
            )
        )
    return moment.astimezone(UTC)
