"""What an operator must look at. The evidence is kept as it came, since it may be shown to a third party."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network.models import Channel, Incident, Peer


@transaction.atomic
def raised(kind: str, /, *, peer: Peer | None = None, channel: Channel | None = None, **evidence: Any) -> Incident:
    """Keep an incident, once as long as it is open: a repeat counts, and the first evidence stays."""
    same = Incident.objects.filter(kind=kind, peer=peer, channel=channel, closed_at=None)
    found = same.select_for_update().first()
    now = clock.wall()
    if found is not None:
        found.count += 1
        found.save(update_fields=["count"])
        return found
    made = Incident.objects.create(kind=kind, peer=peer, channel=channel, evidence=evidence, at=now)
    where = str(channel or peer or "")
    by = Actor("worker", "network", "network", clock.now())
    events.record("network.incident.raised", f"incident:{made.pk}", by=by, body={"kind": kind, "where": where})
    return made


def closed(kind: str, *, peer: Peer | None = None) -> None:
    """What was to be looked at has been; the incident stays as a record."""
    same = Incident.objects.filter(kind=kind, closed_at=None)
    (same.filter(peer=peer) if peer is not None else same).update(closed_at=clock.wall())


def over(kind: str, *, channel: Channel) -> None:
    """What was wrong with the channel is so no longer; the incident stays as a record."""
    Incident.objects.filter(kind=kind, channel=channel, closed_at=None).update(closed_at=clock.wall())
