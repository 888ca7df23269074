"""Permits of other hubs' agencies, put here by whoever hears of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from entrepot.hub.customs.models import PermitAbroad
from entrepot.hub.events.actor import Actor


@dataclass(frozen=True, slots=True)
class AbroadFacts:
    """What the document says; `hub` vouches for it, `country` is whose border the permit opens."""

    hub: str
    number: str
    kind: str
    country: str
    holder: str
    holder_name: str
    goods: str
    quantity: str
    unit: str
    valid_from: date
    valid_to: date


def note_permit_abroad(facts: AbroadFacts, *, revoked: bool, by: Actor) -> PermitAbroad:
    """Keep what a document says; the same document again changes nothing but its day."""
    told = asdict(facts) | {"revoked_at": by.at if revoked else None, "seen_at": by.at}
    kept, _ = PermitAbroad.objects.update_or_create(hub=told.pop("hub"), number=told.pop("number"), defaults=told)
    return kept


def end_permits_abroad(hub: str, numbers: Iterable[str], *, at: datetime) -> None:
    """Their issuer has taken them back: no order counts on them any more."""
    PermitAbroad.objects.filter(hub=hub, number__in=list(numbers), revoked_at=None).update(revoked_at=at)
