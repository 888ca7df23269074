"""The hub's clock: the wall's, or a stored one on which a story passes thirty days in a moment.

Only faces, followers and workers read it; an action is told the time by its actor.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from entrepot.hub.events.models import ClockReading


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
    return datetime.now(UTC)


def start(moment: datetime) -> None:
    """Set the stored clock, before a story begins."""
    ClockReading.objects.update_or_create(number=1, defaults={"shows": moment})


def reach(moment: datetime) -> None:
    """Move the stored clock forward to the moment; it never goes back, and the wall's cannot be moved."""
    if simulated() and not ClockReading.objects.filter(shows__lt=moment).update(shows=moment):
        ClockReading.objects.get_or_create(number=1, defaults={"shows": moment})
