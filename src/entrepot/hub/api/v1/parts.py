"""Releases in part: what may go gets a number of its own, and the rest stays under control."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, PartialRelease
from entrepot.hub.reading import described, read
from entrepot.trade.partial_release import Going

router = Router(tags=["customs"])


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWanted:
    """What may go, why the rest stays, by which law; of the version that was read."""

    declaration: str
    version: int
    goes: tuple[Going, ...]
    reason: str
    law: str


class PartShown(Schema):
    """One of the two halves: its number, its state, its goods and what it owes."""

    mrn: str
    state: str
    goods: list[dict[str, Any]]
    currency: str
    duty_minor: int
    tax_minor: int


class PartingShown(Schema):
    """A split as the declarant and the officers see it: both halves as they are now."""

    version: int
    part: PartShown
    rest: PartShown
    reason: str
    law: str
    released_at: datetime


BODY = described(PartWanted)


@router.post("", response={201: PartingShown}, openapi_extra=BODY, summary="Release a part of the goods (officer)")
def release(request: HttpRequest) -> Status[PartingShown]:
    """Duty and tax are split to the minor unit; the same release again is harmless."""
    by, wanted = actor(request), read(request.body, PartWanted)
    found = queries.seen(wanted.declaration, by=by)
    released = actions.release_part(found, wanted.goes, wanted.reason, law=wanted.law, version=wanted.version, by=by)
    return Status(201, _shown(released))


@router.get("", response=list[PartingShown], summary="The parts of a declaration that were released")
def listed(request: HttpRequest, declaration: str) -> list[PartingShown]:
    found = queries.seen(declaration, by=actor(request))
    return [_shown(each) for each in found.partial_releases.select_related("part", "declaration")]


def _shown(released: PartialRelease) -> PartingShown:
    return PartingShown(
        version=released.version,
        part=_half(released.part),
        rest=_half(released.declaration),
        reason=released.reason,
        law=released.law,
        released_at=released.released_at,
    )


def _half(declaration: Declaration) -> PartShown:
    return PartShown(
        mrn=declaration.mrn,
        state=declaration.state,
        goods=queries.goods_told(declaration),
        currency=declaration.currency,
        duty_minor=declaration.duty_minor,
        tax_minor=declaration.tax_minor,
    )
