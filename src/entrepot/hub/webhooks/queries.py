"""What can be asked of endpoints and deliveries, and of what concerns a party."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from entrepot.hub.events import clock
from entrepot.hub.events import queries as record
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.models import Role
from entrepot.hub.parties.queries import require
from entrepot.hub.webhooks.message import Message, messages
from entrepot.hub.webhooks.models import Delivery, Endpoint

LOOKED_AT = 1000  # events of the record that one look goes through


def require_seen(party: str, by: Actor) -> None:
    """An endpoint is seen and tried by its party, people and machines alike, and by the operator."""
    if by.party != party:
        require(by, Role.OPERATOR)


def endpoint(number: uuid.UUID, *, by: Actor) -> Endpoint:
    """An endpoint that the caller may see; for others there is none."""
    found = Endpoint.objects.select_related("party").get(pk=number)
    if found.party_id != by.party:
        require(by, Role.OPERATOR)
    return found


def endpoints_of(party: str) -> QuerySet[Endpoint]:
    """The endpoints of a party, oldest first."""
    return Endpoint.objects.filter(party_id=party)


def log_of(endpoint: Endpoint, state: str = "") -> QuerySet[Delivery]:
    """What was sent to an endpoint or waits for it, newest first."""
    found = Delivery.objects.filter(endpoint=endpoint).order_by("-pk")
    return found.filter(state=state) if state else found


def concerning(party: str, since: int) -> tuple[list[Message], int]:
    """What the record after the position tells a party, and the position from which to read on."""
    looked_at = list(record.since(since)[:LOOKED_AT])
    theirs = [each for each in messages(looked_at) if party in each.to]
    return theirs, looked_at[-1].position if looked_at else since


def enter(endpoint: Endpoint, told: Sequence[Message]) -> list[Delivery]:
    """Put messages into the queue of an endpoint; one that is there already stays as it is."""
    now = clock.wall()
    rows = [
        Delivery(
            endpoint=endpoint,
            message=uuid.UUID(each.id),
            position=each.position,
            kind=each.kind,
            subject=each.subject,
            body=each.text,
            next_try=now,
            made_at=now,
        )
        for each in told
    ]
    return Delivery.objects.bulk_create(rows, ignore_conflicts=True)
