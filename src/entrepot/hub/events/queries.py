"""What can be asked about what happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Q, QuerySet

from entrepot.hub.events import horizon
from entrepot.hub.events.models import Event, Mention, Particulars, Run


def of(ucr: str) -> QuerySet[Event]:
    """Everything that happened to one consignment, oldest first; a batch counts if it mentions the consignment."""
    mentioned = Mention.objects.filter(ucr=ucr).values("event")
    return Event.objects.filter(Q(ucr=ucr) | Q(position__in=mentioned))


def about(subject: str) -> QuerySet[Event]:
    """Everything that happened to one subject, oldest first."""
    return Event.objects.filter(subject=subject)


def since(position: int) -> QuerySet[Event]:
    """What was recorded after the position, oldest first; nothing can appear later between what is answered."""
    found = Event.objects.filter(position__gt=position)
    settled = horizon.settled()
    return found if settled is None else found.filter(position__lte=settled)


def parked() -> QuerySet[Run]:
    """Consequences that failed too often and now wait for an operator, with the error of the last try."""
    return Run.objects.filter(closed_at=None, state=Run.State.PARKED).select_related("event")


def stuck(subjects: Iterable[str]) -> QuerySet[Run]:
    """Consequences about these subjects that failed and are tried again or wait for an operator, oldest first."""
    failed = Q(state=Run.State.PARKED) | Q(tries__gt=0) | Q(waits__gt=0)
    return Run.objects.filter(failed, closed_at=None, subject__in=list(subjects)).order_by("place")


def particulars(event: Event) -> dict[str, Any] | None:
    """The personal particulars of an event, or None when it had none or they were erased."""
    kept = Particulars.objects.filter(hash=event.personal_hash).first() if event.personal_hash else None
    return None if kept is None else cast("dict[str, Any]", kept.body)
