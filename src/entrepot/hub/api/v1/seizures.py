"""Seizures: goods taken away by an officer, with the inventory and the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Seizure
from entrepot.hub.reading import described, read
from entrepot.trade.seizure import Seized

router = Router(tags=["customs"])


@dataclass(frozen=True, slots=True, kw_only=True)
class SeizureWanted:
    """What is seized, why, by which law, where it lies, and a line for each item."""

    declaration: str
    reason: str
    law: str
    place: str
    inventory: tuple[Seized, ...]


class SeizureShown(Schema):
    """A seizure as the declarant and the officers see it."""

    declaration: str
    reason: str
    law: str
    place: str
    inventory: list[dict[str, Any]]
    seized_at: datetime


BODY = described(SeizureWanted)


@router.post("", response={201: SeizureShown}, openapi_extra=BODY, summary="Seize the goods (officer)")
def seize(request: HttpRequest) -> Status[SeizureShown]:
    """Nothing is due any more; the same seizure again is harmless."""
    by, wanted = actor(request), read(request.body, SeizureWanted)
    found = queries.seen(wanted.declaration, by=by)
    seized = actions.seize(found, wanted.reason, wanted.inventory, place=wanted.place, law=wanted.law, by=by)
    return Status(201, _shown(seized))


@router.get("", response=list[SeizureShown], summary="The seizure of a declaration's goods")
def listed(request: HttpRequest, declaration: str) -> list[SeizureShown]:
    found = queries.seen(declaration, by=actor(request))
    return [_shown(each) for each in Seizure.objects.filter(declaration=found)]


def _shown(seized: Seizure) -> SeizureShown:
    return SeizureShown(
        declaration=seized.declaration.mrn,
        reason=seized.reason,
        law=seized.law,
        place=seized.place,
        inventory=seized.inventory,
        seized_at=seized.seized_at,
    )
