"""What the tests of the catalogue ask of the record."""

from __future__ import annotations

from entrepot.hub.events.models import Event


def told(kind: str) -> list[str]:
    """Of what a kind of event told, in order."""
    return list(Event.objects.filter(kind=kind).order_by("position").values_list("subject", flat=True))
